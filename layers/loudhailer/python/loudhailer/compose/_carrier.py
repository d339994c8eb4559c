"""One channel's drafts: what stands around the words there, and how much of it there is room for."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from loudhailer.compose._fill import placed
from loudhailer.compose._fit import Fitted, Voice, fit
from loudhailer.compose._frame import Frame
from loudhailer.domain.errors import PostDoesNotFit
from loudhailer.domain.post import ADDRESS, Draft, Limits, More, Picture, Variant
from loudhailer.domain.text import SOMEWHERE
from loudhailer.phrases import Words


class Made(NamedTuple):
    """One variant's draft, what fell away, and the language that it lacks although it could be said in it."""

    draft: Draft
    fell: tuple[str, ...]
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A channel as words meet it.

    `frame` stands under its posts, `tags` are its hashtags, one string a language. `first_post` is the line that leads
    from a post that was made anew to the first one. `other` are the words of the other language that is published,
    ready or not. `saves` says that the words may save a life.
    """

    limits: Limits
    frame: Frame
    tags: Sequence[str]
    link: str
    picture: Picture | None
    first_post: str
    other: Words | None = None
    saves: bool = False

    def draft(self, variant: Variant, voices: Sequence[Voice]) -> Made | None:
        """Return one variant's draft, None where the channel has no such post.

        Raise `PostDoesNotFit` where what must stay does not.
        """
        if variant is Variant.POINTER:
            return self._pointer(voices)
        leads = variant is Variant.ANEW and self.limits.address
        extra = placed(self.first_post, {"address": ADDRESS}) if leads else ""
        fitted, lacks = self._fit(voices, self._roomy if leads else self.limits, extra)
        draft = Draft(
            text=fitted.posts[0][0],
            link=self.link if fitted.linked else "",
            room=self.limits.address if leads else 0,
            picture=self.picture if variant is Variant.FIRST else None,
            more=tuple(More(text, voices[tongue].words.language) for text, tongue in fitted.posts[1:]),
        )
        return Made(self._also(draft, fitted), fitted.fell, lacks)

    def _fit(self, voices: Sequence[Voice], limits: Limits, extra: str) -> tuple[Fitted, str]:
        """Return posts in all languages; where life is in danger and they do not fit, in the first one alone.

        Half of the readers warned is better than none, and the other language has the channels that hold more. Then
        the language that it lacks comes with them, and the posts say that it follows, unless that costs words.
        """
        try:
            return fit(voices, self.frame, limits, tags=self.tags, extra=extra), ""
        except PostDoesNotFit:
            if len(voices) == 1 or not self.saves:
                raise
        lacks = voices[1].words
        alone = fit(voices[:1], self.frame, limits, tags=self.tags[:1], extra=extra)
        with suppress(PostDoesNotFit):
            saying = fit(voices[:1], self.frame.saying((1, lacks.follows)), limits, tags=self.tags[:1], extra=extra)
            if (saying.said, saying.linked) == (alone.said, alone.linked):
                alone = saying
        return replace(alone, fell=(f"all of it in {lacks.language}", *alone.fell)), lacks.language

    def _pointer(self, voices: Sequence[Voice]) -> Made | None:
        """Return the few words that lead to another post; with room for its address, or beside the post itself."""
        if not (self.limits.address or self.limits.quotes):
            return None
        if self.limits.address:
            # Once is enough where one post says it in both languages.
            voices = [replace(voices[0], slots={**voices[0].slots, "address": ADDRESS}), *voices[1:]]
        bare = Frame((), self.frame.issues)
        try:
            fitted = fit(voices, bare, self._roomy, alone=True)
        except PostDoesNotFit:
            fitted = fit(voices[:1], bare, self._roomy, alone=True)
        return Made(self._also(Draft(text=fitted.posts[0][0], room=self.limits.address), fitted), fitted.fell)

    def _also(self, draft: Draft, fitted: Fitted) -> Draft:
        if not fitted.foreign or self.other is None:
            return draft
        return replace(draft, also=self.other.language, foreign=fitted.foreign)

    @property
    def _roomy(self) -> Limits:
        """Return the limits with room kept for the address of another post."""
        limits = self.limits
        longest = SOMEWHERE.ljust(limits.address, "x")
        return replace(limits, measure=lambda text: limits.measure(text.replace(ADDRESS, longest)))
