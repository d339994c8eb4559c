"""The posts of an alert as their readers will see them, each with what is known of it."""

from collections.abc import Iterator, Mapping

from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import FREE_TEXT, Incident, Manner
from loudhailer.domain.post import ADDRESS, Draft, Variant
from loudhailer.domain.text import SOMEWHERE
from loudhailer.lint import Finding, Spoken, findings_of


def proofread(
    config: Config,
    incident: Incident,
    msg_type: MsgType,
    message_class: MessageClass,
    drafts: Mapping[Variant, Draft],
) -> tuple[Finding, ...]:
    """Return what the lint finds in one channel's posts, each finding once."""
    # What stands alone mostly says the same as a reply, and is read once.
    twin = drafts.get(Variant.REPLY)
    read = {name: each for name, each in drafts.items() if name is not Variant.STANDALONE or each != twin}
    posts = posts_of(config, incident, msg_type, message_class, read)
    return tuple(dict.fromkeys(each for post in posts for each in findings_of(post)))


def posts_of(
    config: Config,
    incident: Incident,
    msg_type: MsgType,
    message_class: MessageClass,
    drafts: Mapping[Variant, Draft],
) -> Iterator[Spoken]:
    """Yield one channel's posts: of each variant the first, and those that follow it."""
    emergencies = {words.language: words.emergency for words in config.tongues}
    facts, first = incident.facts, config.words.language
    amplified = incident.manner is Manner.AMPLIFIED
    # Somebody's own message says by itself where it is.
    free = any(map(facts.get, FREE_TEXT)) or incident.sensitivities
    place = "" if free else next((said for name in ("place", "area", "road") if (said := facts.get(name))), "")
    for variant, draft in drafts.items():
        texts = [(draft.text, first), *((each.text, each.language) for each in draft.more)]
        for number, (text, language) in enumerate(texts):
            yield Spoken(
                text=text.replace(ADDRESS, f"{SOMEWHERE}1"),
                language=language,
                link=draft.link,
                message_class=message_class,
                msg_type=msg_type,
                manner=incident.manner,
                facts=facts,
                emergency=emergencies.get(language, ""),
                picture_alt=draft.picture.alt if draft.picture and not number else None,
                alts=len(config.tongues),
                place=place if language == first else "",
                source=facts.get("agency", "") if amplified else config.rules_of(incident.source).publisher,
                variant=variant,
                more="" if number else "\n".join(each.text for each in draft.more),
                follows=bool(number),
                also="" if number else draft.also,
                foreign=() if number else draft.foreign,
            )
