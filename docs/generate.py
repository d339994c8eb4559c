"""`python -m docs.generate [--check]`: the parts of the docs that follow from the code, the plan and the template.

A page holds them between `<!-- generated: NAME -->` and `<!-- end generated -->`; all else on it is written by hand.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from docs import openapi
from docs.command_line import manual
from loudhailer.channels import CHANNELS
from loudhailer.config import load
from loudhailer.domain import errors
from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Due
from loudhailer.feeds.incident_event import IncidentEvent

ROOT = Path(__file__).resolve().parent.parent
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end generated -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Price:
    """One unit price in US dollars, what is free each month, and who says so."""

    what: str
    dollars: float
    per: float
    unit: str
    free: float
    source: str


SQS = Price("SQS standard queue", 0.40, 1e6, "request", 1e6, "okulbida.com and AWS's knowledge centre; no date given")
ALARM = Price("CloudWatch alarm", 0.10, 1, "alarm", 10, "known to the author, not read again")
METRIC = Price("CloudWatch custom metric", 0.30, 1, "metric", 10, "known to the author, not read again")
INVOCATION = Price("Lambda request", 0.20, 1e6, "request", 0, "lambda-power-tuning's price table; October 2025")
COMPUTE = Price("Lambda on arm64", 1.333e-5, 1, "GB-s", 0, "lambda-power-tuning's price table; October 2025")
READ = Price("DynamoDB on demand, read", 0.125, 1e6, "read unit", 0, "airbyte.com; no date given")
LOGS = Price("CloudWatch logs, taken in", 0.50, 1, "GB", 0, "hykell.com and duckbillgroup.com; no date given")
SCHEDULE = Price("EventBridge Scheduler", 1.00, 1e6, "invocation", 14e6, "cloudburn.io; March 2026")
PRICES = (SQS, ALARM, METRIC, INVOCATION, COMPUTE, READ, LOGS, SCHEDULE)

RECEIVES_PER_POLLER = 131_400  # 730 hours of one long poll every 20 seconds
POLLERS_IDLE, POLLERS_WITH_MAXIMUM = 2, 5  # a mapping idles down to 2, but stays at 5 where it has a maximum
MINUTES = 43_800  # 730 hours
SWEEP_SECONDS, SWEEP_LOG_KB = 0.1, 1.2  # assumed; neither has been measured on Lambda
SWEEP_METRICS = 2  # SweepAnnounced and SweepHeldAtFanOut; all other metrics are written when something happens
EMPTY_QUERY = 0.5  # read units of an eventually consistent query that finds nothing


class _Template(yaml.SafeLoader):
    """Reads CloudFormation's short forms; what they would become does not matter here."""


