"""The record is as it was written, or it is said where not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.act import Act
from loudhailer.domain.audit import (
    FIRST,
    Anchor,
    Body,
    Head,
    Line,
    StoredAnchor,
    Words,
    body_of,
    digest_of,
    line_of,
)
from loudhailer.verify import ANCHORS, What, findings_of

NOW = datetime(2026, 11, 23, 4, 10, tzinfo=UTC)
CHAIN = "incident:J3BWW4D7C"


def words_of(number: int) -> Words:
    return Words(salt=f"salt-{number}", text=f"because of {number}")


def a_chain(length: int, chain: str = CHAIN, start: datetime = NOW) -> list[Line]:
    """Write a chain as the audit does."""
    lines: list[Line] = []
    for number in range(1, length + 1):
        at = start + timedelta(minutes=number)
        act = Act(chain=chain, at=at, by="gold", deed="raise", subject="J3BWW4D7C-1", reason="", result="posted")
        body = body_of(act, words=words_of(number).digest, code="0.1.0+0", written=at)
        lines.append(line_of(chain, number, lines[-1].digest if lines else FIRST, body, at))
    return lines


def anchored(lines: Sequence[Line], *lengths: int) -> list[StoredAnchor]:
    """Write an anchor at each of these lengths of the chain."""
    found: list[StoredAnchor] = []
    for number, length in enumerate(lengths):
        head = Head(number=length, digest=lines[length - 1].digest)
        previous = found[-1].digest if found else ""
        anchor = Anchor(previous=previous, at=NOW + timedelta(hours=number), code="0", heads={lines[0].chain: head})
        found.append(StoredAnchor(f"anchors/2026/11/23/{number:06}.json", anchor.model_dump_json().encode()))
    return found


def rewritten(lines: Sequence[Line]) -> list[Line]:
    """Digest every line anew, as somebody would who knows how."""
    found: list[Line] = []
    for number, line in enumerate(lines, 1):
        before = found[-1].digest if found else FIRST
        found.append(replace(line, number=number, before=before, digest=digest_of(before, number, line.body)))
    return found


def edited(line: Line, by: str = "nobody") -> Line:
    return replace(line, body=line.body.replace('"by":"gold"', f'"by":"{by}"'))


LINES = a_chain(8)
STORED = anchored(LINES, 3, 6)
SPOILED: Mapping[str, tuple[Callable[[list[Line]], list[Line]], tuple[int, What]]] = {
    "one row edited": (lambda lines: [*lines[:3], edited(lines[3]), *lines[4:]], (4, What.EDITED)),
    "one row edited and digested anew": (
        lambda lines: [*lines[:3], rewritten([*lines[:3], edited(lines[3])])[3], *lines[4:]],
        (5, What.UNLINKED),
    ),
    "one row edited and all behind it digested anew": (
        lambda lines: rewritten([*lines[:3], edited(lines[3]), *lines[4:]]),
        (6, What.REWRITTEN),
    ),
    "one row removed": (lambda lines: [*lines[:3], *lines[4:]], (4, What.MISSING)),
    "one row removed and all behind it numbered anew": (
        lambda lines: rewritten([*lines[:3], *lines[4:]]),
        (6, What.REWRITTEN),
    ),
    "one row added behind a gap": (lambda lines: [*lines, replace(lines[7], number=12)], (9, What.MISSING)),
    "one row added at the end without its digest": (
        lambda lines: [*lines, replace(edited(lines[7]), number=9)],
        (9, What.EDITED),
    ),
    "one row added before the first": (lambda lines: [replace(lines[0], number=0), *lines], (0, What.SURPLUS)),
    "one row added in the middle and all behind it numbered anew": (
        lambda lines: rewritten([*lines[:3], edited(lines[3]), *lines[3:]]),
        (6, What.REWRITTEN),
    ),
    "one row of another chain put in": (
        lambda lines: [*lines, *rewritten([*lines, replace(a_chain(9, "command")[8], chain=CHAIN)])[8:]],
        (9, What.MISPLACED),
    ),
    "two rows swapped": (
        lambda lines: [
            *lines[:3],
            replace(lines[4], number=4),
            replace(lines[3], number=5),
            *lines[5:],
        ],
        (4, What.EDITED),
    ),
    "two rows swapped and all behind them digested anew": (
        lambda lines: rewritten([*lines[:3], lines[4], lines[3], *lines[5:]]),
        (6, What.REWRITTEN),
    ),
    "the tail cut after an anchor": (lambda lines: lines[:5], (6, What.CUT)),
    "the whole chain cut": (lambda _: [], (3, What.CUT)),
    "a row taken out of the index": (
        lambda lines: [*lines[:7], replace(lines[7], hour="2026-11-23T01")],
        (8, What.MISPLACED),
    ),
}


def test_a_chain_as_it_was_written_has_no_finding() -> None:
    words = {words_of(number).digest: words_of(number) for number in range(1, 9)}
    assert findings_of({CHAIN: LINES}, STORED, words) == ()


@pytest.mark.parametrize("how", SPOILED)
def test_what_was_done_to_a_chain_is_found(how: str) -> None:
    spoil, expected = SPOILED[how]
    found = findings_of({CHAIN: spoil(list(LINES))}, STORED)
    assert expected in {(each.number, each.what) for each in found}
    assert {each.chain for each in found} == {CHAIN}
    assert all(each.why for each in found)


def test_what_was_written_since_the_last_anchor_can_be_cut_without_a_trace() -> None:
    """The limit of it: until the next anchor nothing outside the table knows of it."""
    assert findings_of({CHAIN: LINES[:6]}, STORED) == ()
    assert findings_of({CHAIN: LINES[:6]}, anchored(LINES, 3, 6, 8))[0].what is What.CUT


def test_words_that_were_erased_leave_the_chain_whole() -> None:
    assert findings_of({CHAIN: LINES}, STORED, {}) == ()


def test_words_that_were_edited_are_found() -> None:
    words = {words_of(2).digest: Words(salt="salt-2", text="because of nothing")}
    (found,) = findings_of({CHAIN: LINES}, STORED, words)
    assert (found.number, found.what) == (2, What.WORDS)


def test_without_the_salt_the_same_words_have_another_digest() -> None:
    assert Words(salt="a", text="yes").digest != Words(salt="b", text="yes").digest


def test_a_line_of_the_release_before_is_verified_as_it_was_digested() -> None:
    """Its body holds the words themselves, and it stands in no index."""
    act = Act(chain=CHAIN, at=NOW, by="gold", deed="raise", subject="s", reason="in the body", result="posted")
    body = act.model_dump_json(exclude={"plan_digest", "id"})
    old = Line(CHAIN, 1, body, FIRST, digest_of(FIRST, 1, body))
    assert findings_of({CHAIN: [old]}) == ()
    assert Body.model_validate_json(body).reason == "in the body"


def test_an_anchor_that_is_gone_changed_or_covered_is_found() -> None:
    anchors = anchored(LINES, 2, 4, 6)
    gone = findings_of({CHAIN: LINES}, [anchors[0], anchors[2]])
    assert [(each.chain, each.what) for each in gone] == [(ANCHORS, What.MISSING)]
    body = anchors[1].body.replace(b'"code":"0"', b'"code":"1"')
    changed = findings_of({CHAIN: LINES}, [anchors[0], replace(anchors[1], body=body), anchors[2]])
    assert [(each.chain, each.number, each.what) for each in changed] == [(ANCHORS, 3, What.MISSING)]
    covered = findings_of({CHAIN: LINES}, [anchors[0], replace(anchors[1], covered=True), anchors[2]])
    assert [(each.chain, each.number, each.what) for each in covered] == [(ANCHORS, 2, What.EDITED)]
    unread = findings_of({CHAIN: LINES}, [anchors[0], replace(anchors[1], body=b"{")])
    assert [(each.chain, each.number, each.what) for each in unread] == [(ANCHORS, 2, What.EDITED)]


def test_two_anchors_of_one_hour_are_no_finding() -> None:
    """The clock may call twice; both then name the same one before, and the next names one of them."""
    first, second, _ = anchored(LINES, 2, 4, 6)
    twin = replace(second, key="anchors/2026/11/23/000001b.json")
    head = Head(number=6, digest=LINES[5].digest)
    third = Anchor(previous=second.digest, at=NOW, code="0", heads={CHAIN: head}).model_dump_json().encode()
    stored = StoredAnchor("anchors/2026/11/23/000002.json", third)
    assert findings_of({CHAIN: LINES}, [first, second, twin, stored]) == ()


@st.composite
def mutations(draw: st.DrawFn) -> tuple[list[Line], list[Line], list[StoredAnchor]]:
    """Draw a chain with its newest line anchored, and the same with one thing done to it."""
    length = draw(st.integers(min_value=2, max_value=12))
    lines = a_chain(length)
    at = draw(st.integers(min_value=0, max_value=length - 1))
    lengths = sorted({*draw(st.lists(st.integers(min_value=1, max_value=length), max_size=3)), length})
    other = draw(st.integers(min_value=0, max_value=length - 1).filter(lambda each: each != at))
    anew = draw(st.booleans())
    spoiled = list(lines)
    match draw(st.sampled_from(["edit", "remove", "add", "swap", "cut"])):
        case "edit":
            spoiled[at] = edited(lines[at], draw(st.from_regex(r"\A[a-z]{1,8}\Z").filter(lambda by: by != "gold")))
        case "remove":
            del spoiled[at]
        case "add":
            spoiled.insert(at, edited(lines[at]) if anew else lines[at])
        case "swap":
            spoiled[at], spoiled[other] = lines[other], lines[at]
            spoiled = [replace(line, number=number) for number, line in enumerate(spoiled, 1)]
        case _:
            spoiled = spoiled[:at]
    return lines, rewritten(spoiled) if anew else spoiled, anchored(lines, *lengths)


@given(mutations())
def test_any_one_thing_done_to_an_anchored_chain_is_found(
    drawn: tuple[list[Line], list[Line], list[StoredAnchor]],
) -> None:
    lines, spoiled, anchors = drawn
    assert findings_of({CHAIN: lines}, anchors) == ()
    assert findings_of({CHAIN: spoiled}, anchors)
