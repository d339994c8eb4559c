"""Sources in memory: their modes, their counts, and what those in shadow would have had said."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.source import Mode, Shadow, ShadowCommit, SourceCounts, SourceState
from loudhailer.normalise import shadow_source_of
from tests.fakes import MemoryState


@dataclass
class MemorySources:
    """The items SOURCE#…, COUNTS#… and SHADOW#…, in dictionaries; the ledger's lines are where all others are.

    Of a source that nobody has set, `usual` is the mode: None for the one that its policy starts it with.
    """

    state_: MemoryState
    usual: Mode | None = Mode.AUTO
    states: dict[str, SourceState] = field(default_factory=dict)
    counted: dict[str, SourceCounts] = field(default_factory=dict)
    heads: dict[tuple[str, str], IncidentHead] = field(default_factory=dict)
    shadows: dict[str, Shadow] = field(default_factory=dict)
    overtaken: int = 0

    def set(self, name: str, mode: Mode) -> None:
        self.keep(self.state(name).model_copy(update={"mode": mode}))

    def state(self, name: str) -> SourceState:
        return self.states.get(name, SourceState(name=name, mode=self.usual))

    def keep(self, state: SourceState) -> SourceState:
        if self.state(state.name).version != state.version:
            raise ClaimLost("source")
        stored = self.states[state.name] = state.model_copy(update={"version": state.version + 1})
        return stored

    def counts(self, name: str) -> SourceCounts:
        return self.counted.get(name, SourceCounts(name=name))

    def count(self, counts: SourceCounts) -> None:
        if self.overtaken:
            self.overtaken -= 1
            raise ClaimLost("counts")
        if self.counts(counts.name).version != counts.version:
            raise ClaimLost("counts")
        self.counted[counts.name] = counts.model_copy(update={"version": counts.version + 1})

    def head(self, source: str, incident_id: str) -> IncidentHead:
        kept_as = shadow_source_of(source)
        return self.heads.get((kept_as, incident_id), IncidentHead(source=kept_as, id=incident_id))

    def commit(self, commit: ShadowCommit) -> None:
        key, outcome = (commit.head.source, commit.head.id), commit.outcome
        seen = self.heads.get(key)
        if (seen.version if seen else 0) != commit.head.version or outcome.event_id in self.state_.ends:
            raise ClaimLost("commit shadow")
        self.heads[key] = commit.head.model_copy(update={"version": commit.head.version + 1})
        self.state_.ends[outcome.event_id] = outcome
        if commit.shadow is not None:
            self.shadows[commit.shadow.identifier] = commit.shadow

    def recent(self, source: str, limit: int) -> Sequence[Shadow]:
        found = [each for each in self.shadows.values() if each.source == source]
        return sorted(found, key=lambda each: each.sent, reverse=True)[:limit]
