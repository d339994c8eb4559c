"""The words on the running engine: two languages, long messages, what must never go out, map cards and faults."""

import itertools
import os
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from local.stage import FEW, Stage, running_stage
from local.unpaced import unpaced
from loudhailer.domain.delivery import Delivery, State, further
from loudhailer.domain.post import Variant
from tests.engine.conftest import SOCIAL, an_event, deliveries_of, end_of, eventually, later, settled, texts
from tests.engine.officers import audit_lines, calling, said
from tests.engine.test_push import push, taken
from tests.feeds.closures import a_location, a_page, a_record, a_situation
from tests.pushes import TOPIC

pytestmark = pytest.mark.engine
ENGLISH, WELSH = "If you are in danger, call 999.", "Os ydych mewn perygl, ffoniwch 999."
OWED, NEXT, BEFORE = (
    "Bydd fersiwn Gymraeg yn dilyn.",
    "Yn Gymraeg yn ein neges nesaf.",
    "In English in our last post.",
)
BLUESKY_2, MASTODON_2 = (f"{name}/{further(2)}" for name in ("bluesky", "mastodon"))
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Return a Loudhailer of its own that speaks Welsh too; where lives are in danger it waits three seconds for it."""
    config = unpaced(tmp_path_factory.mktemp("bilingual") / "config")
    (config / "languages.yaml").write_text("publish: [en-GB, cy]\nunreviewed: allow\n", encoding="utf-8")
    plan, wait = config / "plan.yaml", "wait_seconds: { life_safety: 60 }"
    shipped = plan.read_text(encoding="utf-8")
    assert shipped.count(wait) == 1
    plan.write_text(shipped.replace(wait, "wait_seconds: { life_safety: 3 }"), encoding="utf-8")
    with running_stage(tmp_path_factory.mktemp("engine"), config=config, channels=FEW) as running:
        running.order(by="tests", reason="the tests' own act of going live", live=True, channels=running.channels)
        yield running


def sent(stage: Stage, alert_id: str, *channels: str) -> dict[str, Delivery]:
    """Return an alert's deliveries once each of these, and no other, is out."""
    eventually(lambda: set(channels) <= {each.channel for each in stage.deliveries() if each.alert_id == alert_id}, 30)
    found = settled(stage, alert_id, patience=30)
    assert {name: (each.state, each.reason) for name, each in found.items() if each.state is not State.SENT} == {}
    assert set(found) == set(channels)
    return found


def thread(stage: Stage, channel: str, reference: str) -> list[dict[str, Any]]:
    """Return a channel's posts about an incident, each of which hangs on the one before."""
    posts = [post for post in stage.sandbox.posts(channel) if reference in post["text"]]
    assert [post["reply_to"] for post in posts] == ["", *(post["id"] for post in posts[:-1])]
    assert {post["root"] for post in posts[1:]} <= {posts[0]["id"]}
    return posts


def everything_public(stage: Stage) -> str:
    """Return all that the public can read."""
    return str([stage.sandbox.posts(), stage.sandbox.pages()])


def on_the_wall(stage: Stage, path: str) -> bytes:
    """Return a file of the own page as a browser gets it."""
    return httpx.get(f"{stage.sandbox.addresses['wall']}/page/{path}").raise_for_status().content


def test_a_closure_is_said_updated_and_ended_in_both_languages_on_every_channel_once(bilingual: Stage) -> None:
    later_today = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    both = {"place": "between Aldermere and Stokeby near Alderford", "cause": "collision"}
    event = an_event(**both, expected_end=later_today, next_update=later_today)
    everywhere = ("page", "telegram", "mastodon", MASTODON_2, "bluesky", BLUESKY_2)
    end = later(event, "incident.closed", revision=3)
    for each, channels in (
        (event, everywhere),
        (later(event, cause="fire"), everywhere),
        (end, tuple(name for name in everywhere if name != MASTODON_2)),
    ):
        alert_id = end_of(bilingual, bilingual.put_event(each)[0]).alert_id
        sent(bilingual, alert_id, *channels)
    reference = alert_id.split("-")[0]

    english = ("The A4117 is closed", "Update: the A4117 is closed", "The A4117 has reopened")
    welsh = ("Mae ffordd A4117 ar gau", "Diweddariad: ", "Mae ffordd A4117 wedi ailagor")
    for channel, ends_apart in (("bluesky", True), ("mastodon", False)):
        posts = thread(bilingual, channel, reference)
        assert len(posts) == 5 + ends_apart
        for number, post in enumerate(posts[: 4 + 2 * ends_apart]):
            revision, second = divmod(number, 2)
            assert post["text"].startswith((english, welsh)[second][revision])
            assert ((NEXT, BEFORE)[second] in post["text"], (BEFORE, NEXT)[second] in post["text"]) == (True, False)
            assert post["language"][:2] == ("en", "cy")[second]
    for text in (texts(bilingual, "mastodon", reference)[-1], *texts(bilingual, "telegram", reference)):
        assert any(each in text for each in english)
        assert any(each in text for each in welsh)
        assert not any(each in text for each in (NEXT, BEFORE))
    assert len(thread(bilingual, "telegram", reference)) == 3
    page = on_the_wall(bilingual, f"alerts/{reference}.html").decode()
    for mine, other in zip(english, welsh, strict=True):
        assert (page.count(f"<p>{mine}"), page.count(f'<p lang="cy">{other}')) == (1, 1)
    assert page.count('<span lang="cy">Cyhoeddwyd am ') == 3


