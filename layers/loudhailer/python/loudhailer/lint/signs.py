"""Signs: what a screen reader says of them, what a translator loses, and what the eye does not see."""

import re
from collections.abc import Iterator

import regex

from loudhailer.lint._word_lists import CAPITALS
from loudhailer.lint.reading import Part, Reading
from loudhailer.lint.rule import Hit
from loudhailer.lint.spoken import WHOLE

_MOST_EMOJI = 2
# Not ©, ® and ™, which are words of a licence, and not the digits, which only look like emoji to Unicode.
_EMOJI = regex.compile(
    r"\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3|"
    r"(?![©®™‼⁉])\p{Extended_Pictographic}(?:\ufe0f|\p{EMod})?[\U000e0020-\U000e007f]{0,8}"
    r"(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{EMod})?){0,8}"
)
_BEFORE_WORDS = regex.compile(r"[ \t]*[\p{Ll}\p{N}]")
# Letters of mathematics, of East Asian width, in rings and boxes, raised, and small capitals.
_FONTS = regex.compile(
    r"[\U0001d400-\U0001d7ff\u2460-\u24ff\u2776-\u2793\U0001f100-\U0001f189\u1d00-\u1d2b\u1d2c-\u1d6a"
    r"\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2134]{1,40}"
)
_WIDE = regex.compile(r"[\uff01-\uff5e]{1,40}")
_WIDE_IS_USUAL = frozenset({"ja", "ko", "zh"})
_MIXED = regex.compile(r"(?<![\w])(?=\w{0,40}\p{Latin})\w{0,40}\p{Cyrillic}\w{0,40}")
_UNSEEN = regex.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|"
    r"(?<=[\p{Latin}\p{N} ])[\u200c\u200d]|[\u200c\u200d](?=[\p{Latin} ])|"
    r"(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_MARKS_OF_ORDER = frozenset("\u200e\u200f\u061c")
_MARKS = regex.compile(r"\p{Mn}{5}")
_LAST_WORD = re.compile(r"\w{1,20}\W{0,3}\Z")
_LAST_ASCII = re.compile(r"[ -~]{1,20}\Z")
_REPEATED = re.compile(r"[!?]{2,40}")
_SHOUTED = re.compile(r"(?<![\w#@&/.-])[^\W\d_]{4,40}(?![\w@/-])")
_FOUR_LETTERS = re.compile(r"[A-Z]{4}")
_FOUR_CAPITALS = regex.compile(r"\p{Lu}{4}")
_REFERENCE = re.compile(r"(?:Ref|Cyf)\.?:? \Z")
_DOUBLED = ("!!", "??", "!?", "?!")


def _emoji(reading: Reading) -> list[regex.Match[str]]:
    return [] if reading.ascii else list(_EMOJI.finditer(reading.plain))


def many_emoji(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find the emoji after the second."""
    for found in _emoji(reading)[_MOST_EMOJI:]:
        yield Hit(found[0])


def emoji_for_words(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find an emoji that stands before the first word, or among the words of a sentence in place of one."""
    leading, ended = True, 0
    for found in _emoji(reading):
        leading = leading and not reading.plain[ended : found.start()].strip()
        ended = found.end()
        if leading or _BEFORE_WORDS.match(reading.plain, ended):
            yield Hit(found[0])


def only_emoji(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a post whose words are none."""
    said = reading.whole.said
    if not any(sign.isalnum() for sign in said) and not reading.spoken.follows:
        yield Hit(WHOLE)


def fonts(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find letters that are signs of something else, and words of two alphabets that look like one."""
    if reading.ascii:
        return
    for pattern in (_FONTS, _MIXED, *(() if reading.whole.language in _WIDE_IS_USUAL else (_WIDE,))):
        for found in pattern.finditer(reading.plain):
            yield Hit(found[0])


def unseen(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find signs that nobody sees and that turn, hide or break what stands around them. They are named by number."""
    text = reading.spoken.text
    pattern = _CONTROLS if reading.ascii else _UNSEEN
    usual = _MARKS_OF_ORDER if reading.whole.language in _RIGHT_TO_LEFT else frozenset()
    for found in pattern.finditer(text):
        if found[0] not in usual:
            near = _LAST_WORD.search(text, max(0, found.start() - 20), found.start())
            clear = near is not None and near[0].isprintable()
            yield Hit(near[0] if near and clear else WHOLE, f"Take out the sign U+{ord(found[0]):04X}.")


def piled_marks(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find letters under a pile of marks."""
    if not reading.ascii:
        for found in _MARKS.finditer(reading.plain):
            near = _LAST_ASCII.search(reading.plain, max(0, found.start() - 20), found.start())
            yield Hit(near[0] if near else WHOLE)


def repeated(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find more than one mark at the end of a sentence."""
    if any(each in reading.plain for each in _DOUBLED):
        for found in _REPEATED.finditer(reading.plain):
            yield Hit(found[0])


def capitals(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find words in capitals that are no known abbreviation, no reference and nobody's name for itself."""
    if not (_FOUR_LETTERS if reading.ascii else _FOUR_CAPITALS).search(reading.plain):
        return
    facts = reading.spoken.facts
    names = f"{reading.spoken.source} {facts.get('publisher', '')} {facts.get('agency', '')}"
    for found in _SHOUTED.finditer(reading.plain):
        word = found[0]
        if word.isupper() and word not in CAPITALS and word not in names:
            before = reading.plain[max(0, found.start() - 6) : found.start()]
            if not _REFERENCE.search(before):
                yield Hit(word)
