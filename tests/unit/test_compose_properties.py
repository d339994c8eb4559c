"""COMPOSE: whatever an alert says, in whatever script, every post is whole, and both languages say the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import regex
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from loudhailer.channels import CHANNELS
from loudhailer.compose import Composed, drill_limits, framed, say_issued, slots_of, words_of
from loudhailer.compose._fill import fill
from loudhailer.compose._said import pointer_of, said_of
from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.drill import DrillStatus
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Manner, Phase, Status
from loudhailer.domain.post import ADDRESS, Draft, Limits, Variant
from loudhailer.phrases import Sentence, Words
from tests.builders import NOW, an_incident, bilingual_config, shipped_config
from tests.unit.test_compose import EVENTS, source_of

NAMES = frozenset({"road", "place", "title", "message", "lines", "warning", "area"})
REAL = {name: kind.limits for name, kind in CHANNELS.items()}
REFERENCE = "J3BWW4D7C"
URL = f"https://alerts.westshire-fire.gov.uk/alerts/{REFERENCE}.html"
PART = re.compile(r" \(\d+ (?:of|o) \d+\)$")
WORD_BORDER = regex.compile(r"(?w)\b")
TOLD = [
    (MsgType.ALERT, Manner.PLAIN),
    (MsgType.UPDATE, Manner.PLAIN),
    (MsgType.UPDATE, Manner.CORRECTION),
    (MsgType.UPDATE, Manner.STATUS),
    (MsgType.UPDATE, Manner.AMPLIFIED),
    (MsgType.CANCEL, Manner.PLAIN),
    (MsgType.CANCEL, Manner.WITHDRAWN),
    (MsgType.CANCEL, Manner.UNLISTED),
]
WORDS = [
    *(
        "Aldermere",
        "Stokeby",
        "J14",
        "A49",
        "at",
        "ger",
        "near",
        "and",
        "12:30am",
        "30",
        "rhwng",
        "Nant-y-dŵr",
        "St. Mary's",
    ),
    *("水害警報", "大阪市北区", "กรุงเทพมหานคร", "น้ำท่วม", "الرياض", "תל־אביב", "क्षत्रिय", "Ουρανός", "한강", "ភ្នំពេញ"),
    *("👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇬🇧🇫🇷", "e\u0301\u0323", "Z̤͔ͧ̑̓ä͖̭̈̇lͮ̒ͫǧ̗͚̚", "👍🏽", "1️⃣", "\u0301x", "\u200dx", "“quoted”", "(north)"),
    *(
        "https://example.org/a?b=c#d",
        "#RoadClosed",
        "@loudhailer",
        "{address}",
        "[x]",
        "co.uk",
        "a" * 70,
        "ไ" * 120,
        "火" * 150,
    ),
]
"""Words of many scripts, and what must not be parted."""
_signs = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\u202a\u202b\u202c\u202d\u202e")
_word = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(_signs, min_size=1, max_size=12))
_line = st.builds(
    lambda first, words, gaps: "".join((first, *(gap + word for gap, word in zip(gaps, words, strict=False)))),
    st.sampled_from(WORDS),
    st.lists(_word, max_size=14),
    st.lists(st.sampled_from([" ", " ", " ", ", ", ". ", ""]), min_size=14, max_size=14),
)
_lines = st.lists(_line, min_size=1, max_size=6).map("\n".join)
FACTS = {"message": _lines, "lines": _lines, "road": st.one_of(st.sampled_from(["A49", "M5", "Corve Street"]), _line)}
_times = st.none() | st.integers(-60, 3000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@dataclass(frozen=True)
class Case:
    """One alert as compose is asked for it."""

    languages: int
    incident: Incident
    msg_type: MsgType
    message_class: MessageClass
    turned: bool
    reduced: bool
    url: str

    @property
    def config(self) -> Config:
        return (shipped_config, bilingual_config)[self.languages - 1]()

    def composed(self, *names: str) -> Composed:
        """Compose for all channels, or for some."""
        return words_of(
            self.config,
            self.incident,
            self.msg_type,
            self.message_class,
            reference=REFERENCE,
            issued=NOW,
            url=self.url,
            channels={name: REAL[name] for name in names or REAL},
            turned=self.turned,
            reduced=self.reduced,
        )

    @property
    def pointer(self) -> str:
        return pointer_of(self.incident, self.msg_type, self.message_class, turned=self.turned)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw an alert in any script, with all facts that its words may use, in one language or two."""
    event_type = draw(st.sampled_from(EVENTS))
    msg_type, manner = draw(st.sampled_from(TOLD))
    phrases = shipped_config().words.events[event_type]
    slots = {slot.removeprefix("the_") for each in (*phrases.alert, *phrases.cancel) for slot in each.slots}
    names = sorted({"message" if manner is Manner.AMPLIFIED else "place", *slots} & NAMES)
    facts = {name: draw(FACTS.get(name, _line)) for name in names}
    facts |= {"cause": draw(st.sampled_from(["", "collision", "?"])), "outcome": "works_finished"}
    if manner is Manner.AMPLIFIED:
        facts |= {"agency": draw(_line), "lead_link": "https://police.example/1"}
    said = {name: text for name, text in facts.items() if name in {"place", "title", "message", "lines", "warning"}}
    other = draw(st.sampled_from(["same", "own", "none"]))
    if other == "own":
        said = {name: draw(FACTS.get(name, _line)) for name in said}
    incident = an_incident(
        source=source_of(event_type),
        event_type=event_type,
        facts={name: text for name, text in facts.items() if text},
        manner=manner,
        phase=Phase.CLOSED if msg_type is MsgType.CANCEL else Phase.OPEN,
        expected_end=draw(_times),
        next_update=draw(_times),
        confirmed=NOW - timedelta(minutes=30) if manner is Manner.STATUS else None,
        translations={} if other == "none" else {"cy": said},
    )
    return Case(
        draw(st.sampled_from([1, 2, 2])),
        incident,
        msg_type,
        draw(st.sampled_from([MessageClass.LIFE_SAFETY, MessageClass.INCIDENT])),
        turned=draw(st.booleans()),
        reduced=manner is not Manner.AMPLIFIED and draw(st.integers(0, 5)) == 0,
        url=draw(st.sampled_from([URL, URL, ""])),
    )


