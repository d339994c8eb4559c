"""Documents of others, as they were really sent: each is read as a person read it, or refused for its own reason.

The tables in tests/feeds/real were written from the documents, not from what the readers make of them. The documents
are not ours to ship: the tests skip where they are missing.
"""

import builtins
import os
import socket
from pathlib import Path

import pytest

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds import FEEDS, Policy, Reading, recognise
from loudhailer.normalise import digest_of
from tests.feeds.real.cad import CAD, HIGHRISE_ID, SAME_SINCE_2150, TORONTO
from tests.feeds.real.cap import CAP, REFERENCES
from tests.feeds.real.datex import DATEX, RESTRICTED, SERIES
from tests.feeds.real.library import LIBRARY
from tests.feeds.real.roads import ROADS
from tests.feeds.real.rows import Read, Refused, Row, Silent, differences, policy_for
from tests.feeds.real.rss import RSS
from tests.feeds.real.warnings import METEOALARM_IDS, WARNINGS

DOCUMENTS = Path(os.environ.get("LOUDHAILER_SHARED") or ROOT.parent / "shared") / "feeds"
TABLES: tuple[dict[str, Row], ...] = (CAP, DATEX, ROADS, WARNINGS, RSS, LIBRARY, CAD)
ROWS: dict[str, Row] = {name: row for table in TABLES for name, row in table.items()}
READ = {name: row for name, row in ROWS.items() if isinstance(row, Read)}
REFUSED = {name: row for name, row in ROWS.items() if isinstance(row, Refused)}
SILENT = {name: row for name, row in ROWS.items() if isinstance(row, Silent)}

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents of others are not here")


def document(name: str) -> bytes:
    return (DOCUMENTS / name).read_bytes()


def read(name: str, policy: Policy | None = None) -> Reading:
    return FEEDS[recognise(document(name))].parse(document(name), policy or policy_for(ROWS[name]))


def incidents(name: str) -> dict[str, Incident]:
    return {each.id: each for each in read(name).incidents}


def test_every_document_has_one_row_and_every_row_its_document() -> None:
    there = [f"{path.parent.name}/{path.name}" for path in DOCUMENTS.glob("*/*") if path.is_file()]
    assert sorted(ROWS) == sorted(there)
    assert sum(map(len, TABLES)) == len(ROWS) == 99


@pytest.mark.parametrize("name", READ)
def test_a_document_is_recognised_by_its_own_format_and_by_no_other(name: str) -> None:
    formats = READ[name].format
    known = [each for each, form in FEEDS.items() if form.recognises(document(name))]
    assert known == [formats] if isinstance(formats, str) else len(known) == 1
    assert recognise(document(name)) == known[0]


@pytest.mark.parametrize("name", READ)
def test_a_document_is_read_as_a_person_reads_it(name: str) -> None:
    row, reading = READ[name], read(name)
    assert len(reading.refused) == row.refused, reading.refused
    assert len(reading.incidents) == len(row.told)
    found = {
        f"{number} {told.id}": wrong
        for number, (told, incident) in enumerate(zip(row.told, reading.incidents, strict=True))
        if (wrong := differences(told, incident))
    }
    assert found == {}
    leads = [(link.url, link.version) for link in reading.links]
    assert len(leads) == len(row.links)
    for (address, version), (url, at) in zip(row.links, leads, strict=True):
        assert address in url
        assert version in at
    assert not row.unlike or len({each.id for each in reading.incidents}) == len(row.told)


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_read_is_refused_by_everybody(name: str) -> None:
    row = REFUSED[name]
    words = (row.word,) if isinstance(row.word, str) else row.word or ()
    with pytest.raises(FeedError) as refusal:
        read(name)
    assert refusal.value.place == row.place
    assert any(word in refusal.value.reason for word in words), refusal.value.reason
    if row.read_as:
        with pytest.raises(FeedError) as refusal:
            FEEDS[row.read_as].parse(document(name), Policy(source="x"))
        assert all((refusal.value.place, refusal.value.reason))


@pytest.mark.parametrize("name", SILENT)
def test_what_is_no_incident_tells_the_public_nothing(name: str) -> None:
    try:
        reading = read(name)
    except FeedError as refusal:
        assert all((refusal.place, refusal.reason))  # noqa: PT017  # reading it as nothing is as good
    else:
        # What is no incident may stand in the ledger with the reason, as long as nothing of it goes out.
        assert all(each.withheld for each in reading.incidents)
        # A list of nothing ends whatever else was on it.
        assert SILENT[name].whole or reading.incidents or reading.refused or getattr(reading, "partial", False)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.never])
