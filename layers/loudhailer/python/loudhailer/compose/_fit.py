"""How words are made to fit: what matters least falls away first, and what must stay is never cut.

In this order: hashtags, then the sentences that may fall, bottom up, then an area's last names, a list's last lines,
the link, and the last words of an area's name: half an area and a link to all of it are better than silence about
danger. Two languages share a post where all of it fits; else each has a post of its own, and they lose the same. Where
what must stay is too long even so, a thread carries it, where the channel has threads; else it is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from loudhailer.compose._fill import fill, placed
from loudhailer.compose._frame import Frame, Line
from loudhailer.compose._split import chunks
from loudhailer.domain.errors import FeedError, PostDoesNotFit
from loudhailer.domain.post import Limits
from loudhailer.phrases import Sentence, Words

_SHORTEST_AREA = 6
_Cut = Callable[[str, Words], str]
"""Returns an area, or a list, with a little less of it; empty where no less of it may stand."""
AREA, LINES, LINK = "the last words of the area", "the last lines of the list", "the link"


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

    `fell` says what fell away, in the order in which it did; `linked` that the link did not.
    """

    posts: tuple[tuple[str, int], ...]
    foreign: tuple[int, ...] = ()
    shared: bool = False
    fell: tuple[str, ...] = ()
    linked: bool = True


@dataclass(frozen=True, slots=True)
class _Beside:
    """What else stands under the first and under the last of one language's posts."""

    first: tuple[Line, ...] = ()
    last: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left: sentences by number, each language's hashtags, slots as far as they are cut, and the frame."""

    voices: tuple[Voice, ...]
    numbers: tuple[int, ...]
    tags: tuple[str, ...]
    frame: Frame
    fell: tuple[str, ...] = ()

    def spoken(self, voice: int) -> list[str]:
        return [said for each in self.numbers if (said := self.voices[voice].said[each])]

    def less(self, area: _Cut | None) -> "_Left | None":
        """Return it with what matters least fallen away; None where nothing more may. `area` is how an area is cut."""
        first = self.voices[0]
        if any(self.tags):
            return self.untagged()
        loose = [each for each in self.numbers if not first.sentences[each].keep]
        if loose:
            left = tuple(each for each in self.numbers if each != loose[-1])
            return replace(self, numbers=left, fell=(*self.fell, first.said[loose[-1]] or ""))
        return self._cut(area) if area else None

    def untagged(self) -> "_Left":
        """Return it without hashtags."""
        tags = " ".join(filter(None, self.tags))
        return replace(self, tags=("",) * len(self.voices), fell=(*self.fell, tags) if tags else self.fell)

    def unlinked(self) -> "_Left":
        """Return it without the link."""
        return replace(self, frame=self.frame.unlinked(), fell=(*self.fell, LINK))

    def _cut(self, area: _Cut) -> "_Left | None":
        """Return it with a shorter area or list in every language, None where one of them cannot be shorter."""
        for slot, what, cut in (("area", AREA, area), ("lines", LINES, _fewer)):
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
    whole = _Left(tuple(voices), numbers, tuple(tags) or ("",) * len(voices), frame)
    follows = 0 if alone else limits.follows
    if len(voices) > 1 and follows:
        return _pair(whole, limits, extra)
    tongues = tuple(range(len(voices)))

    def as_one(left: _Left) -> list[str]:
        return [_post(left, tongues, (0, extra))]

    left = _fallen(whole, as_one, limits, threads=[_Beside(first=((0, extra),))] if follows else [])
    return left if isinstance(left, Fitted) else _shared(left, tongues, (0, extra))


def _pair(whole: _Left, limits: Limits, extra: str) -> Fitted:
    """Two languages: one post where all of it fits, else a post each, else a thread each."""
    for each in (whole, whole.untagged()):
        if limits.fits(_post(each, (0, 1), (0, extra))):
            return _shared(each, (0, 1), (0, extra))
    first, second = (voice.words for voice in whole.voices)
    beside = [_Beside(((0, extra),), ((1, second.next_post),)), _Beside(((0, first.previous_post),))]

    def each_alone(left: _Left) -> list[str]:
        return [_post(left, (tongue,), *lines.last, *lines.first) for tongue, lines in enumerate(beside)]

    left = _fallen(whole, each_alone, limits, threads=beside)
    if isinstance(left, Fitted):
        return left
    posts = tuple((text, tongue) for tongue, text in enumerate(each_alone(left)))
    return Fitted(posts, fell=left.fell, linked=bool(left.frame.link))


def _fallen(
    whole: _Left, posts: Callable[[_Left], list[str]], limits: Limits, *, threads: Sequence[_Beside]
) -> _Left | Fitted:
    """Return what is left once all of its posts fit, or a thread of all that must stay.

    Where the area is whole the link may go, and where the link stays the area may be cut: whoever must know whether
    they are in it can tell, from the post or from the page. Both go only where it could not be said at all otherwise.
    """
    bare = whole.untagged().unlinked() if whole.frame.link else whole
    for left, area in ((whole, _fewer_names), (bare, None), (whole, _shorter)) if whole.frame.link else ():
        with suppress(PostDoesNotFit):
            return _less(left, posts, limits, area)
    if not (threads and limits.threads):
        return _less(bare, posts, limits, _shorter)
    with suppress(PostDoesNotFit):
        return _less(bare, posts, limits, None)
    try:
        return _threads(whole, limits, threads)
    except PostDoesNotFit:
        with suppress(PostDoesNotFit):
            return _less(bare, posts, limits, _shorter)
        raise


