"""https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html: e-mail to a fixed list, one by one.

Idempotency class E, nothing (research/channels.md §2a). There is no key, and nobody can be asked what was sent. No
retry is safe once a request has left, so a doubt is the plan's to decide. SES's own events carry the delivery's key
(`EmailTags`): evidence for a person, but late. SES gives each e-mail its Message-ID only after it was taken, so no
e-mail can reply to an earlier one.
"""

from collections.abc import Sequence

from loudhailer.channels._email_text import MOST_BYTES, body, measure, subject
from loudhailer.channels._recipients import MAILBOX, Recipients
from loudhailer.channels.kind import Audience, ChannelKind, Wiring
from loudhailer.domain.errors import CannotTell, ConfigurationError
from loudhailer.domain.post import Limits, Post, PostRef, Receipt
from loudhailer.ports import Mail


class Email:
    """One verified sender, and the mailboxes on its list."""

    def __init__(self, wiring: Wiring) -> None:
        if wiring.mailer is None:
            raise ConfigurationError(("LH505 email: nobody handed over the service that sends e-mail",))
        if not MAILBOX.fullmatch(wiring.secret["unsubscribe"]):
            raise ConfigurationError(("LH506 email: unsubscribe is no address to which anybody could write",))
        self._wiring = wiring
        self._mailer = wiring.mailer
        self._recipients = Recipients("email", wiring.secret["recipients"], MAILBOX)

    def recipients(self) -> Sequence[str]:
        """Return the ids of whoever is on the list."""
        return self._recipients.ids

    def publish(self, post: Post) -> Receipt:
        """Send one e-mail to the post's recipient; raise `OptedOut` where they are not on the list any more."""
        unsubscribe = self._wiring.secret["unsubscribe"]
        mail = Mail(
            to=self._recipients.address_of(post),
            sender=self._wiring.address,
            subject=subject(post.headline) or post.reference,
            text=body(post.text, unsubscribe),
            about=post.key,
            unsubscribe=unsubscribe,
        )
        return Receipt(PostRef(self._mailer.mail(mail), url=""))

    def find(self, post: Post) -> Receipt | None:  # noqa: ARG002  # the seam's word; no look can use it
        """Raise `CannotTell`, always: there is nobody to ask."""
        raise CannotTell("SES cannot be asked whether it took the e-mail; a person must ask who it was for")


KIND = ChannelKind(
    name="email",
    limits=Limits(MOST_BYTES, "bytes of UTF-8", measure),
    secret_fields=("recipients", "unsubscribe"),
    build=Email,
    audience=Audience.LISTED,
)
