"""What can go wrong on the command line, in one tree; each kind has its exit code.

Failure            1  the service refused, or something failed
├── Unfit          1  the service cannot make anything of what was asked
├── BadDocument    2  a document cannot be read, or makes no sense
├── NotAllowed     3  nobody is signed in, or they may not
└── Unreachable    4  no answer came from the service

Bad usage is Typer's own error and ends with 2 as well; Ctrl-C with 130.
"""


class Failure(Exception):
    """The service refused, or something failed. The words say what to do; `details` are further lines."""

    code = 1

    def __init__(self, words: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(words)
        self.words = words
        self.details = details


class Unfit(Failure):
    """The service cannot make anything of what was asked."""


class BadDocument(Failure):
    """A document cannot be read, or makes no sense."""

    code = 2


class NotAllowed(Failure):
    """Nobody is signed in, or they may not."""

    code = 3


class Unreachable(Failure):
    """No answer came from the service. What was asked may have been done all the same."""

    code = 4
