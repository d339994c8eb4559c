"""DATEX II in XML and JSON, read by eye. An incident is a situation, however many records it has."""

from tests.feeds.real.rows import CLOSURE, LANES, NOT_A_CLOSURE, OTHER, ROAD, Read, Refused, Row, Told, Words

LINKS = ("Link to", "streetmap", "multimap", "http", "aboutus")

"""What the Highways Agency put under every text."""


def agency(
    road: str, own: str, updated: str, starts: str, ends: str, *point: float, kind: Words = NOT_A_CLOSURE
) -> Told:
    """Return a situation of 20 April 2013, whose clocks were an hour ahead; times are given in UTC."""
    day = "2013-04-20T"
    return Told(f"GUID{own}", f"{day}{updated}Z", f"{day}{starts}Z", f"{day}{ends}Z", kind=kind, point=point, road=road)


def elsewhere(own: str, updated: str, starts: str, ends: str = "", **more: object) -> Told:
    """Return a situation whose times are given whole."""
    return Told(own, updated, starts, ends, **more)  # type: ignore[arg-type]  # the names of Told's own fields


A556 = agency("A556", "577492114", "14:39:27", "09:37:12", "15:30:00", 53.3608, -2.3941)
A63 = agency("A63", "577513626", "14:46:30", "13:06:40", "15:30:00", 53.7409, -0.3388)
A63_17 = agency("A63", "577513626", "14:52:20", "13:06:40", "15:30:00", 53.7409, -0.3388)
A63_18 = agency("A63", "577513626", "15:10:53", "13:06:40", "16:15:00", 53.7409, -0.3388)
A23 = agency("A23", "577518459", "14:45:40", "13:52:04", "15:30:00", 51.0435, -0.1991)
A23_5 = agency("A23", "577518459", "15:07:04", "13:52:04", "15:30:00", 51.0435, -0.1991)
M6 = agency("M6", "577521588", "14:41:11", "14:25:44", "16:00:00", 52.8502, -2.1597, kind=ROAD)
A38 = agency("A38", "577522817", "14:34:09", "14:33:44", "15:45:00", 50.6455, -3.5510)
A12 = agency("A12", "577523077", "14:37:02", "14:35:22", "16:45:00", 52.4945, 1.7418)
# Activities that blocked the carriageway became slow traffic: another record, the same situation.
M6_ACTIVITY = agency("M6", "577525039", "14:53:25", "14:52:50", "16:00:00", 52.8543, -2.1613, kind=ROAD)
M6_QUEUE = agency("M6", "577525039", "15:09:31", "14:52:50", "16:00:00", 52.8543, -2.1613)
A19 = agency("A19", "577525609", "14:57:57", "14:57:28", "16:00:00", 54.7028, -1.3165)
A19_2 = agency("A19", "577525609", "15:01:17", "14:57:28", "16:00:00", 54.7500, -1.3622)
A42 = agency("A42", "577526492", "15:06:34", "15:06:03", "16:15:00", 52.7071, -1.5278)
SNAPSHOTS = {
    "1551": (A556, A63, A23, M6, A38, A12),
    "1610": (A556, A63_17, A23, M6, A38, A12, M6_ACTIVITY, A19),
    "1620": (A556, A63_17, A23_5, M6, A38, A12, M6_QUEUE, A19_2, A42),
    "1630": (A63_18, M6, A38, A12, M6_QUEUE, A19_2, A42),
}


def pushed(own: str, updated: str, starts: str, ends: str, road: str, *point: float) -> Read:
    """Return an event of NTIS of 29 April 2015: congestion with every lane open."""
    day = "2015-04-29T"
    told = Told(
        own,
        f"{day}{updated}Z",
        f"{day}{starts}Z",
        f"{day}{ends}Z" if ends else "",
        kind=OTHER,
        severity="Minor",
        point=point,
        road=road,
    )
    return Read("datex2", (told,), policy="ntis", never=("North East RCC", "NTCC-TCC", "GDP"))


