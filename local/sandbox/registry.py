"""Every stand-in there is, by its channel's name; the wall shows them in this order."""

from local.sandbox.bluesky import Bluesky
from local.sandbox.facebook import Facebook
from local.sandbox.mastodon import Mastodon
from local.sandbox.standin import StandIn
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
}
