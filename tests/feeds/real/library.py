"""WZDx, Open511 and IBI 511, CIFS and GTFS-realtime, read by eye."""

from tests.feeds.real.rows import CLOSURE, LANES, NOT_A_CLOSURE, OTHER, ROAD, Read, Refused, Row, Silent, Told, Words


def zone(
    own: Words, updated: str, starts: str, ends: str, *point: float, kind: Words = LANES, phase: Words = "open"
) -> Told:
    """Return a work zone: open where it starts before the newest time in the document, else perhaps planned."""
    return Told(own, updated, starts, ends, phase=phase, kind=kind, point=point)


SCENARIO_1 = (
    zone(
        "af2e3f51-611f-4ce0-9282-2f28ca68e62f",
        "2009-12-31T18:01:01Z",
        "2010-01-01T01:00:00Z",
        "2010-01-02T01:00:00Z",
        41.6180,
        -93.7767,
    ),
    zone(
        "edf2162b-1f5d-4ddd-a731-78fb81a22e6a",
        "2009-12-31T15:11:16Z",
        "2010-01-01T06:00:00Z",
        "2010-05-01T05:00:00Z",
        41.6149,
        -93.7915,
    ),
    *(
        zone(own, "2009-12-31T11:56:26Z", "2010-01-01T14:00:00Z", "2010-01-05T23:00:00Z", *point)
        for own, point in (
            ("6f57aded-7291-462e-9892-607b2b7d116c", (41.5934, -93.7204)),
            ("8bfb0ce0-98cd-4e92-924d-f0a9d3a4ba8f", (41.5935, -93.7248)),
            ("e6c2abad-04e2-41fd-bd66-4cc41e4bb6e7", (41.5934, -93.7302)),
        )
    ),
)
CONTACTS = ("testdot.gov", "testcity1.gov", "Feedmanager", "Sourcefeed")
WZDX: dict[str, Row] = {
    "wzdx/scenario1_simple_linestring_example.geojson": Read("wzdx", SCENARIO_1, never=CONTACTS),
    "wzdx/scenario1_simple_multipoint_example.geojson": Read("wzdx", SCENARIO_1, never=CONTACTS),
    # The first day has begun when the list is published, the other three have not.
    "wzdx/scenario5_recurring_linestring_example.geojson": Read(
        "wzdx",
        (
            zone(
                "a2100c5b-58b9-4593-992d-0795bafe3d8d",
                "2022-01-01T08:32:01Z",
                "2022-01-01T08:30:00Z",
                "2022-01-01T17:00:00Z",
                41.8345,
                -93.4608,
                kind=OTHER,
            ),
            *(
                zone(
                    own,
                    "2021-12-29T15:37:57Z",
                    f"2022-01-0{day}T08:00:00Z",
                    f"2022-01-0{day}T17:00:00Z",
                    41.8344,
                    -93.4638,
                    kind=OTHER,
                    phase=("open", "planned"),
                )
                for day, own in (
                    (2, "d63ab07b-98e8-41bd-b4dd-557727320056"),
                    (3, "ff3f888f-7e11-4a5b-8c04-3182a459a756"),
                    (4, "b04c1df4-f9d0-4a63-995d-38bfd83931e9"),
                )
            ),
        ),
        never=CONTACTS,
    ),
    "wzdx/scenario7_mobileoperation_linestring_example.geojson": Read(
        "wzdx",
        (
            zone(
                "01841847-3cda-4aa8-a283-1b4a11f31c08",
                "2022-09-12T16:42:53Z",
                "2022-09-13T13:00:00Z",
                "2022-09-13T21:00:00Z",
                41.7768,
                -93.5707,
            ),
            zone(
                "71a97769-6c61-41a8-bbfd-0d84e0d073e6",
                "2022-09-13T15:12:13Z",
                "2022-09-13T13:00:00Z",
                "2022-09-13T21:00:00Z",
                41.8230,
                -93.5707,
            ),
        ),
        never=CONTACTS,
    ),
    # A feed of devices looks alike. As a whole list of nothing it would end every work zone there is.
    "wzdx/arrow_board_ok_example.geojson": Silent(whole=False, never=("testvendor",)),
    # Its own update_date is older than its records: they have begun all the same, and no end has been said.
    "wzdx/hidot-4.1.json": Read(
        "wzdx",
        (
            zone(
                ("0", "69009d13-2651-405f-ae04-d7b0ec33d73a"),
                "2026-07-02T23:13:50Z",
                "2025-11-03T23:37:22Z",
                "2025-11-12T04:52:58Z",
                21.3327,
                -157.8880,
                kind=OTHER,
            ),
            zone(
                ("1", "4ff2792a-8b56-47a8-b15f-b2c4c3c78255"),
                "2026-07-02T23:13:50Z",
                "2025-11-03T23:37:22Z",
                "2025-11-12T04:52:58Z",
                21.3294,
                -157.8825,
                kind=OTHER,
            ),
        ),
        policy="hawaii",
        never=("Patrick", "support@"),
    ),
    "wzdx/nysdot-4.1.json": Read(
        "wzdx",
        (
            zone(
                "vcF0/Np3Ba0ad+14hQ0fLSaGXnw=",
                "2026-07-03T10:00:30Z",
                "2026-07-09T12:00:00Z",
                "2026-07-09T15:00:00Z",
                41.513557,
                -74.048744,
                kind=NOT_A_CLOSURE,
            ),
            zone(
                "XfaixG2k4cHiTXaGK+cj9Y2U2PU=",
                "2026-07-02T13:24:06Z",
                "2026-07-09T04:00:00Z",
                "2026-07-24T03:59:59Z",
                43.926949,
                -76.107962,
                kind=ROAD,
            ),
        ),
    ),
}


