"""RSS, read by eye. A time without a zone is of the clocks where the source is."""

from tests.feeds.real.rows import CLOSURE, LANES, OTHER, Read, Row, Told


def burning(day: str, own: str, updated: str, north: float, east: float) -> Told:
    """Return an item of the Tasmania Fire Service; its guid has blanks around it. A burn that is meant is no alarm."""
    return Told(
        f"tag:www.fire.tas.gov.au,2018-09-{day}:{own}", f"2018-09-{updated}Z", withheld=None, point=(north, east)
    )


TASMANIA = (
    burning("30", "18031118", "29T15:30:34", -42.6567, 147.3593),
    burning("29", "18031112", "29T12:17:04", -41.2592, 146.6704),
    burning("29", "18031054", "28T21:44:34", -41.1143, 148.1499),
    burning("28", "18031018", "29T21:20:46", -40.8428, 145.3206),
    burning("25", "18030651", "24T23:23:12", -40.9215, 145.5460),
    burning("25", "18030648", "25T02:25:58", -41.3775, 147.2736),
    burning("25", "18030646", "29T21:20:19", -40.8747, 145.4449),
    burning("25", "18030645", "29T21:20:01", -42.0766, 148.2152),
    burning("23", "18030504", "23T12:34:33", -41.0756, 147.7231),
)
# Western Australia keeps eight hours before UTC all year: 2018-08-30 19:47:47 is 11:47:47 there.
DFES = """
1593365 2018-08-30T11:47:47Z -23.126413 119.948006
1593310 2018-08-30T09:07:10Z -15.62951 128.72871
1598023 2018-09-07T13:52:19Z -31.922884 116.07694
1609293 2018-09-23T18:35:41Z -31.976063 115.81362
1606594 2018-09-25T06:38:48Z -34.40338 119.04147
1610244 2018-09-26T00:44:50Z -16.38 128.22
1610478 2018-09-25T03:20:57Z -23.63333 115.25
1611285 2018-09-26T01:11:30Z -32.113297 115.9145
1607850 2018-09-26T00:43:55Z -19.91492 125.66219
1611416 2018-09-26T03:06:25Z -31.70935 116.03528
1610869 2018-09-25T10:03:21Z -34.05094 115.76693
1613372 2018-09-28T03:47:51Z -32.250755 116.0132
1613385 2018-09-28T04:07:31Z -31.87154 116.20436
1613585 2018-09-28T07:47:40Z -31.92518 116.34979
1613594 2018-09-28T07:55:12Z -32.14855 115.90179
1613696 2018-09-28T09:30:28Z -32.141003 116.05386
1613972 2018-09-28T17:17:49Z -33.6452 115.03124
1612312 2018-09-27T01:42:07Z -16.10836 126.04844
1614302 2018-09-29T01:16:21Z -34.00511 115.11491
1612573 2018-09-27T06:12:15Z -31.786278 116.23556
1613519 2018-09-28T06:27:35Z -30.75024 121.46325
1613766 2018-09-28T11:51:32Z -33.477367 115.92479
1614300 2018-09-29T00:53:44Z -28.783304 114.6616
1612657 2018-09-28T03:29:20Z -31.849802 116.326614
1613276 2018-09-28T01:48:50Z -31.89178 116.1047
1613749 2018-09-28T11:10:23Z -31.635862 117.72557
1614304 2018-09-29T01:40:46Z -31.725924 116.26985
1613540 2018-09-28T07:08:42Z -33.31998 115.70573
1613433 2018-09-28T05:33:02Z -30.97238 115.3716
1612480 2018-09-28T11:23:13Z -32.359592 115.785286
1613765 2018-09-28T10:59:38Z -32.432404 115.80496
1614299 2018-09-29T01:25:19Z -32.53746 116.87805
1613710 2018-09-28T10:01:56Z -31.745756 115.818184
1613156 2018-09-27T22:50:44Z -32.1854 115.9537
1613709 2018-09-28T10:01:06Z -32.14095 115.89186
1613750 2018-09-28T10:42:32Z -31.86341 116.009155
1613795 2018-09-28T11:18:46Z -31.704395 115.77432
1613596 2018-09-28T07:58:31Z -32.064106 116.01547
1614298 2018-09-29T00:39:37Z -32.02556 115.9794
1613767 2018-09-28T12:48:13Z -32.122303 115.89934
1613880 2018-09-28T14:18:39Z -31.703997 116.29467
1613428 2018-09-28T04:43:21Z -31.381653 115.89759
1613920 2018-09-28T15:38:37Z -34.656876 117.67234
1613802 2018-09-28T11:33:04Z -32.00542 116.062675
1613969 2018-09-28T17:13:38Z -31.648123 116.65749
1613949 2018-09-28T16:14:31Z -24.868181 113.679825
1614301 2018-09-29T00:56:32Z -31.647285 115.74584
1613471 2018-09-28T17:36:43Z -31.689177 115.8117
1614303 2018-09-29T01:28:42Z -28.786827 114.659775
1614305 2018-09-29T01:46:49Z -31.852722 115.831795
"""
CCISS = ("19:40", "19:40", "19:39", "19:37", "19:36", "19:35", "19:33", "19:36")


