"""The idle bill: what the template costs while nothing happens, counted from it and from the prices below."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from docs.tables import table
from loudhailer.channels import CHANNELS
from loudhailer.domain.delivery import Due

ROOT = Path(__file__).resolve().parent.parent
FEW = ("page", "bluesky", "mastodon", "telegram")
"""The channels of a service that begins."""


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
WRITE = Price("DynamoDB on demand, written", 0.625, 1e6, "write unit", 0, "airbyte.com; no date given")
LOGS = Price("CloudWatch logs, taken in", 0.50, 1, "GB", 0, "hykell.com and duckbillgroup.com; no date given")
SCHEDULE = Price("EventBridge Scheduler", 1.00, 1e6, "invocation", 14e6, "cloudburn.io; March 2026")
OFFICER = Price("Cognito Essentials, signing in", 0.015, 1, "officer", 10_000, "api-evangelist's copy; September 2026")
PRICES = (SQS, ALARM, METRIC, INVOCATION, COMPUTE, READ, WRITE, LOGS, SCHEDULE, OFFICER)

RECEIVES_PER_POLLER = 131_400  # 730 hours of one long poll every 20 seconds
POLLERS_IDLE, POLLERS_WITH_MAXIMUM = 2, 5  # a mapping idles down to 2, but stays at 5 where it has a maximum
REQUESTS_PER_ORDER = 3  # sent, deleted, and received by a long poll that ends early for it
MINUTES = 43_800  # 730 hours
EMPTY_QUERY = 0.5  # read units of an eventually consistent query that finds nothing
REMEMBERED = 10  # read units of what a feed has told, at 40 KB
OFFICERS = 50  # who sign in at least once in the month


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a function uses when it finds nothing to say, and the metrics that it writes all the same.

    Assumed, but for the metrics, which a test holds against the code: nothing here has been measured on Lambda.
    """

    seconds: float
    log_kb: float
    metrics: frozenset[str]
    reads: float
    writes: float = 0


RUNS: Mapping[str, Run] = {
    "sweep_due": Run(
        seconds=0.1,
        log_kb=1.2,
        metrics=frozenset(
            {
                f"Sweep{word}"
                for word in ("Announced", "HeldAtFanOut", "SupersededAtFanOut", "ExpiredHeld", "ExpiredEnd", "PutOff")
            }
            | {"SweepStuck", "NeedsAPerson"}
        ),
        reads=(len(Due) + 1) * EMPTY_QUERY,
    ),
    "post_status": Run(
        seconds=0.1,
        log_kb=1.2,
        metrics=frozenset(
            {f"Status{word}" for word in ("Told", "Ended", "Quiet", "Unconfirmed", "Waiting", "Stuck")}
            | {"NeedsAPerson"}
        ),
        reads=EMPTY_QUERY,
    ),
    "keep_watch": Run(
        seconds=0.1,
        log_kb=1.2,
        metrics=frozenset(
            {f"Approvals{word}" for word in ("Asked", "Called", "Expired", "Ended", "Healed", "Stuck")}
            | {f"Level{word}" for word in ("Warned", "Fell", "Overtaken", "Stuck")}
            | {"NeedsAPerson"}
        ),
        reads=2 * EMPTY_QUERY + len(CHANNELS),
    ),
    "call_person": Run(
        seconds=0.1,
        log_kb=1.2,
        metrics=frozenset({"CalloutCalled", "CalloutFailed", "CalloutUnanswered", "NeedsAPerson"}),
        reads=EMPTY_QUERY,
    ),
    # It waits for somebody else's server; its own head is read and written, and what was told is read.
    "poll_feed": Run(
        seconds=1.0,
        log_kb=1.2,
        metrics=frozenset(
            {
                "FeedPolled",
                "FeedUnchanged",
                "FeedFailed",
                "FeedRefused",
                "IncidentTold",
                "NeedsAPerson",
                "UrgentFeedSilent",
            }
        ),
        reads=1 + REMEMBERED,
        writes=1,
    ),
    # Nothing ends soon: a parameter is read, which costs nothing.
    "refresh_tokens": Run(
        seconds=0.2,
        log_kb=0.8,
        metrics=frozenset({"TokenRenewed", "TokenFailed", "TokenEnding", "NeedsAPerson"}),
        reads=0,
    ),
    # Two or three hours of an index are asked, and the bucket: an anchor is written also where nothing was.
    "anchor_audit": Run(seconds=0.3, log_kb=0.6, metrics=frozenset({"AuditChainsAnchored"}), reads=3 * EMPTY_QUERY),
}
"""By the function's folder. Every function that the clock runs must stand here, or there is no bill."""


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
    """What a stack uses in a month in which nothing happens.

    `runs` counts the runs of each function that the clock starts, by its folder, `orders` those of them that go through
    a queue, and `gigabytes` is each one's memory.
    """

    pollers: int
    alarms: int
    orders: int = 0
    runs: Mapping[str, int] = field(default_factory=dict)
    gigabytes: Mapping[str, float] = field(default_factory=dict)


