"""What stands under the words: 999, when it was issued, its reference, whose facts they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loudhailer.compose._fill import placed
from loudhailer.phrases import Words

Line = tuple[int, str]
"""A line, and the number of the language that it is in, from 0."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one channel's posts, but for what differs from post to post.

    `dangers` are the lines that name 999, one a language, none where nothing is dangerous; `issues` say when it was
    issued and its reference; `shared` is said once, in whatever language it is: credit, note, and that another language
    follows. The `link` stands with them and is the one line that may fall away, once nothing else can.
    """

    dangers: tuple[str, ...]
    issues: tuple[str, ...]
    shared: tuple[Line, ...] = ()
    link: str = ""

    def lines(self, tongues: Sequence[int], *extra: Line) -> list[Line]:
        """Return the lines of a post in these languages."""
        dangers = [(each, self.dangers[each]) for each in tongues if self.dangers]
        issues = [(each, self.issues[each]) for each in tongues]
        once = [(at, line) for at, line in (*self.shared, (tongues[0], self.link), *extra) if line]
        return [*dangers, *issues, *once]

    def text(self, tongues: Sequence[int], *extra: Line) -> str:
        """Return those lines as they stand under the words."""
        return "\n".join(line for _, line in self.lines(tongues, *extra))

    def saying(self, line: Line) -> "Frame":
        """Return it with one more line that is said once."""
        return replace(self, shared=(*self.shared, line))

    def unlinked(self) -> "Frame":
        """Return it without the link."""
        return replace(self, link="")


def issue_of(words: Words, stamp: str, reference: str) -> str:
    """Return the line that says when a post was issued, and under which reference."""
    return placed(words.footer, {"issued": stamp, "reference": reference})
