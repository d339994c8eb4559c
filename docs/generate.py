"""`python -m docs.generate [--check]`: the parts of the docs that follow from the code, the plan and the template.

A page holds them between `<!-- generated: NAME -->` and `<!-- end generated -->`; all else on it is written by hand.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from docs import language_tables, openapi, plan_table
from docs.command_line import looked, manual
from docs.idle_bill import bill, prices
from docs.tables import table
from loudhailer.config import load
from loudhailer.domain import errors
from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.feeds.incident_event import IncidentEvent
from loudhailer.lint import RULES
from loudhailer.purse import SHARES
from tests.privacy import measure

ROOT = Path(__file__).resolve().parent.parent
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end generated -->)", re.DOTALL)


def levels() -> str:
    """Return the plan's tables, one a level: what the gate answers to whom, for each class."""
    plan = load(ROOT / "config").plan
    heads = ("class", plan_table.MACHINE, *(f"a person: {each}" for each in plan_table.AUTHORS))
    return "\n\n".join(f"### {name}\n\n{table(heads, rows)}" for name, rows in plan_table.tables(plan))


def classes() -> str:
    """Return the plan's other table: the class of each source's event types."""
    plan = load(ROOT / "config").plan
    rows = [
        (f"`{source}`", f"`{event_type}`", _classing(assigned))
        for source, types in plan.classes.items()
        for event_type, assigned in types.items()
    ]
    return table(("source", "event type", "class"), rows)


def _classing(assigned: MessageClass | Mapping[Role, MessageClass]) -> str:
    if isinstance(assigned, Mapping):
        return ", ".join(f"{role}: `{each}`" for role, each in assigned.items())
    return f"`{assigned}`"


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
    return table(("deed", *(f"`{role}`" for role in Role)), rows)


def budgets() -> str:
    """Return what each channel may spend, and up to how much of it each class."""
    config = load(ROOT / "config")
    rows = []
    for name, channel in config.channels.channels.items():
        speaking = [each for each in SHARES if each not in channel.refuses]
        for budget in channel.budget:
            upto = (str(channel.allowed(budget, each)) if each in speaking else "" for each in SHARES)
            rows.append((name, f"{budget.most} {budget.unit}", str(budget.per), *upto))
    return table(("channel", "at most", "per", *(f"`{each}`" for each in SHARES)), rows)


def lint() -> str:
    """Return the rules of the lint, one a row."""
    rows = [
        (each.code, each.asks, each.reason, each.fix, str(each.hardness), ", ".join(each.languages) or "all")
        for each in RULES.values()
    ]
    return table(("code", "what it asks", "why", "what to do", "how hard", "languages"), rows)


def privacy() -> str:
    """Return how many of the corpus's texts must wait and are found, by kind, and how many are held falsely."""
    return table(measure.HEAD, measure.rows())


def privacy_corpora() -> str:
    """Return how much of each of privacy's corpora is found, and how much is held falsely."""
    return table(measure.CORPORA_HEAD, measure.corpora())


PARTS: dict[str, Callable[[], str]] = {
    "may": may,
    "budgets": budgets,
    "prices": prices,
    "bill": bill,
    "levels": levels,
    "lint": lint,
    "classes": classes,
    "errors": error_tree,
    "command_line": manual,
    "looked": looked,
    "languages": language_tables.sentences,
    "places": language_tables.places,
    "privacy": privacy,
    "privacy_corpora": privacy_corpora,
}
FILES: dict[str, Callable[[], str]] = {
    "docs/incident-event.schema.json": schema,
    "docs/openapi.json": openapi.document,
}


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
