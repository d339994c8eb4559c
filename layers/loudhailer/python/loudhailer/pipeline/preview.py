"""What is shown of words before anybody hears them: what was found in them, and how they come to be without a service.

Nothing here asks a gate, reads a table or sends anything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from loudhailer import normalise
from loudhailer.config import Config
from loudhailer.domain.alert import Worded
from loudhailer.domain.crisis import Decision
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, IncidentHead
from loudhailer.domain.post import Limits
from loudhailer.pipeline._head import spoken_of
from loudhailer.pipeline.word import Proof, Word
from loudhailer.ports import Arrival
from loudhailer.privacy import Kind, found_in, reason_of
from loudhailer.privacy.discretion import OF_PERSONS, discreet

Price = Callable[[str], Mapping[str, int]]
"""What a post of some words costs, by unit."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one fact holds that must not be published by itself, and why; never the words themselves."""

    fact: str
    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Discretion:
    """What was found in the facts, which of them were made coarser for it, and which were taken out."""

    found: tuple[Found, ...] = ()
    coarsened: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be said, what each gate would decide (nothing where none was asked), and what to look at again.

    `limits` is how much each channel holds and `prices` what a post costs there. `findings` is what a person is told
    who writes the facts, in words.
    """

    proof: Proof
    config: Config
    discretion: Discretion
    limits: Mapping[str, Limits]
    prices: Mapping[str, Price] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    findings: tuple[str, ...] = ()

    @property
    def alert(self) -> Worded:
        """Return what would be said."""
        return self.proof.worded


def discretion_of(told: Incident, kept: Incident) -> Discretion:
    """Return what was found in an incident as it was told, and what became of its facts before it was kept."""
    before, after = _texts(told), _texts(kept)
    found = [
        Found(name, kind, reason)
        for name, text in before.items()
        for kind, reason in dict.fromkeys((each.kind, reason_of(each)) for each in found_in(text))
    ]
    # A source's headline is not said, but what it tells of the incident counts; whom it names does not.
    told_beside = dict.fromkeys((each.kind, reason_of(each)) for each in found_in(told.headline))
    found += [Found("headline", kind, reason) for kind, reason in told_beside if kind not in OF_PERSONS]
    return Discretion(
        found=tuple(found),
        coarsened=tuple(name for name, text in before.items() if after.get(name, text) != text),
        taken_out=tuple(name for name in before if name not in after),
    )


def _texts(incident: Incident) -> dict[str, str]:
    others = {
        f"{language}.{name}": text for language, said in incident.translations.items() for name, text in said.items()
    }
    return {**incident.facts, **others}


@dataclass(frozen=True, slots=True)
class Onlook:
    """How words come to be where there is no service: by the same code, but no gate is asked and nothing is known."""

    config: Config
    limits: Mapping[str, Limits]
    prices: Mapping[str, Price]
    page_url: Callable[[str], str]

    def __call__(self, arrivals: Sequence[Arrival], now: datetime, findings: tuple[str, ...] = ()) -> Preview:
        """Return what the last of these tellings of one incident would say, after those before it were said.

        Raise `FeedError` where one of them says nothing, or cannot be said.
        """
        *earlier, last = arrivals
        head = IncidentHead(source=last.telling.source, id=last.telling.id)
        for arrival in earlier:
            proof, told = self._proof(arrival, head, now)
            head = spoken_of(head, told, proof.incident, proof.worded, now)
        proof, told = self._proof(last, head, now)
        return Preview(
            proof=proof,
            config=self.config,
            discretion=discretion_of(_incident(last), told),
            limits=self.limits,
            prices=self.prices,
            findings=findings,
        )

    def _proof(self, arrival: Arrival, head: IncidentHead, now: datetime) -> tuple[Proof, Incident]:
        told = _incident(arrival)
        # Of somebody's own words nothing is taken out: they are told what was found.
        kept = told if arrival.by else discreet(told)
        verdict = normalise.assess(kept, head, now)
        if isinstance(verdict, normalise.Ignore):
            raise FeedError("incident", verdict.reason)
        reference = normalise.reference_of(kept.source, kept.id)
        url = self.page_url(reference)
        proof = Word(self.config)(arrival, verdict, head, now, reference=reference, url=url, channels=self.limits)
        return proof, kept


def _incident(arrival: Arrival) -> Incident:
    if not isinstance(arrival.telling, Incident):
        raise FeedError("incident", "only what a source or an officer says can be looked at")
    return arrival.telling
