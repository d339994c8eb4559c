"""Files that only their owner may read."""

import os
import tempfile
from pathlib import Path

from loudhailer_cli.failures import Failure


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, mode 0600, in a folder that is 0700 where it is made here."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes it 0600 before the first byte is in it.
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(scratch).replace(path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}; make its folder writable") from None
