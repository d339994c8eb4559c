"""Every spelling of a pause, and the seconds that each means; all channels read them alike."""

DATE = "Sun, 22 Nov 2026 17:30:00 GMT"
PAUSES: list[tuple[dict[str, str], float]] = [
    ({"Retry-After": "120"}, 120),
    ({"Retry-After": "0.65"}, 0.65),
    ({"Retry-After": "Sun, 22 Nov 2026 17:31:30 GMT", "Date": DATE}, 90),
    ({"Retry-After": "Sun, 22 Nov 2026 17:29:00 GMT", "Date": DATE}, 0),
    ({"Retry-After": "Sun, 22 Nov 2026 17:31:30 GMT"}, 30),  # no Date to measure from
    ({"Retry-After": "-5"}, 0),
    ({"Retry-After": "99999999"}, 3600),
    ({"Retry-After": "soon"}, 30),
    ({"Retry-After": "nan"}, 30),
    ({"Retry-After": ""}, 30),
    ({"ratelimit-reset": "1795368660", "Date": DATE}, 60),  # Unix time, as on Bluesky
    ({"ratelimit-reset": "1795368660"}, 30),
    ({"ratelimit-reset": "45", "Date": DATE}, 45),  # seconds, as in the IETF draft
    ({"X-RateLimit-Reset": "2026-11-22T17:32:00.000000Z", "Date": DATE}, 120),  # ISO 8601, as on Mastodon
    ({"X-RateLimit-Reset": "2026-11-22T17:32:00.000000Z"}, 30),
    ({"X-RateLimit-Reset": "2026-11-23T17:32:00Z", "Date": DATE}, 3600),
    ({"Retry-After": "7", "X-RateLimit-Reset": "2026-11-22T17:32:00Z", "Date": DATE}, 7),
    ({"Retry-After": "x", "ratelimit-reset": "1795368660", "Date": DATE}, 60),
    ({"x-rate-limit-reset": "1795368900", "Date": DATE}, 300),  # Unix time, as on X
    ({"x-rate-limit-reset": "1795368900", "x-user-limit-24hour-reset": "1795370400", "Date": DATE}, 300),
    (
        # The day's window is the one that refused: the other has something left.
        {
            "x-rate-limit-reset": "1795368900",
            "x-rate-limit-remaining": "12",
            "x-user-limit-24hour-reset": "1795370400",
            "x-user-limit-24hour-remaining": "0",
            "Date": DATE,
        },
        1800,
    ),
    (
        {
            "x-rate-limit-reset": "1795368900",
            "x-rate-limit-remaining": "0",
            "x-user-limit-24hour-reset": "1795370400",
            "x-user-limit-24hour-remaining": "0",
            "Date": DATE,
        },
        1800,
    ),
    ({"x-rate-limit-reset": "1795368900", "x-rate-limit-remaining": "3", "Date": DATE}, 30),
    ({"X-RateLimit-Reset-After": "1.25", "X-RateLimit-Reset": "1795368900.5", "Date": DATE}, 1.25),  # as on Discord
    ({"Retry-After": "65", "X-RateLimit-Reset-After": "1.25"}, 65),
    ({"X-App-Usage": '{"call_count": 100, "estimated_time_to_regain_access": 4}'}, 240),  # minutes, as on Facebook
    ({"X-App-Usage": '{"call_count": 100}'}, 30),
    ({"X-App-Usage": "busy"}, 30),
    ({}, 30),
]
