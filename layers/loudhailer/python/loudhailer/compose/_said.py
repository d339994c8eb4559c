"""Which sentences say it: by what happened, in what manner, and where the post will stand."""

from loudhailer.compose._fill import needed
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Manner
from loudhailer.domain.post import Variant
from loudhailer.phrases import Sentence, Words

Said = dict[Variant, tuple[Sentence, ...]]


def said_of(words: Words, incident: Incident, msg_type: MsgType, pointer: str, *, reduced: bool) -> Said:
    """Return the sentences of each variant; raise `FeedError` where the words file has none.

    `pointer` names the words that lead from the old thread to a post of its own, empty where a reply is enough.
    """
    said = _variants(words, incident, msg_type, reduced=reduced)
    if pointer and Variant.REPLY in said:
        said[Variant.ANEW] = said[Variant.REPLY]
        said[Variant.POINTER] = (Sentence(say=getattr(words.pointers, pointer), keep=True),)
    return said


def _variants(words: Words, incident: Incident, msg_type: MsgType, *, reduced: bool) -> Said:
    always = words.every_event
    if incident.manner is Manner.AMPLIFIED:
        # Never our own words, not even where nothing of it landed yet.
        return dict.fromkeys((Variant.FIRST, Variant.REPLY, Variant.STANDALONE), always.amplify)
    alert, update, cancel = _reduced(words, incident) if reduced else _plain(words, incident)
    if msg_type is MsgType.ALERT:
        return {Variant.FIRST: alert}
    replies = {
        Manner.UNLISTED: words.events[incident.event_type].unlisted,
        Manner.WITHDRAWN: always.withdrawal,
        # Where nothing landed there is nothing to correct: the first post is simply true.
        Manner.CORRECTION: (*always.correction, *alert),
        Manner.STATUS: always.status,
        Manner.PLAIN: cancel if msg_type is MsgType.CANCEL else update,
    }
    reply = replies[incident.manner]
    if not reply and incident.manner is Manner.UNLISTED:
        # Promise 5: fire, flood, evacuation and keep-windows-closed never end by silence.
        raise FeedError("feed", f"a {incident.event_type} never ends by silence: a person or its source's word ends it")
    if not reply:
        raise FeedError("detail-type", f"words.yaml has no words for the {msg_type} of a {incident.event_type}")
    afterwards = {Variant.REPLY: reply, Variant.STANDALONE: reply}
    # An end and a status speak of what landed; neither is ever the first that a channel says.
    only_after = msg_type is MsgType.CANCEL or incident.manner is Manner.STATUS
    return afterwards if only_after else {Variant.FIRST: alert, **afterwards}


def _plain(words: Words, incident: Incident) -> tuple[tuple[Sentence, ...], ...]:
    """Return what an event type says at first, then, and at its end."""
    phrases = words.events[incident.event_type]
    return phrases.alert, phrases.update or phrases.alert, phrases.cancel


def _reduced(words: Words, incident: Incident) -> tuple[tuple[Sentence, ...], ...]:
    """Return the same of what is never published automatically: the state of its road, or its publisher's own warning.

    Where neither is known, not even the kind of incident is said. What cannot be ended in its own words is not ended:
    that nobody is there any more would be a false all-clear for a flood.
    """
    phrases, always = words.events[incident.event_type], words.every_event
    if not phrases.reduced or not _sayable(phrases.reduced, incident):
        return always.reduced, always.reduced, always.reduced_end
    return phrases.reduced, phrases.reduced, phrases.cancel if _sayable(phrases.cancel, incident) else ()


def _sayable(sentences: tuple[Sentence, ...], incident: Incident) -> bool:
    """Tell whether the sentences that must stay have their facts."""
    known = {name for name, text in incident.facts.items() if text} | {"publisher"}
    known |= {"the_road"} if "road" in known else set()
    return all(slot in known for each in sentences if each.keep for slot in needed(each.say))


def pointer_of(incident: Incident, msg_type: MsgType, message_class: MessageClass, *, turned: bool) -> str:
    """Name what leads from the old thread to a post of its own, empty where a reply is enough.

    What puts right, takes back, ends a danger to life or advises otherwise is for those too who never saw the first.
    """
    if incident.manner is Manner.CORRECTION:
        return "correction"
    if incident.manner is Manner.WITHDRAWN:
        return "withdrawal"
    if incident.manner not in {Manner.PLAIN, Manner.UNLISTED} or message_class is not MessageClass.LIFE_SAFETY:
        return ""
    if msg_type is MsgType.CANCEL:
        return "ended"
    return "advice" if turned and msg_type is MsgType.UPDATE else ""