def welsh(own: str, written: tuple[str, str], on: tuple[str, str], *point: float, **more: object) -> Told:
    """Return an item of Traffic Wales of July 2026: the times in its words are of British clocks.

    Its pubDate says +0000 of the same clock time as the words do: either may be believed.
    """
    return Told(
        f"RNMDA_2026130{own}",
        tuple(f"2026-07-{each}Z" for each in written),
        f"2026-07-{on[0]}Z",
        f"2026-{on[1]}Z",
        point=point,
        **more,  # type: ignore[arg-type]  # the names of Told's own fields
    )


AHEAD = ("open", "planned")
"""What is still to come: by its start the rules, which have a clock, tell the two apart."""
RSS: dict[str, Row] = {
    "rss-georss/traffic-wales-roadworks.rss": Read(
        "rss",
        (
            welsh(
                "475",
                ("06T08:28:13", "06T07:28:00"),
                ("15T19:00:00", "07-16T05:00:00"),
                51.7834,
                -2.9395,
                phase=AHEAD,
                kind=CLOSURE,
                road="A40",
            ),
            welsh(
                "508",
                ("07T18:27:20", "07T17:27:00"),
                ("13T08:30:00", "07-13T14:30:00"),
                51.8713,
                -4.2273,
                phase=AHEAD,
                kind=LANES,
                road="A40",
            ),
            welsh(
                "415",
                ("06T09:30:00", "06T08:30:00"),
                ("06T08:30:00", "07-13T14:30:00"),
                51.7286,
                -4.7242,
                kind=LANES,
                road="A477",
            ),
            # Its title begins with a colon: the road is missing, and nothing else may be taken for it.
            welsh(
                "353",
                ("07T13:20:32", "07T12:20:00"),
                ("06T05:00:00", "09-14T05:00:00"),
                51.7834,
                -2.9395,
                kind=CLOSURE,
                road="",
            ),
        ),
        policy="traffic_wales",
    ),
    "rss-georss/national-highways-unplanned.rss": Read(
        "rss",
        (
            Told(
                "UF-21-12-14-200267",  # the guid follows the record, the reference stays
                "2021-12-14T10:37:20Z",
                "2021-12-14T09:13:16Z",
                "2021-12-14T10:40:17Z",
                kind=OTHER,
                point=(53.39786, -2.26406),
                road="M56",
            ),
        ),
        policy="national_highways_rss",
        never=("info@highwaysengland",),
    ),
    "rss-georss/tasmania-fire.rss": Read("rss", TASMANIA, policy="tasmania_fire", never=("<br", "http://")),
    "rss-georss/wa-dfes-incidents.rss": Read(
        "rss",
        tuple(
            Told(own, updated, withheld=None, point=(float(north), float(east)))
            for own, updated, north, east in (line.split() for line in DFES.split("\n") if line)
        ),
        policy="wa_dfes",
        never=("<region", "incidentNumber>"),
    ),
    # Neither guid nor link, and two events of one title: each has an id of its own all the same.
    "rss-georss/cciss-italy.rss": Read(
        "rss",
        tuple(Told(None, f"2026-08-03T{time}:00Z", point=(), withheld=None) for time in CCISS),
        unlike=True,
        never=("<br",),
    ),
}