@dataclass(frozen=True)
class Tongue:
    """What one language says whole, and the lines that may stand under it."""

    words: Words
    slots: dict[str, str]
    sentences: tuple[Sentence, ...]

    def bodies(self) -> dict[tuple[Any, ...], str]:
        """Return each text that may be left of it, by what has fallen away: so many sentences, so much of a fact."""
        loose = [place for place, each in enumerate(self.sentences) if not each.keep]
        found = {}
        for gone in range(len(loose) + 1):
            fallen = loose[len(loose) - gone :]
            found[gone, "", ()] = self._said(self.slots, fallen)
        for slot, cuts in (("area", self._areas()), ("lines", self._lists())):
            for cut, text in cuts:
                headline = self.slots["headline"].replace(self.slots[slot], text)
                found[len(loose), slot, cut] = self._said({**self.slots, slot: text, "headline": headline}, loose)
        return found

    def kept(self) -> list[str]:
        return [said for each in self.sentences if each.keep and (said := fill(each.say, self.slots))]

    def _said(self, slots: dict[str, str], fallen: Sequence[int]) -> str:
        said = (fill(each.say, slots) for place, each in enumerate(self.sentences) if place not in fallen)
        return " ".join(filter(None, said))

    def _areas(self) -> Iterator[tuple[Any, str]]:
        """Yield an area with fewer names, or with fewer words of its first name: by words from its beginning."""
        names = self.slots.get("area", "").split(", ")
        for many in range(1, len(names)):
            yield ("names", many), f"{', '.join(names[:many])} {self.words.more_areas}"
        first = names[0].split(" ")
        for many in range(1, len(first)):
            yield ("words", many), f"{' '.join(first[:many]).rstrip(' ,;|-(')}…"

    def _lists(self) -> Iterator[tuple[Any, str]]:
        lines = self.slots.get("lines", "").split("\n")
        for many in range(1, len(lines)):
            more = self.words.more_lines.replace("{left}", str(len(lines) - many))
            yield ("lines", many), "\n".join([*lines[:many], more])


