"""Addresses of dwellings: full postcodes, numbers of houses and flats. Streets, roads and junctions are none."""

import re
from collections.abc import Iterator

from loudhailer.privacy._reading import Reading
from loudhailer.privacy._reading import reading as read
from loudhailer.privacy.kind import Found, Kind

_POSTCODE = re.compile(
    # A road and an ordinal ("the M6 2nd exit") only look like one; a time ("W3 6pm") ends in a letter that none has.
    # One letter alone is the area of a few cities; the others are roads and junctions.
    r"(?<!\w)(?P<out>(?:[beglmnsw]|[a-z]{2})[0-9][a-z0-9]?)(?P<gap>[ .,_/-]{0,3})"
    r"(?P<inward>(?!(?:off|one|our|out|old|own|obs|odd|opp|ops|ore|oak|use)(?!\w))[0-9o][abd-hjlnp-uw-z]{2}|"
    r"(?<=[a-z]{2}[0-9] )[0-9](?!am|pm|km|cm|mm|kv|mi|kw|ml|mw)[a-z]{2}|"
    r"(?<=[a-z]{2}[0-9]{2} )[0-9](?!am|pm|km|cm|mm|kv|mi|kw|ml|mw)[a-z]{2})(?!\w)"
)
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|[04-9]th)\Z")
_UNITS = re.compile(r"[0-9](?:hr|ft|yd|lb|wd|wk|yr|ln|pt|gb|sq|ld|dp|ph)\Z")
_COUNTED = re.compile(r" (?:exit|junction|jct|turning|lane|floor|avenue|street|of|slip|roundabout)")
_STREETS = (
    "road rd street str avenue ave lane ln drive dr close cl crescent cres court ct terrace terr gardens gdns grove "
    "place square sq way walk mews hill rise row view parade green park view villas cottages mead meadow meadows "
    "mount path pathway passage promenade esplanade embankment croft dene dell drove garth gate gates glade glen "
    "heights hollow knoll lawns leas loan orchard orchards ridge side vale wharf yard wynd quay circus common end fold "
    "fields field bank broadway boulevard blvd tce pl pk chase copse corner house court tower towers point "
    "buildings mansions "
    "highway causeway brow brae cross hey hythe nook spinney strand tye alley arcade backs bridge brook "
    "bungalows"
)
_ALONE = (
    r"[a-z']{2,20}?(?:gate|market|garth|combe|bury|hurst|dene|brook|mount|lands?|lawns?|way|side|hill|fields?|"
    r"mead|wick|croft|dale|bank|ways|end|row|view|lea|leigh|well|ridge)"
)
_WELSH_STREETS = (
    "bryn tan nant allt gelli dol heol stryd ffordd lon maes rhodfa clos cilgant rhes teras gerddi "
    "llys cae cwrt parc bron glan trem erw trem rhiw tanybryn maesydre"
)
_NEVER = (
    "mile miles metre metres meter meters yard yards km kms kilometre kilometres m mph minute minutes min mins hour "
    "hours "
    "hr hrs day days week weeks month months year years lane lanes vehicle vehicles car cars lorry lorries crew crews "
    "engine engines appliance appliances fire fires firefighter firefighters people persons person homes houses "
    "properties property residents casualties casualty january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sept sep oct nov dec am pm noon and or to of in on at from "
    "near by with between north south east west northbound southbound eastbound westbound x st nd rd th way exit "
    "exits junction junctions km/h tonne tonnes litre litres acre acres hectare hectares degrees percent per pumps "
    "pump "
    "carriageway both customers passengers calls incidents trees flats shops spaces boats sandbags floods premises "
    "pupils children animals sheep cattle bales containers pallets caravans tents cylinders men women firefighters "
    "officers volunteers staff members inches inch feet foot ft cm mm litres gallons kg kv volts knots sisters rivers "
    "stars sections sets times seats points pence percent stops lights signals cameras gullies lamps bollards "
    "pitches a an is was are were has have will near off after before until till since for into along "
    "gorffennaf ionawr chwefror mawrth ebrill mai mehefin awst medi hydref tachwedd rhagfyr milltir munud awr o yn ar "
    "monday tuesday wednesday thursday friday saturday sunday square sq cubic business bus buses train trains site "
    "sites school schools road roads street streets bridge bridges"
)
_BEFORE = (
    "a b m junction junctions junc jct jctn j exit exits platform platforms gate gates route routes bus buses "
    "marker post "
    "posts zone zones region district highway unit units bay bays berth lamp column pier stand stop pump hole "
    "bridge station stn sector section phase plot flight train tram line service services lane lanes level levels "
    "floor storm chapter page engine appliance callsign grid ref reference us sr hwy "
    "tunnel tower hydrant terminal pitch warehouse hangar depot stage day week category cat step class grade size "
    "uned cyffordd allanfa llwybr bws giat pont rhif# gorsaf parth january february march april june july august "
    "september october november december sluice substation substn subst cabinet manhole crossing box mast kiosk "
    "bollard shelter stall pole turbine toll borehole pumping compound welfare cell cone heat wave round race leg "
    "lap under lock locks weir valve camera mp km mile channel camp checkpoint rv "
    "car# court# hall# magnitude version code# no# nos# shed rangers united city rovers wanderers athletic albion "
    "dock jetty buoy beacon room suite desk park mon tue tues wed thu thur thurs fri sat sun monday tuesday "
    "wednesday thursday friday saturday sunday open gates tickets signal gantry sensor gauge screen table item group "
    "beat "
    "slip fleet ladder tree sheet figure appendix fig job update task agenda team wk chainage ch mm tract tanker "
    "rescue "
    "winds limit now pumps signals drone barrier panel loop mast sign beds meter buoy cordon alert apparatus "
    "truck tender truckco car squad medic battalion box district sector grid square index band tier layer frame image "
    "photo detector node link feeder circuit breaker transformer pylon main valve stopcock well shaft adit drain gully "
    "culvert outfall weir groyne reach spur slipway marina pontoon airport runway taxiway hangar booth counter "
    "turnstile "
    "turn platforms windows tv channel fm radio talkgroup frequency tg ages age aged over score about around some "
    "nearly almost least approximately approx year years ttro tro reg"
).replace("#", "_")
_number = r"[0-9]{1,4}[a-h]?"
_JOIN = r"(?: ?(?:[-/&+,]|and|to|a|neu) ?[0-9]{1,4}[a-h]?){0,4}"
_WORDS = (
    r"(?:(?!(?:on|at|in|across|along|near|by|from|to|is|are|was|were|and|down|outside|between|blocking|blocked|closed|off|"
    r"with|after|due|until|into|onto|through|behind|opposite|for|over|under|around|remain|remains|out|left|per)[ -])"
    r"(?:[a-z']{1,20}|st\.)[ -]){0,4}?"
)
_OF = re.compile(
    rf"(?<![\w./:£$€-])(?P<number>{_number}{_JOIN})(?P<gap>, ?| )(?=[a-z])(?!(?:{'|'.join(_NEVER.split())})(?![\w]))"
    rf"(?:(?:the|y|yr) [a-z']{{2,20}}(?= ?(?:[,.;)]|\Z))|(?:{_WORDS})(?:{'|'.join(_STREETS.split())})(?!\w)"
    rf"|(?:(?!(?:on|at|in|from|to|is|and|by|near|for|of|with) )[a-z']{{1,20}} ){{1,3}}st\.?(?!\w)"
    rf"|(?:{'|'.join(_WELSH_STREETS.split())})[ -](?!ar gau)[a-z']{{1,20}}|{_ALONE}(?!\w))"
)
_PLACE = re.compile(
    rf"(?P<lead>\b(?:at|in|of|from|outside|address|addr|add|home|live|lives|living|property|house|near|opposite|to|"
    rf"yn|ger|o)"
    rf"(?: is)?[ :]{{1,2}})(?P<number>{_number})(?P<gap>, ?|"
    rf" )(?P<street>[A-Z][A-Za-z']{{2,20}}(?: [A-Z][A-Za-z']{{2,20}}){{0,3}})"
    r"(?=,|\.|;|\)|\Z| in | is | has | was | and | where | after )"
)
_HOUSE = re.compile(
    r"(?<!\w)(?P<number>(?:flats?|apartments?|apts?|maisonette|bedsit|studio|caravan|chalet|fflat|"
    r"fflatiau)[ .]{1,2}(?:no|number|rhif)?[ .]{0,2}"
    r"(?:[0-9]{1,4}[a-z]?(?: ?(?:[-/&,]|and|to) ?[0-9]{1,4}[a-z]?){0,3}|[b-h](?=[ ,.;)]|\Z)(?! (?:fire|road|car|new|"
    r"large|small)))"
    r"|(?:plot|pitch) [0-9]{1,3}[a-z]?(?=.{0,60}(?:caravan|traveller|mobile home|chalet))"
    r"|(?:house|home|property|dwelling|bungalow|ty|address)(?: (?:no|number|"
    r"rhif))?[ .:]{1,3}[0-9]{1,4}[a-h]?(?!\w)(?! ?(?:[:.%]|fire|people|minutes|miles|homes|properties|metres|crews|"
    r"appliances|pumps)))"
    r"(?!\w)"
)
_SAID = re.compile(
    # "outside no 77, smoke", "drop at 17b over the shop", "ADDR1=9".
    r"\b(?:(?:outside|at|opposite|opp|behind|o/s|next door to|next to|from|in|of) (?:the )?"
    r"(?P<number>(?:no|nos|number|num)\.? ?[0-9]{1,3}[a-h]?)(?=[,;)]|\.(?!\w)|\Z| "
    r"(?:and|occup\w*|has|is|smoke|with|next|says|are)\b)"
    r"|(?:at|outside|opposite|from) (?P<lettered>[0-9]{1,3}[a-d])(?=[ ,.;)]|\Z)"
    r"(?! (?:slip|junction|exit|platform|off|on|and)\b)"
    r"|(?:addr\w{0,5}|house_?no|premises?_?no|street_?no|number) ?= ?(?P<field>[0-9]{1,4}[a-h]?)(?!\w))"
)
_LIVING = re.compile(
    r"\b(?:live|lives|living|address)(?: [a-z']{1,20}){0,4} (?:street|road|avenue|lane|close|drive|court) "
    r"(?:number |no )?"
    r"(?P<number>[0-9]{1,4}[a-h]?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty)(?!\w)"
)
_SPELT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NAMED = re.compile(
    rf"(?<!\w)(?P<number>(?:no\.?|number|nos\.?|rhif)[ ]?(?:[0-9]{{1,4}}[a-h]?|(?:{'|'.join(_SPELT.split())}|"
    rf"(?:{'|'.join(_TENS.split())})(?:[ -][a-z]{{3,5}})?)\b))"
    r"(?!,? (?:bus|tram|train|route|service|bridge|lock|platform)s?\b)"
    r"(?=,? (?:[a-z']{1,20}[ -]){1,4}?"
    rf"(?:{'|'.join(_STREETS.split())})(?!\w))"
)
_WRITTEN = re.compile(
    rf"(?<!\w)(?P<number>(?:number|rhif) (?:(?:{'|'.join(_SPELT.split())})|"
    rf"(?:{'|'.join(_TENS.split())})(?:[ -][a-z]{{3,5}})?)\b)"
    r"(?!,? (?:bus|tram|train|route|service|bridge|lock|platform)s?\b)"
    rf"(?=,? (?:[a-z']{{1,20}}[ -]){{1,4}}?(?:{'|'.join(_STREETS.split())})(?!\w))"
)
_COTTAGE = re.compile(
    rf"(?<!\w)(?P<number>(?:the )?(?:[a-z']{{2,20}} ){{1,2}}(?:cottage|bungalow|farmhouse|rectory|vicarage|lodge)), "
    rf"(?=(?:[a-z']{{1,20}} ){{1,3}}?(?:{'|'.join(_STREETS.split())})(?!\w))"
)
_LAST_WORD = re.compile(r"([a-z']+)[ .:]*(?:\b(?:no|number|nos|rhif)[ .:]*)?\Z")
_BUSINESS = re.compile(
    r"(?: (?:[a-z']{1,20} ){0,2}?(?:business|industrial|retail|trading|enterprise|science) (?:park|estate|centre|"
    r"units?))"
    r"|.{0,30}?[a-z] (?:residents|homes|households|customers|families|businesses|spaces|shops|properties|bus|buses)\b"
)
_STOPPING = re.compile(
    r",? (?:[a-z']{1,20}[ -]){1,4}?(?:street|st|road|rd|lane|square|park|cross) "
    r"(?:fire station|station|bus|tram|stop|metro|depot|car park|flyover|roundabout|services?)\b"
)
_INNOCENT = frozenset(_BEFORE.split())
_ROOM = 24
_BESIDE = ("no", "nu", "rhif", "add", "hous", "prem", "stre")
"""What a number may be written together with."""
_DIALLED = frozenset({"dial", "call", "ring", "phone", "on", "or"})
_CLOCK = "24/7"
_EARLY = "0"
_PUBLISHED = re.compile(r"(?:999|112|101|105|111)\Z")
_OUT_OF = re.compile(
    r"(?:[0-9]|lanes?|one|two|three|both|stuck|limit|held|mph|speed|signs?)"
    r"(?:(?: [a-z]{2,8})? (?:of|at)|(?: (?!moved|sent|taken|going)[a-z]{2,8})? to) \Z"
)


