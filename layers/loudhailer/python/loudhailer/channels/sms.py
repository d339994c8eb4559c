"""https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html: texts to a fixed list.

Idempotency class E, nothing (research/channels.md §2a). There is no key, and nobody can be asked what was sent. No
retry is safe once a request has left, so a doubt is the plan's to decide. The event of a text carries the delivery's
key (`Context`): evidence for a person, but late. Each recipient has a delivery of their own, so a doubt is about one
phone and never about a list.
"""

from collections.abc import Mapping, Sequence

from loudhailer.channels._gsm7 import MOST, measure, parts, plain
from loudhailer.channels._recipients import NUMBER, Recipients
from loudhailer.channels.kind import Audience, ChannelKind, Wiring
from loudhailer.domain.errors import CannotTell, ConfigurationError
from loudhailer.domain.post import Limits, Post, PostRef, Receipt


class Sms:
    """One number or pool of numbers, and the phones on its list."""

    def __init__(self, wiring: Wiring) -> None:
        if wiring.texter is None:
            raise ConfigurationError(("LH505 sms: nobody handed over the service that sends text messages",))
        self._texter = wiring.texter
        self._recipients = Recipients("sms", wiring.secret["recipients"], NUMBER)

    def recipients(self) -> Sequence[str]:
        """Return the ids of whoever is on the list."""
        return self._recipients.ids

    def publish(self, post: Post) -> Receipt:
        """Send one text to the post's recipient; raise `OptedOut` where they want no more."""
        number = self._recipients.address_of(post)
        return Receipt(PostRef(self._texter.text(number, plain(post.text), about=post.key), url=""))

    def find(self, post: Post) -> Receipt | None:  # noqa: ARG002  # the seam's word; no look can use it
        """Raise `CannotTell`, always: there is nobody to ask."""
        raise CannotTell("the text service cannot be asked whether it took the text; a person must ask who it was for")


def septets(text: str) -> int:
    """Count what the text takes of six parts, as it is sent; see `_gsm7.measure`."""
    return measure(plain(text))


def spends(text: str) -> Mapping[str, int]:
    """Return what one text costs: the network charges for each of its parts."""
    return {"posts": 1, "segments": parts(plain(text))}


KIND = ChannelKind(
    name="sms",
    limits=Limits(MOST, "septets of GSM-7 (outside its alphabet a sign counts 2.3)", septets),
    secret_fields=("recipients",),
    build=Sms,
    audience=Audience.LISTED,
    spends=spends,
)