@dataclass(frozen=True)
class Expected:
    """All that may stand in the posts of a case on one channel."""

    case: Case
    channel: str
    tongues: tuple[Tongue, ...]
    owed: tuple[str, ...] = ()

    @property
    def alone(self) -> "Expected":
        """Return what may stand there in the first language alone."""
        return replace(self, tongues=self.tongues[:1])

    @property
    def languages(self) -> list[str]:
        return [each.words.language for each in self.tongues]

    def frame(self, tongue: int) -> tuple[list[str], list[str]]:
        """Return the lines that every post in a language has, and those that one may have."""
        config, words = self.case.config, self.tongues[tongue].words
        must = [words.footer.format(issued=say_issued(NOW, words.times), reference=REFERENCE)]
        must += filter(None, [config.rules_of(self.case.incident.source).attribution])
        if self.case.message_class is MessageClass.LIFE_SAFETY and self.case.msg_type is not MsgType.CANCEL:
            must.append(words.emergency)
        must += [each.follows for each in config.tongues if each.language in self.owed]
        tags = [f"#{tag}" for each in self.tongues for tag in each.words.events[self.case.incident.event_type].hashtags]
        may = [
            self.case.url,
            " ".join(tags),
            *tags,
            config.words.previous_post,
            *(each.next_post for each in config.tongues),
        ]
        may.append(config.words.first_post)
        return must, [each for each in may if each]

    def parted(self, text: str, tongue: int) -> tuple[str, list[str]]:
        """Return a post's words and the lines under them, each of which must be known and whole."""
        lines, under = text.split("\n"), []
        known = {line for each in range(len(self.tongues)) for both in self.frame(each) for line in both}
        while lines[-1]:
            assert lines[-1] in known, (lines[-1], known)
            under.append(lines.pop())
        assert len(under) == len(set(under)), "no line stands twice"
        assert set(self.frame(tongue)[0]) <= set(under), "it is issued, has its reference, its source and 999"
        return "\n".join(lines[:-1]), under[::-1]


def whole_borders(text: str, parts: Sequence[str]) -> None:
    """Hold that the parts are all of the text, cut at blanks or where a word ends, never in a link, a tag or a sign."""
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    assert "".join(text[place] for place in places) == "".join("".join(part.split()) for part in parts)
    graphemes = {found.start() for found in regex.finditer(r"\X", text)}
    borders = {found.start() for found in WORD_BORDER.finditer(text)}
    spans = [found.span() for found in re.finditer(r"\S+", text) if re.search(r"https?://|[#@]", found.group())]
    at = 0
    for part in parts[:-1]:
        at += len("".join(part.split()))
        before, after = places[at - 1], places[at]
        assert after in graphemes
        if after == before + 1:
            assert after in borders
            assert not any(start < after < end for start, end in spans)


def expected_of(case: Case, composed: Composed, channel: str, variant: Variant) -> Expected:
    tongues = []
    for words in case.config.tongues:
        if words.language in composed.owes:
            continue
        slots = slots_of(case.incident, case.config, NOW, words, reduced=case.reduced)
        said = said_of(words, case.incident, case.msg_type, case.pointer, reduced=case.reduced)[variant]
        tongues.append(Tongue(words, slots, said))
    return Expected(case, channel, tuple(tongues), composed.owes)


def hold(case: Case, expected: Expected, draft: Draft, limits: Limits) -> None:
    """Hold all that is promised of the posts of one variant on one channel."""
    longest = "https://post.example/".ljust(limits.address, "x")
    for text in (draft.leading_to(longest), draft.leading_to(""), *(each.text for each in draft.more)):
        assert limits.fits(text), (expected.channel, limits.measure(text), text)
    assert (case.url in draft.text) is bool(draft.link) if draft.link else True
    said = {each.language for each in draft.more}
    if case.message_class is MessageClass.LIFE_SAFETY and not draft.also and "cy" not in said:
        # Where life is in danger, one language goes rather than none.
        expected = expected.alone
    posts = [(draft.text, 0), *((each.text, expected.languages.index(each.language)) for each in draft.more)]
    if draft.also:
        assert not draft.more
        body, under = expected.parted(draft.text, 0)
        assert set(expected.frame(1)[0]) <= set(under)
        first, second = (each.bodies() for each in expected.tongues)
        both = {key: f"{first[key]}\n\n{second[key]}" for key in first.keys() & second.keys()}
        keys = [key for key, said in both.items() if said == body]
        assert keys, body
        lines = draft.text.split("\n")
        of_second = (first[keys[0]].count("\n") + 2, first[keys[0]].count("\n") + 2 + second[keys[0]].count("\n"))
        own = {expected.tongues[1].words.emergency, expected.frame(1)[0][0]}
        foreign = [place for place, line in enumerate(lines) if of_second[0] <= place <= of_second[1] or line in own]
        assert list(draft.foreign) == foreign
        return
    assert draft.foreign == ()
    found: list[set[tuple[Any, ...]]] = []
    for tongue, voice in enumerate(expected.tongues):
        bodies = [expected.parted(text, own)[0] for text, own in posts if own == tongue]
        if len(bodies) > 1:
            event("a thread")
            assert all(PART.search(body) for body in bodies)
            whole_borders(" ".join(voice.kept()), [PART.sub("", body) for body in bodies])
        else:
            found.append({key for key, said in voice.bodies().items() if said == bodies[0]})
            assert found[-1], (bodies[0], list(voice.bodies().values())[:4])
    if len(found) > 1:
        assert set.intersection(*found), "both languages lost the same"


