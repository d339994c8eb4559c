"""COMPOSE in two languages: one post where it fits, else one each that name each other; and what is owed."""

from datetime import timedelta
from typing import Any

import pytest

from loudhailer.compose import Composed, words_of
from loudhailer.compose._fit import Voice, fit
from loudhailer.compose._frame import Frame
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Incident, Manner
from loudhailer.domain.post import Draft, Limits, Variant
from loudhailer.phrases import Sentence
from tests.builders import NOW, an_incident, bilingual_config

BOTH = bilingual_config()
REFERENCE = "J3BWW4D7C"
URL = f"https://alerts.westshire.test/{REFERENCE}.html"
CLOSED = an_incident(
    facts={"road": "A4117", "place": "between Aldermere and Stokeby", "cause": "collision"},
    next_update=NOW + timedelta(hours=1),
)
ENGLISH = (
    "The A4117 is closed between Aldermere and Stokeby because of a collision. "
    "Please avoid the area and find another route. Next update by 6:30pm."
)
WELSH = (
    "Mae ffordd A4117 ar gau rhwng Llynwern ac ardal Stokeby oherwydd gwrthdrawiad. "
    "Osgowch yr ardal a defnyddiwch ffordd arall. Diweddariad nesaf erbyn 6:30pm."
)
ISSUED = f"Issued 5:30pm Sunday 22 November. Ref {REFERENCE}."
CYHOEDDWYD = f"Cyhoeddwyd am 5:30pm ddydd Sul 22 Tachwedd. Cyf: {REFERENCE}."


def room(size: int, **more: Any) -> Limits:
    return Limits(size, "characters", len, **more)


def composed(incident: Incident = CLOSED, msg_type: MsgType = MsgType.ALERT, **changes: Any) -> Composed:
    values: dict[str, Any] = {
        "message_class": MessageClass.INCIDENT,
        "reference": REFERENCE,
        "issued": NOW,
        "url": "",
        "channels": {"bluesky": room(2_000)},
    } | changes
    return words_of(BOTH, incident, msg_type, **values)


def first(incident: Incident = CLOSED, limits: Limits | None = None, **changes: Any) -> Draft:
    channels = {"bluesky": limits or room(2_000)}
    return composed(incident, channels=channels, **changes).drafts["bluesky"][Variant.FIRST]


def test_one_post_says_it_in_both_languages_where_it_fits() -> None:
    draft = first(url=URL)
    assert draft.text == f"{ENGLISH}\n\n{WELSH}\n\n{ISSUED}\n{CYHOEDDWYD}\n{URL}\n#RoadClosed #FforddArGau"
    assert (draft.also, draft.foreign, draft.more) == ("cy", (2, 5), ())


def test_hashtags_fall_away_before_a_language_gets_a_post_of_its_own() -> None:
    whole = first()
    draft = first(limits=room(len(whole.text) - 1, follows=1))
    assert (draft.also, "#" in draft.text) == ("cy", False)


def test_two_posts_name_each_other_and_each_has_the_whole_frame() -> None:
    draft = first(limits=room(289, follows=1), message_class=MessageClass.LIFE_SAFETY)
    (other,) = draft.more
    danger = ("If you are in danger, call 999.", "Os ydych mewn perygl, ffoniwch 999.")
    assert draft.text == f"{ENGLISH}\n\n{danger[0]}\n{ISSUED}\nYn Gymraeg yn ein neges nesaf."
    assert other.text.startswith(f"{WELSH}\n\n{danger[1]}\n{CYHOEDDWYD}\nIn English in our last post.")
    assert (other.language, draft.also, draft.foreign) == ("cy", "cy", (4,))


def test_what_falls_away_falls_away_in_both_languages() -> None:
    made = composed(channels={"bluesky": room(239, follows=1)})
    draft = made.drafts["bluesky"][Variant.FIRST]
    assert ("Next update" in draft.text, "Diweddariad nesaf" in draft.more[0].text) == (False, False)
    assert made.fell["bluesky"][Variant.FIRST] == ("#RoadClosed #FforddArGau", "Next update by 6:30pm.")


def test_a_channel_of_single_posts_holds_both_languages_or_has_no_words() -> None:
    for size in range(100, 700, 7):
        made = composed(channels={"sms": room(size)})
        for draft in made.drafts.get("sms", {}).values():
            assert "A4117" in draft.text.split("\n\n")[0]
            assert "A4117" in draft.text.split("\n\n")[1]
        assert ("sms" in made.drafts) is ("sms" not in made.refused)


def test_where_life_is_in_danger_one_language_is_said_rather_than_none() -> None:
    smoke = an_incident(event_type="smoke", facts={"place": "at Stokeby"})
    small = {"sms": room(260)}
    assert "sms" in composed(smoke, channels=small).refused
    made = composed(smoke, channels=small, message_class=MessageClass.LIFE_SAFETY)
    text = made.drafts["sms"][Variant.FIRST].text
    assert text.startswith("There is smoke from a fire at Stokeby. If you live nearby, stay inside")
    assert "If you are in danger, call 999." in text
    assert "Cyhoeddwyd" not in text
    assert made.fell["sms"][Variant.FIRST] == ("all of it in cy",)
    assert (made.owes, made.lacks) == ((), {"sms": "cy"})