def test_what_must_never_be_said_is_nowhere_in_an_incident_under_any_policy_or_format(name: str) -> None:
    for policy in (policy_for(ROWS[name]), Policy(source="x")):
        for form in FEEDS.values():
            try:
                told = repr(form.parse(document(name), policy).incidents)
            except FeedError as refusal:
                told = str(refusal)
            assert [words for words in ROWS[name].never if words in told] == []


@pytest.mark.parametrize("name", RESTRICTED)
def test_what_is_for_operators_is_withheld_with_its_comments_without_a_policy_that_frees_it(name: str) -> None:
    for incident in read(name, Policy(source="x")).incidents:
        assert "confidentiality" in incident.withheld
        assert not any("currently delays" in words for words in (incident.headline, *incident.facts.values())) or (
            b"nonGeneralPublicComment" not in document(name)
        )


@pytest.mark.parametrize("series", [*SERIES, TORONTO], ids=lambda names: names[0])
def test_a_later_snapshot_never_counts_as_older_and_what_changed_counts_as_newer(series: tuple[str, ...]) -> None:
    seen: dict[str, Incident] = {}
    for name in series:
        for own, incident in incidents(name).items():
            before = seen.get(own)
            if before is not None:
                newer = (before.updated or 0) != (incident.updated or 0)
                assert incident.revision > before.revision if newer else incident.revision == before.revision
            seen[own] = incident
    assert seen


def test_a_fire_that_grows_is_more_severe_and_crews_that_come_and_go_are_no_news() -> None:
    second, fourth, fifth, still = (incidents(name)[HIGHRISE_ID] for name in TORONTO)
    levels = ["Unknown", "Minor", "Moderate", "Severe", "Extreme"]
    ranks = [levels.index(each.severity) for each in (second, fourth, fifth, still)]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[2]
    for own in SAME_SINCE_2150:
        assert digest_of(incidents(TORONTO[2])[own]) == digest_of(incidents(TORONTO[3])[own])


def test_a_situation_that_loses_its_highest_record_and_speaks_later_counts_as_newer() -> None:
    """Numbers count the versions of a record: of another record of the same situation they say nothing."""
    name, own = "datex2-v3/es-dgt.xml", "20268117"
    before = incidents(name)[own]
    text = document(name).decode()
    start = text.index(f'<ns3:situation id="{own}">')
    end = text.index("</ns3:situation>", start)
    *_, last = text[start:end].split("<ns3:situationRecord ")
    later = last.replace('version="68"', 'version="69"').replace("2026-07-14T08:57:04.000", "2026-07-14T14:00:00.000")
    first = text[start : text.index("<ns3:situationRecord ", start)]
    assert later != last
    changed = f"{text[:start]}{first}<ns3:situationRecord {later}{text[end:]}".encode()
    after = {each.id: each for each in FEEDS["datex2"].parse(changed, Policy(source="x")).incidents}[own]
    assert (after.updated or 0) > (before.updated or 0)  # type: ignore[operator]  # both have one
    assert after.revision > before.revision


@pytest.mark.parametrize("name", REFERENCES)
def test_the_references_lead_back_to_the_first_alert(name: str) -> None:
    (incident,) = read(name).incidents
    assert incident.references == REFERENCES[name]


def test_a_warning_of_meteoalarm_keeps_its_id_from_version_to_version() -> None:
    found = [each.id for each in read("meteoalarm/uk-storm-eowyn.atom").incidents]
    assert [stays in own for stays, own in zip(METEOALARM_IDS, found, strict=True)] == [True, True]
    assert not any(changes in own for own in found for changes in (".v6", ".v1", "250124180126", "250123104205"))


def test_items_without_an_id_keep_theirs_when_the_list_is_put_in_another_order() -> None:
    whole = document("rss-georss/cciss-italy.rss")
    before, *items = whole.split(b"<item>")
    last, after = items[-1].split(b"</item>")
    turned = b"<item>".join([before, last + b"</item>", *items[:-1]]) + after
    policy = policy_for(ROWS["rss-georss/cciss-italy.rss"])
    one, other = (FEEDS["rss"].parse(each, policy).incidents for each in (whole, turned))
    assert sorted(each.id for each in one) == sorted(each.id for each in other)


def test_a_hostile_document_is_refused_without_a_look_at_a_file_or_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile, looked = document("cap/hostile-xxe.cap"), []

    def look(*where: object, **_: object) -> None:
        looked.append(where)
        raise OSError

    monkeypatch.setattr(builtins, "open", look)
    monkeypatch.setattr(os, "open", look)
    monkeypatch.setattr(socket, "getaddrinfo", look)
    monkeypatch.setattr(socket, "create_connection", look)
    monkeypatch.setattr(socket.socket, "connect", look)
    for form in FEEDS.values():
        with pytest.raises(FeedError):
            form.parse(hostile, Policy(source="x"))
    monkeypatch.undo()
    assert looked == []
