"""Golden posts: what is said of forty-four invented incidents, as people read it before it may change."""

from pathlib import Path

import pytest

from loudhailer.channels import CHANNELS
from loudhailer.domain.alert import MsgType
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant
from tests.builders import shipped_config
from tests.golden.book import Told, files, head_of, tellings, written

FILES = files()


def said_in(path: Path) -> tuple[Told, ...]:
    return tellings(head_of(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_posts_of_an_incident_are_those_that_were_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert written(head_of(text)) == text, "read what changed: python -m tests.golden.write"


def test_the_files_have_every_event_type_message_type_manner_variant_and_channel() -> None:
    told = [each.worded for path in FILES for each in said_in(path)]
    assert {each.event_type for each in told} == set(shipped_config().words.events)
    assert {each.msg_type for each in told} == set(MsgType)
    assert {each.manner for each in told} == set(Manner)
    assert {variant for each in told for drafts in each.drafts.values() for variant in drafts} == set(Variant)
    assert {channel for each in told for channel in each.drafts} == set(CHANNELS)
    assert any(each.owes for each in told)
    assert any(draft.more for each in told for drafts in each.drafts.values() for draft in drafts.values())


def test_no_golden_post_has_a_fault_that_would_stop_a_machine() -> None:
    faults = {path.stem: each.worded.faults for path in FILES for each in said_in(path) if each.worded.faults}
    assert faults == {}
