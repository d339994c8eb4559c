"""Invented people, streets, places and numbers: of each, first what known texts are made of, then held-out ones.

Registrations of today's shape bear years that have not come, older ones are letters and figures by chance. No postcode
lies in a district that there is. Telephone numbers come from the ranges that Ofcom keeps for drama; those of public
bodies are as published.
"""

POOLS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "given": (
        (
            "Hannah",
            "Darren",
            "Siân",
            "Rhys",
            "Priya",
            "Imran",
            "Agnieszka",
            "Yusuf",
            "Chidi",
            "Mei",
            "Eilidh",
            "Declan",
            "Maureen",
            "Kofi",
            "Gareth",
            "Jean-Paul",
            "Nasreen",
            "Tomasz",
            "Lowri",
            "Oluwaseun",
        ),
        (
            "Gwenllian",
            "Callum",
            "Zbigniew",
            "Fadwa",
            "Xiuying",
            "Adaeze",
            "Harpreet",
            "Niamh",
            "Trevor",
            "Doreen",
            "Iolo",
            "Abdirahman",
            "Katarzyna",
            "Ruaridh",
            "Mary-Anne",
            "Wei",
        ),
    ),
    "surname": (
        (
            "Parkin",
            "Okonkwo",
            "McAllister",
            "O'Dowd",
            "Prydderch",
            "Chaudhry",
            "Kowalczyk",
            "Al-Masri",
            "Zhang",
            "Hartley-Moss",
            "Bhattacharya",
            "Tetteh",
            "Wainwright",
            "Gwilliam",
            "MacInnes",
            "Rahman",
            "Beynon",
            "Stubbs",
        ),
        (
            "Threlfall",
            "Adebanjo",
            "McGarrigle",
            "O'Rafferty",
            "Llewelyn",
            "Dhaliwal",
            "Wrona",
            "El-Khatib",
            "Tang",
            "Ashworth-Bell",
            "Subramaniam",
            "Mensah",
            "Braithwaite",
            "Bowen",
            "MacPhail",
            "Siddiqui",
            "Bridges",
        ),
    ),
    "title": (("Mr", "Mrs", "Ms", "Dr"), ("Miss", "Mx", "Prof", "Revd", "Mr.", "Mrs.")),
    "courtesy": (
        ("Mr Darren", "Mrs Siân", "Ms Priya", "Dr Yusuf", "Mr Declan"),
        ("Miss Fadwa", "Mx Wei", "Mr. Trevor", "Mrs. Doreen", "Prof Adaeze"),
    ),
    "rank": (
        ("Crew Commander", "Watch Manager", "PC", "Sgt", "Station Commander", "FF"),
        ("Crew Manager", "WM", "DC", "Inspector", "Group Manager", "Firefighter", "Cllr"),
    ),
    "initials": (("J", "D.", "K. L.", "RW", "P J"), ("T", "S.", "A. M.", "GH", "N B")),
    "street": (
        (
            "Mill Lane",
            "Rowan Close",
            "Orchard Road",
            "Station Street",
            "Heol y Bont",
            "Tannery Way",
            "Beech Avenue",
            "Harrow Drive",
            "Chapel Hill",
            "Stryd Fawr",
            "Weavers Court",
            "Sandpit Road",
        ),
        (
            "Larch Crescent",
            "Foundry Terrace",
            "Ffordd Cilgwyn",
            "Maltings Gardens",
            "Cotton Grove",
            "Lychgate Walk",
            "Priory Rise",
            "Saddlers Mews",
            "Ferry Brae",
            "Lôn Felin",
            "Glebe Place",
            "Kiln Road",
            "Dyers Lane",
        ),
    ),
    # Without any word for a road: only the number before them says what they are.
    "green": (("The Green", "The Shambles", "Broadgate"), ("The Paddocks", "Highgate", "The Crofts")),
    # Named after people, or so that one could think so. Nobody lives at them in any text.
    "eponym": (
        (
            "Victoria Road",
            "Charlotte Street",
            "St John's Way",
            "King William Street",
            "Dr Fosters Way",
            "Albert Dock",
            "Prince of Wales Bridge",
            "Stanley Park",
            "Elizabeth Way",
            "Robin Hood Roundabout",
            "Carson Street",
        ),
        (
            "Queen Elizabeth II Bridge",
            "Alexandra Parade",
            "George IV Bridge",
            "St Margaret's Road",
            "Percy Street",
            "Duke of York Square",
            "Lady Margaret Road",
            "Major Draper Street",
            "Parsonage Lane",
            "Florence Walk",
            "Sir Harold Way",
        ),
    ),
    "place": (
        ("Stokeby", "Upper Stokeby", "Harrowmere", "Castle Wenning", "Dunmarsh", "Llanfelin", "Kirkhalloch"),
        ("Wetherholm", "Nether Tarle", "Oxbourne", "Fennick St Mary", "Pentrellwyn", "Glenhavock", "Drumnacarrig"),
    ),
    # Real and invented places whose names frighten.
    "grim": (
        ("Deadman's Hill", "Bodmin", "Killingworth", "Slaughter Bridge", "Arsonval", "Childrey", "Kidderminster"),
        ("Lower Slaughter", "Childwall", "Gravesend", "Hangman's Lane", "Hurtmore", "Fatfield", "Killamarsh"),
    ),
    "trunk": (
        ("A49", "A38", "B4361", "A1(M)", "M25", "M6", "A470", "M62", "A5"),
        ("A14", "A66", "B6265", "A3(M)", "M60", "M4", "A55", "M8", "A2", "A127"),
    ),
    # With its article in Welsh.
    "y_trunk": (("yr A470", "y B4361", "yr A5"), ("yr A55", "yr M4", "y B4501")),
    # Places with the word for "in" and "near" before them, and what it does to them.
    "yn_place": (
        ("yn Llanfelin", "yn Aberwyll", "yn Rhosgelyn"),
        ("ym Mhentrellwyn", "yn Nolgarth", "yn Ynysfach"),
    ),
    "ger_place": (("ger Llanfelin", "ger Aberwyll"), ("ger Pentrellwyn", "ger Dolgarth")),
    "carriageway": (
        ("northbound", "southbound", "clockwise", "NB", "both ways"),
        ("eastbound", "westbound", "anticlockwise", "EB", "W/B"),
    ),
    "company": (
        ("Marks & Spencer", "J Sainsbury", "Rolls-Royce", "Dunelm Mill", "Laura Ashley"),
        ("John Lewis", "W H Smith", "Harvey Nichols", "Dr Martens", "Ted Baker", "Morgan Sindall"),
    ),
    "pub": (
        ("Duke of Wellington", "Rose and Crown", "Lord Nelson", "Jolly Sailor"),
        ("William IV", "Queen Anne", "Earl Grey", "Black Bull", "Mr Pickwick"),
    ),
    "storm": (("Darragh", "Bert", "Arwen"), ("Éowyn", "Eunice", "Amy")),
    "flight": (("BA2490", "FR 1234", "U2 8123"), ("EZY8123", "LS217", "KL 1074")),
    "headcode": (("1A23", "2C45", "5R60"), ("6M11", "1V54", "2K07")),
    "reference": (("CTL-2026-004117", "INC 20261129-0342"), ("LH/26/118842", "Log 0417 of 29/11/26")),
    "grid": (("SO 512 746", "TQ 3012 8045", "SJ4962"), ("NY 123 456", "SH 58117 72402", "J339740")),
    "words3": (("///table.lamp.spoon", "///crisp.motor.hazel"), ("///paper.otter.lift", "///brave.sofa.jump")),
    "outward": (("LS6", "SW1A", "HR4", "CF10"), ("EC1V", "BT9", "G12", "NE30")),
    "mailbox": (
        ("hannah.p@example.org", "d_parkin73@example.com", "flat4@example.co.uk", "r-beynon@mail.example.net"),
        ("bowen.family@example.net", "t.threlfall+home@example.org", "NBRIDGES@EXAMPLE.COM", "mensah@post.example.uk"),
    ),
}

