"""Which alert has a map card, which channel shows it, and the names on it; from the words to the platform."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loudhailer.aws.items import alert_key, packed, unpacked
from loudhailer.bootstrap import world
from loudhailer.channels import CHANNELS
from loudhailer.config import ChannelWords, load
from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.card import Size
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import PostRejected
from loudhailer.domain.incident import Manner, Sensitivity, Status
from loudhailer.domain.post import Draft, Picture, Variant
from loudhailer.picture_files import PictureFile, read_picture
from loudhailer.pictures import card_for, picture_for, stamp_of, with_card
from tests.builders import an_alert, an_incident, shipped_config
from tests.channels.kit import PICTURE, MemoryStore, a_post, channel_answering, nothing_there
from tests.config_files import problems_in, spoil
from tests.pipeline.way_in import WayIn
from tests.unit.cards import HOUSE, ROAD, WATER

TITLE, STAMP = "A4117 closed between Aldermere and Stokeby", "Issued 5:30pm Sunday 22 November. Ref WSF-0142."


def carded(
    msg_type: MsgType = MsgType.ALERT, message_class: MessageClass = MessageClass.INCIDENT, **changes: Any
) -> Picture | None:
    incident = an_incident(**{"shape": ROAD} | changes)
    return card_for(shipped_config(), incident, msg_type, message_class, title=TITLE, stamp=STAMP)


def a_card() -> Picture:
    card = carded()
    assert card
    return card


def test_a_road_with_a_shape_has_a_card_with_its_size_its_source_and_what_it_shows() -> None:
    card = a_card()
    assert (card.media_type, card.width, card.height) == ("image/png", 1200, 630)
    assert re.fullmatch(r"map-[0-9a-f]{24}\.png", card.name)
    assert card.alt == f"Map: {TITLE}. The marked stretch is about 9 miles (14 kilometres) from end to end."
    assert card.card
    assert (card.card.title, card.card.stamp, card.card.road) == (TITLE, STAMP, "A4117")
    assert {each.name for each in card.card.labels} >= {"Aldermere", "Stokeby"}
    assert card == carded()


def test_a_coarse_circle_is_no_map_of_whom_to_warn() -> None:
    lives = MessageClass.LIFE_SAFETY
    at_a_point: dict[str, Any] = {"event_type": "smoke", "facts": {"place": "at Stokeby"}, "shape": (), "point": HOUSE}
    assert carded(message_class=lives, **at_a_point) is None
    assert carded(**at_a_point) is not None
    assert carded(message_class=lives, event_type="flood", facts={"place": "at Stokeby"}, shape=WATER) is not None


def test_another_card_has_another_name_so_that_no_old_picture_stands_under_new_words() -> None:
    other = carded(shape=ROAD[:6])
    assert other
    assert other.name != a_card().name


def test_the_attribution_of_its_source_stands_on_the_card() -> None:
    card = carded(source="environment_agency", event_type="flood_warning", shape=WATER, facts={"area": "Aldermere"})
    assert card
    assert card.card
    assert card.card.credit == "Source: Environment Agency. Simplified map, not for navigation."


@pytest.mark.parametrize(
    "changes",
    [
        {"msg_type": MsgType.CANCEL},
        {"msg_type": MsgType.CANCEL, "manner": Manner.UNLISTED},
        {"msg_type": MsgType.CANCEL, "manner": Manner.WITHDRAWN},
        {"msg_type": MsgType.UPDATE, "manner": Manner.STATUS},
        {"manner": Manner.AMPLIFIED},
        *({"sensitivities": (each,)} for each in Sensitivity),
        *({"status": each} for each in Status if each is not Status.ACTUAL),
        {"shape": ()},
    ],
)
def test_an_end_others_words_what_is_sensitive_and_what_is_no_fact_have_no_card(changes: dict[str, Any]) -> None:
    assert carded(**changes) is None


def test_a_correction_keeps_its_card() -> None:
    assert carded(MsgType.UPDATE, manner=Manner.CORRECTION) is not None


def test_only_a_road_s_own_event_type_is_placed_finer_than_a_dwelling() -> None:
    closure, fire = carded(shape=(), point=HOUSE), carded(shape=(), point=HOUSE, event_type="fire")
    assert closure
    assert closure.card
    assert fire
    assert fire.card
    assert (closure.card.radius, fire.card.radius) == (250, 1250)


@pytest.mark.parametrize(
    ("cards", "pictures", "shown"),
    [(True, True, "map"), (True, False, "map"), (False, True, "flood"), (False, False, None)],
)
def test_a_map_goes_before_a_drawing_where_the_channel_shows_it(
    *, cards: bool, pictures: bool, shown: str | None
) -> None:
    card, words = a_card(), ChannelWords(cards=cards, pictures=pictures)
    picture = picture_for(words, card=card, drawing=PICTURE)
    assert (picture.name[: len(shown)] if picture and shown else picture) == shown
    assert picture_for(words, card=None, drawing=PICTURE) == (PICTURE if pictures else None)
    assert picture_for(words, card=card, drawing=None) == (card if cards else None)


def test_the_card_goes_with_a_channel_s_first_post_only() -> None:
    drafts = {
        name: {Variant.FIRST: Draft("a", picture=PICTURE if shows else None), Variant.REPLY: Draft("b")}
        for name, shows in (("bluesky", True), ("facebook", False))
    }
    card = a_card()
    shown = with_card(shipped_config(), drafts, card)
    assert shown["bluesky"] == {Variant.FIRST: Draft("a", picture=card), Variant.REPLY: Draft("b")}
    assert shown["facebook"] == drafts["facebook"]
    assert with_card(shipped_config(), drafts, None) == drafts


def test_a_told_incident_with_a_shape_carries_its_card_and_one_without_its_drawing() -> None:
    way_in = WayIn()
    with_shape = way_in.alert(way_in.told(an_incident(shape=ROAD)))
    without = way_in.alert(way_in.told(an_incident(id="CTL-2")))
    first, plain = (each.drafts["bluesky"][Variant.FIRST].picture for each in (with_shape, without))
    assert first
    assert first.card
    assert (first.card.title, plain and plain.name) == (with_shape.headline, "road_closure.png")
    assert first.card.stamp in with_shape.drafts["bluesky"][Variant.FIRST].text
    assert unpacked(packed(alert_key("x"), with_shape), Alert) == with_shape


def test_words_that_were_written_before_there_were_cards_are_read() -> None:
    alert = an_alert(drafts={"bluesky": {Variant.FIRST: Draft("a", picture=PICTURE)}})
    body = alert.model_dump_json().replace(',"card":null', "")
    assert "card" not in body
    assert Alert.model_validate_json(body) == alert


def test_the_stamp_is_the_line_under_every_post() -> None:
    assert stamp_of(shipped_config(), "WSF-0142", "5:30pm Sunday 22 November") == STAMP


def test_a_sender_draws_the_cards_of_a_channel_that_shows_them_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "config", shipped_config)
    drawn = [name for name, words in shipped_config().channels.channels.items() if words.cards]
    assert drawn == ["page", "bluesky", "mastodon", "telegram"]
    assert all(CHANNELS[name].pictures for name in drawn)
    assert read_picture(world.pictures_of("bluesky")(a_card())) == PictureFile("image/png", 1200, 630)
    for name in ("x", "facebook"):
        with pytest.raises(PostRejected):
            world.pictures_of(name)(a_card())


def test_the_page_shows_the_card_and_its_public_files_hold_nothing_that_it_is_drawn_from() -> None:
    store, card = MemoryStore(), a_card()
    post = a_post(picture=card)
    channel = channel_answering("page", nothing_there, store=store)
    channel.publish(post)
    channel.publish(replace(post, key="again", revision=2))
    shown = "\n".join(body.decode(errors="replace") for body in store.files.values())
    assert f"pictures/{card.name}" in store.files
    assert card.alt in shown
    assert '"points"' not in shown
    assert '"card"' not in shown


def test_the_names_of_places_are_read_in_the_language_of_the_words(directory: Path) -> None:
    places = load(directory).places
    assert len(places.places) >= 12
    assert [each.name for each in places.labels("en-GB")][:2] == ["Aldermere", "Stokeby"]
    assert [each.name for each in places.labels("cy")][:2] == ["Llynwern", "Stokeby"]
    assert places.labels("cy-GB") == places.labels("cy")
    assert {each.size for each in places.labels("en-GB")} == set(Size)


def test_a_service_without_a_gazetteer_has_cards_without_names(directory: Path) -> None:
    (directory / "places.yaml").unlink()
    assert load(directory).places.labels("en-GB") == ()


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("name: Aldermere,", "name: Aldermere: x,", r"LH801 places\.yaml line [0-9]+: not YAML"),
        ("lat: 52.452,", "lat: 152.452,", r"LH802 places\.yaml line [0-9]+ places\.0\.lat: "),
        ("lat: 52.452,", "lat: .nan,", r"LH802 places\.yaml line [0-9]+ places\.0\.lat: "),
        ("kind: landmark", "kind: lamp post", r"LH802 places\.yaml line [0-9]+ places\.10\.kind: "),
        ("name: Aldermere,", "title: Aldermere,", r"LH802 places\.yaml line [0-9]+ places\.0"),
        (
            "name: Stokeby, lat: 52.392, lon: -2.572,",
            "name: aldermere, lat: 52.452, lon: -2.752,",
            r"LH803 places\.yaml line [0-9]+ places\.1\.name: it is the same place as number 1; take one out",
        ),
        (
            "lat: 52.392, lon: -2.572",
            "lat: 0, lon: 0",
            r"LH804 places\.yaml line [0-9]+ places\.1\.lat: 'Stokeby' lies at 0, 0",
        ),
        ("cy: Rhos Harrow", 'cy: " "', r"LH805 places\.yaml line [0-9]+ places\.10\.names\.cy: it is no name"),
    ],
)
def test_a_place_that_makes_no_sense_is_told_with_its_line(
    directory: Path, right: str, wrong: str, problem: str
) -> None:
    spoil(directory, "places.yaml", right, wrong)
    assert re.match(problem, problems_in(directory)[0])
