"""https://www.itu.int/rec/T-REC-E.164 and https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1: a list of recipients.

The list is one field of a credential: `id=address` on each line. An id may be read by everybody who reads the ledger;
an address by nobody, so no problem repeats one.
"""

import re
from collections.abc import Mapping, Sequence

from loudhailer.domain.errors import ConfigurationError, OptedOut, PostRejected
from loudhailer.domain.post import Post

NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
"""A telephone number with its country, as it is dialled from anywhere."""
MAILBOX = re.compile(r"(?=.{3,254}\Z)(?![^@]{65})[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
"""A bare address in ASCII: no name, no brackets, and nothing with which it could become two."""
_ID = re.compile(r"[a-z0-9-]{1,32}")


class Recipients:
    """A channel's fixed list."""

    def __init__(self, channel: str, written: str, address: re.Pattern[str]) -> None:
        """Read the list; raise `ConfigurationError` with the number of every line that cannot be read.

        One wrong line stops the whole list, loudly: who is left off it by a slip of the pen would never know.
        """
        self._channel = channel
        self._addresses = _read(channel, written, address)

    def __repr__(self) -> str:
        return f"Recipients({self._channel}, {len(self._addresses)})"

    @property
    def ids(self) -> Sequence[str]:
        """Return the recipients' ids, in the list's order."""
        return tuple(self._addresses)

    def address_of(self, post: Post) -> str:
        """Return where the post goes; raise `OptedOut` where its recipient was taken off the list since."""
        if not post.recipient:
            raise PostRejected("a post to a list must say to whom of it")
        address = self._addresses.get(post.recipient)
        if address is None:
            raise OptedOut(f"{post.recipient} is not on the list any more")
        return address


def _read(channel: str, written: str, address: re.Pattern[str]) -> Mapping[str, str]:
    """Return the addresses by id; blank lines are as good as none."""
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(written.split("\n"), start=1):
        name, sign, place = (part.strip() for part in line.partition("="))
        wrong = ""
        if not line.strip():
            continue
        if not sign or not _ID.fullmatch(name):
            wrong = "write id=address; an id is 1 to 32 of a-z, 0-9 and -"
        elif not address.fullmatch(place):
            wrong = "what stands after the = is no address of this channel"
        elif name in found:
            wrong = "its id stands on an earlier line"
        elif place.lower() in (each.lower() for each in found.values()):
            wrong = "its address stands on an earlier line: whoever has it would be told twice"
        if wrong:
            problems.append(f"LH504 recipients of {channel}: line {number}: {wrong}")
        else:
            found[name] = place
    if not found and not problems:
        problems.append(f"LH504 recipients of {channel}: there is nobody on the list")
    if problems:
        raise ConfigurationError(tuple(problems))
    return found
