"""What is left out of a document says nothing: it ends no incident, and frees nothing that was kept back."""

import json
from collections.abc import Iterator

import pytest

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase, Status
from loudhailer.feeds import FEEDS, Policy
from tests.feeds.fuzz import format_of, policies_of, samples
from tests.feeds.mutants_json import json_of, places_of
from tests.feeds.mutants_xml import elements_of, tokens_of

SIGNS = 90
BY_WORD = ("scope", "confidentiality", "language", "status")
"""What its source itself says against broadcasting it; a part that is odd may be left out with its oddness."""
OURS = [name for name in samples() if format_of(name) and name.startswith("events/feeds/")]
OTHERS = [
    name for name in samples() if format_of(name) and name.startswith("shared/") and len(samples()[name]) < 64_000
]


def omissions(document: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the document without each of its parts in turn, and what was left out."""
    text = json_of(document)
    if text is not None:
        for number in range(len(places_of(json.loads(text)))):
            read = json.loads(text)
            holder, key = places_of(read)[number]
            what = f"{key}: {holder[key]!r}"[:SIGNS]
            del holder[key]
            yield what, json.dumps(read).encode()
    elif b"<" in document[:300]:
        tokens = tokens_of(document)
        for first, last in elements_of(document):
            yield "".join(tokens[first : last + 1])[:SIGNS], "".join((*tokens[:first], *tokens[last + 1 :])).encode()


def read(name: str, document: bytes, policy: Policy) -> dict[str, Incident]:
    try:
        return {each.id: each for each in FEEDS[name].parse(document, policy).incidents}
    except FeedError:
        return {}


def kept_by_word(incident: Incident) -> bool:
    return incident.status is not Status.ACTUAL or any(word in incident.withheld for word in BY_WORD)


def may_go(incident: Incident) -> bool:
    held = incident.withheld or incident.doubt or incident.sensitivities
    return incident.status is Status.ACTUAL and not held


def wrongs(sample: str) -> Iterator[str]:
    """Yield what a sample without a part is wrongly taken for."""
    name, document = format_of(sample), samples()[sample]
    for policy in policies_of(name)[-1:]:
        whole = read(name, document, policy)
        for what, shorter in omissions(document):
            for own, after in read(name, shorter, policy).items():
                before = whole.get(own)
                if before is not None and before.phase is not Phase.CLOSED and after.phase is Phase.CLOSED:
                    yield f"{own} is over without {what}"
                if before is not None and kept_by_word(before) and may_go(after):
                    yield f"{own} may go out without {what}"


@pytest.mark.parametrize("sample", OURS)
def test_what_is_left_out_of_our_samples_ends_nothing_and_frees_nothing(sample: str) -> None:
    assert list(wrongs(sample)) == []


@pytest.mark.long
@pytest.mark.parametrize("sample", OTHERS)
def test_what_is_left_out_of_the_documents_of_others_ends_nothing_and_frees_nothing(sample: str) -> None:
    assert list(wrongs(sample)) == []
