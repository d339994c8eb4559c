"""Every stand-in there is, by its channel's name; the wall shows them in this order."""

from local.sandbox.bluesky import Bluesky
from local.sandbox.facebook import Facebook
from local.sandbox.mail import Email
from local.sandbox.mastodon import Mastodon
from local.sandbox.ntfy import Ntfy
from local.sandbox.slack import Slack
from local.sandbox.sms import Sms
from local.sandbox.standin import StandIn
from local.sandbox.teams import Teams
from local.sandbox.telegram import Telegram
from local.sandbox.threads import Threads
from local.sandbox.x import X

STAND_INS: dict[str, type[StandIn]] = {
    "bluesky": Bluesky,
    "mastodon": Mastodon,
    "telegram": Telegram,
    "x": X,
    "facebook": Facebook,
    "threads": Threads,
    "ntfy": Ntfy,
    "slack": Slack,
    "teams": Teams,
    "sms": Sms,
    "email": Email,
}
AUDIENCES: dict[str, str] = {"slack": "staff", "teams": "staff", "sms": "listed", "email": "listed"}
"""Who reads a channel, in the kinds' words, where it is not the public: the wall must not show it as if it were."""
