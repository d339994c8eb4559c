"""Alerts as compose is asked for them, in any script, for what must hold of all of them."""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st

from loudhailer.channels import CHANNELS
from loudhailer.compose import Composed, words_of
from loudhailer.compose._said import pointer_of
from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Incident, Manner, Phase
from tests.builders import NOW, an_incident, bilingual_config, shipped_config
from tests.unit.test_compose import EVENTS, source_of

NAMES = frozenset({"road", "place", "title", "message", "lines", "warning", "area"})
REAL = {name: kind.limits for name, kind in CHANNELS.items()}
REFERENCE = "J3BWW4D7C"
URL = f"https://alerts.westshire-fire.gov.uk/alerts/{REFERENCE}.html"
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
