"""Every stand-in there is, by its channel's name; the wall shows them in this order."""

from local.sandbox.bluesky import Bluesky
from local.sandbox.mail import Email
from local.sandbox.mastodon import Mastodon
from local.sandbox.sms import Sms
from local.sandbox.standin import StandIn
from local.sandbox.telegram import Telegram

STAND_INS: dict[str, type[StandIn]] = {
    "bluesky": Bluesky,
    "mastodon": Mastodon,
    "telegram": Telegram,
    "sms": Sms,
    "email": Email,
}
