"""What the record is read and held by; only `pipeline/records.py` asks for these."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from loudhailer.domain.audit import Line, StoredAnchor, Words
from loudhailer.domain.delivery import Delivery
from loudhailer.pipeline.anchor import Chains
from loudhailer.report import PlatformCopy

Copies = Callable[[Sequence[Delivery]], Mapping[tuple[str, str], PlatformCopy]]
"""Reads the platforms' own copies, by alert and channel; what cannot be read says why, and is no error."""


class ReadChains(Chains, Protocol):
    """The audit's chains, to be read."""

    def lines(self, chain: str, after: int = 0, limit: int | None = None) -> Sequence[Line]:
        """Return a chain's lines with higher numbers than `after`, in order, at most `limit`."""
        ...


class KeptWords(Protocol):
    """The words that lie apart from the chains."""

    def of(self, digests: Iterable[str]) -> Mapping[str, Words]:
        """Return the words that are still there, each by its digest."""
        ...

    def hold(self, digests: Iterable[str]) -> None:
        """Keep these words for good."""
        ...

    def let_go(self, digests: Iterable[str], now: datetime) -> None:
        """Let these words be forgotten again when their days are over."""
        ...


class Vault(Protocol):
    """Where nobody can change what is written."""

    def since(self, moment: datetime) -> Sequence[StoredAnchor]:
        """Return the anchors from a moment on, oldest first."""
        ...

    def hold(self, folder: str, files: dict[str, bytes]) -> None:
        """Keep files for the law."""
        ...

    def let_go(self, folder: str) -> int:
        """Let go of what is held in a folder and return how many files that were."""
        ...