def test_a_danger_to_life_goes_in_the_ready_language_and_the_other_follows(bilingual: Stage) -> None:
    event = an_event(type="evacuation", place="on Harrow Moor, near the reservoir")
    alert_id = end_of(bilingual, bilingual.put_event(event)[0]).alert_id
    reference = alert_id.split("-")[0]
    for delivery in sent(bilingual, alert_id, *FEW).values():
        assert delivery.sent_at is not None
        assert (delivery.sent_at - delivery.committed_at).total_seconds() >= 3
    for channel in SOCIAL:
        (text,) = texts(bilingual, channel, reference)
        assert (ENGLISH in text, OWED in text, WELSH in text) == (True, True, False)

    translations = {"cy": {"place": "ar Ros Harrow, ger y gronfa ddŵr"}}
    alert_id = end_of(bilingual, bilingual.put_event(later(event, translations=translations))[0]).alert_id
    sent(bilingual, alert_id, *FEW, BLUESKY_2, MASTODON_2)
    for channel in SOCIAL:
        _, *now = texts(bilingual, channel, reference)
        told = "\n".join(now)
        assert len(now) == 1 + (channel != "telegram")
        assert "near the reservoir" in told
        assert "ar Ros Harrow, ger y gronfa ddŵr" in told
        assert (ENGLISH in told, WELSH in told, OWED in told) == (True, True, False)


def test_a_long_message_of_an_officer_is_a_thread_in_order_where_one_post_is_too_small(stage: Stage) -> None:
    points = [f"Water point {number} is at hall {number} and is open until late." for number in range(1, 11)]
    words = {"type": "information", "title": f"Water {os.getpid()}-{next(_numbers)}", "message": " ".join(points)}
    with calling(stage, "duty") as duty, calling(stage, "comms") as comms:
        first = said(duty.post("/alerts", json=words))
        alert_id, reference = first["identifier"], first["reference"]
        shown = said(comms.get(f"/approvals/{alert_id}"))
        assert all(point in shown["drafts"]["bluesky"]["first"] for point in points)
        said(comms.post(f"/approvals/{alert_id}/answer", json={"answer": "approve", "digest": shown["digest"]}))
    counts = {name: 1 + len(draft[Variant.FIRST].more) for name, draft in stage.alerts()[alert_id].drafts.items()}
    assert (counts["bluesky"] >= 3, counts["mastodon"] >= 2, counts["page"]) == (True, True, 1)
    parts = [f"{name}/{further(number)}" for name, count in counts.items() for number in range(2, count + 1)]
    sent(stage, alert_id, *FEW, *parts)
    for channel in ("bluesky", "mastodon"):
        posts, count = thread(stage, channel, reference), counts[channel]
        assert len(posts) == count
        for number, post in enumerate(posts, 1):
            assert f"({number} of {count})" in post["text"]
        told = " ".join(post["text"] for post in posts)
        assert [told.count(point) for point in points] == [1] * len(points)
        places = [told.index(point) for point in points]
        assert places == sorted(places)


def test_a_dwelling_is_said_as_its_street(stage: Stage) -> None:
    alert_id = end_of(stage, stage.put_event(an_event(type="fire", place="at 14 Mill Lane, Stokeby"))[0]).alert_id
    sent(stage, alert_id, *FEW)
    for channel in SOCIAL:
        (text,) = texts(stage, channel, alert_id.split("-")[0])
        assert text.startswith("Crews are at a fire at Mill Lane, Stokeby.")
    assert "14 Mill" not in everything_public(stage)