@pytest.mark.parametrize("size", [190, 191, 220, 221, 222, 260])
def test_what_a_channel_lacks_is_promised_there_unless_that_would_cost_words(size: int) -> None:
    smoke = an_incident(event_type="smoke", facts={"place": "at Stokeby"}, next_update=NOW + timedelta(hours=1))
    changes: dict[str, Any] = {"message_class": MessageClass.LIFE_SAFETY, "channels": {"sms": room(size)}}
    made = composed(smoke, **changes)
    draft = made.drafts["sms"][Variant.FIRST]
    alone = words_of(
        BOTH.model_copy(update={"others": ()}), smoke, MsgType.ALERT, reference=REFERENCE, issued=NOW, url="", **changes
    ).drafts["sms"][Variant.FIRST]
    assert draft.text.split("\n\n")[0] == alone.text.split("\n\n")[0]
    lines = draft.text.split("\n")
    promised = "Bydd fersiwn Gymraeg yn dilyn." in lines
    assert promised is (len(alone.text.partition("\n#")[0]) + len("\nBydd fersiwn Gymraeg yn dilyn.") <= size)
    assert (draft.also, [lines[each] for each in draft.foreign]) == (
        ("cy", ["Bydd fersiwn Gymraeg yn dilyn."]) if promised else ("", [])
    )


def test_words_that_somebody_gives_go_before_a_pattern() -> None:
    given = CLOSED.model_copy(update={"translations": {"cy": {"place": "ger pont Stokeby"}}})
    assert "ar gau ger pont Stokeby" in first(given).text


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": {"road": "A4117", "place": "where the old mill was, by the ford"}},
        {"event_type": "information", "source": "desk", "facts": {"title": "Open day", "message": "Come and see us."}},
    ],
)
def test_what_cannot_be_said_in_the_other_language_is_owed_and_said_so(changes: dict[str, Any]) -> None:
    made = composed(an_incident(**changes))
    draft = made.drafts["bluesky"][Variant.FIRST]
    text = draft.text
    assert (made.owes, made.lacks) == (("cy",), {})
    assert draft.also == "cy"
    assert [text.split("\n")[each] for each in draft.foreign] == ["Bydd fersiwn Gymraeg yn dilyn."]
    assert list(made.headlines) == ["en-GB"]
    assert "Bydd fersiwn Gymraeg yn dilyn." in text.split("\n")
    assert "Cyhoeddwyd" not in text


def test_a_message_in_both_languages_owes_nothing() -> None:
    facts = {"title": "Open day", "message": "Come and see us."}
    said = {"cy": {"title": "Diwrnod agored", "message": "Dewch i'n gweld."}}
    made = composed(an_incident(event_type="information", source="desk", facts=facts, translations=said))
    assert made.owes == ()
    assert made.headlines == {"en-GB": "Open day", "cy": "Diwrnod agored"}


def test_an_area_that_was_cut_short_ends_in_each_language_s_own_words() -> None:
    area = "River Alder at Aldermere and other areas"
    facts = {"warning": "Flood warning", "area": area}
    text = first(an_incident(source="environment_agency", event_type="flood_warning", facts=facts)).text
    assert "River Alder at Aldermere and other areas" in text
    assert "Afon Alder ger Llynwern ac ardaloedd eraill" in text


def test_long_words_go_on_in_a_thread_whose_posts_all_say_when_and_which() -> None:
    facts = {"title": "Wildfire", "message": "Keep away from the moor. " * 20}
    made = words_of(
        BOTH.model_copy(update={"others": ()}),
        an_incident(event_type="information", source="desk", facts=facts),
        MsgType.ALERT,
        MessageClass.INFORMATION,
        reference=REFERENCE,
        issued=NOW,
        url="",
        channels={"bluesky": room(300, follows=5, threads=True), "x": room(300, follows=5)},
    )
    draft = made.drafts["bluesky"][Variant.FIRST]
    texts = [draft.text, *(each.text for each in draft.more)]
    assert len(texts) == 3
    for number, text in enumerate(texts, 1):
        assert f"({number} of 3)\n\n{ISSUED}" in text
        assert len(text) <= 300
    said = " ".join(text.split(" (")[0] for text in texts)
    assert said == f"Wildfire: {facts['message'].strip()}"
    assert made.refused == {"x": "the words that must stay need 560 of 300 characters"}


def test_lines_of_a_message_stay_lines_in_a_thread() -> None:
    lines = [f"A{number} closed at Stokeby by the bridge" for number in range(100, 104)]
    kept = (Sentence(say="{message}", keep=True),)
    fitted = fit(
        [Voice(BOTH.words, kept, {"message": "\n".join(lines), "headline": ""})],
        Frame((), ("Frame " * 9,)),
        room(140, follows=3, threads=True),
        alone=False,
    )
    assert [line for text, _ in fitted.posts for line in text.rpartition(" (")[0].split("\n")] == lines


def test_what_is_reduced_says_its_road_and_nothing_of_what_happened() -> None:
    for incident, said in (
        (CLOSED, "The A4117 is closed between Aldermere and Stokeby. Please find another route."),
        (an_incident(event_type="fire", facts={"place": "on Mill Lane"}), "Emergency services are at an incident."),
    ):
        made = composed(incident, reduced=True, message_class=MessageClass.LIFE_SAFETY)
        text = made.drafts["bluesky"][Variant.FIRST].text
        assert text.startswith(said)
        assert made.owes == ()
        for word in ("collision", "gwrthdrawiad", "fire", "tân", "#"):
            assert word not in text.casefold()
    assert composed(an_incident(event_type="fire", facts={}), reduced=True).headlines["en-GB"] == (
        "Emergency services at an incident"
    )


def test_a_pointer_in_both_languages_has_the_address_once() -> None:
    limits = {"bluesky": room(500, address=60)}
    corrected = CLOSED.model_copy(update={"manner": Manner.CORRECTION})
    pointer = composed(corrected, MsgType.UPDATE, channels=limits).drafts["bluesky"][Variant.POINTER]
    assert pointer.leading_to("https://post.example/1").startswith(
        "We have corrected this. https://post.example/1\n\nRydym wedi cywiro hyn.\n\nIssued "
    )
