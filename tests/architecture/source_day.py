"""What machines tell on the recorded day, and how far their words go: each by the function whose business it is."""

import json
from contextlib import nullcontext
from dataclasses import replace

import pytest

from loudhailer.bootstrap import incoming, looking
from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.errors import NotAllowed
from loudhailer.domain.outcome import Fate
from loudhailer.domain.source import Mode
from loudhailer.pipeline.ingest import Ingest
from loudhailer.pipeline.modes import Modes
from tests.architecture.recorded import Stage
from tests.builders import CONTROL

COMMS, NOBODY = Caller("comms", frozenset({Role.COMMS})), Caller("nobody", frozenset())


def as_today(ingest: Ingest, stage: Stage) -> Ingest:
    """Return ingest with the day's clock."""
    tell = replace(ingest.admit.tell, clock=stage.clock)
    admit = replace(ingest.admit, tell=tell, shadow=replace(ingest.admit.shadow, tell=tell))
    return replace(ingest, clock=stage.clock, admit=admit, rehearse=replace(ingest.rehearse, tell=tell))


def trust_all(stage: Stage) -> None:
    """Let every source speak by itself, step by step, as comms do."""
    with stage.function("ServeSources", looking.build_modes) as built:
        modes = _as_today(built, stage)
        for name in modes.config.sources.sources:
            _raised(modes, name, Mode.AUTO)


def play_sources(stage: Stage) -> None:
    """Put a source in shadow, hear it there, look at it, and let it speak again; be refused."""
    with stage.function("ServeSources", looking.build_modes) as built:
        modes = _as_today(built, stage)
        for writable in (stage.unwritable_audit(), nullcontext()):
            with writable:
                assert modes.set(COMMS, CONTROL, Mode.SHADOW, "a test").warnings == ()
                assert modes.set(COMMS, CONTROL, Mode.LEARN, "a test").warnings == ()
        modes.set(COMMS, CONTROL, Mode.SHADOW, "a test")
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            modes.list(NOBODY)
    for number, expected in ((1, Fate.REHEARSED), (2, Fate.REHEARSED)):
        incident = {"id": "CTL-S", "revision": number, "status": "Actual", "type": "fire", "place": f"at mill {number}"}
        detail = {"schema": "1", "incident": incident}
        body = {"id": f"shadow-{number}", "source": CONTROL, "detail-type": "incident.reported", "detail": detail}
        with stage.function("IngestIncident", incoming.build_ingest) as ingest:
            assert as_today(ingest, stage)(json.dumps(body), "a message id").fate is expected
    with stage.function("ServeSources", looking.build_modes) as built:
        modes = _as_today(built, stage)
        assert len(modes.show(COMMS, CONTROL).shadows) == 2
        _raised(modes, CONTROL, Mode.PROPOSE, Mode.AUTO)


def _raised(modes: Modes, name: str, *steps: Mode) -> None:
    for mode in steps:
        seen = modes.show(COMMS, name).seen
        assert modes.set(COMMS, name, mode, "a test", seen=seen, nothing_seen=True).warnings == ()


def _as_today(modes: Modes, stage: Stage) -> Modes:
    return replace(modes, guard=replace(modes.guard, clock=stage.clock), clock=stage.clock)
