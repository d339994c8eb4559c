"""One channel's drafts: what stands around the words there, and how much of it there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loudhailer.compose._fill import placed
from loudhailer.compose._fit import Fitted, Voice, fit
from loudhailer.compose._frame import Frame
from loudhailer.domain.errors import PostDoesNotFit
from loudhailer.domain.post import ADDRESS, Draft, Limits, More, Picture, Variant


@dataclass(frozen=True, slots=True)
class Carrier:
    """A channel as words meet it.

    `frame` stands under its posts, `tags` are its hashtags, one string a language. `first_post` is the line that leads
    from a post that was made anew to the first one. `saves` says that the words may save a life.
    """

    limits: Limits
    frame: Frame
    tags: Sequence[str]
    link: str
    picture: Picture | None
    first_post: str
    saves: bool = False

    def draft(self, variant: Variant, voices: Sequence[Voice]) -> tuple[Draft, tuple[str, ...]] | None:
        """Return one variant's draft and what fell away, None where the channel has no such post.

        Raise `PostDoesNotFit` where what must stay does not.
        """
        if variant is Variant.POINTER:
            return self._pointer(voices)
        leads = variant is Variant.ANEW and self.limits.address
        extra = placed(self.first_post, {"address": ADDRESS}) if leads else ""
        fitted = self._fit(voices, self._roomy if leads else self.limits, extra)
        draft = Draft(
            text=fitted.posts[0][0],
            link=self.link if fitted.linked else "",
            room=self.limits.address if leads else 0,
            picture=self.picture if variant is Variant.FIRST else None,
            more=tuple(More(text, voices[tongue].words.language) for text, tongue in fitted.posts[1:]),
        )
        return self._also(draft, fitted, voices), fitted.fell

    def _fit(self, voices: Sequence[Voice], limits: Limits, extra: str) -> Fitted:
        """Return posts in all languages; where life is in danger and they do not fit, in the first one alone.

        Half of the readers warned is better than none, and the other language has the channels that hold more.
        """
        try:
            return fit(voices, self.frame, limits, tags=self.tags, extra=extra)
        except PostDoesNotFit:
            if len(voices) == 1 or not self.saves:
                raise
        alone = fit(voices[:1], self.frame, limits, tags=self.tags[:1], extra=extra)
        return replace(alone, fell=(f"all of it in {voices[1].words.language}", *alone.fell))

    def _pointer(self, voices: Sequence[Voice]) -> tuple[Draft, tuple[str, ...]] | None:
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
        return self._also(Draft(text=fitted.posts[0][0], room=self.limits.address), fitted, voices), fitted.fell

    def _also(self, draft: Draft, fitted: Fitted, voices: Sequence[Voice]) -> Draft:
        if not fitted.shared:
            return draft
        return replace(draft, also=voices[1].words.language, foreign=fitted.foreign)

    @property
    def _roomy(self) -> Limits:
        """Return the limits with room kept for the address of another post."""
        limits = self.limits
        longest = "https://post.example/".ljust(limits.address, "x")
        return replace(limits, measure=lambda text: limits.measure(text.replace(ADDRESS, longest)))
