"""How words are made to fit: what matters least falls away first, and what must stay is never cut.

In this order: hashtags, then the sentences that may fall, bottom up, then an area's last words, then a list's last lines.
Two languages share a post where all of it fits; else each has a post of its own, and they lose the same. Where even
what must stay is too long, a thread carries it, where the channel has threads; else it is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from loudhailer.compose._fill import fill, placed
from loudhailer.compose._frame import Frame, Line
from loudhailer.compose._split import chunks
from loudhailer.domain.errors import FeedError, PostDoesNotFit
from loudhailer.domain.post import Limits
from loudhailer.phrases import Sentence, Words

_SHORTEST_AREA = 12
AREA, LINES = "the last words of the area", "the last lines of the list"


@dataclass(frozen=True)
class Voice:
    """One language's sentences of one variant, and what fills them."""

    words: Words
    sentences: tuple[Sentence, ...]
    slots: Mapping[str, str]

    @cached_property
    def said(self) -> tuple[str | None, ...]:
        """Return the filled sentences, None for one that cannot be."""
        return tuple(fill(each.say, self.slots) for each in self.sentences)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Posts that fit, in order, each in the language of its number; `foreign` lines of a shared one are in the other.

    `fell` says what fell away, in the order in which it did.
    """

    posts: tuple[tuple[str, int], ...]
    foreign: tuple[int, ...] = ()
    shared: bool = False
    fell: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left to be said: the sentences by number, each language's hashtags, and the slots as far as they are cut."""

    voices: tuple[Voice, ...]
    numbers: tuple[int, ...]
    tags: tuple[str, ...]
    fell: tuple[str, ...] = ()

    def spoken(self, voice: int) -> list[str]:
        return [said for each in self.numbers if (said := self.voices[voice].said[each])]

    def less(self) -> "_Left | None":
        """Return it with what matters least fallen away; None where nothing more may."""
        first = self.voices[0]
        if any(self.tags):
            return self.untagged()
        loose = [each for each in self.numbers if not first.sentences[each].keep]
        if loose:
            left = tuple(each for each in self.numbers if each != loose[-1])
            return replace(self, numbers=left, fell=(*self.fell, first.said[loose[-1]] or ""))
        return self._cut()

    def untagged(self) -> "_Left":
        """Return it without hashtags."""
        tags = " ".join(filter(None, self.tags))
        return replace(self, tags=("",) * len(self.voices), fell=(*self.fell, tags) if tags else self.fell)

    def _cut(self) -> "_Left | None":
        """Return it with a shorter area or list in every language, None where one of them cannot be shorter."""
        for slot, what, cut in (("area", AREA, _shorter), ("lines", LINES, _fewer)):
            shorter = [cut(voice.slots.get(slot, ""), voice.words) for voice in self.voices]
            if all(shorter):
                voices = [_with(voice, slot, text) for voice, text in zip(self.voices, shorter, strict=True)]
                return replace(self, voices=tuple(voices), fell=tuple(dict.fromkeys((*self.fell, what))))
        return None


def fit(
    voices: Sequence[Voice],
    frame: Frame,
    limits: Limits,
    *,
    tags: Sequence[str] = (),
    extra: str = "",
    alone: bool = False,
) -> Fitted:
    """Return posts that fit; raise `PostDoesNotFit` where what must stay does not, `FeedError` where nothing is said.

    `tags` are the hashtags, one string a language; `extra` is a line that the first post ends with. What stands `alone`
    is one post, or none.
    """
    numbers = tuple(place for place, said in enumerate(voices[0].said) if said)
    if not any(voices[0].sentences[each].keep for each in numbers):
        raise FeedError("detail.incident", "none of the sentences that matter can be said with these facts")
    whole = _Left(tuple(voices), numbers, tuple(tags) or ("",) * len(voices))
    follows = 0 if alone else limits.follows
    if len(voices) > 1 and follows:
        return _pair(whole, frame, limits, extra)
    tongues = tuple(range(len(voices)))
    try:
        left = _falling(whole, lambda each: [_post(each, tongues, frame, (0, extra))], limits)
    except PostDoesNotFit:
        if not follows or not limits.threads:
            raise
        return Fitted(tuple((text, 0) for text in _thread(whole, 0, frame, limits, (0, extra))), fell=_loose(whole))
    return _shared(left, tongues, frame, (0, extra))