DATEX: dict[str, Row] = {
    **{
        f"datex2-v1-uk/unplanned-2013-04-20T{time}.xml": Read("datex2", told, policy="highways_agency", never=LINKS)
        for time, told in SNAPSHOTS.items()
    },
    "datex2-v1-uk/unplanned-2013-04-21T0554-empty-body.xml": Refused("not known", read_as="datex2"),
    "datex2-v1-uk/unplanned-2013-04-24T2054-no-situations.xml": Read("datex2", policy="highways_agency"),
    "datex2-v1-uk/metadata-2013-04-26T0954.xml": Refused("not known", read_as="datex2"),
    # Words in no English are withheld, as those of CAP are.
    "datex2-v2/bg-utf16-declared.xml": Read(
        "datex2",
        (
            elsewhere(
                "synthetic-bg-0001",
                "2026-07-24T12:00:00Z",
                "2026-07-24T12:00:00Z",
                "2026-07-28T12:00:00Z",
                kind=NOT_A_CLOSURE,
                withheld="English",
                severity="Moderate",
                point=(42.3347, 23.9528),
            ),
            elsewhere(
                "synthetic-bg-0002",
                "2026-06-29T05:00:00Z",
                "2026-06-29T05:00:00Z",
                "2026-07-31T15:00:00Z",
                kind=NOT_A_CLOSURE,
                withheld="English",
                severity="Moderate",
                point=(43.0381, 25.0686),
            ),
            elsewhere(
                "synthetic-bg-0003",
                "2026-07-20T06:00:00Z",
                "",
                kind=OTHER,
                withheld="English",
                severity="Minor",
                point=(42.6977, 23.3219),
            ),
        ),
    ),
    "datex2-v2/fi-Datex2_2017-08-10-15-59.xml": Read(
        "datex2",
        (
            elsewhere(
                "GUID50013339",
                "2017-08-10T12:56:56Z",
                "2017-08-10T12:49:10Z",
                kind=LANES,
                point=(),
                withheld="confidentiality",
            ),
        ),
        never=("0206373330", "tampere.liikennekeskus"),
    ),
    "datex2-v2/fi-roadworks.xml": Read(
        "datex2",
        (
            elsewhere(
                "GUID50467344",
                "2026-07-14T14:04:02Z",
                "2026-07-19T21:00:00Z",
                "2026-07-31T20:59:59Z",
                # No publication time: nothing in the document says what the clock was.
                phase=("open", "planned"),
                kind=CLOSURE,
                withheld="English",
                severity="Severe",
                point=(),
            ),
        ),
        never=("Kuninkaantie 14", "02002100", "helsinki.liikennekeskus"),
    ),
    "datex2-v2/fr-bisonfute-events.xml": Read(
        "datex2",
        (
            elsewhere(
                "260724-000456",
                "2026-07-24T06:06:04Z",
                "2026-07-24T06:04:50Z",
                kind=NOT_A_CLOSURE,
                withheld="English",
                severity="Minor",
                point=(48.8216, 2.3989),
            ),
        ),
    ),
    "datex2-v2/lu-chantiers.xml": Read(
        "datex2",
        (
            elsewhere(
                "34246",
                "2024-04-26T11:49:05Z",
                "2020-05-28T22:00:00Z",
                "2029-05-29T16:00:00Z",
                kind=ROAD,
                severity="Unknown",
            ),
            elsewhere(
                "65473",
                "2025-06-25T11:40:57Z",
                "2024-12-31T23:00:00Z",
                "2027-07-30T21:59:00Z",
                kind=NOT_A_CLOSURE,
                severity="Unknown",
            ),
            elsewhere(
                "55751",
                "2024-02-19T09:58:07Z",
                "2024-02-18T23:00:00Z",
                "2026-12-23T22:59:00Z",
                kind=NOT_A_CLOSURE,
                severity="Unknown",
            ),
        ),
    ),
    # A fragment whose prefix xsi is bound to nothing is no XML with namespaces.
    "datex2-v2-ntis/EventSample.xml": Refused(("XML", "prefix", "not known")),
    "datex2-v2-ntis/Event_Data_3794674417759799.xml": pushed(
        "950098", "08:53:27", "08:32:33", "09:11:51", "A64", 54.1085, -0.8546
    ),
    "datex2-v2-ntis/Event_Data_3794734504990439.xml": pushed(
        "950059", "08:54:27", "08:10:33", "08:59:27", "M23", 51.1567, -0.1358
    ),
    "datex2-v2-ntis/Event_Data_3794741283153306.xml": pushed(
        "950105", "08:54:34", "08:54:33", "", "M1", 53.2460, -1.3311
    ),
    "datex2-v2-ntis/Event_Data_3794795332252842.xml": pushed(
        "950105", "08:55:27", "08:54:33", "08:59:33", "M1", 53.2460, -1.3311
    ),
    "datex2-v2-ntis/NTIS_Model_Update_Notification_3707368431094454.xml": Read("datex2", policy="ntis"),
    "datex2-v2-ntis/VMS_and_Matrix_Signal_Status_Data_3794928453993454.xml": Read("datex2", policy="ntis"),
    # Its coordinates are of another grid (EPSG:31370): read as degrees they are nowhere.
    "datex2-v3/be-verkeerscentrum.xml": Read(
        "datex2",
        (
            elsewhere(
                "EVT90000001",
                "2026-07-01T06:00:00Z",
                "2026-07-01T06:00:00Z",
                "2026-09-30T15:00:00Z",
                kind=OTHER,
                point=(),
            ),
            elsewhere(
                "EVT90000002",
                "2026-07-02T07:00:00Z",
                "2026-07-02T07:00:00Z",
                "2026-10-31T16:00:00Z",
                kind=NOT_A_CLOSURE,
                point=(),
            ),
            elsewhere(
                "EVT90000003",
                "2026-07-03T08:00:00Z",
                "2026-07-03T08:00:00Z",
                "2026-07-10T15:00:00Z",
                kind=NOT_A_CLOSURE,
                point=(),
            ),
            # One of its two records has no end, so the whole has none.
            elsewhere("EVT90000004", "2026-07-04T09:00:00Z", "2026-07-04T09:00:00Z", kind=OTHER, point=()),
        ),
    ),
    "datex2-v3/fi-ferry-3.5.xml": Read(
        "datex2",
        (
            elsewhere(
                "GUID50456943",
                "2025-11-27T06:24:59Z",
                "2025-11-27T07:20:00Z",
                "2025-11-27T07:50:00Z",
                phase=("open", "planned"),  # published an hour before it starts
                kind=OTHER,
                severity="Moderate",
                point=(),
                withheld="confidentiality",
            ),
        ),
        never=("02002100", "tampere.liikennekeskus"),
    ),
    "datex2-v3/nl-srti.xml": Read(
        "datex2",
        (
            elsewhere(
                "NDW08_9d8afcc1-fd11-44f5-9653-0efae246856a_SIT",
                "2026-07-24T20:05:00Z",
                "2026-07-24T20:05:00Z",
                kind=OTHER,
                withheld="English",
                severity="Unknown",
                point=(51.4649, 4.0217),
            ),
        ),
    ),
    # No confidentiality is named anywhere: without a policy for Spain nobody can tell whether it is public.
    "datex2-v3/es-dgt.xml": Read(
        "datex2",
        (
            elsewhere(
                "2816645",
                "2025-12-12T07:11:34Z",
                "2025-12-12T07:05:19Z",
                kind=NOT_A_CLOSURE,
                withheld="confidentiality",
            ),
            elsewhere(
                "14845291",
                "2026-04-06T07:42:10Z",
                "2026-04-06T07:42:10Z",
                kind=CLOSURE,
                withheld="confidentiality",
                point=(40.9178, -1.3028),
            ),
            elsewhere(
                "14590355",
                "2025-11-27T05:03:10Z",
                "2025-11-27T05:03:00Z",
                "2026-07-22T15:00:00Z",
                kind=NOT_A_CLOSURE,
                withheld="confidentiality",
            ),
            elsewhere(
                "20268117", "2026-07-14T10:02:49Z", "2026-07-14T06:57:04Z", kind=CLOSURE, withheld="confidentiality"
            ),
            elsewhere(
                "13054089",
                "2025-09-30T11:43:12Z",
                "2025-09-30T11:43:12Z",
                kind=CLOSURE,
                severity="Severe",
                withheld="confidentiality",
                point=(41.7052, -0.0255),
            ),
        ),
    ),
    "datex2-v3-json/nh-closures-doc-shaped.json": Read(
        "national_highways",
        (
            elsewhere(
                "384696",
                "2025-03-21T05:41:43Z",
                "2025-03-14T08:00:00Z",
                "2025-03-15T06:00:00Z",
                phase="closed",
                kind=CLOSURE,
                point=(51.04, -2.83),
                road="A361",
                facts={"road": "A361", "cause": "flood_water"},
            ),
            elsewhere(
                "signs/M5-S6216",
                "2025-03-21T06:03:57Z",
                "2025-03-21T06:01:57Z",
                "2025-03-21T06:16:57Z",
                kind=LANES,
                point=(52.77, -2.11),
                road="M5",
                facts={"road": "M5", "place": "southbound between J14 and J13"},
            ),
        ),
        policy="national_highways",
    ),
    "datex2-v3-json/datex-eu-accident.json": Read(
        "national_highways",
        (
            elsewhere(
                "12345",
                "2018-10-11T12:32:00Z",
                "2018-10-11T12:32:00Z",
                kind=OTHER,
                levels="Unknown Unknown Observed",
                withheld="confidentiality",
                point=(),
            ),
        ),
    ),
    # The weekly list of planned works has no reader; its dates are of the kind 26-FEB-2018.
    "nh-roadworks-xml/new-format.xml": Refused("not known"),
    "nh-roadworks-xml/old-format.xml": Refused("not known"),
}
RESTRICTED = (
    *(f"datex2-v1-uk/unplanned-2013-04-20T{time}.xml" for time in SNAPSHOTS),
    "datex2-v2-ntis/Event_Data_3794674417759799.xml",
    "datex2-v2-ntis/Event_Data_3794734504990439.xml",
    "datex2-v2-ntis/Event_Data_3794741283153306.xml",
    "datex2-v2-ntis/Event_Data_3794795332252842.xml",
)
"""What may be broadcast by its source's policy only: its own words are restrictedToAuthorities…AndPublishers."""
SERIES = (
    tuple(f"datex2-v1-uk/unplanned-2013-04-20T{time}.xml" for time in SNAPSHOTS),
    ("datex2-v2-ntis/Event_Data_3794741283153306.xml", "datex2-v2-ntis/Event_Data_3794795332252842.xml"),
)
"""Documents of one source that follow each other."""
