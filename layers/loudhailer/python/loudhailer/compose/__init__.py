"""COMPOSE: an incident's facts become the words of every variant for every channel. Pure and deterministic."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from loudhailer.compose._carrier import Carrier, Made
from loudhailer.compose._fill import placed, used
from loudhailer.compose._fit import Voice
from loudhailer.compose._frame import Frame, issue_of
from loudhailer.compose._said import Said, pointer_of, said_of
from loudhailer.compose._slots import headline_of, slots_of
from loudhailer.compose._times import say_issued, say_time
from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.drill import DrillStatus
from loudhailer.domain.errors import PostDoesNotFit
from loudhailer.domain.incident import Incident, Manner
from loudhailer.domain.post import Draft, Limits, Picture, Variant
from loudhailer.phrases import Words

Drafts = dict[str, dict[Variant, Draft]]


@dataclass(frozen=True, slots=True)
class Composed:
    """The words of an alert, and what became of those that were too long.

    `drafts` maps a channel to its variants. `fell` says by channel and variant what fell away, in that order; `refused`
    says by channel why it has no words at all. `owes` are the languages in which it cannot be said yet; `lacks` says by
    channel which of the others a post has no room for. `headlines` are those of the published languages in which it
    can be said.
    """

    drafts: Drafts
    headlines: Mapping[str, str]
    owes: tuple[str, ...] = ()
    fell: Mapping[str, Mapping[Variant, tuple[str, ...]]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    lacks: Mapping[str, str] = field(default_factory=dict)


def words_of(
    config: Config,
    incident: Incident,
    msg_type: MsgType,
    message_class: MessageClass,
    *,
    reference: str,
    issued: datetime,
    url: str,
    channels: Mapping[str, Limits],
    turned: bool = False,
    reduced: bool = False,
    saves: bool | None = None,
    picture: Picture | None = None,
) -> Composed:
    """Compose all variants for all channels, in every published language in which they can be said.

    `turned` says that what people are to do about a danger to life is another thing than before, `reduced` that nothing
    but the state of its road is said of it. `saves` says that it is about a danger to life, where its class does not:
    a status of one is as grave. `url` is the alert's page, empty where the service has none. A variant
    whose words that must stay do not fit is left out, and so is a channel for which none fits: it is recorded as
    failed, with the other channels unharmed. Raise `FeedError` where it cannot be said in the first language.
    """
    pointer = pointer_of(incident, msg_type, message_class, turned=turned)
    tongues = [
        _Tongue(
            words,
            slots_of(incident, config, issued, words, reduced=reduced),
            said_of(words, incident, msg_type, pointer, reduced=reduced),
        )
        for words in config.tongues
    ]
    first, *others = tongues
    ready = [first, *(each for each in others if each.says(first))]
    late = [each for each in others if each not in ready]
    # A tag names the kind of incident, and who looks for it must not find an order that no longer stands. An agency's
    # words have neither our tags nor our link: two links are one too many.
    amplified = incident.manner is Manner.AMPLIFIED
    untagged = reduced or amplified or msg_type is MsgType.CANCEL
    saves = message_class is MessageClass.LIFE_SAFETY if saves is None else saves
    attribution = config.rules_of(incident.source).attribution
    voices = {variant: [each.voice(variant) for each in ready] for variant in first.said}
    issues = tuple(issue_of(each.words, say_issued(issued, each.words.times), reference) for each in ready)
    dangers = tuple(each.words.emergency for each in ready) if saves and msg_type is not MsgType.CANCEL else ()
    owed_lines = tuple((1, each.words.follows) for each in late)
    made: dict[str, dict[Variant, Made]] = {}
    refused: dict[str, str] = {}
    for name, limits in channels.items():
        own = config.channels.of(name)
        link = url if own.link and not amplified else ""
        channel = Carrier(
            limits=limits,
            frame=Frame(
                dangers,
                issues,
                ((0, attribution), (0, own.note), *owed_lines),
                placed(first.words.link, {"url": link}) if link else "",
            ),
            link=link,
            tags=() if untagged else [_tags(each, incident, min(own.hashtags, 2 // len(ready))) for each in ready],
            picture=picture if own.pictures else None,
            first_post=first.words.first_post,
            other=others[0].words if others else None,
            saves=saves,
        )
        for variant, said in voices.items():
            try:
                # What stands alone says the same as a reply.
                twin = made.get(name, {}).get(Variant.REPLY) if variant is Variant.STANDALONE else None
                one = twin or channel.draft(variant, said)
            except PostDoesNotFit as refusal:
                refused[name] = str(refusal)
                continue
            if one is not None:
                made.setdefault(name, {})[variant] = one
    headlines = [(each, headline_of(config, incident, each.slots, each.words, reduced=reduced)) for each in ready]
    return Composed(
        drafts={name: {variant: one.draft for variant, one in own.items()} for name, own in made.items()},
        headlines={each.words.language: said for each, said in headlines},
        owes=tuple(each.words.language for each in late),
        fell={name: {variant: one.fell for variant, one in own.items()} for name, own in made.items()},
        refused={name: why for name, why in refused.items() if name not in made},
        lacks={name: one.lacks for name, own in made.items() for one in own.values() if one.lacks},
    )


@dataclass(frozen=True, slots=True)
class _Tongue:
    """One language's words about an incident: what fills them, and which sentences say it."""

    words: Words
    slots: Mapping[str, str]
    said: Said

    def says(self, first: "_Tongue") -> bool:
        """Tell whether it says all that the first language does: a sentence that is half said is none."""
        return all(
            self.slots.get(slot)
            for variant, sentences in first.said.items()
            for sentence, own in zip(sentences, self.said[variant], strict=True)
            for slot in {*used(sentence.say, first.slots), *used(own.say, first.slots)}
        )

    def voice(self, variant: Variant) -> Voice:
        """Return what it says as a variant."""
        return Voice(self.words, self.said[variant], self.slots)


def _tags(tongue: _Tongue, incident: Incident, most: int) -> str:
    """Return a language's hashtags."""
    return " ".join(f"#{tag}" for tag in tongue.words.events[incident.event_type].hashtags[:most])


def framed(config: Config, status: DrillStatus, text: str) -> str:
    """Return a drill's text, in the frame that says at both ends that it is none of what is so, in each language."""
    for words in reversed(config.tongues):
        text = words.drill[status].replace("{text}", text)
    return text


def drill_limits(config: Config, status: DrillStatus, channels: Mapping[str, Limits]) -> Mapping[str, Limits]:
    """Return each channel's limits with the frame of a drill, which stands around every post, counted in.

    It never falls away to fit. A drill is as many posts as the same would be in earnest.
    """

    def measuring(limits: Limits) -> Limits:
        return replace(limits, measure=lambda text: limits.measure(framed(config, status, text)))

    return {name: measuring(limits) for name, limits in channels.items()}


__all__ = [
    "Composed",
    "Drafts",
    "drill_limits",
    "framed",
    "headline_of",
    "issue_of",
    "say_issued",
    "say_time",
    "slots_of",
    "words_of",
]
