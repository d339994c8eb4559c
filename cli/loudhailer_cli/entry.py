"""Where the command starts: whoever presses Ctrl-C while the rest is still being loaded sees no trace either."""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Load the command line and run it."""
    try:
        # Most of a second goes into this import, so it stands where an interrupt is caught.
        from loudhailer_cli.main import main as run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
