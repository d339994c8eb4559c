"""COMPOSE: an incident's facts become the words of every variant for every channel. Pure and deterministic."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from loudhailer.config import SLOT, ChannelWords, Config, Phrases, Sentence
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.drill import DrillStatus
from loudhailer.domain.errors import FeedError, PostDoesNotFit
from loudhailer.domain.incident import Incident, Manner, Phase
from loudhailer.domain.post import ADDRESS, Draft, Limits, Picture, Variant
from loudhailer.domain.text import LONDON

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SECOND_STOP = re.compile(r"((?<!\.)\.|…)\.$")
_MORE_AREAS = " and other areas"
_NUMBERED_ROAD = re.compile(r"[A-Z]{1,3}-?[0-9]")
_SHORTEST_AREA = 12
_MORE_LINES = re.compile(r"and ([0-9]+) more")


def say_time(moment: datetime, relative_to: datetime) -> str:
    """Say a time as GOV.UK writes it, with the day where it is not today's: "5:30pm", "midday on Monday 2 March"."""
    local, today = moment.astimezone(LONDON), relative_to.astimezone(LONDON).date()
    clock = _clock(local)
    return clock if local.date() == today else f"{clock} on {_day(local)}"


def say_issued(moment: datetime) -> str:
    """Say when a post was issued: "5:30pm Sunday 22 November"."""
    local = moment.astimezone(LONDON)
    return f"{_clock(local)} {_day(local)}"


def _clock(local: datetime) -> str:
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    if (local.hour, local.minute) == (0, 0):
        return "midnight"
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004  # noon


def _day(local: datetime) -> str:
    return f"{local:%A} {local.day} {local:%B}"


def slots_of(incident: Incident, config: Config, issued: datetime) -> dict[str, str]:
    """Return every filled slot of an incident's phrases.

    Raise `FeedError` with the missing fact's place when the event type cannot be said without it.
    """
    phrases = config.words.events[incident.event_type]
    for fact in phrases.needs:
        if not incident.facts.get(fact):
            raise FeedError(f"detail.incident.{fact}", f"a {incident.event_type} cannot be announced without it")
    slots = {name: text for name, text in incident.facts.items() if name not in {"cause", "outcome"}}
    if road := slots.get("road", ""):
        # People say "the M6", and "High Street".
        slots["the_road"] = f"the {road}" if _NUMBERED_ROAD.match(road) else road
    slots["outcome"] = config.words.outcomes.get(incident.facts.get("outcome", ""), "")
    cause = incident.facts.get("cause", "")
    if cause:
        # An unknown code is left unsaid: a raw code means nothing to the public.
        slots["because"] = config.words.causes.get(cause, "")
    # A time that has passed is no promise: "until about 6pm" at half past six is worse than nothing.
    if incident.expected_end is not None and incident.expected_end > issued:
        slots["until"] = say_time(incident.expected_end, issued)
    if incident.next_update is not None and incident.next_update > issued:
        slots["next_update"] = say_time(incident.next_update, issued)
    if incident.confirmed is not None:
        slots["confirmed"] = say_time(incident.confirmed, issued)
    if publisher := config.rules_of(incident.source).publisher:
        slots["publisher"] = publisher
    slots["headline"] = _fill(phrases.headline, slots) or ""
    return slots


def headline_of(config: Config, incident: Incident, slots: Mapping[str, str]) -> str:
    """Return the alert's headline; that of an end says so, for "leave now" must not stand over an all-clear."""
    headline = slots["headline"]
    if incident.phase is not Phase.CLOSED:
        return headline
    # Who only skims "Ended: Leave now" may read the wrong half of it.
    headline = _fill(config.words.events[incident.event_type].over, slots) or headline
    ends = {Manner.UNLISTED: config.words.unlisted, Manner.WITHDRAWN: config.words.withdrawn}
    return _placed(ends.get(incident.manner, config.words.ended), {"headline": headline})


