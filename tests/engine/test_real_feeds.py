"""Documents of others, as they were really sent, through the deployed template: the words in public, or why not.

They are not ours to ship: the tests skip where they are missing. Only their times move: they were sent just now.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml

from local.day import moved_text
from local.stage import FEW, Stage, running_stage
from local.unpaced import unpaced
from loudhailer.aws.items import feed_key
from loudhailer.compose import say_time
from loudhailer.domain.delivery import State
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.normalise import reference_of
from tests.engine.conftest import eventually, settled, texts
from tests.feeds.test_real_documents import DOCUMENTS

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents of others are not here"),
]
NH, EA = "national_highways", "environment_agency"
WAINFLEET, WINDEMERE = "50385fcb0ab7aa447bbd46d848ce8466E", "4f6d28b10ab7aa447bbd46d85f1e9effE"
GALE = "2.49.0.1.372.0.gale"
M5, A361, ACCIDENT = "signs/M5-S6216", "384696", "12345"
INDEXES = {"nws-feed-index.atom", "sweden-krisinformation.atom", "bom-wmo-index.rss"}
TSUNAMI = (
    "Coastal areas between and including Unimak Pass, Alaska (80 miles NE of Dutch Harbor) "
    "to Amchitka Pass, Alaska (125 miles W of Adak)"
)
SHORTER = f"{TSUNAMI.partition(',')[0]} and other areas"
"""What is left of it in a small post: what to do never falls away, so the last words of the area do."""
SAID = {
    "uk-ea-wainfleet-severe-alert.xml": (
        WAINFLEET,
        "Environment Agency",
        "Warning: Severe Flood Warning. Area: River Steeping in Wainfleet All Saints.",
    ),
    "uk-ea-windemere-multipolygon.xml": (
        WINDEMERE,
        "Environment Agency",
        "Warning: Severe Flood Warning. Area: Windemere.",
    ),
    "alertswiss-landslide-as-cap.xml": (
        "POA-1222963954-5",
        "Canton Ticino",
        "Warning: Falling rocks, landslide. Area: Sonvico - Denti della vecchia.",
    ),
    "iceland-two-languages.cap": (
        "is-IMO-2a4c2db8-07fd-4a0f-b372-9667280d46d1",
        "IMO - Meteorologist on duty",
        "Warning: Weather Warning: Wind. Area: Reykjavik - Capital Region.",
    ),
    "ie-smallcraft-emma.xml": (
        "2.49.0.1.372.0.250413231648.N_Norm002_SmallCraft",
        "Met Éireann",
        "Warning: Small Craft. Area: from Fair Head to Strangford Lough to Howth Head.",
    ),
    "kz-freezing-rain.xml": (
        "2.49.0.0.398.0-20250306-133701-0284797-00-EN",
        "",
        "Warning: Freezing rain, icing. Area: Kokpekti district (Abai oblysy).",
    ),
    "wcatwc-tsunami-update.cap": (
        "PAAQ-1-lqw6d6",
        "NWS West Coast/Alaska Tsunami Warning Center Palmer AK",
        f"Warning: Tsunami Warning. Area: {TSUNAMI}.",
    ),
}
"""The incident, the publisher that it names, and what is always said of it."""
CLOSED = "it was closed, but never announced"
TEST = "Test: shown on the drill wall, and nowhere else"
UNSAID = {
    "alertswiss-test-status.xml": ("TEST-1163", TEST),
    "ph-test-status.cap": ("103ff55e-b538-49a2-a94a-64470ddea2cc", TEST),
    "uk-ea-defra-service-update.xml": ("4eb3b7350ab7aa443650fc9351f02940E10", TEST),
    "canada-empty-references.cap": ("2.49.0.1.124.6bddbc91.2012", CLOSED),
    "gdacs-tropical-cyclone.xml": ("GDACS_EQ_1470644_1625617", CLOSED),
    "usgs-earthquake-cap11.cap": ("USGS-earthquakes-us2010apcd.6.20100831T000925.496Z", CLOSED),
    "usgs-earthquake-latin1.cap": ("USGS-earthquakes-usB000D5T4.3947362.7.20121014T225304.360Z.0", CLOSED),
    "no-info-cancel.cap": ("1017033100951096-517189320160225203219800", CLOSED),
    "invalid-missing-scope.cap": ("12345", "not for broadcast: it names no scope"),
    "smhi-bundle.cap": ("smhi-bpm-1552396920785", "not for broadcast: it has no English text"),
}
"""Which of a document's incidents the ledger names, and why the public hears nothing of it."""
UNREAD = {
    "hostile-xxe.cap": "document: it holds a DTD or entities, which are never read",
    "alertswiss-landslide.json": "document: it is not XML (line 1, column 0)",
}
"""What the ledger says of a document that is none of ours."""
ENDS = {"uk-ea-wainfleet-cancel.xml"}
"""What is told of only after what it ends."""


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Return a Loudhailer of its own whose CAP feed has no publisher but those that its documents name.

    It has read the index of all CAP documents once, and of National Highways nothing yet.
    """
    config = unpaced(tmp_path_factory.mktemp("abroad") / "config")
    without_publisher(config / "feeds.yaml")
    with running_stage(tmp_path_factory.mktemp("engine"), config=config, channels=FEW) as running:
        serve_closures(running, closures(ago=timedelta(minutes=2)))
        # The clock may have asked before there was anything to say.
        table = running.stack.outputs["StateTableName"]
        running.engine.client("dynamodb").delete_item(TableName=table, Key=feed_key(NH))
        running.order(by="tests", reason="the tests' own act of going live", live=True, channels=running.channels)
        assert running.poll(EA).begun
        serve_alerts(running, cap_documents())
        running.poll(EA)
        yield running


@pytest.fixture
def at_home(stage: Stage) -> Iterator[Stage]:
    """Return the session's Loudhailer, with the Environment Agency's feed as it is shipped, begun and empty again."""
    stage.sandbox.serve(EA)
    assert stage.poll(EA).begun
    yield stage
    stage.sandbox.serve(EA)


def without_publisher(file: Path) -> None:
    """Let the CAP feed of a feeds.yaml be anybody's: its words are typed and named by nobody but the document."""
    known = yaml.safe_load(file.read_text(encoding="utf-8"))
    doubts = known["policies"][EA]["doubts"]
    known["policies"][EA] = {"licence": "the tests' own", "doubts": doubts}
    file.write_text(yaml.safe_dump(known, sort_keys=False), encoding="utf-8")