# Beginnings of telephone numbers that nobody has (Ofcom, numbers for drama use), with as many digits as follow them.
RESERVED = (
    ("01632960", 3),
    ("02079460", 3),
    ("07700900", 3),
    ("02920180", 3),
    ("02896496", 3),
    *(
        (f"{area}4960", 3)
        for area in ("0113", "0114", "0115", "0116", "0117", "0118", "0121", "0131", "0141", "0151", "0161")
    ),
    ("01914980", 3),
)
# Of bodies that everybody may ring, as they publish them.
PUBLISHED = (
    "0345 988 1188",  # Floodline
    "0300 123 5000",  # National Highways
    "0800 111 999",  # gas emergencies
    "03457 11 41 40",  # Network Rail
    "0800 80 70 60",  # the Environment Agency's incident line
    "0300 065 3000",  # Natural Resources Wales
)
# A shape has # where a figure is free.
PHONES = (
    (
        "01632 960###",
        "01632960###",
        "020 7946 0###",
        "07700 900###",
        "07700900###",
        "+44 7700 900###",
        "0161 496 0###",
        "+44 (0)20 7946 0###",
        "(01632) 960###",
        "07700-900-###",
        "0044 1632 960###",
        "029 2018 0###",
    ),
    (
        "01632-960-###",
        "0207 946 0###",
        "07700 900 ###",
        "+447700900###",
        "01914980###",
        "0131 496 0###",
        "+44(0)7700 900###",
        "(0113) 496 0###",
        "07 700 900 ###",
        "028 9649 6###",
        "44 7700 900###",
        "07700.900.###",
    ),
)
# @ is any letter; years 30 to 49 and 80 to 98 have not come.
PLATES = (
    ("AB3# @@@", "WX4#@@@", "A2## B@@", "ABC ###D", "AXI ####", "kp8# @@@", "f7## @@k", "VN3#@@@"),
    ("NG9# @@@", "YK8#@@@", "H4##L@@", "@@K###M", "GIA ####", "RIB####", "lc3#@@@", "Y6## @@E", "BV47-@@@"),
)
# No district of these numbers exists, or their letter was never given out.
POSTCODES = (
    ("LS99 #@@", "HR44 #@@", "hr44 #@@", "SY87#@@", "N49 #@@", "E9K #@@", "CF94 #@@", "sy87#@@"),
    ("NG97 #@@", "BT98 #@@", "KW39#@@", "SW9H #@@", "ll98 #@@", "B99 #@@", "M94#@@", "IV95  #@@", "ld38#@@"),
)
HOUSES = (
    (
        "{n} {s}",
        "{n} {s}",
        "{n}a {s}",
        "Flat {k}, {n} {s}",
        "Flat {k}B {s}",
        "No {n} {s}",
        "no. {n} {s}",
        "number {n}, {s}",
        "{n}, {s}",
        "{n}-{n2} {s}",
        "{n} {g}",
        "{n}/{n2} {s}",
    ),
    (
        "{n}b {s}",
        "{n}, {g}",
        "number {n} {s}",
        "Flat {k}C, {n} {s}",
        "Apartment {k}, {s}",
        "{n} - {n2} {s}",
        "flat {k} at {n} {s}",
        "No. {n}, {s}",
        "{n} {g}",
        "house no {n} {s}",
        "{k}/1, {n} {s}",
        "{n} {s}",
        "{n}C {g}",
    ),
)