def _less(left: _Left, posts: Callable[[_Left], list[str]], limits: Limits, area: _Cut | None) -> _Left:
    while True:
        texts = posts(left)
        if all(map(limits.fits, texts)):
            return left
        less = left.less(area)
        if less is None:
            measured = max(map(limits.measure, texts))
            raise PostDoesNotFit(f"the words that must stay need {measured} of {limits.size} {limits.unit}")
        left = less


def _post(left: _Left, tongues: Sequence[int], *extra: Line) -> str:
    """Return the text of one post in these languages."""
    words = "\n\n".join(" ".join(left.spoken(each)) for each in tongues)
    tags = " ".join(filter(None, (left.tags[each] for each in tongues)))
    return "\n".join(part for part in (words + "\n", left.frame.text(tongues, *extra), tags) if part)


def _shared(left: _Left, tongues: Sequence[int], *extra: Line) -> Fitted:
    """Return one post, and which of its lines are in the second language."""
    post, linked = (_post(left, tongues, *extra), tongues[0]), bool(left.frame.link)
    if len(tongues) == 1:
        return Fitted((post,), fell=left.fell, linked=linked)
    first, second = (" ".join(left.spoken(each)).count("\n") + 1 for each in tongues)
    under = first + 1 + second + 1
    foreign = (
        *range(first + 1, first + 1 + second),
        *(under + place for place, (tongue, _) in enumerate(left.frame.lines(tongues, *extra)) if tongue != tongues[0]),
    )
    return Fitted((post,), foreign=foreign, shared=True, fell=left.fell, linked=linked)


def _threads(whole: _Left, limits: Limits, beside: Sequence[_Beside]) -> Fitted:
    """Return all that must stay in as many posts as it takes, one language after the other."""
    posts = [(text, tongue) for tongue, lines in enumerate(beside) for text in _thread(whole, tongue, limits, lines)]
    if len(posts) > limits.follows + 1:
        raise PostDoesNotFit(f"the words that must stay need {len(posts)} posts of {limits.size} {limits.unit}")
    loose = [whole.voices[0].said[each] or "" for each in whole.numbers if not whole.voices[0].sentences[each].keep]
    return Fitted(tuple(posts), fell=(*whole.untagged().fell, *reversed(loose)), linked=bool(whole.frame.link))


def _thread(whole: _Left, tongue: int, limits: Limits, beside: _Beside) -> list[str]:
    """Return what one language must say in as few posts as it takes, each with the frame, the first with the link."""
    voice = whole.voices[tongue]
    kept = [said for each in whole.numbers if voice.sentences[each].keep and (said := voice.said[each])]

    def under(part: int, *, last: bool) -> str:
        frame = whole.frame.unlinked() if part else whole.frame
        lines = (*(() if part else beside.first), *(beside.last if last else ()))
        return f"\n\n{frame.text((tongue,), *lines)}"

    if limits.fits(text := " ".join(kept) + under(0, last=True)):
        return [text]
    # As wide as any mark that it may bear; and any may turn out to be the last.
    mark = placed(voice.words.part, {"part": "00", "parts": "00"})
    split = chunks(kept, lambda text, part: limits.fits(f"{text} {mark}{under(part, last=True)}"))
    marks = [placed(voice.words.part, {"part": str(part + 1), "parts": str(len(split))}) for part in range(len(split))]
    return [
        f"{text} {mark}{under(part, last=part == len(split) - 1)}"
        for part, (text, mark) in enumerate(zip(split, marks, strict=True))
    ]


def _with(voice: Voice, slot: str, text: str) -> Voice:
    # The headline may name the area too, and a status or a withdrawal says the headline.
    headline = voice.slots["headline"].replace(voice.slots[slot], text)
    return replace(voice, slots={**voice.slots, slot: text, "headline": headline})


def _fewer_names(area: str, words: Words) -> str:
    """Return the area with one name less; empty where there is only one."""
    names = area.removesuffix(f" {words.more_areas}").split(", ")
    return f"{', '.join(names[:-1])} {words.more_areas}" if len(names) > 1 else ""


def _shorter(area: str, words: Words) -> str:
    """Return the area with one name less, or its only name without its last word; empty where too little is left."""
    if fewer := _fewer_names(area, words):
        return fewer
    words_left = area.removesuffix(f" {words.more_areas}").removesuffix("…").split(" ")[:-1]
    # What joins a name to the next one ends nothing: "Aldermere, with the".
    while words_left and words_left[-1].islower():
        words_left.pop()
    kept = " ".join(words_left).rstrip(" ,;|-(")
    return f"{kept}…" if len(kept) >= _SHORTEST_AREA else ""


def _fewer(lines: str, words: Words) -> str:
    """Return the lines with one less, and how many are left out; empty where only one would be left."""
    *kept, last = lines.split("\n")
    before, _, after = words.more_lines.partition("{left}")
    out = last.removeprefix(before).removesuffix(after) if last.startswith(before) and last.endswith(after) else ""
    left = int(out) if out.isdecimal() else 0
    shown = kept if left else [*kept, last]
    return "\n".join([*shown[:-1], placed(words.more_lines, {"left": str(left + 1)})]) if len(shown) > 1 else ""
