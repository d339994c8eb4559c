"""Street Manager and Transport for London, read by eye."""

from tests.feeds.real.rows import CLOSURE, LANES, NOT_A_CLOSURE, OTHER, Read, Refused, Row, Silent, Told

WORKS = (CLOSURE, "street_works")
ROADS: dict[str, Row] = {
    # An SNS envelope around WORK_START. Its dates are midnights of British summer time, written in UTC.
    "street-manager/sns-notification.json": Read(
        "street_manager",
        (
            Told(
                "0000218889274-01",
                "2020-06-24T14:21:44Z",
                "2020-06-24T10:11:00Z",
                # 28 June in London, from its midnight to the end of that day.
                ("2020-06-27T23:00:00Z", "2020-06-28T23:00:00Z", "2020-06-28T22:59:59Z"),
                kind=WORKS,
                # Planned minor works: whether they deserve a post is for the rules or the reader to say.
                withheld=None,
                point=(51.52466, -0.16851),
            ),
        ),
        policy="street_manager",
        never=("MESSAGE SIGNATURE", "STPR"),
    ),
    "street-manager/sns-subscription-confirmation.json": Silent(whole=False, never=("TOKEN",)),
    # An activity that was created as cancelled.
    "street-manager/activity-message.json": Read(
        "street_manager",
        (
            Told(
                "ARN-5990-85775436",
                "2020-06-04T08:00:00Z",
                ("2020-06-10T14:30:00Z", "2020-06-10T00:00:00Z"),
                ("2020-06-11T09:00:00Z", "2020-06-11T00:00:00Z"),
                phase="closed",
                kind=WORKS,
                withheld=None,
                point=(51.89254, -0.53005),
            ),
        ),
        policy="street_manager",
    ),
    # A ban on digging up the street again is no incident.
    "street-manager/section58-message.json": Silent(),
    # Rows of the reporting API, for which there is no reader; the names differ.
    "street-manager/permit-api-sandbox.json": Refused(
        ("not known", "reporting API"), read_as="street_manager", never=("Outside 10",)
    ),
    "tfl/two-works-2025.json": Read(
        "tfl",
        (
            Told(
                "TIMS-217284",
                ("2025-10-15T14:52:00Z", "2025-10-15T16:27:35Z"),
                "2025-09-28T19:00:00Z",
                "2025-10-24T19:00:00Z",
                kind=CLOSURE,  # hasClosures is false, and its street is Closed
                severity=("Minor", "Moderate"),
                point=(51.486126, -0.2531),
                road="A316",
            ),
            Told(
                "TIMS-200007",
                ("2025-10-15T12:49:02Z", "2025-10-15T12:49:06Z"),
                "2024-07-08T07:00:00Z",
                "2026-04-30T19:00:00Z",
                kind=CLOSURE,
                severity=("Minor", "Moderate"),
                point=(51.512021, -0.087718),
            ),
        ),
        policy="tfl",
        never=("EC3V", "bishopsgate cross route"),
    ),
    "tfl/four-trimmed-2026.json": Read(
        "tfl",
        (
            Told(
                "TIMS-233221",
                "2026-09-16T11:27:10Z",
                "2026-08-11T07:53:00Z",
                "2026-09-25T18:00:00Z",
                kind=NOT_A_CLOSURE,
                severity="Minor",
                point=(51.47111, 0.054973),
                road="A205",
            ),
            # hasClosures is true, and what is closed is one lane.
            Told(
                "TIMS-240001",
                "2026-09-16T11:50:00Z",
                "2026-09-16T11:40:00Z",
                "2026-09-16T14:00:00Z",
                kind=(LANES, OTHER),
                severity=("Moderate", "Severe"),
                point=(51.5152, -0.2215),
                road="A40",
            ),
            # It has ended by its own time and is listed as Active: the clock is the rules' business.
            Told(
                "TIMS-200000",
                "2026-09-15T08:00:00Z",
                "2026-09-01T00:00:00Z",
                "2026-09-15T18:00:00Z",
                kind=NOT_A_CLOSURE,
                severity="Minor",
                point=(51.5, -0.1),
            ),
            # Provisional and a week away.
            Told(
                "TIMS-250000",
                "2026-09-16T09:00:00Z",
                "2026-09-22T22:00:00Z",
                "2026-09-23T05:00:00Z",
                phase="planned",
                kind=CLOSURE,
                severity=("Minor", "Moderate"),
                withheld=None,
                point=(51.48, -0.05),
                road="A2",
            ),
        ),
        policy="tfl",
    ),
}