def postcodes(reading: Reading) -> Iterator[Found]:
    """Yield full postcodes; a district alone is none."""
    for each in _postcodes(reading):
        yield Found(Kind.POSTCODE, *reading.of_text(*each.span()))


def _postcodes(reading: Reading) -> Iterator[re.Match[str]]:
    for each in _POSTCODE.finditer(reading.plain) if reading.numbered else ():
        # "the M6 8th exit" is a road, "B33 8TH" a dwelling's.
        ordinal = _ORDINAL.match(each["inward"])
        loud = reading.cased[each.end() - 1].isupper() and not reading.cased.isupper()
        if each["gap"] and _UNITS.match(each["inward"]) and not loud:
            continue
        if not ordinal or (
            reading.cased[each.end() - 2 : each.end()].isupper() and not _COUNTED.match(reading.plain, each.end())
        ):
            yield each


def house_numbers(reading: Reading) -> Iterator[Found]:
    """Yield the numbers of houses and flats."""
    for start, end in _houses(reading):
        yield Found(Kind.HOUSE_NUMBER, *reading.of_text(start, end))


def _houses(reading: Reading) -> Iterator[tuple[int, int]]:
    plain = reading.plain
    yield from _told(plain)
    words = reading.words
    if not any(words[at][0].isdigit() or words[at].startswith(_BESIDE) for at in reading.numbered):
        return
    for each in _SAID.finditer(plain):
        # With the word before it: "Smoke outside, all out" says nothing.
        yield each.span("field") if each["field"] else each.span()
    for pattern, text in ((_OF, plain), (_PLACE, reading.cased), (_NAMED, plain)):
        for each in pattern.finditer(text):
            if _dwelling(plain, each):
                yield each.span("number")