def drafts_of(
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
    picture: Picture | None = None,
) -> dict[str, dict[Variant, Draft]]:
    """Compose all variants for all channels.

    `turned` says that what people are to do about a danger to life is another thing than before. `url` is the alert's
    page, empty where the service has none. A variant whose words that must stay do not fit is left out, and so is a
    channel for which none fits: it is recorded as failed, with the other channels unharmed.
    """
    slots = slots_of(incident, config, issued)
    phrases = config.words.events[incident.event_type]
    said = _said(config, phrases, incident, msg_type)
    pointer = _pointer(config, incident, msg_type, message_class, turned=turned)
    if pointer and Variant.REPLY in said:
        said[Variant.ANEW] = said[Variant.REPLY]
        said[Variant.POINTER] = (Sentence(say=pointer, keep=True),)
    urgent = message_class is MessageClass.LIFE_SAFETY and msg_type is not MsgType.CANCEL
    attribution = config.rules_of(incident.source).attribution
    footer = [config.words.emergency] if urgent else []
    credit = [attribution] if attribution else []
    drafts: dict[str, dict[Variant, Draft]] = {}
    for name, limits in channels.items():
        words = config.channels.channels.get(name, ChannelWords())
        link = url if words.link else ""
        noted = [*credit, words.note] if words.note else credit
        frame = _frame(config, footer, noted, reference=reference, issued=issued, link=link)
        stamp = _frame(config, [], [], reference=reference, issued=issued, link="")
        tags = " ".join(f"#{tag}" for tag in phrases.hashtags[: words.hashtags])
        fitting: dict[Variant, Draft] = {}
        for variant, sentences in said.items():
            with suppress(PostDoesNotFit):
                if variant is Variant.POINTER and not (limits.address or limits.quotes):
                    continue
                if variant is Variant.POINTER:
                    fitting[variant] = _leading(sentences, slots, stamp, limits)
                elif variant is Variant.ANEW and limits.address:
                    first = f"{frame}\n{_placed(config.words.first_post, {'address': ADDRESS})}"
                    fitting[variant] = _leading(sentences, slots, first, limits, tags=tags, link=link)
                else:
                    fitting[variant] = Draft(text=_fit(sentences, slots, frame, limits, tags), link=link)
                if words.pictures and variant is Variant.FIRST:
                    fitting[variant] = replace(fitting[variant], picture=picture)
        if fitting:
            drafts[name] = fitting
    return drafts


def _leading(
    sentences: tuple[Sentence, ...],
    slots: Mapping[str, str],
    frame: str,
    limits: Limits,
    *,
    tags: str = "",
    link: str = "",
) -> Draft:
    """Compose words that lead to another post: with room for its address, or beside the post itself."""
    longest = "https://post.example/".ljust(limits.address, "x")
    roomy = replace(limits, measure=lambda text: limits.measure(text.replace(ADDRESS, longest)))
    filled = {**slots, "address": ADDRESS} if limits.address else slots
    return Draft(text=_fit(sentences, filled, frame, roomy, tags), link=link, room=limits.address)


def _pointer(
    config: Config, incident: Incident, msg_type: MsgType, message_class: MessageClass, *, turned: bool
) -> str:
    """Return what leads from the old thread to a post of its own, empty where a reply is enough.

    What puts right, takes back, ends a danger to life or advises otherwise is for those too who never saw the first.
    """
    pointers = config.words.pointers
    if incident.manner is Manner.CORRECTION:
        return pointers.correction
    if incident.manner is Manner.WITHDRAWN:
        return pointers.withdrawal
    if incident.manner not in {Manner.PLAIN, Manner.UNLISTED} or message_class is not MessageClass.LIFE_SAFETY:
        return ""
    if msg_type is MsgType.CANCEL:
        return pointers.ended
    return pointers.advice if turned and msg_type is MsgType.UPDATE else ""


def framed(config: Config, status: DrillStatus, text: str) -> str:
    """Return a drill's text, in the frame that says at both ends that it is none of what is so."""
    return config.words.drill[status].replace("{text}", text)


def drill_limits(config: Config, status: DrillStatus, channels: Mapping[str, Limits]) -> Mapping[str, Limits]:
    """Return each channel's limits with the frame of a drill counted in: it never falls away to fit."""

    def measuring(limits: Limits) -> Limits:
        return replace(limits, measure=lambda text: limits.measure(framed(config, status, text)))

    return {name: measuring(limits) for name, limits in channels.items()}


def _said(
    config: Config, phrases: Phrases, incident: Incident, msg_type: MsgType
) -> dict[Variant, tuple[Sentence, ...]]:
    """Choose the sentences of each variant; raise `FeedError` where the words file has none."""
    always = config.words.every_event
    reply = phrases.update or phrases.alert
    if incident.manner is Manner.UNLISTED:
        if not phrases.unlisted:
            # Promise 5: fire, flood, evacuation and keep-windows-closed never end by silence.
            raise FeedError(
                "feed", f"a {incident.event_type} never ends by silence: a person or its source's word ends it"
            )
        reply = phrases.unlisted
    elif incident.manner is Manner.WITHDRAWN:
        reply = always.withdrawal
    elif incident.manner is Manner.CORRECTION:
        # Where nothing landed there is nothing to correct: the first post is simply true.
        reply = (*always.correction, *phrases.alert)
    elif incident.manner is Manner.STATUS:
        reply = always.status
    elif msg_type is MsgType.CANCEL:
        reply = phrases.cancel
    if not reply:
        raise FeedError("detail-type", f"words.yaml has no words for the {msg_type} of a {incident.event_type}")
    if incident.manner is Manner.AMPLIFIED:
        # Never our own words, not even where nothing of it landed yet.
        return dict.fromkeys((Variant.FIRST, Variant.REPLY, Variant.STANDALONE), always.amplify)
    if msg_type is MsgType.ALERT:
        return {Variant.FIRST: phrases.alert}
    afterwards = {Variant.REPLY: reply, Variant.STANDALONE: reply}
    # An end and a status speak of what landed; neither is ever the first that a channel says.
    only_after = msg_type is MsgType.CANCEL or incident.manner is Manner.STATUS
    return afterwards if only_after else {Variant.FIRST: phrases.alert, **afterwards}


