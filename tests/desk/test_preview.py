"""`POST /preview`: what raising it would say, with all that a person wants to look at before."""

import base64
import json
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest

from functions.serve_alerts import app as alerts
from local.deploy import ROOT
from loudhailer import compose
from loudhailer.bootstrap import world
from loudhailer.channels import CHANNELS, limits_of, prices_of
from loudhailer.desk.models import RaiseRequest
from loudhailer.desk.preview_models import ComposedView
from loudhailer.domain.caller import Role
from loudhailer.picture_files import read_picture
from loudhailer.pipeline.desk import Desk, Raising, incident_of
from loudhailer.pipeline.preview import Onlook
from loudhailer.ports import Arrival, Sender
from tests.builders import bilingual_config, shipped_config
from tests.desk.test_functions import asked
from tests.pipeline.officers import FACTS, SILVER, Officers
from tests.pipeline.way_in import WayIn

CLOSURE = {"type": "road_closure", **FACTS}
NAMES = ("page", "bluesky", "x", "sms")

# A look counts nothing.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics to publish")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Officers:
    """Officers of a service in Wales, with what the channels really hold and cost."""
    config = bilingual_config()
    officers = Officers(WayIn(channels=dict(limits_of(NAMES, config.channels)), config=config))

    def desk() -> Desk:
        return replace(officers.desk(), prices=prices_of(NAMES, config.channels))

    monkeypatch.setattr(alerts, "build_desk", desk)
    monkeypatch.setattr(alerts.metrics.provider, "namespace", "Loudhailer")
    return officers


def previewed(**body: Any) -> Any:
    """Return the answer to a request that is taken."""
    status, answer = asked(alerts, "POST", "/preview", body=json.dumps({**CLOSURE, **body}))
    assert status == 200, answer
    return answer


def test_every_channel_has_its_gate_its_posts_their_counts_and_their_price(at: Officers) -> None:
    answer = previewed()
    assert list(answer["headlines"]) == ["en-GB", "cy"]
    assert (answer["unreviewed"], answer["owes"], answer["silent"]) == (["cy"], [], {})
    assert {each["action"] for each in answer["channels"].values()} == {"send"}
    for name, channel in answer["channels"].items():
        draft = channel["drafts"]["first"]
        for post in (draft, *draft["more"]):
            assert post["size"] == CHANNELS[name].limits.measure(post["text"]) <= draft["limit"]
    bluesky, sms = (answer["channels"][name]["drafts"]["first"] for name in ("bluesky", "sms"))
    assert [each["language"] for each in bluesky["more"]] == ["cy"]
    assert sms["costs"] == {"segments": sms["costs"]["segments"], "pence": 4 * sms["costs"]["segments"]}
    assert at.way_in.topic.said == []


@pytest.mark.usefixtures("at")
def test_a_missing_language_is_said_with_what_the_gate_does_about_it() -> None:
    answer = previewed(place="near the reservoir")
    assert answer["owes"] == [{"language": "cy", "name": "Welsh", "action": "hold", "seconds": 0}]
    assert {each["action"] for each in answer["channels"].values()} == {"hold"}


@pytest.mark.usefixtures("at")
def test_private_details_lead_to_flags_and_to_who_may_approve() -> None:
    answer = previewed(place="where Sarah Jones lives")
    assert [each["fact"] for each in answer["privacy"]["found"]] == ["place"]
    assert answer["privacy"]["flags"] == ["personal"]
    assert answer["privacy"]["roles"] == ["silver", "gold"]
    page = answer["channels"]["page"]
    assert (page["action"], page["roles"]) == ("approve", ["silver", "gold"])
    assert answer["findings"] == ["place: it seems to name a person"]
    assert answer["picture"] is None, "no picture goes with what a person has to look at"


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize("wanted", [True, False])
def test_the_picture_itself_comes_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch, *, wanted: bool) -> None:
    monkeypatch.setattr(world, "config", shipped_config)
    monkeypatch.setattr(resources, "files", lambda _name: ROOT / "config")
    shown = previewed(picture=wanted)["picture"]
    assert (shown["kind"], shown["width"], shown["height"]) == ("drawing", 1200, 630)
    body = base64.b64decode(shown["base64"])
    assert (read_picture(body) is not None) is wanted


@pytest.mark.usefixtures("at")
def test_a_picture_that_cannot_be_had_stops_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "config", shipped_config)
    monkeypatch.setattr(resources, "files", lambda _name: ROOT / "nowhere")
    assert previewed(picture=True)["picture"]["base64"] == ""


def test_the_api_and_a_look_without_it_agree_but_for_the_gates(at: Officers) -> None:
    config, caller = at.way_in.config, SILVER
    limits, prices = at.way_in.channels, prices_of(NAMES, at.way_in.config.channels)
    onlook = Onlook(config, limits, prices, lambda reference: f"https://alerts.example/alerts/{reference}.html")
    raising = RaiseRequest.model_validate(CLOSURE).raising()
    incident, findings = incident_of(config.plan, raising, tuple(Role))
    arrival = Arrival(sender=Sender("preview", "desk", "desk.preview"), telling=incident, by=caller.username)
    here = ComposedView.of(onlook([arrival], at.way_in.clock(), findings)).model_dump(mode="json", by_alias=True)
    answer = previewed()
    for channel in answer["channels"].values():
        del channel["action"], channel["reason"], channel["roles"]
    del here["composed"]
    assert here == answer


def test_preview_and_commit_have_their_words_from_one_composing(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    words_of = compose.words_of
    calls: list[str] = []

    def counted(*given: Any, **named: Any) -> Any:
        calls.append(named["reference"])
        return words_of(*given, **named)

    monkeypatch.setattr(compose, "words_of", counted)
    preview = at.desk().preview(SILVER, Raising("road_closure", FACTS))
    assert calls == [preview.alert.reference]
    assert at.raised().alert.drafts == preview.alert.drafts
