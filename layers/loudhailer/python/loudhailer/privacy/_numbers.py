"""Phone numbers, e-mail addresses and vehicle registrations."""

import re
from collections.abc import Iterator

from loudhailer.privacy._reading import Reading
from loudhailer.privacy._words import words
from loudhailer.privacy.kind import Found, Kind

_GAP = r"[ .,_()/*\[\]-]{0,3}"
_DATE = r"(?![0-9]{1,2}(?P<mark>[-./ ])[0-9]{1,2}(?P=mark)(?:19|20)[0-9]{2}(?![0-9]))"
_PHONE = re.compile(
    # At home: mobiles, geographic and internet numbers. 03, 0800 and 0808 are those that services publish.
    rf"(?<![0-9+.])\(?{_DATE}(?:0{_GAP}|(?<![a-z])o(?=[127]))(?:7(?:{_GAP}[0-9o]){{9}}|(?:1|2|5[56])(?:{_GAP}[0-9o]){{8,9}})(?![0-9])"
    # With a country's code; the UK's 3 and 80 are published ones.
    rf"|(?<![\w.])(?:\+{_GAP}|00{_GAP})44{_GAP}(?:0{_GAP})?(?!3|80)[1-9](?:{_GAP}[0-9]){{8,9}}(?!\w)"
    rf"|(?<![\w.])(?:\+{_GAP}|00{_GAP}(?=[1-9]))(?!44)[1-9](?:{_GAP}[0-9]){{7,14}}(?!\w)"
)
_ABROAD = re.compile(
    # In North America; 8xx are those that are free to ring.
    r"(?<![\w.-])\(?(?!8(?:00|33|44|55|66|77|88))[2-9][0-9]{2}\)?[ .-]{1,2}[2-9][0-9]{2}[.-][0-9]{4}(?![\w-])"
)
_REFERENCE = re.compile(r"\b(?:incident|inc|ref|reference|log|urn|job|event|crime)[ .:#]{0,3}\Z")
_LOCAL = re.compile(
    r"\b(?:tel|telephone|phone|mob|mobile|ring|text|contact no|contact number|phone number|call|callback|landline|"
    r"mobile number|his number|her number|their number|whatsapp|sms|dial|ph|ffon|ffonio|rhif ffon)\b"
    rf"[ .:]{{0,3}}(?:(?:no|number|on|is|ar|me|him|her|them|back|[a-z]{{4,12}})[ .:]{{1,3}}){{0,2}}(?!0300|0800|"
    rf"0808|03|999\b|"
    rf"112\b)[0-9](?:{_GAP}[0-9]){{5,10}}(?!\w)"
)
_MIXED = re.compile(
    r"(?<![\w.])0[0-9]{3,4}(?=[0-9 ,-]{0,12}[a-z])"
    r"(?:[ ,-]{1,3}(?:[0-9]{1,4}|zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|"
    r"treble|triple)\b){3,12}"
)
_SPOKEN = re.compile(
    r"\b(?:(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple|"
    r"hundred|dim|un|dau|dwy|tri|tair|pedwar|pump|chwech|saith|wyth|naw)\b[ ,-]{0,3}){7,24}"
)
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
_LOCAL_PART = re.compile(r"[\w.+%'-]{1,64}\Z")
_SPELT = re.compile(
    r"\b[\w.+-]{1,64} ?[\[({] ?at ?[\])}] ?[\w-]{1,63}(?:(?: ?[\[({] ?dot ?[\])}] ?|\.| dot )[\w-]{1,63}){1,5}"
    r"|\b[\w.+-]{1,64} at [\w.-]{1,63}(?: dot [\w-]{1,63}){1,5}\b"
)

_SAID = words(
    "saith wyth naw chwech pedwar zero oh nought double treble triple one two three four five six seven eight nine"
)
_DIGITS = re.compile(rf"[0-9](?:{_GAP}[0-9o]){{5}}")
"""As few as a number has."""