def idle_use(template: Mapping[str, Any], condition: str | None = None, without: Collection[str] = ()) -> Idle:
    """Count what the template keeps busy; with `condition`, only what stands under it, never what is `without`."""
    chosen = [
        resource
        for resource in template["Resources"].values()
        if condition in {None, resource.get("Condition")} and resource.get("Condition") not in without
    ]
    pollers = orders = 0
    runs: Counter[str] = Counter()
    gigabytes: dict[str, float] = {}
    consumers: dict[str, str] = {}
    for resource in chosen:
        properties = resource.get("Properties", {})
        for event in properties.get("Events", {}).values():
            folder, asked = _folder(properties), event["Properties"]
            gigabytes[folder] = properties.get("MemorySize", 128) / 1024
            if event["Type"] == "SQS":
                maximum = asked.get("ScalingConfig", {}).get("MaximumConcurrency")
                pollers += POLLERS_WITH_MAXIMUM if maximum else POLLERS_IDLE
                consumers[str(asked.get("Queue"))] = folder
            elif event["Type"] == "ScheduleV2":
                runs[folder] += _times_a_month(asked["ScheduleExpression"])
    for resource in chosen:
        if resource["Type"] == "AWS::Scheduler::Schedule":
            times = _times_a_month(resource["Properties"]["ScheduleExpression"])
            runs[consumers[resource["Properties"]["Target"]["Arn"]]] += times
            orders += times
    alarms = sum(resource["Type"] == "AWS::CloudWatch::Alarm" for resource in chosen)
    return Idle(pollers, alarms, orders, runs, {folder: gigabytes[folder] for folder in runs})


def _folder(properties: Mapping[str, Any]) -> str:
    return str(properties.get("CodeUri", "")).rsplit("/", 1)[-1]


def _times_a_month(expression: str) -> int:
    found = re.fullmatch(r"rate\((\d+) minutes?\)", expression)
    if found is None:
        raise ValueError(f"the idle bill cannot count {expression!r}")
    return MINUTES // int(found[1])


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
    return table(("what", "US dollars", "per", "free each month", "source and date"), rows)


def bill() -> str:
    """Return the idle month of a few channels, and of all of them without and with the feeds."""
    template = _template()
    resources = template["Resources"].values()
    schedules = [each for each in resources if each["Type"] == "AWS::Scheduler::Schedule"]
    feeds = {
        each["Condition"] for each in resources if each.get("Properties", {}).get("CodeUri") == "functions/poll_feed"
    }
    pushed = {each["Condition"] for each in resources if _folder(each.get("Properties", {})) == "receive_push"}
    clocks = {each["Condition"] for each in schedules}
    others = {f"Has{name.capitalize()}" for name in CHANNELS if name not in FEW} | {"HasEndingTokens"}
    stacks = {
        f"{len(FEW)} channels, no feed": idle_use(template, without=feeds | clocks | pushed | others),
        f"{len(CHANNELS)} channels, no feed": idle_use(template, without=feeds | clocks | pushed),
        f"{len(CHANNELS)} channels, {len(clocks)} feeds": idle_use(template, without=pushed),
    }
    bills = [_lines(each) for each in stacks.values()]
    rows = [
        (
            price.what,
            *(cell for each in bills for cell in (_figure(each[price], price.unit), _dollars(_cost(each, price)))),
        )
        for price in PRICES
    ]
    sums = [sum(_cost(each, price) for price in PRICES) for each in bills]
    rows.append(("**together**", *(cell for each in sums for cell in ("", f"**{_dollars(each)}**"))))
    head = ("what", *(cell for name in stacks for cell in (name, "US dollars")))
    pollers = "; ".join(f"{name}: {idle.pollers}" for name, idle in stacks.items())
    return f"{table(head, rows)}\n\nPollers: {pollers}."


def _lines(idle: Idle) -> Mapping[Price, float]:
    runs = [(times, RUNS[folder], idle.gigabytes[folder]) for folder, times in idle.runs.items()]
    total = sum(idle.runs.values())
    return {
        SQS: idle.pollers * RECEIVES_PER_POLLER + idle.orders * REQUESTS_PER_ORDER,
        ALARM: idle.alarms,
        METRIC: len(frozenset().union(*(run.metrics for _, run, _ in runs))),
        INVOCATION: total,
        COMPUTE: sum(times * run.seconds * gigabytes for times, run, gigabytes in runs),
        READ: sum(times * run.reads for times, run, _ in runs),
        WRITE: sum(times * run.writes for times, run, _ in runs),
        LOGS: sum(times * run.log_kb for times, run, _ in runs) / 1e6,
        SCHEDULE: total,
        OFFICER: OFFICERS,
    }


def _cost(lines: Mapping[Price, float], price: Price) -> float:
    return max(0.0, lines[price] - price.free) / price.per * price.dollars


def _per(price: Price) -> str:
    return price.unit if price.per == 1 else _figure(price.per, price.unit)


def _figure(number: float, unit: str) -> str:
    text = f"{number:,.0f}" if number >= 1 or not number else f"{number:.2f}"
    return f"{text} {unit if unit.startswith('GB') else f'{unit}s'}"


def _dollars(amount: float) -> str:
    return f"{amount:.2f}"
