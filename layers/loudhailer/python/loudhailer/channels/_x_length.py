"""https://github.com/twitter/twitter-text/blob/master/config/v3.json: how X counts a text, and where it sees a link.

Normalised to NFC; a code point weighs 1 in the ranges below and 2 elsewhere, an emoji 2 whatever it is joined of, a
link 23 whatever its length. Where we cannot tell whether X sees a link, the dearer answer counts, so that the count is
never too low. One exception: a joined emoji that X does not know as one counts its parts there.
"""

import re
import unicodedata
from collections.abc import Iterator

import regex

LINK = 23
_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""What weighs 2."""
_PICTURE = r"\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?"
_EMOJI = regex.compile(
    rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\uFE0F?\u20E3"
    rf"|{_PICTURE}(?:[\U000E0020-\U000E007E]+\U000E007F)?(?:\u200D{_PICTURE})*"
)
_WORD = r"[\p{L}\p{M}\p{N}]"
_LABEL = rf"{_WORD}(?:(?:{_WORD}|[_-])*{_WORD})?"
_PATH = r"(?:/(?:[A-Za-z0-9!*';:=+,.$/%#\[\]_~@|&-]*[A-Za-z0-9=_#/+-])?)?"
_QUERY = r"(?:\?[A-Za-z0-9!?*'@;:&=+$/%#\[\]_.,~|-]*[A-Za-z0-9_&=#/-])?"
# With a scheme a link may have a host in any script; a bare one is ASCII and follows no sign of a longer name.
_LINK = regex.compile(
    rf"(?i)(?<![a-z0-9@\uFF20$#\uFF03])(?P<scheme>https?://)(?P<host>(?:{_LABEL}\.)+\p{{L}}[\p{{L}}\p{{M}}]+)"
    rf"(?P<rest>(?::[0-9]+)?{_PATH}{_QUERY})"
    r"|(?<![a-z0-9@\uFF20$#\uFF03_./-])(?P<host>(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z]{2,})"
    rf"(?P<rest>(?::[0-9]+)?{_PATH}{_QUERY})"
)
_MAY_LINK = re.compile(r"\.[^\W\d_]")
"""What every link has: a letter behind a full stop. Most posts have none, and are counted in a third of the time."""
# Countries, and the generic names in use here; another one may be a link as well, and then the dearer answer counts.
_COUNTRIES = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd "
    "cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd "
    "ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg "
    "kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv "
    "mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa "
    "sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug "
    "uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
_ENDS = frozenset(f"{_COUNTRIES} com net org edu gov mil int info biz name pro app dev london scot wales cymru".split())


def measure(text: str) -> int:
    """Count the text's weight; a post holds 280."""
    return sum(_weight(part, link=link) for part, link in _parts(unicodedata.normalize("NFC", text)))


def has_link(text: str) -> bool:
    """Tell whether X may see a link: what a post costs hangs on it."""
    return any(link for _, link in _parts(unicodedata.normalize("NFC", text)))


def _parts(text: str) -> Iterator[tuple[str, regex.Match[str] | None]]:
    """Yield the text in parts, each with the link that it is, if any."""
    done = 0
    for found in _LINK.finditer(text) if _MAY_LINK.search(text) else ():
        yield text[done : found.start()], None
        yield found[0], found
        done = found.end()
    yield text[done:], None


def _weight(part: str, *, link: regex.Match[str] | None) -> int:
    if link is None:
        return _plain(part)
    # The longest host that ends in a name we know; what follows it in a word without a blank is no part of the link.
    labels = link["host"].split(".")
    known = next((size for size in range(len(labels), 1, -1) if labels[size - 1].lower() in _ENDS), 0)
    if known and known < len(labels):
        return LINK + _plain("." + ".".join(labels[known:]) + link["rest"])
    sure = known and link["scheme"] and all(map(_fits, labels))
    return LINK if sure else max(LINK, _plain(part))


def _fits(label: str) -> bool:
    """Tell whether a label of a host is short enough: 63 signs as DNS carries it."""
    return len(label if label.isascii() else f"xn--{label.encode('punycode').decode()}") <= 63  # noqa: PLR2004  # DNS's


def _plain(text: str) -> int:
    if text.isascii():
        return len(text)
    rest, pictures = _EMOJI.subn("", text)
    return 2 * int(pictures) + len(rest) + len(_HEAVY.findall(rest))