def raw(name: str) -> str:
    """Return a document with one sign for each byte: what is ASCII in it can be changed, and the rest stays."""
    return (DOCUMENTS / name).read_bytes().decode("latin-1")


def sent(document: str) -> datetime | None:
    """Return when an alert was sent."""
    found = re.search(r"<sent>([^<]+)</sent>", document)
    return datetime.fromisoformat(found[1]) if found else None


def now_sent(document: str) -> str:
    """Return an alert whose times move so that it was sent just now; what has no such time stays."""
    moment = sent(document)
    return moved_text(document, datetime.now(UTC) - moment) if moment else document


def changed(document: str, **changes: str) -> str:
    """Return an alert, sent just now, with other text in its first elements of these names."""
    for name, text in changes.items():
        document, times = re.subn(rf"(<{name}>)[^<]*(?=</{name}>)", rf"\g<1>{text}", document, count=1)
        assert times, f"it has no {name}"
    return now_sent(document)


def serve_alerts(stage: Stage, documents: Mapping[str, str]) -> None:
    """Serve an Atom index that links to the documents."""
    entries = "".join(
        f'<entry><updated>{sent(document) or ""}</updated><link type="application/cap+xml" href="{EA}/{name}"/></entry>'
        for name, document in documents.items()
    )
    index = f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
    stage.sandbox.serve(EA, documents={"": index, **documents}, encoding="iso-8859-1")


def closures(ago: timedelta = timedelta()) -> str:
    """Return National Highways' page with its times moved so that the lanes' version is so old."""
    page = raw("datex2-v3-json/nh-closures-doc-shaped.json")
    return moved_text(page, datetime.now(UTC) - ago - datetime.fromisoformat("2025-03-21T06:03:57+00:00"))


def serve_closures(stage: Stage, page: str) -> None:
    """Serve National Highways' page, and behind it one about an accident that names no confidentiality."""
    accident = raw("datex2-v3-json/datex-eu-accident.json")
    stage.sandbox.serve(NH, documents={"": page, "2": accident}, pages={"": "2"}, encoding="iso-8859-1")


def ending(page: str) -> datetime:
    """Return when National Highways' page expects the lanes to open."""
    lanes = json.loads(page)["D2Payload"]["situation"][1]["situationRecord"][0]["sitRoadOrCarriagewayOrLaneManagement"]
    return datetime.fromisoformat(lanes["validity"]["validityTimeSpecification"]["overallEndTime"])


def lines_about(stage: Stage, source: str, incident_id: str, fate: Fate) -> list[Outcome]:
    """Return the ledger's lines of one fate about an incident, once there are any."""
    found: list[Outcome] = eventually(
        lambda: [
            each
            for each in stage.outcomes().values()
            if (each.source, each.incident_id, each.fate) == (source, incident_id, fate)
        ]
    )
    return found