_NO_PLATE = words(
    "and the for now has car van one two out all due are but not was off via per yes its our rtc eta hgv lgv bus "
    "jct jnc "
    "plt pls tbc tba ops inc ref log cad svc rte rds rd ave can may who how why did had her him his she you any new "
    "old "
    "big end far few fog gas get got hit hot ice jam law let lot low man men mph kph nsl nth obs oil own pax pay "
    "pol ran "
    "run saw say see set sit six son sth sun tea ten too top try use way wet yet ago air ask bad bay bed day dry "
    "eye fri "
    "acw ccw cwb rbt rdb jcn svs nwb ntb stb apr ave cls opn cld res inj veh bkd jnt slp rdc rec loc pol amb "
    "mon tue wed thu sat sun jan feb mar apr jun jul aug sep oct nov dec gmt bst utc nbd sbd ebd wbd est min hrs no "
    "yn a "
    "neu mae ond dim gan lon ger wal cyf amp adj apx bdy cct cls clr cas est ext fwd has hse ltd mid off pub sub "
    "was fire"
)
_CURRENT = r"[a-z]{2}[0-9]{2}(?:[ -]| {2})?[a-z]{3}"
_PREFIX = r"[a-hj-npr-tv-y][1-9][0-9]{0,2}[a-hj-pr-z]{3}"
_SUFFIX = r"(?<![0-9], )[a-hj-pr-z]{3}[1-9][0-9]{0,2}[a-hj-npr-tv-y](?!, [a-z]{1,5}[0-9])"
_NORTHERN = r"(?:[A-Z]{2}[IZ]|[A-Z]I[A-Z]|[IZ][A-Z]{2})"
_IRISH = r"[0-9]{2,3}-[a-z]{1,2}-[0-9]{2,6}"
_PLATE = re.compile(rf"\b(?<!-)(?:(?P<current>{_CURRENT})|{_PREFIX}|{_SUFFIX}|{_IRISH})(?![\w-])", re.IGNORECASE)
_APART = re.compile(
    r"\b(?<!-)(?:[A-HJ-NP-TV-Y][1-9][0-9]{0,2} {1,2}(?P<tail>[A-HJ-PR-Z]{3})"
    r"|(?P<lead>[A-HJ-PR-Z]{3}) [1-9][0-9]{0,2}[A-HJ-LNPR-TV-Y]"
    r"|(?!(?:AT|IN|ON|BY|TO|OF|NO|UP|AM|PM|OR|AS|IS|MP|KM|FM)\b)[A-Z]{2} [0-9]{2} (?P<last>[A-HJ-PR-Z]{3})"
    rf"|(?P<northern>{_NORTHERN})(?: [1-9][0-9]{{2,3}}|[1-9][0-9]{{3}}))(?![\w-])"
)
_QUIETLY = re.compile(r"\b(?<!-)[a-hj-npr-tv-y][1-9][0-9]{1,2} (?P<tail>[b-df-hj-np-tv-z]{3})(?![\w-])")
_TOLD = re.compile(
    r"\b(?:reg|regs|registration|registered|vrm|vrn|index|number plate|numberplate|plate|plates|licence plate|"
    r"cofrestru|plat)\b"
    r"(?: (?:no|number|mark|is|of|ending|ends|begins|beginning|starts|starting|with|in|partial|part|reads|plate|"
    r"rhif))*[ .:#-]{0,3}"
    r"(?=[a-z ]{0,6}[0-9])(?P<plate>[a-z]{1,3} ?[0-9]{1,4} ?[a-z]{0,3}|[0-9]{1,4} ?[a-z]{1,3})(?![\w-])"
)
_TOLD_BY = words(
    "reg regs registration registered vrm vrn index number numberplate plate plates licence cofrestru plat"
)
_SHORTEST_PLATE = 4
_AIRLINES = words("ezy ezs wzz ibe azu aza lzb nzm nza zap biz zip inc fir fig via sit six sid mis kiv")


def phones(reading: Reading) -> Iterator[Found]:
    """Yield numbers that somebody answers; not those that services publish."""
    yield from spoken_numbers(reading)
    if reading.numbered and _DIGITS.search(reading.plain):
        for pattern in (_PHONE, _LOCAL, _ABROAD):
            for each in pattern.finditer(reading.plain):
                if each[0].startswith("00") and _REFERENCE.search(
                    reading.plain, max(0, each.start() - 16), each.start()
                ):
                    continue
                yield Found(Kind.PHONE, *reading.of_text(*each.span()))


def spoken_numbers(reading: Reading) -> Iterator[Found]:
    """Yield numbers that are written as they are spoken: "oh seven seven double oh ..."."""
    if reading.numbered and not _SAID.isdisjoint(reading.words):
        for each in _MIXED.finditer(reading.plain):
            yield Found(Kind.PHONE, *reading.of_text(*each.span()))
    if not _SAID.isdisjoint(reading.words):
        for each in _SPOKEN.finditer(reading.plain):
            yield Found(Kind.PHONE, *reading.of_text(*each.span()))


def emails(reading: Reading) -> Iterator[Found]:
    """Yield e-mail addresses, whoever's they are."""
    plain = reading.plain
    at = plain.find("@")
    while at >= 0:
        before = _LOCAL_PART.search(plain[max(0, at - 64) : at])
        after = _DOMAIN.match(plain, at + 1)
        if before and after:
            yield Found(Kind.EMAIL, *reading.of_text(at - len(before[0]), after.end()))
        at = plain.find("@", at + 1)
    if "dot" in plain or "at]" in plain or "at)" in plain:
        for each in _SPELT.finditer(plain):
            yield Found(Kind.EMAIL, *reading.of_text(*each.span()))


def registrations(reading: Reading) -> Iterator[Found]:
    """Yield registrations of vehicles: current, prefix, suffix, Northern Irish and Irish ones."""
    if _TOLD_BY & reading.heads:
        for each in _TOLD.finditer(reading.plain):
            yield Found(Kind.REGISTRATION, *reading.of_text(*each.span("plate")))
    if not any(_like_a_plate(reading.words, at) for at in reading.numbered):
        return
    for each in _PLATE.finditer(reading.cased):
        plate = each[0]
        letters = "".join(filter(str.isalpha, plate))
        if not (letters.isupper() or letters.islower()) or (
            each["current"] and " " in plate and plate[-3:].lower() in _NO_PLATE
        ):
            continue
        if plate[-3:].lower() in {"nbd", "sbd", "ebd", "wbd", "jct"}:
            continue
        yield Found(Kind.REGISTRATION, *reading.of_text(*each.span()))
    for pattern in (_APART, _QUIETLY):
        for each in pattern.finditer(reading.cased):
            word = next(filter(None, each.groups())).lower()
            if (
                word not in _NO_PLATE or (each.groupdict().get("northern") and not reading.cased.isupper())
            ) and word not in _AIRLINES:
                yield Found(Kind.REGISTRATION, *reading.of_text(*each.span()))


def _like_a_plate(said: tuple[str, ...], at: int) -> bool:
    """Tell whether a plate may stand around a word with a digit, before slow patterns look for it."""
    word = said[at]
    before, after = said[at - 1] if at else "", said[at + 1] if at + 1 < len(said) else ""
    if word[-1].isalpha() and len(word) > _SHORTEST_PLATE:
        return True
    if after.isalpha() and len(after) == len("abc"):
        return True
    if len(word) >= len("ABZ100") and word[:3].isalpha() and word[3:].isdigit():
        return True
    return before.isalpha() and len(before) <= len("abc") and (word[-1].isalpha() or word.isdigit())