def _pair(whole: _Left, frame: Frame, limits: Limits, extra: str) -> Fitted:
    """Two languages: one post where all of it fits, else a post each, else a thread each."""
    for each in (whole, whole.untagged()):
        if limits.fits(_post(each, (0, 1), frame, (0, extra))):
            return _shared(each, (0, 1), frame, (0, extra))
    first, second = (voice.words for voice in whole.voices)
    beside: tuple[tuple[Line, ...], tuple[Line, ...]] = (((1, second.next_post), (0, extra)), ((0, first.previous_post),))

    def each_alone(left: _Left) -> list[str]:
        return [_post(left, (tongue,), frame, *beside[tongue]) for tongue in (0, 1)]

    try:
        left = _falling(whole, each_alone, limits)
    except PostDoesNotFit:
        if not limits.threads:
            raise
        threads = [_thread(whole, tongue, frame, limits, *beside[tongue]) for tongue in (0, 1)]
        posts = [(text, tongue) for tongue, texts in enumerate(threads) for text in texts]
        if len(posts) > 1 + limits.follows:
            raise
        return Fitted(tuple(posts), fell=_loose(whole))
    return Fitted(tuple((text, tongue) for tongue, text in enumerate(each_alone(left))), fell=left.fell)


def _falling(left: _Left, posts: Callable[[_Left], list[str]], limits: Limits) -> _Left:
    """Return what is left once all of its posts fit."""
    while True:
        texts = posts(left)
        if all(map(limits.fits, texts)):
            return left
        less = left.less()
        if less is None:
            measured = max(map(limits.measure, texts))
            raise PostDoesNotFit(f"the words that must stay need {measured} of {limits.size} {limits.unit}")
        left = less


def _post(left: _Left, tongues: Sequence[int], frame: Frame, *extra: Line) -> str:
    """Return the text of one post in these languages."""
    words = "\n\n".join(" ".join(left.spoken(each)) for each in tongues)
    tags = " ".join(filter(None, (left.tags[each] for each in tongues)))
    under = "\n".join(line for _, line in frame.lines(tongues, *extra))
    return "\n".join(part for part in (words + "\n", under, tags) if part)


def _shared(left: _Left, tongues: Sequence[int], frame: Frame, *extra: Line) -> Fitted:
    """Return one post, and which of its lines are in the second language."""
    text = _post(left, tongues, frame, *extra)
    if len(tongues) == 1:
        return Fitted(((text, tongues[0]),), fell=left.fell)
    first, second = ("\n".join([" ".join(left.spoken(each))]).count("\n") + 1 for each in tongues)
    under = first + 1 + second + 1
    foreign = (
        *range(first + 1, first + 1 + second),
        *(under + place for place, (tongue, _) in enumerate(frame.lines(tongues, *extra)) if tongue != tongues[0]),
    )
    return Fitted(((text, tongues[0]),), foreign=foreign, shared=True, fell=left.fell)


def _thread(whole: _Left, tongue: int, frame: Frame, limits: Limits, *extra: Line) -> list[str]:
    """Return what must stay in as many posts as it takes, each with the whole frame; raise where it takes too many."""
    voice = whole.voices[tongue]
    kept = [said for each in whole.numbers if voice.sentences[each].keep and (said := voice.said[each])]
    under = "\n".join(line for _, line in frame.lines((tongue,), *extra))
    for parts in range(2, limits.follows + 2):
        marks = [placed(voice.words.part, {"part": str(each + 1), "parts": str(parts)}) for each in range(parts)]
        split = chunks(kept, lambda text, mark=max(marks, key=len): limits.fits(f"{text} {mark}\n\n{under}"))  # type: ignore[misc]
        if len(split) <= parts:
            return [f"{text} {mark}\n\n{under}" for text, mark in zip(split, marks, strict=False)]
    raise PostDoesNotFit(f"the words that must stay need more than {limits.follows + 1} posts")


def _loose(whole: _Left) -> tuple[str, ...]:
    """Return what a thread leaves out."""
    return tuple(_fallen(whole))


def _fallen(left: _Left) -> Iterator[str]:
    voice = left.voices[0]
    yield from left.untagged().fell
    for each in reversed(left.numbers):
        if not voice.sentences[each].keep:
            yield voice.said[each] or ""


def _with(voice: Voice, slot: str, text: str) -> Voice:
    # The headline may name the area too, and a status or a withdrawal says the headline.
    headline = voice.slots["headline"].replace(voice.slots[slot], text)
    return replace(voice, slots={**voice.slots, slot: text, "headline": headline})


def _shorter(area: str, words: Words) -> str:
    """Return the area with one name less, or its only name without its last word; empty where too little is left."""
    names = area.removesuffix(f" {words.more_areas}").split(", ")
    if len(names) > 1:
        return f"{', '.join(names[:-1])} {words.more_areas}"
    kept = names[0].removesuffix("…").rpartition(" ")[0].rstrip(" ,;|-(")
    return f"{kept}…" if len(kept) >= _SHORTEST_AREA else ""


def _fewer(lines: str, words: Words) -> str:
    """Return the lines with one less, and how many are left out; empty where only one would be left."""
    *kept, last = lines.split("\n")
    before, _, after = words.more_lines.partition("{left}")
    out = last.removeprefix(before).removesuffix(after) if last.startswith(before) and last.endswith(after) else ""
    left = int(out) if out.isdecimal() else 0
    shown = kept if left else [*kept, last]
    return "\n".join([*shown[:-1], placed(words.more_lines, {"left": str(left + 1)})]) if len(shown) > 1 else ""