def in_public(stage: Stage, source: str, incident_id: str, revision: int) -> dict[str, str]:
    """Return the newest words of an incident by channel, once this revision is public on all of them."""
    reference = reference_of(source, incident_id)
    eventually(lambda: f"{reference}-{revision}" in stage.alerts())
    deliveries = settled(stage, f"{reference}-{revision}", patience=60)
    assert {each.state for each in deliveries.values()} == {State.SENT}, {
        each.channel: each.reason for each in deliveries.values()
    }
    assert {each.platform for each in deliveries.values()} == set(stage.channels)
    return {"page": on_the_page(stage, reference, revision)} | {
        name: texts(stage, name, reference)[-1] for name in stage.channels if name != "page"
    }


def on_the_page(stage: Stage, reference: str, revision: int) -> str:
    """Return what the own page says in one revision of an incident."""
    found: list[str] = eventually(
        lambda: [
            post["text"]
            for each in stage.sandbox.pages()
            for post in each["posts"]
            if (each["reference"], post["revision"]) == (reference, revision)
        ]
    )
    return found[0]


def assert_says(said: Mapping[str, str], kept: str, *loose: str) -> None:
    """Check what stands above the frame: all of it on the page, elsewhere as much of what is loose as fits.

    Nobody says "reopened" or "safe" on another's word.
    """
    fuller = [" ".join((kept, *loose[:count])) for count in range(len(loose) + 1)]
    above = {name: text.partition("\n\n")[0] for name, text in said.items()}
    assert above["page"] == fuller[-1]
    assert set(above.values()) <= set(fuller)
    assert not any(re.search(r"\b(reopened|safe)\b", text) for text in said.values())


@cache
def cap_documents() -> Mapping[str, str]:
    """Return every CAP document but those that end another, all sent when this was first asked."""
    return {name: now_sent(raw(f"cap/{name}")) for name in (*SAID, *UNSAID, *UNREAD)}


def test_no_cap_document_is_left_out() -> None:
    there = {path.name for path in (DOCUMENTS / "cap").iterdir()}
    assert there == {*SAID, *UNSAID, *UNREAD, *ENDS, *INDEXES}


@pytest.mark.parametrize("name", SAID)
def test_a_warning_is_said_with_the_publisher_that_its_document_names(abroad: Stage, name: str) -> None:
    incident_id, publisher, words = SAID[name]
    said = in_public(abroad, EA, incident_id, 1)
    said["bluesky"] = said["bluesky"].replace(f"{SHORTER}.", f"{TSUNAMI}.")
    assert_says(said, words, *([f"{publisher} issued this warning: follow its advice."] if publisher else []))
    assert not any("the Environment Agency" in text or "Source:" in text for text in said.values())


@pytest.mark.parametrize("name", UNSAID)
def test_what_the_public_must_not_hear_is_in_the_ledger_with_its_reason(abroad: Stage, name: str) -> None:
    incident_id, reason = UNSAID[name]
    fate = Fate.REHEARSED if reason == TEST else Fate.REFUSED
    assert {each.reason for each in lines_about(abroad, EA, incident_id, fate)} == {reason}
    assert not any(each.incident_id == incident_id for each in abroad.alerts().values())


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_none_of_ours_is_in_the_ledger_with_its_reason(abroad: Stage, name: str) -> None:
    assert abroad.feed(EA).refused == len(UNREAD)
    lines = [each for each in abroad.outcomes().values() if each.event_id.startswith(f"{EA}:refused:")]
    assert [each.person for each in lines if each.reason == UNREAD[name]] == [True]


def test_nothing_else_is_public(abroad: Stage) -> None:
    known = {*(incident_id for incident_id, _, _ in SAID.values()), GALE, M5}
    assert {each.incident_id for each in abroad.alerts().values()} <= known
    references = {reference_of(EA, each) for each in known} | {reference_of(NH, M5)}
    for post in abroad.sandbox.posts():
        assert any(reference in post["text"] for reference in references)
    assert {each["reference"] for each in abroad.sandbox.pages()} <= references


def test_a_warning_of_another_service_is_updated_and_ended_in_right_words(abroad: Stage) -> None:
    emma = raw("cap/ie-smallcraft-emma.xml")
    area = "Area: from Fair Head to Strangford Lough to Howth Head."
    documents = {**cap_documents(), "gale-1.xml": changed(emma, identifier=GALE)}
    serve_alerts(abroad, documents)
    abroad.poll(EA)
    issued = "Met Éireann issued this warning: follow its advice."
    assert_says(in_public(abroad, EA, GALE, 1), f"Warning: Small Craft. {area}", issued)

    documents |= {"gale-2.xml": changed(emma, identifier=GALE, msgType="Update", event="Gale")}
    serve_alerts(abroad, documents)
    abroad.poll(EA)
    advice = "Met Éireann changed this warning: follow its advice."
    assert_says(in_public(abroad, EA, GALE, 2), f"Update. Warning: Gale. {area}", advice)

    naming = f"</scope><references>forecasts@met.ie,{GALE},2025-04-14T00:16:48+01:00</references>"
    ended = emma.replace("</scope>", naming, 1)
    documents |= {"gale-3.xml": changed(ended, identifier=f"{GALE}.over", msgType="Cancel", event="Gale")}
    serve_alerts(abroad, documents)
    abroad.poll(EA)
    last = in_public(abroad, EA, GALE, 3)
    assert_says(last, "The warning has ended: Gale.", area, "Met Éireann ended this warning.")


