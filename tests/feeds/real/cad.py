"""Lists of fire services' control rooms, read by eye. Toronto's clocks stand five hours behind UTC in December."""

from tests.feeds.real.rows import Read, Refused, Row, Told, Words


def turned_out(number: str, starts: str, updated: str, *, withheld: str | None = "") -> Told:
    """Return an event of the night of 10 December 2020: dispatched and written down at these times of 11 December."""
    return Told(
        f"F2012{number}",
        f"2020-12-11T{updated}:02Z",
        f"2020-12-11T{starts}Z",
        "",
        withheld=withheld,
        point=(),
    )


def list_of(updated: str, *rows: tuple[str, str] | tuple[str, str, str], never: tuple[str, ...]) -> Read:
    """Return a snapshot; a row of two is an event, a third says what is in the reason for withholding it."""
    told = tuple(turned_out(row[0], row[1], updated, withheld=row[2] if len(row) > 2 else "") for row in rows)
    return Read("fire_cad", told, policy="toronto_fire", never=(*CREWS, *never))


CREWS = ("HZ145", "R411", "CMD10", "LA111", "REHAB01")
"""Who was sent, which changes with nearly every snapshot and is nobody's business."""
HIGHRISE, GLENGROVE, WARDEN = ("2862", "01:24:51"), ("2866", "01:30:57"), ("2877", "01:59:32")
MEDICAL = "medical"


def burning(own: str, updated: Words, north: float, east: float) -> Told:
    """Return an incident of the NSW Rural Fire Service. Its pubDate is UTC, the UPDATED in its text is Sydney's."""
    return Told(own, updated, point=(north, east))


CAD: dict[str, Row] = {
    "cad-fire/toronto-2020-12-10T2050.xml": list_of(
        "01:50",
        ("2837", "00:04:54"),
        ("2861", "01:23:50"),
        HIGHRISE,
        ("2863", "01:29:21", MEDICAL),
        GLENGROVE,
        ("2867", "01:42:21", MEDICAL),
        never=("M1S", "M5A"),
    ),
    "cad-fire/toronto-2020-12-10T2125.xml": list_of(
        "02:25",
        HIGHRISE,
        GLENGROVE,
        WARDEN,
        ("2879", "02:06:54", MEDICAL),
        ("2880", "02:06:51"),
        ("2881", "02:16:37", MEDICAL),
        ("2882", "02:18:19"),
        ("2883", "02:19:58", MEDICAL),
        never=("M1V", "M9W", "M9V"),
    ),
    "cad-fire/toronto-2020-12-10T2150.xml": list_of(
        "02:50",
        HIGHRISE,
        GLENGROVE,
        WARDEN,
        ("2885", "02:22:55", MEDICAL),
        ("2889", "02:34:52", MEDICAL),
        ("2890", "02:40:43"),
        ("2891", "02:42:55", MEDICAL),
        ("2892", "02:44:14", MEDICAL),
        never=("M1E", "M4W", "M4M", "M6S"),
    ),
    "cad-fire/toronto-2020-12-10T2325.xml": list_of(
        "04:25",
        HIGHRISE,
        GLENGROVE,
        WARDEN,
        ("2917", "04:12:46"),
        ("2918", "04:13:03", MEDICAL),
        never=("M1B",),
    ),
    # A call handed from one control room to another, with the caller in it. It has no reader.
    "cad-fire/eido-call-transfer.json": Refused(
        "not known", read_as="fire_cad", never=("8195551212", "Tschofenig", "tjones", "Wilmington", "lrf.osp.com")
    ),
    "nsw-rfs-geojson/incidents.json": Read(
        "fire_cad",
        (
            burning("1234", ("2018-09-21T06:30:00Z", "2018-09-21T06:45:00Z"), -37.2345, 149.1234),
            burning("2345", ("2018-09-21T06:35:00Z", "2018-09-21T06:50:00Z"), -37.2345, 149.1234),
            burning("3456", ("2018-09-21T06:40:00Z", "2018-09-21T06:55:00Z"), -37.2345, 149.1234),
            burning(
                "https://incidents.rfs.nsw.gov.au/api/v1/incidents/366937", "2018-02-18T00:11:00Z", -36.25493, 149.92445
            ),
        ),
        policy="nsw_rfs",
        never=("<br",),
    ),
}
TORONTO = tuple(f"cad-fire/toronto-2020-12-10T{time}.xml" for time in ("2050", "2125", "2150", "2325"))
"""Snapshots of one night: F20122862 goes to alarm level 2, 4, 5 and stays there."""
HIGHRISE_ID, SAME_SINCE_2150 = "F20122862", ("F20122862", "F20122866", "F20122877")
