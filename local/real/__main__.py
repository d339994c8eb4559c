"""`python -m local.real`: install the real servers, so that the tests find them there. It starts none."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from local.real.installs import UNSTABLE, debian, npm
from local.real.place import Missing

INSTALLS: dict[str, Callable[[], Path]] = {
    "pds": lambda: npm("pds"),
    "snac2": lambda: debian("snac2"),
    "ntfy": lambda: debian("ntfy"),
    "ntfy-new": lambda: debian("ntfy", release=UNSTABLE),
    "prism": lambda: npm("prism"),
}


def main(names: Sequence[str]) -> int:
    """Install those that are named, or all; 0 when all are there, 1 when one is missing, 2 where a name is none."""
    if unknown := [name for name in names if name not in INSTALLS]:
        print(f"there is no {', '.join(unknown)}: use {', '.join(INSTALLS)}")
        return 2
    lacking = 0
    for name in names or INSTALLS:
        began = time.monotonic()
        try:
            INSTALLS[name]()
        except Missing as missing:
            lacking += 1
            print(f"{name} is MISSING: {missing}", flush=True)
        else:
            print(f"{name} is there, after {time.monotonic() - began:.1f} s", flush=True)
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
