"""What became of the day: the table of deliveries, the JSON report, the comparison with what was written by hand."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from local.day import EVENTS, Played
from local.stage import Stage

_ISSUED = re.compile(r"Issued .*?\. Ref")
_CLOCK = re.compile(r"\b(?:\d{1,2}(?::\d\d)?(?:am|pm)|midday|midnight)(?: on \w+ \d{1,2} \w+)?")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/page")
_POST = re.compile(r"http://127\.0\.0\.1:\d+/\S+")


def rows(stage: Stage, played: Played) -> list[dict[str, Any]]:
    """Return a row a delivery; `seconds` runs from PutEvents accepted to the platform's own time of acceptance.

    The own page has no platform with a clock: there it is the sender's record. It is None where nothing was posted.
    """
    accepted = {
        outcome.alert_id: played.accepted[event_id]
        for event_id, outcome in stage.outcomes().items()
        if event_id in played.accepted and outcome.alert_id
    }
    received = {(post["channel"], post["id"]): post["received_at"] for post in stage.sandbox.posts()}
    alerts = stage.alerts()
    table = []
    for each in stage.deliveries():
        arrived = received.get((each.channel, each.ref.id)) if each.ref else None
        if arrived is None and each.sent_at is not None:
            arrived = each.sent_at.timestamp()
        # What came by a feed, an officer or the clock counts from its commit.
        began = accepted.get(each.alert_id, each.committed_at.timestamp())
        table.append(
            {
                "alert": each.alert_id,
                "headline": alerts[each.alert_id].headline,
                "msg_type": alerts[each.alert_id].msg_type.value,
                "class": each.message_class.value,
                "channel": each.channel,
                "state": each.state.value,
                "attempts": each.attempts,
                "seconds": round(arrived - began, 3) if arrived and began else None,
                "link": each.ref.url if each.ref else None,
                "reason": each.reason,
            }
        )
    return table


def table(found: Sequence[dict[str, Any]]) -> str:
    """Return the rows as people read them."""
    heads = ("alert", "channel", "state", "attempts", "seconds", "link")
    lines = [heads, *(tuple("" if row[head] is None else str(row[head]) for head in heads) for row in found)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def write(path: Path, stage: Stage, found: Sequence[dict[str, Any]]) -> None:
    """Write the JSON report: the table's rows, and the ledger of what came in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    outcomes = [each.model_dump(mode="json") for each in stage.outcomes().values()]
    report = {
        "seconds_to_ready": round(stage.seconds_to_ready, 3),
        "deliveries": list(found),
        "events": sorted(outcomes, key=lambda each: str(each["received_at"])),
    }
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def public(stage: Stage) -> dict[str, list[list[str]]]:
    """Return what the public sees: per channel its threads, each a list of texts from first to last.

    It is read back from the sandbox and the page's own index, never from the ledger.
    """
    threads: dict[str, dict[str, list[str]]] = {}
    for post in stage.sandbox.posts():
        root = post["root"] or post["id"]
        threads.setdefault(post["channel"], {}).setdefault(root, []).append(neutral(post["text"]))
    for entry in stage.sandbox.pages():
        texts = [neutral(post["text"]) for post in sorted(entry["posts"], key=lambda each: int(each["revision"]))]
        threads.setdefault("page", {})[entry["reference"]] = texts
    return {channel: sorted(found.values()) for channel, found in threads.items()}


def neutral(text: str) -> str:
    """Return a text with what differs from run to run replaced: times, the own page's address, other posts'."""
    text = _ISSUED.sub("Issued <issued>. Ref", text)
    return _POST.sub("<post>", _ADDRESS.sub("<page>", _CLOCK.sub("<time>", text)))


def differences(stage: Stage, expected: Path = EVENTS / "day" / "expected.yaml") -> list[str]:
    """Return every difference between what the public sees and what was written by hand, as sentences."""
    wanted: dict[str, list[list[str]]] = yaml.safe_load(expected.read_text(encoding="utf-8"))
    seen = public(stage)
    found = []
    for channel in sorted({*wanted, *seen}):
        want = sorted([text.strip() for text in thread] for thread in wanted.get(channel, []))
        have = sorted([text.strip() for text in thread] for thread in seen.get(channel, []))
        found += [f"{channel}: missing thread {thread}" for thread in want if thread not in have]
        found += [f"{channel}: unexpected thread {thread}" for thread in have if thread not in want]
    return found