def _intrinsic(loader: _Template, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Template.add_multi_constructor("!", _intrinsic)


@dataclass(frozen=True, slots=True)
class Idle:
    """What a stack uses in a month in which nothing happens."""

    pollers: int
    alarms: int

    def plus(self, times: int, other: "Idle") -> "Idle":
        """Return this stack with `other` added so many times."""
        return Idle(self.pollers + times * other.pollers, self.alarms + times * other.alarms)


def idle_use(template: Mapping[str, Any], condition: str | None = None) -> Idle:
    """Count the template's pollers and alarms; with `condition`, only what stands under it."""
    pollers = alarms = 0
    for resource in template["Resources"].values():
        if condition is not None and resource.get("Condition") != condition:
            continue
        alarms += resource["Type"] == "AWS::CloudWatch::Alarm"
        for event in resource.get("Properties", {}).get("Events", {}).values():
            if event["Type"] == "SQS":
                maximum = event["Properties"].get("ScalingConfig", {}).get("MaximumConcurrency")
                pollers += POLLERS_WITH_MAXIMUM if maximum else POLLERS_IDLE
    return Idle(pollers, alarms)


def _template() -> dict[str, Any]:
    text = (ROOT / "template.yaml").read_text(encoding="utf-8")
    template: dict[str, Any] = yaml.load(text, Loader=_Template)  # noqa: S506  # a SafeLoader
    return template


def prices() -> str:
    """Return the table of unit prices."""
    rows = [
        (each.what, f"{each.dollars:.8f}".rstrip("0").rstrip("."), _per(each), f"{each.free:,.0f}", each.source)
        for each in PRICES
    ]
    return _table(("what", "US dollars", "per", "free each month", "source and date"), rows)


def bill() -> str:
    """Return the idle month of the template's own channels, and of ten."""
    template, count = _template(), len(CHANNELS)
    shipped = idle_use(template)
    ten = shipped.plus(10 - count, idle_use(template, "HasMastodon"))
    memory = template["Resources"]["SweepDue"]["Properties"]["MemorySize"] / 1024
    bills = [_lines(each, memory) for each in (shipped, ten)]
    rows = [
        (price.what, _figure(used, price.unit), _dollars(cost), _figure(more, price.unit), _dollars(more_cost))
        for (price, used, cost), (_, more, more_cost) in zip(*bills, strict=True)
    ]
    sums = [sum(cost for _, _, cost in each) for each in bills]
    rows.append(("**together**", "", f"**{_dollars(sums[0])}**", "", f"**{_dollars(sums[1])}**"))
    head = ("what", f"{count} channels use", "US dollars", "10 channels use", "US dollars")
    pollers = f"Pollers: {shipped.pollers} with {count} channels, {ten.pollers} with 10."
    return f"{_table(head, rows)}\n\n{pollers}"


def _lines(idle: Idle, memory: float) -> list[tuple[Price, float, float]]:
    used = (
        (SQS, idle.pollers * RECEIVES_PER_POLLER),
        (ALARM, idle.alarms),
        (METRIC, SWEEP_METRICS),
        (INVOCATION, MINUTES),
        (COMPUTE, MINUTES * SWEEP_SECONDS * memory),
        (READ, MINUTES * len(Due) * EMPTY_QUERY),
        (LOGS, MINUTES * SWEEP_LOG_KB / 1e6),
        (SCHEDULE, MINUTES),
    )
    return [(price, units, max(0.0, units - price.free) / price.per * price.dollars) for price, units in used]


def _per(price: Price) -> str:
    return price.unit if price.per == 1 else _figure(price.per, price.unit)


def _figure(number: float, unit: str) -> str:
    text = f"{number:,.0f}" if number >= 1 else f"{number:.2f}"
    return f"{text} {unit if unit.startswith('GB') else f'{unit}s'}"


def _dollars(amount: float) -> str:
    return f"{amount:.2f}"


def levels() -> str:
    """Return the plan's table: what each level does with each class."""
    plan = load(ROOT / "config").plan
    rows = [(f"`{each}`", *(actions[each] for actions in plan.levels.values())) for each in MessageClass]
    return _table(("class", *(f"`{name}`" for name in plan.levels)), rows)


def classes() -> str:
    """Return the plan's other table: the class of each source's event types."""
    plan = load(ROOT / "config").plan
    rows = [
        (f"`{source}`", f"`{event_type}`", f"`{message_class}`")
        for source, types in plan.classes.items()
        for event_type, message_class in types.items()
    ]
    return _table(("source", "event type", "class"), rows)


def error_tree() -> str:
    """Return the tree that the errors' own docstring draws."""
    drawn = (errors.__doc__ or "").split("\n\n")
    tree = next(each for each in drawn if each.startswith("LoudhailerError"))
    return f"```text\n{tree}\n```"


def schema() -> str:
    """Return the incident event's JSON Schema."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **IncidentEvent.model_json_schema(by_alias=True),
        "title": "Loudhailer incident event, version 1",
        "description": (
            "The `detail` of an event on the incident bus. The envelope's `source` must stand in config/sources.yaml, "
            "its `detail-type` says what happened; see docs/feeds/incident_event.md."
        ),
    }
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def may() -> str:
    """Return which roles may do what."""
    plan = load(ROOT / "config").plan
    rows = [(f"`{deed}`", *("yes" if role in plan.may[deed] else "" for role in Role)) for deed in Deed]
    return _table(("deed", *(f"`{role}`" for role in Role)), rows)


PARTS: dict[str, Callable[[], str]] = {
    "may": may,
    "prices": prices,
    "bill": bill,
    "levels": levels,
    "classes": classes,
    "errors": error_tree,
    "command_line": manual,
}
FILES: dict[str, Callable[[], str]] = {
    "docs/incident-event.schema.json": schema,
    "docs/openapi.json": openapi.document,
}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def wanted() -> Iterator[tuple[Path, str]]:
    """Yield every file that is generated, whole or in part, with the text it should have."""
    for name, write in FILES.items():
        yield ROOT / name, write()
    for page in sorted((ROOT / "docs").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if _PART.search(text):
            yield page, _PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n\n{part[3]}", text)


def stale() -> list[tuple[str, str]]:
    """Return each generated file that is not as it should be, by its name, with the text it should have."""
    return [
        (path.relative_to(ROOT).as_posix(), text)
        for path, text in wanted()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what is stale, or with --check only name it and answer 1."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a file is stale")
    check = parser.parse_args(arguments).check
    found = stale()
    for name, text in found:
        if not check:
            (ROOT / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{name} is stale; run `make docs`\n" if check else f"{name} is written\n")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