@given(case=cases())
@settings(max_examples=settings().max_examples + 40, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_an_alert_says_its_posts_are_whole_and_both_languages_say_the_same(case: Case) -> None:
    try:
        composed = case.composed()
    except FeedError:
        assume(False)  # nothing ends it by silence, or words.yaml has no words for it
    again = case.composed("bluesky", "sms").drafts
    assert again == {name: drafts for name, drafts in composed.drafts.items() if name in {"bluesky", "sms"}}
    assert set(composed.refused) == set(REAL) - set(composed.drafts)
    for channel, variants in composed.drafts.items():
        assert variants
        for variant, draft in variants.items():
            if variant is Variant.POINTER:
                for text in (
                    draft.leading_to("https://post.example/".ljust(REAL[channel].address, "x")),
                    draft.leading_to(""),
                ):
                    assert REAL[channel].fits(text)
                    assert ADDRESS not in text
                    assert REFERENCE in text
                    assert not text.startswith("\n")
                continue
            expected = expected_of(case, composed, channel, variant)
            hold(case, expected, draft, REAL[channel])
            if len(expected.tongues) > 1 and not draft.also and not draft.more:
                assert composed.fell[channel][variant][0] == "all of it in cy", "both would have fitted"
    for channel in composed.refused:
        event("refused")
        assert_nothing_would_fit(case, composed, channel)


def assert_nothing_would_fit(case: Case, composed: Composed, channel: str) -> None:
    """Hold that a channel without posts is too small even for what must stay of the shortest variant."""
    limits = REAL[channel]
    if limits.follows:
        return
    variants = said_of(case.config.words, case.incident, case.msg_type, case.pointer, reduced=case.reduced)
    for variant in set(variants) - {Variant.POINTER}:
        expected = expected_of(case, composed, channel, variant)
        if case.message_class is MessageClass.LIFE_SAFETY:
            expected = expected.alone
        lines = [line for each in range(len(expected.tongues)) for line in expected.frame(each)[0]]
        bodies = [each.bodies() for each in expected.tongues]
        # How few words of a name may stand alone is not asked here.
        shared = {key for key in set.intersection(*({*each} for each in bodies)) if not key[2] or "words" not in key[2]}
        for key in shared:
            body = "\n\n".join(each[key] for each in bodies)
            assert not limits.fits("\n".join([body, "", *dict.fromkeys(lines)])), (channel, key)


@given(case=cases(), status=st.sampled_from([each for each in Status if each is not Status.ACTUAL]))
@settings(max_examples=settings().max_examples // 4)
def test_a_drill_fits_with_its_frame_which_stands_around_every_post(case: Case, status: DrillStatus) -> None:
    channels = drill_limits(case.config, status, {name: REAL[name] for name in ("bluesky", "telegram", "sms")})
    try:
        composed = words_of(
            case.config,
            case.incident,
            case.msg_type,
            case.message_class,
            reference=f"DRILL-{REFERENCE}",
            issued=NOW,
            url="",
            channels=channels,
        )
    except FeedError:
        return
    first = case.config.words.drill[status].partition("{text}")
    for channel, variants in composed.drafts.items():
        for draft in variants.values():
            text = framed(case.config, status, draft.text)
            assert text.startswith(first[0])
            assert text.endswith(first[2])
            assert REAL[channel].fits(text)
            assert not draft.more


def test_a_blank_that_bears_a_mark_parts_no_words() -> None:
    whole_borders("a b c", ["a b", "c"])
    with pytest.raises(AssertionError):
        whole_borders("a \u0301b", ["a", "\u0301b"])
    with pytest.raises(AssertionError):
        whole_borders("see https://example.org/a", ["see https", "://example.org/a"])