def _told(plain: str) -> Iterator[tuple[int, int]]:
    """Yield what needs no digit: "number six, Orchard Close", "Rose Cottage, Mill Lane"."""
    patterns = [_HOUSE]
    if "," in plain:
        patterns.append(_COTTAGE)
    if "number " in plain or "rhif " in plain:
        patterns.append(_WRITTEN)
    if "liv" in plain or "address" in plain:
        patterns.append(_LIVING)
    for pattern in patterns:
        for each in pattern.finditer(plain):
            yield each.span("number")


def _dwelling(plain: str, found: re.Match[str]) -> bool:
    start = found.start("number")
    before = _LAST_WORD.search(plain[max(0, start - _ROOM) : start])
    if before and before[1] in _INNOCENT:
        return False
    if (
        found["number"] == _CLOCK
        or found["number"].startswith(_EARLY)
        or (before and before[1] in _DIALLED and _PUBLISHED.match(found["number"]))
    ):
        return False
    if _OUT_OF.search(plain[max(0, start - _ROOM) : start]):
        return False
    street = (found.groupdict().get("street") or "").split(" ")[0].lower()
    if street in _NEVER.split() or street.endswith(("bound", "wards")):
        return False
    return not (_BUSINESS.match(plain, found.end()) or _STOPPING.match(plain, found.end("number")))


def coarsened(text: str) -> str:
    """Take the numbers of dwellings and the inward part of postcodes out of a text; doing it again changes nothing."""
    for _ in range(8):
        reading = read(text)
        cuts = [reading.of_text(*span) for span in _houses(reading)]
        cuts += [reading.of_text(each.start("gap"), each.end()) for each in _postcodes(reading)]
        if not cuts:
            return text
        text = _without(text, sorted(cuts))
    # Nobody writes so; whoever does shall not get a number through.
    return _tidy("".join(" " if sign.isdigit() else sign for sign in text))


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in cuts:
        kept.append(text[at : max(at, start)])
        at = max(at, end)
    return _tidy("".join((*kept, text[at:])))


def _tidy(text: str) -> str:
    """Mend the blanks and commas around what was taken out."""
    text = re.sub(r"^[ ,]+", "", text)
    text = re.sub(r"\( *\)", "", text)
    text = re.sub(r"\( +", "(", text)
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ?(?:, ?){2,}", ", ", text)
    text = re.sub(r" +([,.;:)])", r"\1", text)
    return re.sub(r"(\b(?:at|in|of|from|outside|near|to|on)),", r"\1", text).strip()