def french(number: int, severity: str, north: float, west: float, *, active: bool = False, updated: str = "") -> Told:
    """Return an event of the Open511 test server: the longitude stands first in its GML, what is ARCHIVED is over."""
    return Told(
        f"test.open511.org/{number}",
        updated or None,
        phase="open" if active else "closed",
        severity=severity,
        kind=ROAD,
        withheld=None,
        point=(north, -west),
    )


def tmdd(own: int, starts: str, ends: str, north: float, west: float) -> Told:
    """Return an event of 16 April 2012 whose interval has no zone: 09:07 is what its `updated` calls 09:07-07:00."""
    return Told(
        f"example.jurisdiction/{own}",
        "2012-04-16T16:07:00Z",
        f"2012-04-16T{starts}:00Z",
        f"2012-04-16T{ends}:00Z" if ends else "",
        severity="Minor",
        kind=OTHER,
        point=(north, -west),
    )


OPEN511: dict[str, Row] = {
    # Both say that they were updated in 2083. Believed, it would make every later word of them an old one.
    "open511/drivebc-two.json": Read(
        "open511",
        tuple(
            Told(
                f"drivebc.ca/{own}",
                ("", "2021-04-26T12:19:02Z"),
                "2021-04-26T15:19:00Z",
                ends,
                severity=("Severe", "Moderate"),
                kind=ROAD,
                point=(53.1555, -122.4791),
            )
            for own, ends in (("DBC-28386", ""), ("DBC-11111", "2021-05-26T15:19:00Z"))
        ),
        policy="drivebc",
    ),
    "open511/tmdd-converted.json": Read(
        "open511",
        (
            tmdd(1681, "16:07", "", 33.07385, 117.070234),
            tmdd(1690, "15:56", "16:41", 32.837947, 117.152077),
            tmdd(1699, "16:05", "17:05", 33.252916, 117.156074),
            tmdd(1486, "16:06", "17:06", 33.023068, 117.078652),
            tmdd(1006, "15:14", "16:14", 32.808837, 117.152661),
        ),
        zone="America/Los_Angeles",
    ),
    "open511/test-one.xml": Read(
        "open511",
        (
            french(1, "Minor", 45.7226, 73.4680),
            french(2, "Minor", 45.7275, 73.4713, updated="2013-05-24T14:58:00Z"),
            french(3, "Minor", 45.7265, 73.4634),
            french(4, "Minor", 45.7593, 73.4289),
            french(5, "Minor", 45.7568, 73.4356),
            french(6, "Minor", 45.7519, 73.4388),
            french(7, "Severe", 45.7646, 73.4340, active=True),
            french(8, "Minor", 45.7377, 73.4860),
            french(9, "Moderate", 45.7674, 73.4183),
            french(10, "Severe", 45.7642, 73.4210),
            french(11, "Moderate", 45.7653, 73.4554),
            french(12, "Minor", 45.7487, 73.4423),
            french(13, "Minor", 45.7753, 73.4163),
            french(14, "Severe", 45.7646, 73.4970, active=True),
            french(15, "Severe", 45.7644, 73.4342, active=True),
            french(16, "Moderate", 45.7694, 73.4523, active=True),
            french(17, "Severe", 45.7479, 73.4796, active=True),
            french(18, "Moderate", 45.7480, 73.4608),
            french(19, "Moderate", 45.7509, 73.5084, active=True, updated="2013-06-05T15:12:38Z"),
        ),
        never=("915 Notre", "civique 915"),  # the number of a house
    ),
    "open511/ibi511-alberta.json": Read(
        "open511",
        (
            Told(
                ("18", "18692"),
                "2026-08-16T05:21:56Z",
                "2021-10-06T18:00:00Z",
                "2026-12-01T02:00:00Z",
                kind=OTHER,
                severity="Unknown",
                point=(51.01582, -114.25704),
                road="HWY-8",
            ),
            Told(
                ("30", "27151"),
                "2026-08-16T05:18:37Z",
                "2022-08-15T19:51:00Z",
                "2026-10-01T23:00:00Z",
                kind=NOT_A_CLOSURE,
                severity="Unknown",
                point=(54.72817, -113.27452),
                road="HWY-813",
            ),
            Told(
                ("7", "57604"),
                "2026-08-16T05:24:10Z",
                "2024-08-17T17:57:00Z",
                "",
                kind=CLOSURE,
                severity="Unknown",
                point=(51.41239, -116.19046),
                road="Moraine Lake Rd",
            ),
        ),
        policy="alberta",
    ),
    "open511/ibi511-nevada.json": Read(
        "open511",
        (
            Told(
                ("125464", "21942"),
                "2025-10-01T15:53:05Z",
                "2025-10-01T15:51:00Z",
                "",
                kind=LANES,
                severity="Minor",
                point=(39.11274, -119.92313),
                road="SR-28",
            ),
            Told(
                ("75", "12277"),
                "2024-09-18T22:23:06Z",
                "2024-09-18T22:22:00Z",
                "",
                kind=NOT_A_CLOSURE,
                severity="Minor",
                point=(39.60418, -119.33126),
                road="I-80",
            ),
            Told(
                ("43", "4823"),
                "2026-08-06T17:54:33Z",
                "2023-08-25T19:16:00Z",
                "",
                kind=OTHER,
                severity="Unknown",
                point=(37.06053, -117.28581),
                road="NV-267",
            ),
        ),
    ),
}
CIFS: dict[str, Row] = {
    "cifs/google-doc-single.xml": Read(
        "cifs",
        (
            Told(
                "101",
                None,
                "2017-12-07T08:00:00Z",
                "2017-12-07T22:00:00Z",
                phase=None,  # nothing in the document says what the clock was
                kind=OTHER,
                point=(51.51009, -0.006902),
                road="NW 12th St",
            ),
        ),
    ),
    "cifs/osasco-test.json": Read(
        "cifs",
        (
            Told(
                "1777554821834",
                "2026-04-30T13:13:41Z",
                "2026-04-30T13:12:00Z",
                "2026-05-01T02:00:00Z",
                kind=CLOSURE,
                point=(-23.560889, -46.801351),
                road="Rua República da China",
            ),
        ),
    ),
    "cifs/nwa-jamaica-nested.json": Read(
        "cifs",
        (
            Told(
                "bb32057c-6b13-4245-8986-249620ebbc3b",
                None,
                "2026-08-08T00:00:00Z",
                "2026-09-01T04:30:00Z",
                phase=None,
                kind=CLOSURE,
                point=(17.98297, -76.77987),
            ),
            Told(
                "74ab4f0a-8296-443f-88fa-6649e685e3c3",
                None,
                "2027-04-18T10:30:00Z",
                "2027-04-18T14:30:00Z",
                phase=None,
                kind=CLOSURE,
                point=(17.99181, -76.95085),
            ),
        ),
        policy="jamaica",
    ),
}
MEDICAL_DELAY = Told("BSA_187874", "2019-08-07T17:45:42Z", "", "", withheld=None, guarded=True, point=())
"""An emergency of a passenger's health: a person looks before a word of it goes out."""
GTFS: dict[str, Row] = {
    "gtfs-rt/bart-alerts.json": Read("gtfs_rt", (MEDICAL_DELAY,), policy="bart"),
    "gtfs-rt/bart-alerts.pb": Read("gtfs_rt", (MEDICAL_DELAY,), policy="bart"),
    "gtfs-rt/caltrain-no-alerts.pb": Read("gtfs_rt", policy="bart"),
    "gtfs-rt/invalid.pb": Refused("not known", read_as="gtfs_rt"),
    "gtfs-rt/mbta-enhanced-closed.json": Read(
        "gtfs_rt",
        (Told("138754", "2023-06-20T17:55:38Z", phase="closed", severity="Severe", point=()),),
    ),
}
LIBRARY: dict[str, Row] = {**WZDX, **OPEN511, **CIFS, **GTFS}
