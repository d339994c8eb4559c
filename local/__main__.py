"""`python -m local run` and `python -m local demo`: what `make run` and `make demo` call."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType
from urllib.parse import urlsplit

from local import report
from local.day import look_back, play, read_day
from local.deploy import ROOT
from local.engine import EngineError
from local.sandbox.registry import STAND_INS
from local.stage import Stage, running_stage
from local.unpaced import unpaced

HOME = ROOT / ".local"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Play a day on this machine; 0 when all went as written, 1 when not, 130 on Ctrl-C before the end."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("verb", choices=("run", "demo"), help="run stays up until Ctrl-C; demo reports and stops")
    parser.add_argument(
        "--address",
        action="append",
        default=[],
        metavar="CHANNEL=URL",
        help="put a real server that listens on this machine in a stand-in's place",
    )
    parser.add_argument(
        "--secret", action="append", default=[], metavar="CHANNEL.FIELD=VALUE", help="its credential, for a test server"
    )
    given = parser.parse_args(arguments)
    try:
        addresses = _addresses(given.address)
        secrets = _secrets(given.secret)
    except ValueError as wrong:
        parser.error(str(wrong))
    # A closed terminal ends us as Ctrl-C does: through the context managers, leaving nothing behind.
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _interrupt)
    try:
        # A day within a minute would be more posts than any minute's budget.
        config = unpaced(HOME / "config")
        with running_stage(HOME, addresses=addresses, secrets=secrets, config=config, say=_say) as stage:
            _say(f"the wall, what the public sees:      {stage.sandbox.addresses['wall']}")
            _say(f"the drill wall, what exercises said: {stage.sandbox.addresses['wall']}/drills")
            _say(f"the engine's AWS API:                {stage.engine.url}")
            return {"run": _run, "demo": _demo}[given.verb](stage)
    except KeyboardInterrupt:
        _say("stopped; nothing is left running")
        return 0 if given.verb == "run" else 130
    except EngineError as broken:
        sys.stderr.write(f"Loudhailer could not start: {broken}\n")
        return 1


def _run(stage: Stage) -> int:
    play(stage, read_day(), _say)
    _say("the day is over; look at the wall, and press Ctrl-C to stop")
    while True:
        time.sleep(3600)


def _demo(stage: Stage) -> int:
    day = read_day()
    played = play(stage, day, _say)
    rows = report.rows(stage, played)
    report.write(HOME / "report.json", stage, rows)
    _say("")
    _say(report.table(rows))
    _say("")
    _say("the same as JSON: .local/report.json")
    _say("")
    look_back(stage, day, HOME / "after-action", _say)
    _say("")
    differences = report.differences(stage)
    for each in differences:
        _say(f"NOT AS WRITTEN  {each}")
    _say(
        "what the public sees is not what was written by hand"
        if differences
        else "the public sees what was written by hand"
    )
    return 1 if differences else 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, flush=True)


def _addresses(given: Sequence[str]) -> dict[str, str]:
    """Read the real servers; nothing that this program plays may ever leave the machine."""
    addresses = dict(_pair(each) for each in given)
    for channel, address in addresses.items():
        if channel not in STAND_INS:
            raise ValueError(f"there is no channel {channel!r} to put a server in; there are {', '.join(STAND_INS)}")
        if urlsplit(address).hostname not in _LOOPBACK:
            raise ValueError(f"{address} is not on this machine; only 127.0.0.1 is posted to from here")
    return addresses


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not (name and mark and value):
        raise ValueError(f"{text!r} should look like CHANNEL=URL")
    return name, value.rstrip("/")


def _secrets(given: Sequence[str]) -> dict[str, dict[str, str]]:
    secrets: dict[str, dict[str, str]] = {}
    for each in given:
        place, value = _pair(each)
        channel, _, field = place.partition(".")
        secrets.setdefault(channel, {})[field] = value
    return secrets


if __name__ == "__main__":
    sys.exit(main())
