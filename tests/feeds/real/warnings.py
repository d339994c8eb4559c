"""The Environment Agency's floods, MeteoAlarm and the National Weather Service, read by eye."""

from tests.feeds.real.rows import Read, Refused, Row, Told


def watched(own: str) -> Told:
    """Return the one Flood Watch of 20 December 2019: `ends` is when it ends, `expires` when its words go stale."""
    return Told(
        own,
        "2019-12-20T21:34:00Z",
        "2019-12-20T21:34:00Z",
        "2019-12-22T18:00:00Z",
        # research/feeds.md: "use ends, else expires"; the words of the message itself go stale before.
        expires=("2019-12-21T13:30:00Z", "2019-12-22T18:00:00Z"),
        kind="warning",
        levels="Severe Future Possible",
        # "I - 5 Corridor" looks like a house number to the privacy rule, which may take the safe side.
        withheld=None,
        point=(),
        facts={"warning": "Flood Watch"},
    )


WARNINGS: dict[str, Row] = {
    "ea-flood/floods-small.json": Read(
        "ea_floods",
        (
            Told(
                "123WAC",
                "2026-02-04T10:30:00Z",
                kind="flood_warning",
                severity="Moderate",
                facts={"area": "North Moor and Curry Moor"},
            ),
            Told(
                "456XYZ",
                "2026-02-04T06:00:00Z",
                kind="severe_flood_warning",
                severity=("Severe", "Extreme"),
                facts={"area": "River Parrett at Langport"},
            ),
        ),
        policy="ea_floods",
    ),
    # Level 4 is the stand-down: the Agency's own word that the warning is no longer in force.
    "ea-flood/area-with-current-warning-level4.json": Read(
        "ea_floods",
        (Told("013WAFUI", "2015-11-09T20:04:00Z", phase="closed"),),
        policy="ea_floods",
    ),
    # The inner shape of another service, whose numbers go the other way: its 1 is a Flood Alert.
    "ea-flood/cff-floodAlert.json": Refused(("not known", "other way round"), read_as="ea_floods"),
    "ea-flood/cff-floodWarning.json": Refused(("not known", "other way round"), read_as="ea_floods"),
    "ea-flood/cff-multipleSevereFloodWarnings.json": Refused(("not known", "other way round"), read_as="ea_floods"),
    "meteoalarm/uk-storm-eowyn.atom": Read(
        "meteoalarm",
        (
            Told(
                None,  # see the test of its ids
                "2025-01-24T18:01:26Z",
                "2025-01-24T00:00:00Z",
                expires="2025-01-24T23:59:59Z",
                kind="warning",
                levels="Moderate Immediate Possible",
                facts={"warning": "Yellow wind warning"},
            ),
            Told(
                None,
                "2025-01-23T10:42:05Z",
                "2025-01-24T13:00:00Z",
                expires="2025-01-25T06:00:00Z",
                kind="warning",
                levels="Severe Future Likely",
                facts={"warning": "Amber wind warning"},  # its title says Orange
            ),
        ),
        policy="meteoalarm_uk",
        unlike=True,
    ),
    # The list of 2013: its warnings stand in a table of HTML, which nobody reads.
    "meteoalarm/es034-legacy-2013.rss": Refused(("not known", "tables"), read_as="meteoalarm"),
    "nws-geojson/alerts-zone-old-id.json": Read("nws", (watched("NWS-IDP-PROD-3963421-3367361"),), policy="nws"),
    "nws-geojson/alerts-zone-several.json": Read(
        "nws", (watched("NWS-IDP-PROD-3963421-3367361"), watched("NWS-IDP-PROD-3963421-001")), policy="nws"
    ),
}
METEOALARM_IDS = ("cecc0a37", "72085267")
"""What stays of MeteoAlarm's identifiers from one version to the next: neither the time nor the version in them."""