def _frame(config: Config, footer: list[str], credit: list[str], *, reference: str, issued: datetime, link: str) -> str:
    """Return what stands under the words and never falls away."""
    issue = _placed(config.words.footer, {"issued": say_issued(issued), "reference": reference})
    lines = [*footer, issue, *credit]
    return "\n".join([*lines, _placed(config.words.link, {"url": link})] if link else lines)


def _fit(sentences: tuple[Sentence, ...], slots: Mapping[str, str], frame: str, limits: Limits, tags: str = "") -> str:
    """Fill the sentences, then let what matters least fall away until the channel carries the rest.

    Hashtags fall first; they come last in the text, as screen readers like it. Then the sentences that may, bottom up,
    and then the area's last words: half an area and a link to all of it are better than silence about danger.
    """
    filled = [(_fill(each.say, slots), each.keep) for each in sentences]
    spoken = [(text, keep) for text, keep in filled if text]
    if not any(keep for _, keep in spoken):
        raise FeedError("detail.incident", "none of the sentences that matter can be said with these facts")
    while True:
        text = "\n".join(part for part in (" ".join(text for text, _ in spoken) + "\n", frame, tags) if part)
        if limits.fits(text):
            return text
        loose = [place for place, (_, keep) in enumerate(spoken) if not keep]
        if tags:
            tags = ""
        elif loose:
            del spoken[loose[-1]]
        elif area := _shorter(slots.get("area", "")):
            # The headline names the area too, and a status or a withdrawal says the headline.
            narrower = {**slots, "area": area, "headline": slots["headline"].replace(slots["area"], area)}
            return _fit(tuple(each for each in sentences if each.keep), narrower, frame, limits)
        elif lines := _fewer(slots.get("lines", "")):
            return _fit(tuple(each for each in sentences if each.keep), {**slots, "lines": lines}, frame, limits)
        else:
            measured = limits.measure(text)
            raise PostDoesNotFit(f"the words that must stay need {measured} of {limits.size} {limits.unit}")


def _shorter(area: str) -> str:
    """Return the area with one name less, or its only name without its last word; empty where too little is left."""
    names = area.removesuffix(_MORE_AREAS).split(", ")
    if len(names) > 1:
        return ", ".join(names[:-1]) + _MORE_AREAS
    kept = names[0].removesuffix("…").rpartition(" ")[0].rstrip(" ,;|-(")
    return f"{kept}…" if len(kept) >= _SHORTEST_AREA else ""


def _fewer(lines: str) -> str:
    """Return the lines with one less, and how many are left out; empty where only one would be left."""
    *kept, last = lines.split("\n")
    out = _MORE_LINES.fullmatch(last)
    left = int(out[1]) if out else 0
    shown = kept if out else [*kept, last]
    return "\n".join([*shown[:-1], f"and {left + 1} more"]) if len(shown) > 1 else ""


def _fill(say: str, slots: Mapping[str, str]) -> str | None:
    """Fill one sentence; None when a slot outside its optional parts is empty."""

    def optional(part: re.Match[str]) -> str:
        return part[1] if all(slots.get(slot) for slot in SLOT.findall(part[1])) else ""

    sentence = _OPTIONAL.sub(optional, say)
    if not all(slots.get(slot) for slot in SLOT.findall(sentence)):
        return None
    # A fact may bring the full stop of the sentence that it ends.
    said = _SECOND_STOP.sub(r"\1", _placed(sentence, slots))
    # A publisher's name may begin with "the".
    return said[:1].upper() + said[1:]


def _placed(text: str, slots: Mapping[str, str]) -> str:
    """Put the slots in, in one pass: a fact that itself holds braces is words, never a slot."""
    return SLOT.sub(lambda slot: slots[slot[1]], text)
