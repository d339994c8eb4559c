"""Everything that can go wrong, in one tree.

LoudhailerError
├── ConfigurationError          a file in config/ or an environment variable is wrong (numbered)
├── FeedError                   an incoming document cannot be read: place and reason
│   └── TellsNothing            it was read, and there is no incident in it
│   └── TellsNothing            it was read, and there is no incident in it
├── Transient                   worth another try; the queue brings it back
│   ├── RateLimited             the platform says when (retry_after, seconds)
│   ├── ChannelUnavailable      nothing was sent: the connection was refused
│   ├── FeedUnavailable         a feed did not answer, or not in time
│   ├── Doubtful                the platform may have accepted it: look before a second call
│   │   └── CannotTell          the platform can never say: only a person can
│   ├── ClaimLost               another worker holds the claim, or took it first
│   │   └── GateMoved           command changed the gate since it was read: decide again
│   ├── NotRung                 the telephone service did not take a call-out
│   ├── StateUnavailable        a service of our own (table, topic, queue, bucket) did not answer
│   │   ├── PartlyWritten       an order was carried out in part only (unwritten)
│   │   └── NotSent             it could not be taken, and may not go without being taken
│   ├── DoorsShut               a level keeps the webhook closed; the sender comes again
│   └── UnreadableBody          a queue message of a version this code does not read
├── Declined                    somebody asked for what cannot be; they are told why
│   ├── Unproven                nobody proved who they are
│   ├── NotTaken                it was pushed to us, and not by SNS from a topic of ours
│   ├── NotAllowed              their roles do not let them
│   ├── NotFound                there is no such thing
│   ├── TooLarge                it is larger than what is read
│   └── Conflict                it does not fit what is already so (reference)
└── Permanent                   another try cannot help: record, count, acknowledge
    ├── Unauthorized            the platform refuses our credential
    ├── PostRejected            the platform refuses these words
    ├── ParentGone              the post replied to no longer exists
    ├── OptedOut                who it is for wants no more: suppressed on purpose, not failed
    ├── OutOfMoney              the platform wants to be paid first: a person must see to it
    └── PostDoesNotFit          the words cannot be made to fit the channel

Adapters translate at their edge: nothing above them sees httpx, botocore or a status code. No error text carries a
credential, a request header or a payload.
"""


class LoudhailerError(Exception):
    """The root of every error Loudhailer raises on purpose."""


class ConfigurationError(LoudhailerError):
    """Configuration is wrong; each problem has a number, a place and a remedy."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FeedError(LoudhailerError):
    """An incoming document cannot be read.

    `place` is a path into the document (`incident.road`), `reason` a sentence that a person understands, `about` the id
    of the one record that it is the matter of, where that could be read.
    """

    def __init__(self, place: str, reason: str, about: str = "") -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
        self.about = about


class TellsNothing(FeedError):
    """It was read, and there is no incident in it; nobody has to look at it."""


class Transient(LoudhailerError):
    """Worth another try."""


class RateLimited(Transient):
    """The platform asks for a pause of `retry_after` seconds."""

    def __init__(self, reason: str, retry_after: float) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class ChannelUnavailable(Transient):
    """The platform could not be reached, or refused before it accepted anything."""


class FeedUnavailable(Transient):
    """A feed could not be reached, did not answer in time, or asks for a pause of `retry_after` seconds."""

    def __init__(self, reason: str, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Doubtful(Transient):
    """The request left and no clear answer came: the post may be out."""


class CannotTell(Doubtful):
    """Nobody can ask this platform what is out: looking again would only put off the moment a person hears of it."""


class ClaimLost(Transient):
    """Another worker holds this claim, or took it first."""


class GateMoved(ClaimLost):
    """Command changed the gate since it was read; what was decided on it does not count."""


class NotRung(Transient):
    """The telephone service did not take a call-out; the reason holds no number. The next person is called instead."""


class StateUnavailable(Transient):
    """A service of our own, such as the state table, did not answer in time."""


class PartlyWritten(StateUnavailable):
    """An order was carried out in part; of the channels in `unwritten` it is not known, so it is to be given again."""

    def __init__(self, unwritten: tuple[str, ...]) -> None:
        super().__init__(f"perhaps not written: {', '.join(unwritten)}; give the order again")
        self.unwritten = unwritten


class NotSent(StateUnavailable):
    """Our own state does not answer, and this may not go past it; the text tells a person so."""


class DoorsShut(Transient):
    """A level that was declared keeps the webhook closed. Nothing is lost by sending it again when it has ended."""


class UnreadableBody(Transient):
    """A queue message that this version cannot read; a newer or older deploy may."""


class Declined(LoudhailerError):
    """Somebody asked for what cannot be."""


class Unproven(Declined):
    """Nobody proved who they are; what was wrong with the proof is nobody's business.

    `person` says that it may be our own fault, so that somebody must look.
    """

    def __init__(self, reason: str, *, person: bool = False) -> None:
        super().__init__(reason)
        self.person = person


class NotTaken(Declined):
    """It was pushed to us, and not by SNS from a topic of ours. `why` is for our own log, never for the sender."""

    def __init__(self, why: str) -> None:
        super().__init__("it is not taken")
        self.why = why


class NotAllowed(Declined):
    """The caller's roles do not let them."""


class NotFound(Declined):
    """There is no such thing."""


class TooLarge(Declined):
    """It is larger than what is read."""


class Conflict(Declined):
    """It does not fit what is already so; `reference` names the incident, where there is one."""

    def __init__(self, reason: str, reference: str = "") -> None:
        super().__init__(reason)
        self.reference = reference


class Permanent(LoudhailerError):
    """Another try cannot help."""


class Unauthorized(Permanent):
    """The platform refuses the credential."""


class PostRejected(Permanent):
    """The platform refuses the post."""


class ParentGone(Permanent):
    """The post replied to is no longer there."""


class OptedOut(Permanent):
    """Who it is for wants no more of it, or the platform keeps it from them: suppressed on purpose, not failed."""


class OutOfMoney(Permanent):
    """The platform takes no post until its account is paid for."""


class PostDoesNotFit(Permanent):
    """The words that may never fall away exceed the channel's limit."""