def test_what_is_never_said_by_itself_waits_and_leaves_as_the_state_of_its_road(stage: Stage) -> None:
    event = an_event(place="at Alder Bridge, person threatening to jump from the bridge")
    end = end_of(stage, stage.put_event(event)[0])
    alert_id, reference = end.alert_id, end.alert_id.split("-")[0]
    assert {each.state for each in deliveries_of(stage, alert_id).values()} == {State.HELD}
    assert (end.person, [each.value for each in stage.alerts()[alert_id].sensitivities]) == (True, ["self_harm"])
    with calling(stage, "silver") as silver:
        shown = said(silver.get(f"/approvals/{alert_id}"))
        assert "self_harm" in shown["reason"]
        for drafts in shown["drafts"].values():
            assert drafts["first"].startswith("The A4117 is closed. Please find another route.\n\nIssued ")
        assert "jump" not in str(shown)
        assert reference not in everything_public(stage)
        said(silver.post(f"/approvals/{alert_id}/answer", json={"answer": "approve", "digest": shown["digest"]}))
    assert {each.state for each in settled(stage, alert_id).values()} == {State.SENT}
    for channel in SOCIAL:
        (post,) = thread(stage, channel, reference)
        assert post["text"].startswith("The A4117 is closed. Please find another route.\n")
        assert post["pictures"] == []
    assert "jump" not in everything_public(stage)


def test_a_closure_with_a_place_on_the_map_goes_out_with_a_card_of_it(stage: Stage) -> None:
    now, name = datetime.now(UTC).replace(microsecond=0), f"CARD-{os.getpid()}-{next(_numbers)}"
    line = "52.452 -2.752 52.446 -2.728 52.437 -2.690 52.410 -2.632 52.392 -2.572"
    record = a_record(
        start=(now - timedelta(minutes=5)).isoformat(),
        end=(now + timedelta(hours=3)).isoformat(),
        kind="roadClosed",
        locationReference=a_location(road="A4117", description="A4117 eastbound", line=line),
    )
    page = a_page(a_situation(record, idG=name), publicationTime=now.isoformat()).decode()
    end = end_of(stage, taken(push(stage, stage.sandbox.published(TOPIC, page))))
    assert {each.state for each in settled(stage, end.alert_id).values()} == {State.SENT}
    reference = end.alert_id.split("-")[0]
    drawn = stage.alerts()[end.alert_id].drafts["page"][Variant.FIRST].picture
    assert drawn is not None
    cards = []
    for channel in SOCIAL:
        (post,) = thread(stage, channel, reference)
        (picture,) = post["pictures"]
        # Telegram has no place for what a picture shows in words but the post's own.
        assert (picture["alt"] == "") == (channel == "telegram")
        cards.append((picture["alt"] or drawn.alt, httpx.get(picture["url"]).raise_for_status().content))
    entry = eventually(lambda: [each for each in stage.sandbox.pages() if each["reference"] == reference])[0]
    shown = entry["posts"][0]["picture"]
    cards.append((shown["alt"], on_the_wall(stage, f"pictures/{shown['name']}")))
    assert len(set(cards)) == 1
    alt, card = cards[0]
    assert alt.startswith("Map: A4117 closed")
    assert "Aldermere" in alt
    assert card.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", card[16:24]) == (1200, 630)


def test_a_machines_words_with_a_fault_are_held_until_somebody_answers_for_them(stage: Stage) -> None:
    drawn = "".join(chr(ord("\N{MATHEMATICAL SANS-SERIF BOLD CAPITAL A}") + ord(each) - ord("A")) for each in "PRESS")
    title = f"Test it {os.getpid()}-{next(_numbers)}"
    words = {"type": "campaign", "title": title, "message": f"{drawn} the button."}
    end = end_of(stage, stage.put_event(an_event("campaign.planned", source="westshire.comms", **words))[0])
    held = deliveries_of(stage, end.alert_id)
    assert {each.state for each in held.values()} == {State.HELD}
    assert all(each.reason.startswith("words that no person wrote: ") for each in held.values())
    assert end.person
    reason = "the letters are the sponsor's own, and screen readers were tried"
    with calling(stage, "comms") as comms:
        released = said(comms.post(f"/held/{end.alert_id}/release", json={"reason": reason}))
    assert (released["refused"], released["warnings"]) == ({}, [])
    assert {each.state for each in settled(stage, end.alert_id).values()} == {State.SENT}
    for channel in SOCIAL:
        assert len(texts(stage, channel, end.alert_id.split("-")[0])) == 1
    (line,) = audit_lines(stage, f"incident:{end.alert_id.split('-')[0]}")
    assert (line["deed"], line["by"]) == ("release", stage.officers["comms"].username)
