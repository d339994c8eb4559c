"""Whole texts, each written once by hand, that nobody tunes on: a last look at how a recogniser does with real words.

Labelled as `corpus.py` says. People, numbers and most places are invented, and are none of the corpus's own.
"""

from tests.privacy.corpus import Text

_MUST_WAIT = (
    (
        "name phone",
        (
            "03:14 Caller a Mrs Ellacott, mob 07700 900 218, says flames coming from the shed at the bottom of her "
            "garden, wind blowing towards the house."
        ),
    ),
    (
        "house_number",
        (
            "Crews from Thrupp Cross and Marsh End were called at 2:10am to a kitchen fire at 27 Barley Mow Lane. It "
            "was out within half an hour."
        ),
    ),
    (
        "casualties",
        (
            "A four-vehicle collision has closed the A417 in both directions at Birdlow. Three people have been taken"
            " to hospital by road ambulance."
        ),
    ),
    ("casualties", "Persons reported at a fire above the takeaway in Quay Street. Make pumps six."),
    (
        "fatal",
        (
            "We are sorry to say that a woman in her eighties has died after a fire at her home in Marsh End last "
            "night. Our thoughts are with her family."
        ),
    ),
    (
        "self_harm",
        ("M32 stopped both ways at J2. Male on the outside of the bridge rail, police and negotiator talking to him."),
    ),
    (
        "effecting_entry",
        (
            "Police on scene at flats in Dovecote Road requesting us to put the door in, they can hear someone inside"
            " but nobody is answering."
        ),
    ),
    (
        "medical",
        (
            "Co responding with the ambulance service, adult male not breathing, bystanders doing chest compressions "
            "outside the bookmakers."
        ),
    ),
    (
        "domestic_abuse",
        (
            "Stand off at Carrow Street please. Partner is inside and has threatened to burn the house with her in "
            "it. Police en route."
        ),
    ),
    (
        "children",
        (
            "Little lad about four has got his head stuck between the bars of the gate at Thrupp Cross play area, mum"
            " with him, calm."
        ),
    ),
    (
        "arson",
        (
            "The cause of the fire at the old creamery is thought to be deliberate. If you saw anything, ring the "
            "police."
        ),
    ),
    (
        "terrorism",
        (
            "Main line station evacuated after a threat was telephoned in. Bomb disposal asked for. Rendezvous at the"
            " coach park."
        ),
    ),
    ("registration", "Grey Transit, RX38 OKF, abandoned on the slip with hazards on. Highways aware."),
    (
        "postcode phone",
        (
            "Gorse alight on the headland, best access via the golf club TR94 8QB, greenkeeper will open up, his "
            "number is 07700 900441."
        ),
    ),
    (
        "email",
        ("Residents worried about asbestos can write to the site manager at k.ferris@example.com or go to the hall."),
    ),
    ("name", 'Watch Manager Delia Trowbridge said: "Our crews did a superb job in very hot conditions."'),
    (
        "name house_number",
        "Wife of Mr Oduya at 5 Sorrel Court phoned back, alarm has stopped, still wants someone to look.",
    ),
    ("casualties", "MALE 40S CONSCIOUS BREATHING TRAPPED BY LOWER LEGS, HEAVY RESCUE ORDERED, A417 BIRDLOW"),
    ("casualties", "one driver walking wounded, other one still being cut out. lane 1+2 shut A417 n/b"),
    (
        "casualties fatal",
        "Two dead and one in intensive care following the light aircraft crash at Marsh End airfield.",
    ),
    ("casualties", "An off-duty nurse treated a cyclist for head injuries before the helicopter arrived."),
    ("medical", "Train 1P44 held at Birdlow: passenger unwell on board, paramedics with them."),
    ("self_harm", "Line blocked between Birdlow and Marsh End. Trespasser on the viaduct, believed suicidal."),
    (
        "self_harm",
        ("Caller says her brother has left a note and taken the car to the cliffs at Hale Point, coastguard informed"),
    ),
    ("effecting_entry", "Carer cannot raise client since this morning, keysafe empty, lights on, can we gain access"),
    (
        "effecting_entry children",
        "Mum locked outside, two year old alone indoors with the oven on. Ladder to upstairs window. Quay Street.",
    ),
    (
        "domestic_abuse",
        (
            "Attending with police. Female victim, injunction against former husband, wants her letterbox sealed "
            "after threats."
        ),
    ),
    (
        "children casualties",
        (
            "School minibus in ditch near Thrupp Cross, 9 pupils and a teacher checked over, one with a suspected "
            "broken wrist."
        ),
    ),
    (
        "children",
        "A family with three young children were rescued from the roof of their car in flood water at Lower Ford.",
    ),
    (
        "arson",
        (
            "Third bin store alight tonight on the Dovecote estate, PCSO requested, looks like the same group setting"
            " them."
        ),
    ),
    ("arson", "Skip alight rear of cinema - two youths in dark hoodies seen running off - deliberate"),
    (
        "terrorism",
        (
            "Powder fell out of a letter opened in the council post room, four staff isolated, hazmat officer "
            "travelling."
        ),
    ),
    ("terrorism", "PLATO stood down 16:52, remain at FCP until released"),
    ("name", "Diolch yn fawr i Mrs Tegwen Ifans am agor y neuadd i bawb neithiwr."),
    ("fatal", "Bu farw gyrrwr beic modur yn y gwrthdrawiad ar yr A483 fore Sul."),
    ("casualties", "Mae pedwar o bobl yn yr ysbyty ar ôl i nwy ollwng mewn ffatri."),
    ("house_number", "Tân simnai yn 22 Maes yr Haf, dwy injan wedi cyrraedd."),
    ("children", "Cafodd bachgen wyth oed ei achub o'r afon brynhawn ddoe."),
    ("arson", "Mae'r heddlu'n credi bod y tân yn y clwb rygbi wedi'i gynnau'n fwriadol."),
    ("name phone", "Os gwelwch y ceffyl, ffoniwch Dafydd ar 07700 900663."),
    ("name registration", "Keeper shown as Ngozi Achterberg, vehicle YT39 DRL, recovery arranged for 0800"),
    ("registration", "red moped LRG 481W in the canal, nobody near it, pls inform canal trust"),
    ("registration", "plate is VXI 8812, NI reg, lorry parked across the fire station doors"),
    ("registration", "Cab of HGV alight, tractor unit p733 kdv, trailer saved, A417 s/b closed for resurfacing after"),
    ("phone", "if crews can't find the hydrant the farmer's on 01632 960 417, ask for directions"),
    ("phone", "New number for the on-call builder 0161-496-0822, day or night, scaffold needs making safe"),
    ("phone", "LANDLINE 02079460733 CALLER WILL WAIT AT THE CATTLE GRID"),
    ("email", "Photos from informant received (moira_tan@example.net), show smoke from lower floor only"),
    ("name email", "Site contact is Piotr Zalewicz, pz@example.org, he holds the tank drawings."),
    ("postcode", "AFA operating at sheltered housing, QR71 4HD, no staff on site overnight"),
    ("postcode house_number", "3 Staithe Cottages qr71 4he chimney, thatched, make pumps 8"),
    ("house_number", "Neighbour at number 46 reports the upstairs window has gone and smoke is getting worse."),
    ("house_number", "Road closed while we make the gable end of 118 Ropewalk Street safe."),
    ("house_number", "flat 14b, third floor, dry riser, lift not working, Carrow St"),
    ("house_number name", "Tenant of 2/3, 61 Calderhaugh Brae is a Mr Iqbal Farooqi, now with neighbours"),
    ("house_number", "Evacuate odd numbers 1 to 31 Sluice Road, gas main hit by digger"),
    ("name", "Missing person: Ebony-Rae Hollins, blue coat, last seen walking towards Hale Point at about 4pm."),
    ("name", "inf is rev t. padgham from the church, says candles left lit"),
    ("name", "Landowner S. K. Banerjea is happy for crews to draft from the lake."),
    ("name", "Driver, Mr Xu, has been told to stay with the lorry until traffic officers arrive"),
    ("name", "JOHN-PAUL MACREADIE STILL MISSING FROM KAYAK PARTY, ALL OTHERS ASHORE"),
    ("name", "Kacper and his wife Zofia Lis lost everything when the roof fell in."),
    ("casualties", "Firefighter treated for heat exhaustion at the moor fire and sent home."),
    ("casualties", "x2 pts conveyed P2, x1 discharged at scene. Stop message sent 21:07"),
    ("casualties", "Delays on A417: a pedestrian has been seriously hurt. Please do not share pictures."),
    ("casualties", "Divers are looking for a swimmer who did not come back up at the weir."),
    (
        "fatal",
        (
            "Collision investigators are at the scene of a fatal crash near Birdlow. The road may stay shut until the"
            " afternoon."
        ),
    ),
    ("fatal", "rtc a417, 1 x male ROLE'd at 0521, undertaker for 0700"),
    ("fatal", "Human remains have been found in the burnt-out caravan. Police are in charge."),
    ("medical", "Casualty bed-bound 180 kg, ambulance want help carrying down two flights, Carrow Street"),
    ("medical", "EPIPEN GIVEN, ALLERGIC REACTION, SHOWGROUND GATE C, AMB 20 MINS AWAY"),
    ("medical", "caller says hubby has collapsed and gone blue, turning into cardiac arrest protocol"),
    (
        "domestic_abuse",
        "neighbour reports screaming and smoke, known address for DV, officers in body armour attending",
    ),
    ("self_harm", "Police negotiator with female on multi-storey roof. Ring road shut below as a precaution."),
    ("self_harm", "Adult threatening to set himself alight in car, petrol poured over self, police on scene"),
    ("children", "Newborn and parents led out through smoke by neighbours before arrival"),
    ("name casualties", "Jockey Fionnbharr Tiernan was airlifted with a back injury after a fall at the second fence."),
    ("arson casualties", "Two treated for burns after a petrol bomb was thrown at a house in Sluice Road."),
)
_MAY_GO = (
    (
        "A417 closed both ways between Birdlow and the Cross Hands roundabout because of a spilt load of gravel. Use "
        "the A419."
    ),
    "The M32 is open again after an earlier vehicle fire at J2. Traffic is queueing back to J1.",
    (
        "Fire engines from four stations are dealing with a large fire at a scrapyard in Marsh End. Keep windows and "
        "doors closed."
    ),
    "No one was hurt in the fire at Quay Street and the road will be open by 6pm.",
    "Everyone is accounted for. The cause was a faulty phone charger.",
    "A49 RTC cleared, N/B lane one coned for a barrier repair overnight",
    "M25 ACW between J17 and J16, HGV broken down in lane 2, expect 30 minutes' delay",
    "M60 CW J24: CAR fire, all traffic stopped, LGV behind also alight",
    (
        "Temporary closure, Dovecote Road from its junction with Sluice Road to the bridge, 7 to 11 December, 0930 to"
        " 1530, ref TTRO/26/1187."
    ),
    "Buses 11, 12 and 12A will use Carrow Street until the crane has gone.",
    "Replacement bus 7 leaves from stand D, not from Quay Street.",
    "Platform 2 is shut. The 17:46 to Bodmin Parkway now goes from platform 4.",
    "1M83 is running 52 minutes late because of a tree on the line at Deadman's Cutting.",
    "BA1482 and EI3221 have been sent to another airport because of fog.",
    "Queen Elizabeth II Bridge closed to high-sided vehicles. Wind now 58 mph.",
    "Prince Rupert Street and Lady Anne Way are both under 40 cm of water.",
    "Delays on Harriet Tub Lane while we pump out a cellar.",
    "The King's Arms and the Lord Hale are both without power tonight, as is most of Thrupp Cross.",
    "The fire is in a unit behind Dunelm and next to Marks & Spencer. Customers may collect cars from level 3.",
    "Rolls-Royce has told its night shift at the Birdlow plant not to come in.",
    "Storm Éowyn will bring gusts of 80 mph. Charge your phone and keep a torch handy.",
    "Storm Gerrit: rest centre open at St Hilda's Church Hall for anyone flooded out of their home.",
    "River Severn at Upper Stanning and Birdlow: property flooding is expected. Act now.",
    "The Wyre at St Oswin's has peaked at 7.9 metres. Alerts stay in force.",
    "Severe flood warning. There is a danger to life. Leave now if the emergency services tell you to.",
    "Floods can kill. Do not drive through water, even if it looks shallow.",
    "For flood advice ring Floodline on 0345 988 1188, at any time.",
    "No lights? Ring 105. It's free, and it gets you through to your network wherever you live.",
    "Not an emergency? Use 101 or tell an officer at the front desk of Birdlow police station.",
    "Dial 999 and ask for the coastguard if you see anyone in trouble at sea.",
    "Parents and carers: show children how to get out of your home, and pick a place to meet.",
    "It is Child Safety Week. Keep lighters and button batteries out of reach.",
    "Carbon monoxide has no smell and can kill in hours. A £15 alarm could save your family.",
    "One in four house fires starts in the kitchen. Never leave a hot pan.",
    "Thrupp Cross Primary School and Little Acorns Nursery are closed today, heating failure.",
    "The road outside the Royal Infirmary is shut for a burst main. Patients should use the Quay Street doors.",
    "Walk-in medical centre moved to the leisure centre until its roof has been mended.",
    "Blood donor session at Marsh End cancelled, no power.",
    "Heritage open day: kids can squirt a hose and adults can try the drill tower. Free entry.",
    "Army engineers checked a wartime bridge at Lower Ford; it will carry no more than 3 tonnes.",
    "Dead Man's Lane is passable with care, Gallows Hill is not.",
    "Killer heels fun run on Saturday: Quay Street shut from 10 to 11.",
    "Use of jump leads caused the bonnet fire; nobody hurt, car moved to the verge.",
    "Lorry has hit the bridge parapet on Sluice Road. The bridge is shut until an engineer has seen it.",
    "Scaffolding is hanging over Carrow Street, no way through on foot",
    "Domestic gas supplies to 400 homes in Birdlow are off. Engineers will come to each door with ID.",
    "Wheelie bins left out in the wind are blocking the cycle lane on Ropewalk Street.",
    "Crews are letting the straw burn out under control. You may smell smoke until Thursday.",
    "We burnt heather on Hale Moor this morning as planned. There's no need to ring.",
    "Eighteen fire engines, 96 firefighters, 3 water carriers and 2 drones at the height of it.",
    "Incident Commander reports: fire 90% surrounded, 4 jets in use, relief crews at 0600",
    "STOP for Birdlow: industrial unit 20m x 40m, 75% damaged by fire, 6 BA, 3 main jets",
    "Stand by move: 31P1 to Marsh End until 1800",
    "Water Rescue 2 and Boat 4 at Lower Ford, searching vehicles as a precaution, all empty",
    "Unit 7 Saltings Business Park is well alight. Smoke is drifting east over Dovecote Road.",
    "Plot 19, Birdlow Science Park: cylinder cooling, 200 m cordon until tomorrow noon.",
    "Grid reference SX 134 672, heath fire, approach from the B3254 only.",
    "Meet at ///lemons.chairs.paper, track fit for 4x4 only",
    "From marker post 42/3 to 43/1 the hard shoulder is shut for barrier repairs.",
    "Smoke alarm at the museum was burnt toast in the cafe. Open as normal.",
    "Power is back in LS6 and most of LS16. About 60 homes are still off.",
    "Boil your tap water in the BS48 area until we tell you it is safe.",
    "Incident CTL-2026-003390 closed 05:55, all agencies told.",
    "Level crossing at Station Road, barriers stuck down, 15 cars waiting.",
    "The Duke of Edinburgh award walkers are all down from the fell and heading for the bus.",
    "Albion v Rovers: kick-off put back to 3:30pm after a small electrical fire in the West Stand.",
    "MV Sir Walter has grounded on the sandbar off Hale Point. Everyone is well and will be taken off at high water.",
    "Two vehicles involved, no injuries, oil on road, gritter called, A417 s/b by the Shell garage.",
    "Minor bump on Sluice Road, drivers swapping details, bus lane blocked",
    "Expect smoke near the airport on 14 December: it's a drill, with actors.",
    "Red Watch at Marsh End had a good night. Two dustbins and one cat up a tree.",
    "Mae'r A483 ar gau ger Aberwyll oherwydd llifogydd. Defnyddiwch y B4355.",
    "Does neb wedi'i anafu, ac mae'r tân wedi'i ddiffodd.",
    "Bydd Ysgol Gynradd Bro Wyll ar gau yfory achos yr eira.",
    "Rhybudd melyn am wynt o 6pm tan hanner nos. Cadwch draw o'r arfordir.",
    "Profwch eich larwm mwg bob wythnos.",
)
NATURAL = (
    *(Text(words, frozenset(kinds.split()), "") for kinds, words in _MUST_WAIT),
    *(Text(words, frozenset(), "") for words in _MAY_GO),
)
