"""The list: who is on it, and what is said of a line that cannot be read."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels._recipients import MAILBOX, NUMBER, Recipients
from loudhailer.domain.errors import ConfigurationError, OptedOut, PostRejected
from tests.channels.kit import a_post, everything_said_of

GOOD = "control-room=+447700900101\n\n  ward-3 = +447700900103 \r\n"


def refused(written: str, address: re.Pattern[str] = NUMBER) -> list[str]:
    with pytest.raises(ConfigurationError) as refusal:
        Recipients("sms", written, address)
    assert "7700" not in everything_said_of(refusal.value)
    assert "@" not in everything_said_of(refusal.value)
    return list(refusal.value.problems)


def test_a_list_is_read_in_its_order() -> None:
    recipients = Recipients("sms", GOOD, NUMBER)
    assert recipients.ids == ("control-room", "ward-3")
    assert recipients.address_of(a_post(recipient="ward-3")) == "+447700900103"


def test_a_list_shows_nobody_s_address() -> None:
    assert repr(Recipients("sms", GOOD, NUMBER)) == "Recipients(sms, 2)"


def test_who_was_taken_off_the_list_has_opted_out() -> None:
    with pytest.raises(OptedOut, match=r"^ward-9 is not on the list any more$"):
        Recipients("sms", GOOD, NUMBER).address_of(a_post(recipient="ward-9"))


def test_a_post_to_nobody_in_particular_is_our_own_mistake() -> None:
    with pytest.raises(PostRejected):
        Recipients("sms", GOOD, NUMBER).address_of(a_post(recipient=""))


@pytest.mark.parametrize(
    "line",
    [
        "+447700900104",
        "=+447700900104",
        "Ward 4=+447700900104",
        "WARD-4=+447700900104",
        "wärd-4=+447700900104",
        f"{'w' * 33}=+447700900104",
        "ward_4=+447700900104",
    ],
)
def test_a_line_without_a_good_id_is_named_by_its_number(line: str) -> None:
    assert refused(f"{GOOD}{line}") == [
        "LH504 recipients of sms: line 4: write id=address; an id is 1 to 32 of a-z, 0-9 and -"
    ]


@pytest.mark.parametrize(
    "number", ["", "07700900104", "447700900104", "+44 7700 900104", "+0447700900104", "+44770090010455555", "+4477O0"]
)
def test_a_line_without_a_good_number_is_named_by_its_number(number: str) -> None:
    (problem,) = refused(f"{GOOD}ward-4={number}")
    assert problem == "LH504 recipients of sms: line 4: what stands after the = is no address of this channel"


@pytest.mark.parametrize(
    "mailbox",
    [
        "ward@partners.example",
        "w@a.example",
        "first.last+alerts@sub.partners.example",
        "o'brien@partners.example",
        f"{'w' * 64}@partners.example",
    ],
)
def test_a_bare_mailbox_is_an_address(mailbox: str) -> None:
    assert Recipients("email", f"ward-3={mailbox}", MAILBOX).address_of(a_post()) == mailbox


@pytest.mark.parametrize(
    "mailbox",
    [
        "partners.example",
        "ward@",
        "@partners.example",
        "ward@localhost",
        "ward@partners.example, other@partners.example",
        "Ward <ward@partners.example>",
        "wärd@partners.example",
        "ward@pärtners.example",
        "ward@partners..example",
        f"{'w' * 65}@partners.example",
        f"w@{'p' * 250}.example",
        "ward@partners.example?bcc=x",
        "ward@partners.example>",
    ],
)
def test_what_is_no_bare_mailbox_is_refused(mailbox: str) -> None:
    refused(f"ward-4={mailbox}", MAILBOX)


def test_every_wrong_line_is_named_at_once() -> None:
    problems = refused("ward-1=x\nward-2=+447700900102\ny\n")
    assert [problem.split(":")[1] for problem in problems] == [" line 1", " line 3"]


def test_nobody_is_told_twice() -> None:
    (same_id,) = refused("ward-3=+447700900103\nward-3=+447700900104")
    assert same_id.endswith("line 2: its id stands on an earlier line")
    (same_number,) = refused("ward-3=+447700900103\nward-4=+447700900103")
    assert "line 2: its address stands on an earlier line" in same_number
    (same_mailbox,) = refused("ward-3=ward@partners.example\nward-4=Ward@Partners.example", MAILBOX)
    assert "line 2" in same_mailbox


@pytest.mark.parametrize("written", [" ", "\n\n"])
def test_an_empty_list_is_no_list(written: str) -> None:
    assert refused(written) == ["LH504 recipients of sms: there is nobody on the list"]


@given(st.text(max_size=120))
def test_whatever_is_written_is_a_list_or_refused(written: str) -> None:
    with suppress(ConfigurationError):
        assert Recipients("sms", written, NUMBER).ids