def test_the_environment_agencys_warnings_are_said_changed_and_removed_in_its_words(at_home: Stage) -> None:
    severe, lesser = raw("cap/uk-ea-wainfleet-severe-alert.xml"), raw("cap/uk-ea-windemere-multipolygon.xml")
    documents = {"wainfleet-1.xml": now_sent(severe), "windermere-1.xml": now_sent(lesser)}
    serve_alerts(at_home, documents)
    at_home.poll(EA)
    danger = "Danger to life: be ready to leave."
    water = "Do not walk or drive through flood water."
    issued = "The Environment Agency issued this warning."
    wainfleet = "River Steeping in Wainfleet All Saints"
    first = in_public(at_home, EA, WAINFLEET, 1)
    assert_says(first, f"Severe flood warning: {wainfleet}. {danger}", water, issued)
    assert all("\nIf you are in danger, call 999.\n" in text for text in first.values())
    second = in_public(at_home, EA, WINDEMERE, 1)
    assert_says(second, f"Severe flood warning: Windemere. {danger}", water, issued)

    documents |= {
        "wainfleet-2.xml": now_sent(raw("cap/uk-ea-wainfleet-cancel.xml")),
        "windermere-2.xml": changed(lesser, msgType="Update", event="053/055 Issue Flood Warning EA"),
    }
    serve_alerts(at_home, documents)
    at_home.poll(EA)
    still = "Stay out of any flood water."
    last = in_public(at_home, EA, WAINFLEET, 2)
    assert_says(last, f"The Environment Agency has removed its severe flood warning: {wainfleet}.", still)
    lower = in_public(at_home, EA, WINDEMERE, 2)
    now = "Now a flood warning from the Environment Agency: Windemere."
    assert_says(lower, f"{now} Flooding is expected: act now.", water)

    removed = changed(lesser, msgType="Update", event="053/055 Remove Flood Warning EA")
    serve_alerts(at_home, documents | {"windermere-3.xml": removed})
    at_home.poll(EA)
    over = in_public(at_home, EA, WINDEMERE, 3)
    assert_says(over, "The Environment Agency has removed its flood warning: Windemere.", still)
    for said in (first, second, last, lower, over):
        assert all("\nSource: Environment Agency." in text for text in said.values())


def test_what_national_highways_lists_is_held_at_first_then_said_changed_and_no_longer_listed(abroad: Stage) -> None:
    abroad.poll(NH)
    (held,) = lines_about(abroad, NH, M5, Fate.HELD)
    assert held.reason == f"first poll of {NH}: a person may release it"
    reference = reference_of(NH, M5)
    assert not any(reference in post["text"] for post in abroad.sandbox.posts())

    page = closures()
    until, later = ending(page), ending(page) + timedelta(minutes=15)
    serve_closures(abroad, page)
    abroad.poll(NH)
    listed, delays = (
        "National Highways lists lanes on the M5 southbound between J14 and J13 as closed.",
        "Expect delays and allow extra time.",
    )
    first = in_public(abroad, NH, M5, 2)
    expected = say_time(until, abroad.alerts()[f"{reference}-2"].sent)
    assert_says(first, listed, delays, f"They are expected to stay closed until about {expected}.")
    assert {each.reason for each in lines_about(abroad, NH, A361, Fate.REFUSED)} == {CLOSED}
    confidential = {each.reason for each in lines_about(abroad, NH, ACCIDENT, Fate.REFUSED)}
    assert confidential == {"not for broadcast: it names no confidentiality"}

    serve_closures(abroad, page.replace(until.isoformat(), later.isoformat()))
    abroad.poll(NH)
    second = in_public(abroad, NH, M5, 3)
    expected = say_time(later, abroad.alerts()[f"{reference}-3"].sent)
    assert_says(second, f"Update: {listed}", delays, f"They are now expected to stay closed until about {expected}.")

    without = json.loads(page)
    without["D2Payload"]["situation"] = [each for each in without["D2Payload"]["situation"] if each["idG"] != M5]
    serve_closures(abroad, json.dumps(without))
    for _ in range(2):
        abroad.poll(NH)
    last = in_public(abroad, NH, M5, 4)
    gone = "Lanes on the M5 southbound between J14 and J13 are no longer listed as closed by National Highways."
    assert_says(last, gone)
    for said in (first, second, last):
        assert all("\nPowered by National Highways' Transport Data Feeds." in text for text in said.values())
