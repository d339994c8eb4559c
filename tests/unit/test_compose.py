"""COMPOSE: the right words for every channel, and what may never fall away."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loudhailer.channels import CHANNELS
from loudhailer.compose import headline_of, slots_of, words_of
from loudhailer.compose._fit import Fitted, Voice, fit
from loudhailer.compose._frame import Frame
from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError, PostDoesNotFit
from loudhailer.domain.incident import Incident, Phase
from loudhailer.domain.post import Draft, Limits, Variant
from loudhailer.phrases import FACTS, Phrases, Sentence
from tests.builders import NOW, an_incident, shipped_config

CONFIG = shipped_config()
EVENTS = sorted(CONFIG.words.events)
SAID = [(name, each) for name in EVENTS for each in MsgType if each != "Cancel" or CONFIG.words.events[name].cancel]
REAL = {name: kind.limits for name, kind in CHANNELS.items()}
REFERENCE = "J3BWW4D7C"
URL = f"https://alerts.westshire-fire.gov.uk/alerts/{REFERENCE}.html"
ISSUED = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)  # "10:59pm Wednesday 30 September": none takes more room
NEXT_YEAR = ISSUED + timedelta(days=364)
LONGEST_CAUSE = max(CONFIG.words.causes, key=lambda code: len(CONFIG.words.causes[code]))
CAMPAIGN = {
    "title": "Test it Tuesday",
    "message": "Press the button on every smoke alarm in your home once a week. It takes a minute.",
}
DIGEST = {
    "title": "What has happened since 6pm",
    "lines": "\n".join(f"A{number} closed at Stokeby" for number in range(9)),
}
FREE = {"message": CAMPAIGN, "lines": DIGEST}
DANGER = "If you are in danger, call 999."
every_event = pytest.mark.parametrize("event_type", EVENTS)
every_msg_type = pytest.mark.parametrize("msg_type", MsgType, ids=str)


def room(size: int) -> Limits:
    return Limits(size, "characters", len)


def drafts(incident: Incident | None = None, msg_type: MsgType = MsgType.ALERT, **changes: Any) -> Any:
    """Compose for one roomy channel that takes no link and no hashtag, unless the test says otherwise."""
    values: dict[str, Any] = {
        "config": CONFIG,
        "message_class": MessageClass.INCIDENT,
        "reference": REFERENCE,
        "issued": NOW,
        "url": URL,
        "channels": {"page": room(10_000)},
    } | changes
    return words_of(incident=incident or an_incident(), msg_type=msg_type, **values).drafts


def first(incident: Incident | None = None, **changes: Any) -> str:
    text: str = drafts(incident, **changes)["page"][Variant.FIRST].text
    return text


def fitted(limits: Limits, *sentences: Sentence) -> Fitted:
    """Fit sentences without facts over a frame of one line."""
    return fit([Voice(CONFIG.words, sentences, {})], Frame((), ("Frame",)), limits)


def saying(*sentences: str, keep: bool = True, **changes: Any) -> Config:
    """Return the shipped configuration with other words for a road closure."""
    said = [Sentence(say=each, keep=keep) for each in sentences]
    phrases = Phrases.model_validate({"headline": "{road}", "alert": said} | changes)
    words = CONFIG.words.model_copy(update={"events": CONFIG.words.events | {"road_closure": phrases}})
    return CONFIG.model_copy(update={"words": words})


LIBRARY = {"disruption": "bart", "attended_incident": "toronto_fire"}
"""Types of library formats, of which no source of ours speaks, and whose policy a source would take over."""


def source_of(event_type: str) -> str:
    """Return a source that the plan lets speak of this, or that would."""
    speaking = (source for source, classes in CONFIG.plan.classes.items() if event_type in classes)
    return LIBRARY.get(event_type) or next(speaking)


def class_of(event_type: str) -> MessageClass | None:
    return MessageClass.INCIDENT if event_type in LIBRARY else CONFIG.plan.class_of(source_of(event_type), event_type)


def ordinary(event_type: str, place: str) -> Incident:
    """Return an incident with facts as its source sends them, and the times that take most room."""
    facts = {"road": "A4117", "place": place, "cause": LONGEST_CAUSE, "warning": "Amber wind warning", "area": place}
    return an_incident(
        source=source_of(event_type),
        event_type=event_type,
        facts=next((free for fact, free in FREE.items() if fact in CONFIG.words.events[event_type].needs), facts),
        expected_end=NEXT_YEAR,
        next_update=NEXT_YEAR,
    )


def test_a_first_post_reads_as_the_service_would_write_it() -> None:
    facts = {"road": "A4117", "place": "between Aldermere and Stokeby", "cause": "collision"}
    times = {"expected_end": NOW + timedelta(hours=2), "next_update": NOW + timedelta(days=1)}
    channels = {"bluesky": room(400)}
    draft: Draft = drafts(an_incident(facts=facts, **times), channels=channels)["bluesky"][Variant.FIRST]
    assert draft.link == URL
    assert draft.text == (
        "The A4117 is closed between Aldermere and Stokeby because of a collision. "
        "Please avoid the area and find another route. "
        "It is expected to stay closed until about 7:30pm. "
        "Next update by 5:30pm on Monday 23 November.\n\n"
        f"Issued 5:30pm Sunday 22 November. Ref {REFERENCE}.\n{URL}\n#RoadClosed"
    )


def test_what_matters_least_falls_away_first_and_what_must_stay_never_does() -> None:
    times = {"expected_end": NOW + timedelta(hours=2), "next_update": NOW + timedelta(hours=1)}
    incident = an_incident(**times)
    marks = ["The A4117 is closed", "Please avoid", "It is expected", "Next update", "https://", "#RoadClosed"]
    seen: list[list[bool]] = []
    for size in range(400, 0, -1):
        fitting = drafts(incident, channels={"bluesky": room(size)})
        said = [mark in fitting["bluesky"][Variant.FIRST].text for mark in marks] if fitting else []
        if not seen or seen[-1] != said:
            seen.append(said)
    yes, no = True, False
    assert seen == [
        [yes, yes, yes, yes, yes, yes],
        [yes, yes, yes, yes, yes, no],
        [yes, yes, yes, no, yes, no],
        [yes, yes, no, no, yes, no],
        # Without the link there is room again.
        [yes, yes, yes, no, no, no],
        [yes, yes, no, no, no, no],
        [],
    ]


def test_a_loose_sentence_above_a_kept_one_falls_too() -> None:
    loose, kept = Sentence(say="Perhaps."), Sentence(say="Surely.", keep=True)
    assert fitted(room(14), loose, kept, loose).posts == (("Surely.\n\nFrame", 0),)


def test_words_that_do_not_fit_say_by_how_much() -> None:
    with pytest.raises(PostDoesNotFit, match=r"^the words that must stay need 14 of 13 characters$"):
        fitted(room(13), Sentence(say="Surely.", keep=True))


@every_msg_type
def test_a_channel_that_is_too_small_is_left_out_and_the_others_stay(msg_type: MsgType) -> None:
    both = drafts(msg_type=msg_type, channels={"bluesky": room(80), "page": room(2_000)})
    assert both == drafts(msg_type=msg_type, channels={"page": room(2_000)})
    assert list(both) == ["page"]


def test_a_post_without_words_is_never_composed() -> None:
    with pytest.raises(FeedError, match="none of the sentences that matter can be said"):
        drafts(config=saying("Perhaps.", keep=False))
    with pytest.raises(FeedError, match="no words for the Cancel of a road_closure"):
        drafts(msg_type=MsgType.CANCEL, config=saying("Surely."))


@pytest.mark.parametrize("message_class", MessageClass, ids=str)
@every_msg_type
def test_only_a_life_safety_post_that_ends_nothing_names_999(message_class: MessageClass, msg_type: MsgType) -> None:
    urgent = message_class is MessageClass.LIFE_SAFETY and msg_type is not MsgType.CANCEL
    for draft in drafts(msg_type=msg_type, message_class=message_class)["page"].values():
        assert (f"\n\n{DANGER}\nIssued" in draft.text) is urgent
        assert draft.text.count("999") == urgent


@pytest.mark.parametrize("fact", ["{place}", "[{place}]", "[ {because}]", "{", "]]", r"\1 \g<0>", "{0}", "%s", "{{x}}"])
def test_a_fact_that_holds_brackets_is_words_and_never_a_slot(fact: str) -> None:
    incident = an_incident(facts={"road": fact, "place": "near Stokeby"})
    assert first(incident).startswith(f"{fact} is closed near Stokeby. ")
    assert headline_of(CONFIG, incident, slots_of(incident, CONFIG, NOW)) == f"{fact} closed near Stokeby"


@pytest.mark.parametrize("fact", ["A4117", "{headline}", "{0}", "{"])
def test_the_headline_of_an_end_says_so(fact: str) -> None:
    ended = an_incident(facts={"road": fact, "place": "near Stokeby"}, phase="closed")
    assert headline_of(CONFIG, ended, slots_of(ended, CONFIG, NOW)) == f"Ended: {fact} closed near Stokeby"


@pytest.mark.parametrize(
    ("say", "said"),
    [
        ("Closed[ {because}].", "Closed because of a fire."),
        ("Closed[ until {until}].", "Closed."),
        ("Closed[ {because} until {until}].", "Closed."),
        ("Closed[ near {place}][ {because}].", "Closed near Stokeby because of a fire."),
        ("Closed[, for now].", "Closed, for now."),
        ("Closed. Until {until}.", ""),
    ],
)
def test_what_has_no_facts_is_left_out(say: str, said: str) -> None:
    incident = an_incident(facts={"place": "Stokeby", "cause": "fire"})
    assert first(incident, config=saying("Now.", say)).split("\n\n")[0] == f"Now. {said}".strip()


@pytest.mark.parametrize("facts", [{"road": "A49"}, {"road": "A49", "place": ""}])
@every_msg_type
def test_what_lacks_a_fact_it_needs_is_not_said(facts: dict[str, str], msg_type: MsgType) -> None:
    with pytest.raises(FeedError, match=r"place: a road_closure cannot be announced without it$"):
        drafts(an_incident(facts=facts), msg_type)


def test_a_missing_fact_is_named_as_the_feed_names_its_places() -> None:
    with pytest.raises(FeedError) as refusal:
        drafts(an_incident(facts={"road": "A49"}))
    assert refusal.value.place == "detail.incident.place"


def test_a_cause_without_words_is_left_unsaid() -> None:
    facts = {"road": "A49", "place": "near Stokeby", "cause": "dragon_unknown"}
    assert first(an_incident(facts=facts)).startswith("The A49 is closed near Stokeby. ")


def test_a_cause_is_said_in_the_services_words() -> None:
    facts = {"road": "A49", "place": "near Stokeby", "cause": "fallen_tree"}
    assert first(an_incident(facts=facts)).startswith("The A49 is closed near Stokeby because of a fallen tree. ")


@pytest.mark.parametrize(
    ("msg_type", "variants"),
    [
        (MsgType.ALERT, {Variant.FIRST}),
        (MsgType.UPDATE, {Variant.FIRST, Variant.REPLY, Variant.STANDALONE}),
        (MsgType.CANCEL, {Variant.REPLY, Variant.STANDALONE}),
    ],
)
def test_every_variant_that_order_may_choose_is_ready(msg_type: MsgType, variants: set[Variant]) -> None:
    assert set(drafts(msg_type=msg_type)["page"]) == variants


def test_an_update_that_comes_first_reads_as_an_alert() -> None:
    update = drafts(msg_type=MsgType.UPDATE)["page"]
    assert update[Variant.FIRST] == drafts()["page"][Variant.FIRST]
    assert update[Variant.REPLY].text.startswith("Update: ")


def test_a_channel_takes_link_and_hashtags_as_channels_yaml_says() -> None:
    said = drafts(channels=REAL)
    words = CONFIG.channels.channels
    assert not words["page"].link
    for name, variants in said.items():
        text = variants[Variant.FIRST].text
        assert (URL in text) is bool(variants[Variant.FIRST].link) is words[name].link
        assert text.count("#") == words[name].hashtags <= 2


_text = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=160)


@given(
    facts=st.fixed_dictionaries(dict.fromkeys(sorted(FACTS), _text)),
    event_type=st.sampled_from(EVENTS),
    said_of=st.tuples(st.sampled_from(MsgType), st.sampled_from(MessageClass)),
    size=st.integers(min_value=0, max_value=700),
    url=st.sampled_from(["", URL]),
)
def test_whatever_the_facts_a_draft_fits_and_says_where_it_is_from(
    facts: dict[str, str], event_type: str, said_of: tuple[MsgType, MessageClass], size: int, url: str
) -> None:
    source = source_of(event_type)
    incident = an_incident(source=source, event_type=event_type, facts=facts, next_update=NEXT_YEAR)
    channels = {name: Limits(size, limits.unit, limits.measure) for name, limits in REAL.items()}
    msg_type, message_class = said_of
    assume((event_type, msg_type) in SAID)
    said = drafts(incident, msg_type, message_class=message_class, url=url, channels=channels)
    assert said == drafts(incident, msg_type, message_class=message_class, url=url, channels=channels)
    for name, variants in said.items():
        link = url if CONFIG.channels.channels[name].link else ""
        for draft in variants.values():
            assert channels[name].fits(draft.text)
            assert draft.link in {"", link}
            frame = draft.text.rpartition("\n\n")[2].split("\n")
            assert f"Issued 5:30pm Sunday 22 November. Ref {REFERENCE}." in frame
            assert not draft.link or link in frame


@pytest.mark.parametrize("place", ["between Aldermere and Stokeby", "on Harrow Moor, near the reservoir"])
@pytest.mark.parametrize(("event_type", "msg_type"), SAID)
def test_every_event_can_be_said_on_every_channel(event_type: str, msg_type: MsgType, place: str) -> None:
    message_class = class_of(event_type)
    assert message_class is not None
    said = drafts(ordinary(event_type, place), msg_type, message_class=message_class, issued=ISSUED, channels=REAL)
    assert set(said) == set(CHANNELS)
    for variants in said.values():
        for draft in variants.values():
            words = draft.text.replace("{address}", "https://post.example/1").split("\n\n")[0]
            assert words, "a post without words"
            assert not re.search(r"[{}\[\]]|  | [.,]", words), words
            for sentence in re.split(r"(?<=[.!?])\s+|\n", words):
                assert len(sentence.split()) <= 25, sentence


def test_a_warning_names_fewer_of_its_areas_before_it_fails_to_fit() -> None:
    area = ", ".join(f"River Alder at Aldermere reach {number}" for number in "abcdefgh")
    facts = {"area": area, "warning": "Severe Flood Warning"}
    incident = an_incident(source="environment_agency", event_type="severe_flood_warning", facts=facts)
    narrow = first(incident, channels={"page": room(300)})
    assert narrow.startswith("Severe flood warning: River Alder at Aldermere reach a, ")
    assert " and other areas. Danger to life: be ready to leave." in narrow
    assert area in first(incident)


def test_a_time_that_has_passed_is_no_promise() -> None:
    past = NOW - timedelta(hours=1)
    said = first(an_incident(next_update=past, expected_end=past))
    assert "Next update" not in said
    assert "until" not in said


def test_the_headline_of_what_is_over_tells_nobody_to_leave() -> None:
    incident = an_incident(event_type="evacuation", facts={"place": "on Quarry Lane"}, phase=Phase.CLOSED)
    headline = headline_of(CONFIG, incident, slots_of(incident, CONFIG, NOW))
    assert headline == "Ended: Evacuation on Quarry Lane"


@every_event
def test_only_an_all_clear_speaks_of_reopening_or_safety(event_type: str) -> None:
    phrases = CONFIG.words.events[event_type]
    said = [phrases.headline, *(each.say for each in (*phrases.alert, *phrases.update))]
    assert not [each for each in said if re.search(r"\b(re-?open\w*|safe)\b", each, re.IGNORECASE)]


def test_what_frames_every_post_promises_nothing() -> None:
    words = CONFIG.words
    said = " ".join([words.emergency, words.footer, words.link, *words.causes.values()])
    assert not re.search(r"\b(re-?open\w*|safe)\b", said, re.IGNORECASE)


@every_event
def test_hashtags_are_few_and_read_aloud_well(event_type: str) -> None:
    hashtags = CONFIG.words.events[event_type].hashtags
    assert len(hashtags) <= 2
    assert all(re.fullmatch(r"(?:[A-Z][a-z]+)+", each) for each in hashtags)


@every_event
def test_an_event_that_can_begin_can_also_end(event_type: str) -> None:
    # Without words for it, an end is refused, and a planned post that its source takes back goes out all the same.
    assert CONFIG.words.events[event_type].cancel


def test_a_small_channel_names_fewer_of_a_digest_s_lines_and_says_how_many_more_there_are() -> None:
    facts = {"title": "Since 6pm", "lines": "\n".join(f"Fire at place {number}" for number in range(9))}
    digest = an_incident(source="desk", event_type="digest", facts=facts)
    composed = drafts(digest, channels={"page": room(10_000), "small": room(160)}, url="")
    whole, small = (composed[name][Variant.FIRST].text.split("\n\n")[0] for name in ("page", "small"))
    assert whole.splitlines() == ["Since 6pm:", *facts["lines"].splitlines()]
    shown = small.splitlines()
    assert shown[:2] == ["Since 6pm:", "Fire at place 0"]
    assert shown[-1] == f"and {9 - (len(shown) - 2)} more"
    assert len(composed["small"][Variant.FIRST].text) <= 160
    assert "tiny" not in drafts(digest, channels={"tiny": room(70)}, url="")
