"""Which code ran: the release, and a digest of the package's own sources.

Two deploys of one release may differ by a patch; the record must say which of them decided.
"""

import hashlib
from functools import cache
from pathlib import Path

from loudhailer import __version__

_SIGNS = 12


@cache
def code() -> str:
    """Return our code's version, such as `0.1.0+3f2a90bc41d7`; the sources are read once, when it is first asked."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda each: each.relative_to(root).as_posix()):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{__version__}+{digest.hexdigest()[:_SIGNS]}"
