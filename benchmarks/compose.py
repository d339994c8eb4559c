"""What composing costs: `python -m benchmarks.compose`.

One road closure and one evacuation are composed for ten channels, in one process, many times over. Printed: the
milliseconds of the processor that one alert takes (the median), in English and in English and Welsh, without anything
and with what is done beside it (the looks of privacy at its facts and of the lint at its posts); and the ratio of each
to writing the alert's facts as JSON, in the same run.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from local.deploy import ROOT
from loudhailer.channels import CHANNELS
from loudhailer.compose import Composed, words_of
from loudhailer.config import Config, load
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Incident
from loudhailer.lint.posts import proofread
from loudhailer.privacy import found_in

_NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
_TIMES, _BASE_TIMES = 300, 3000
_CHANNELS = {name: kind.limits for name, kind in list(CHANNELS.items())[:10]}
_REFERENCE = "J3BWW4D7C"


@dataclass(frozen=True, slots=True)
class _Case:
    config: Config
    incident: Incident
    message_class: MessageClass

    def compose(self) -> Composed:
        return words_of(
            self.config,
            self.incident,
            MsgType.ALERT,
            self.message_class,
            reference=_REFERENCE,
            issued=_NOW,
            url=f"https://alerts.westshire-fire.gov.uk/alerts/{_REFERENCE}.html",
            channels=_CHANNELS,
        )

    def looked_at(self) -> None:
        """Compose, and let privacy and lint look at it."""
        for text in self.incident.facts.values():
            found_in(text)
        for drafts in self.compose().drafts.values():
            proofread(self.config, self.incident, MsgType.ALERT, self.message_class, drafts)


def main() -> int:
    """Measure and print a JSON line."""
    closed = {"road": "A4117", "place": "between Aldermere and Stokeby", "cause": "collision"}
    closure = _incident("road_closure", closed)
    evacuation = _incident("evacuation", {"place": "in Mill Lane, Weir Street"})
    base = _milliseconds(lambda: json.dumps(closure.model_dump(mode="json")), _BASE_TIMES)
    figures: dict[str, Any] = {"channels": len(_CHANNELS), "writing the alert as JSON": {"ms": round(base, 4)}}
    for language, config in (("English", load(ROOT / "config")), ("English and Welsh", _bilingual())):
        for name, incident, message_class in (
            ("closure", closure, MessageClass.INCIDENT),
            ("evacuation", evacuation, MessageClass.LIFE_SAFETY),
        ):
            case = _Case(config, incident, message_class)
            for what, measured in (("composed", case.compose), ("with privacy and lint", case.looked_at)):
                took = _milliseconds(measured, _TIMES)
                figures[f"{name}, {language}, {what}"] = {"ms": round(took, 2), "ratio": round(took / base, 1)}
    print(json.dumps(figures))
    return 0


def _incident(event_type: str, facts: dict[str, str]) -> Incident:
    return Incident.model_validate(
        {
            "source": "westshire.control",
            "id": "CTL-1",
            "revision": 1,
            "phase": "open",
            "status": "Actual",
            "event_type": event_type,
            "severity": "Severe",
            "urgency": "Immediate",
            "certainty": "Observed",
            "facts": facts,
            "expected_end": _NOW + timedelta(hours=3),
            "next_update": _NOW + timedelta(hours=1),
        }
    )


def _bilingual() -> Config:
    """Return the configuration of a service in Wales that takes unreviewed words on itself, for this bench only."""
    with TemporaryDirectory() as folder:
        copytree(ROOT / "config", folder, dirs_exist_ok=True)
        (Path(folder) / "languages.yaml").write_text("publish: [en-GB, cy]\nunreviewed: allow\n", encoding="utf-8")
        return load(Path(folder))


def _milliseconds(measured: Callable[[], object], times: int) -> float:
    """Return the median of what one call takes of the processor, after a few that fill what is kept."""
    for _ in range(5):
        measured()
    took = []
    for _ in range(times):
        began = time.process_time_ns()
        measured()
        took.append(time.process_time_ns() - began)
    return statistics.median(took) / 1e6


if __name__ == "__main__":
    sys.exit(main())
