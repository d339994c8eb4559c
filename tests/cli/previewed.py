"""What the stand-in answers to a preview."""

NO_LOOK: dict[str, object] = {"refused": "", "lint": [], "picture": None, "roles": []}
PREVIEW = {
    "reference": "7KQ2MX9TA",
    "headline": "A4117 closed",
    "headlines": {"en-GB": "A4117 closed"},
    "class": "incident",
    "msg_type": "Alert",
    "status": "Actual",
    "lane": "routine",
    "owes": [],
    "unreviewed": [],
    "silent": {},
    "picture": None,
    "privacy": {"found": [], "coarsened": [], "taken_out": [], "flags": [], "reduced": False, "roles": []},
    "channels": {
        "bluesky": NO_LOOK
        | {
            "action": "send",
            "reason": "level normal sends incident",
            "drafts": {
                "first": {
                    "text": "A4117 is closed.\nRef 7KQ2MX9TA",
                    "language": "en-GB",
                    "size": 30,
                    "limit": 300,
                    "unit": "graphemes",
                    "costs": {},
                    "link": "",
                    "also": "",
                    "foreign": [],
                    "fell": [],
                    "more": [],
                }
            },
        },
        "telegram": NO_LOOK | {"action": "hold", "reason": "it is in Exercise", "drafts": {}},
    },
    "findings": ["the place may name a house"],
}
