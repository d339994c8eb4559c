"""The words that the rules know, by language. In small letters, and without what frames a word."""

import re
from collections.abc import Iterator, Mapping

_HAZARDS_EN = """
accident acid animals armed asbestos ash attack attacker avalanche blackout blast blizzard blockage blocked blocking
bomb breach burning burst cable cables chemical chemicals cliff closed closure closures cold collapse collapsed
collision collisions contaminated contamination crane crash crashed cyclone dam danger dangerous debris derailed
derailment device disease disrupted disruption drought earthquake eruption evacuation exploded explosion explosions
explosive explosives fallen fire fires flames flood flooded flooding floods fog fumes gale gales gas gunman hail
hazard hazardous heat heatwave hurricane ice icy incident incidents landslide landslides landslip landslips leak
leaking leaks lightning missile mudslide nuclear obstruction oil ordnance outage outbreak poison poisonous polluted
pollution power pylon radiation radioactive rain riot roadworks rockfall sewage shooting shots sinkhole smoke snow
spill spillage spilled storm storms subsidence surge threat thunder thunderstorm thunderstorms tide tornado toxic tree
trees tsunami typhoon unexploded unsafe unstable virus volcanic volcano water weather wildfire wildfires wind winds
works wreck
"""
_HAZARDS_CY = """
afonydd anifeiliaid argae beryg berygl beryglus caeedig cau cemegau cemegol coeden corwynt damwain damweiniau ddamwain
ddigwyddiad digwyddiad digwyddiadau dân daeargryn darfu dirlithriad ddirlithriad eira eirlithriad fellt ffrwydrad
ffrwydrol fflamau fwg gaeedig gau gemegau gemegol gollyngiad goeden gorlif gorlifo gwaith gwenwynig wenwynig gwres
gwrthdrawiad wrthdrawiad gwynt gwyntoedd iâ law glaw lifogydd llifogydd llanw mellt mwg niwl nwy ollyngiad
pherygl peryg perygl peryglus pheryglus rew rhew rhwystr rwystr storm stormydd tanau tarfu thân tirlithriad tonnau tân
tswnami tywydd dywydd waith wres wynt wyntoedd ymbelydrol ymchwydd
"""
HAZARDS = {"en": frozenset(_HAZARDS_EN.split()), "cy": frozenset(_HAZARDS_CY.split())}
"""What can be wrong. Wide on purpose: a warning that is held because it names what we do not know does harm."""

_ORDERS_EN = """
abandon act allow avoid boil bring call check close collect contact cover crawl drink drive drop ensure enter evacuate
exit expect fill find follow get give go head hide ignore join keep leave lie listen lock look lower make move never
open phone prepare pull put raise remain remember report return reduce ring run secure seek shelter shut slow stand stay
stop store switch take tell test try tune turn use visit wait walk wash watch wear
"""
_ORDERS = "|".join(_ORDERS_EN.split()).replace("close", "close(?! to)")
GUIDANCE = {
    # An order begins a sentence or a clause, or follows words that ask for it; some are known by what follows them.
    "en": re.compile(
        r"(?:^\W*|[,:;\u2013\u2014]\s*|"
        r"\b(?:please|must|should|(?:advised|asked|told|urged|warned|need|needs|have)(?: not)? to)\s+(?:not\s+)?)"
        rf"(?:{_ORDERS}|do not|don['\u2019]t|be (?:ready|prepared|aware|careful))\b|"
        r"\b(?:stay|keep|leave|go|get|move|evacuate)\s+(?:now|immediately|inside|indoors|out|away|clear)\b",
        re.IGNORECASE,
    ),
    # Welsh asks readers whom it does not know in one ending.
    "cy": re.compile(r"\b(?:\w{3,}wch|ewch|dewch|dylech|rhaid i chi)\b", re.IGNORECASE),
}
"""How people are told what to do."""
NO_GUIDANCE = frozenset({"drwch", "dywyllwch", "heddwch", "thrwch", "trwch", "tywyllwch"})
"""Welsh words that end as an order does."""

_SHORT = {
    "AFA": "an automatic fire alarm",
    "ALP": "a high ladder",
    "BA": "breathing equipment",
    "CAFS": "foam",
    "FCP": "the command point",
    "HAZMAT": "dangerous substances",
    "HRJ": "a hose",
    "HVP": "a large pump",
    "HVPU": "a large pump",
    "ICCS": "the control room's system",
    "LPP": "a small pump",
    "LRF": "emergency services and councils working together",
    "MIRG": "firefighters who work at sea",
    "MTFA": "an attack",
    "NILO": "an officer who works with other services",
    "OIC": "the officer in charge",
    "PDA": "the first fire engines sent",
    "PPV": "a fan",
    "RTA": "a collision",
    "RTC": "a collision",
    "RTCs": "collisions",
    "RVP": "the meeting point",
    "SCG": "emergency services and councils working together",
    "SITREP": "an update",
    "TAC": "",
    "TCG": "emergency services and councils working together",
    "TIC": "a heat camera",
    "UFAS": "a false alarm",
    "USAR": "search and rescue",
}
"""What crews write in capitals, with the plain word."""
_SHORT_CY = {
    "BA": "offer anadlu",
    "HVP": "pwmp mawr",
    "RTA": "gwrthdrawiad",
    "RTC": "gwrthdrawiad",
    "RVP": "y man cyfarfod",
    "SITREP": "diweddariad",
    "USAR": "chwilio ac achub",
}
_JARGON = {
    "aerial ladder platform": "a high ladder",
    "appliance attended": "a fire engine went",
    "appliance in attendance": "a fire engine is there",
    "appliances are in attendance": "fire engines are there",
    "appliances at scene": "fire engines are there",
    "appliances attended": "fire engines went",
    "appliances in attendance": "fire engines are there",
    "appliances mobilised": "fire engines are on their way",
    "breathing apparatus": "breathing equipment",
    "bronze commander": "the officer in charge",
    "conveyed": "taken",
    "defensive firefighting": "fighting the fire from outside",
    "extricated": "freed",
    "extrication": "freeing",
    "fire appliance": "fire engine",
    "fire appliances": "fire engines",
    "fully involved": "burning all through",
    "gold commander": "the officer in charge",
    "hose reel": "hose",
    "hose reel jet": "hose",
    "hose reel jets": "hoses",
    "hose reels": "hoses",
    "hosereel": "hose",
    "hosereel jet": "hose",
    "hosereel jets": "hoses",
    "hosereels": "hoses",
    "m/ethane": "an update",
    "main jet": "hose",
    "main jets": "hoses",
    "make pumps": "more fire engines have been sent",
    "make-pumps": "more fire engines have been sent",
    "message code": "",
    "methane message": "an update",
    "methane report": "an update",
    "offensive firefighting": "fighting the fire from inside",
    "persons reported": "people may be inside",
    "predetermined attendance": "the first fire engines sent",
    "pre-determined attendance": "the first fire engines sent",
    "pumping appliance": "fire engine",
    "pumping appliances": "fire engines",
    "rendezvous point": "the meeting point",
    "silver commander": "the officer in charge",
    "status code": "",
    "stop code": "",
    "stop message": "crews have finished",
    "stop received": "crews have finished",
    "stop sent": "crews have finished",
    "tac advisor": "an officer who works with other services",
    "tac mode": "",
    "tactical mode": "",
    "turntable ladder": "a high ladder",
    "well alight": "burning strongly",
}
_PLAIN = {
    "approx": "about",
    "approximately": "about",
    "ascertain": "find out",
    "assistance": "help",
    "at this moment in time": "now",
    "c/way": "carriageway",
    "commence": "start",
    "commenced": "started",
    "commences": "starts",
    "commencing": "starting",
    "damping down": "cooling what is still hot",
    "due to the fact that": "because",
    "e.g": "for example",
    "e/b": "eastbound",
    "endeavour": "try",
    "facilitate": "help",
    "i.e": "that is",
    "in attendance": "there",
    "in order to": "to",
    "in proximity to": "near",
    "in the immediate vicinity of": "near",
    "in the vicinity of": "near",
    "individuals": "people",
    "jct": "junction",
    "n/b": "northbound",
    "persons": "people",
    "premises": "building",
    "prior to": "before",
    "proceed to": "go to",
    "s/b": "southbound",
    "subsequent": "later",
    "subsequently": "later",
    "terminate": "end",
    "terminated": "ended",
    "utilise": "use",
    "utilised": "used",
    "utilising": "using",
    "w/b": "westbound",
}
_DRAMA = "blaze carnage chaos devastating horrific horror inferno mayhem nightmare raging terrifying tragic"
_DRAMATIC = dict.fromkeys(_DRAMA.split(), "")
_WORD = re.compile(r"[a-z]+")


class Known:
    """Words to find, with the plain ones for them. The longest word of each is looked for first, for it is quick."""

    def __init__(self, words: Mapping[str, str], flags: int = re.IGNORECASE) -> None:
        self._plain = words
        self._telling = frozenset(max(_WORD.findall(each.lower()), key=len) for each in words)
        # Longest first, so that more of it is named. The airline of the same letters has flights.
        known = "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w/])(?:{known})(?![\w/])(?! flights?\b)", flags)

    def find(self, text: str, words: frozenset[str]) -> Iterator[tuple[re.Match[str], str]]:
        """Yield where a text holds any of them, with the plain word for it; that is empty where it can go."""
        if not self._telling.isdisjoint(words):
            for found in self._pattern.finditer(text):
                yield found, self._plain.get(found[0]) or self._plain.get(found[0].lower(), "")


SHORT = {"en": Known(_SHORT, 0), "cy": Known(_SHORT_CY, 0)}
JARGON, PLAIN, DRAMATIC = Known(_JARGON), Known(_PLAIN), Known(_DRAMATIC)
_CAPITALS = """
ADHD AIDS BART BBC CAFS COBR COBRA COVID DEFRA DFES DVLA GDPR HAZMAT HELP HMRC HVPU ICCS INFO JESIP LIDAR METHANE MIRG
MTFA NASA NATO NILO OFCOM RAAC RIDDOR RNLI RSPB RSPCA SARS SEPA SITREP STOP UFAS UKHSA UNESCO UNICEF USAR YMCA
"""
CAPITALS = frozenset(_CAPITALS.split())
"""Words in capitals that are known as such, what people answer to a text, and what another rule finds already."""
