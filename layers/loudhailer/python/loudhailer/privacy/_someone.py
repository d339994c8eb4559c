"""One person, whoever it is: "the driver", "she". What is said of one person is not for a machine to tell."""

import re
from collections.abc import Iterator

from loudhailer.privacy._lists import ANIMAL
from loudhailer.privacy._near import bit, denied
from loudhailer.privacy._reading import Reading
from loudhailer.privacy._words import words
from loudhailer.privacy.kind import Found, Kind

_ONE = (
    "paraglider jockey golfer steeplejack painter sparky employee diver worker roofer's horsewoman horseman scaffolder "
    "labourer yachtsman kitesurfer windsurfer skydiver bather paddler bricklayer trucker passerby pillion "
    "elderly lady skipper roofer miner skier deckhand he she him his her himself herself man woman male female "
    "males females gentleman person individual pedestrian "
    "cyclist motorcyclist rider biker occupant pensioner oap walker swimmer climber hiker kayaker canoeist casualty "
    "patient victim passenger driver motorist bloke fella lad husband wife boyfriend girlfriend grandad grandmother "
    "grandfather gran nan motorist householder bystander jogger angler farmer tenant occupier resident workman rambler "
    "surfer paddleboarder he's she's he'd she'd dyn menyw ddyn fenyw dynes berson yrrwr gyrrwr feiciwr beiciwr gerddwr "
    "cerddwr"
)
_BIT = bit(_ONE)
_BEAST = bit(ANIMAL)
_SAID_OF_BEASTS = words("him his her himself herself")
_NOT_BEFORE = words(
    "per lounge lounges advice line association helpline assistance error and neighbours neighbour relatives "
    "relative residents people care persons friends or crossing crossings bridge bridges lights access area areas "
    "zone zones precinct route routes lane lanes path paths "
    "service services train trains ferry ferries transport parking shortage shortages training safety awareness week "
    "experience information app vacancies vacancy recruitment card licence behaviour signal signals underpass subway "
    "lift lifts diversion diversions support carrier carriers street road refuge tunnel island islands ramp "
    "platform platforms vehicle vehicles numbers announcement announcements subways walkway walkways surveys survey "
    "flow flows shelter shelters refuges rail volumes waiting comfort safety rights assistance refunds hubs "
    "course courses cafe cab club clubs team strike strikes union unions "
    "drama episode actors "
    "jet jets blaming trap traps "
    "only priority numbers hole made operated use levels information charter watch groups group count carriages "
    "entrance entrances cab side seat door doors airbag centre centres portal meeting meetings engagement permit "
    "permits parkers bays toilets toilet changing team teams football rugby voice choir hub market markets"
)
_HIRED = words("hiring recruiting hire recruit")
_NOT_AFTER = words(
    "be very per in every each any dead one-man lone key shop care isle of authorised unauthorised competent "
    "responsible "
    "vulnerable disabled authorized qualified"
)
_LEFT = words("left handed closed stop spoke liaised liaise")
_WITNESSED = re.compile(
    r" (?:[a-z]+ly )?(?:reports?|reporting|reported|spotted|noticed|raised|alerted|smelt|smelled|dialled|called|"
    r"found|saw|sees|heard|rang|phoned|photographed|put out) (?:it |in |us |999 |101 |a |an |the |some |smoke |"
    r"flames |fire |smell |steam |gas |water |our |small )"
)
"""What a witness does."""
_SEEN_TO = re.compile(
    r" (?:had (?:already )?(?:put|opened|left|turned|switched|extinguished|removed) |(?:was |were )?(?:given|shown|"
    r"offered|left) (?:advice|smoke alarms?|an? (?:smoke )?alarm|sandbags) |"
    r"(?:was |were )?(?:advised|warned|reminded) |ignored )"
)
"""What is done for, or by, whoever came to no harm."""
_UNHURT = words("ok okay unhurt uninjured unharmed unscathed dianaf")
_WELL = (
    " no inj",
    " not hurt ",
    " not injured ",
    " nobody hurt ",
    " nobody was ",
    " nobody injured ",
    " no one hurt ",
    " no one was ",
    " no one injured ",
    " nil inj",
    " non inj",
    "injuries : nil ",
    " damage only ",
    " well clear ",
    " safe and well ",
    " not harmed ",
    " without a scratch ",
    " and well ",
    " are well ",
    " is well ",
    " accounted for and ",
    " got out safe",
    " out safe",
    " unscathed ",
    " driver fine ",
    " and fine ",
    " is fine ",
    " are fine ",
    " was fine ",
    " all fine ",
    " driver gone ",
    " driver waiting ",
    " driver away ",
    " wait for recovery ",
    " waiting for recovery ",
    " awaiting recovery ",
    " exchanging details ",
    " yn iawn ",
    " yn ddiogel ",
    " heb anaf",
    " exchanged details ",
    " left the vehicle before ",
    " own way ",
    " returned home ",
)


def someone(reading: Reading) -> Iterator[Found]:
    """Yield words for one person, but in advice, in the names of things, and where nobody is hurt."""
    if (
        not reading.mask & _BIT
        or not (_UNHURT | _HIRED).isdisjoint(reading.words)
        or any(each in reading.line for each in _WELL)
    ):
        return
    said, beast = reading.words, reading.mask & _BEAST
    for at, mask in enumerate(reading.masks):
        if not mask & _BIT or denied(said, at):
            continue
        before, after = said[at - 1] if at else "", said[at + 1] if at + 1 < len(said) else ""
        if before == "with" and at > 1 and said[at - 2] in _LEFT:
            continue
        if beast and said[at] in _SAID_OF_BEASTS and not reading.masks[min(at + 1, len(said) - 1)] & _BEAST:
            continue
        end = reading.in_line(at, at)[1] - 1
        if _WITNESSED.match(reading.line, end) or _SEEN_TO.match(reading.line, end):
            continue
        if after == "of" and at + 2 < len(said) and reading.capital(at) and reading.capital(at + 2):
            continue
        if said[at] == "lady" and at + 1 < len(said) and reading.capital(at + 1):
            continue
        if after not in _NOT_BEFORE and before not in _NOT_AFTER:
            yield Found(Kind.CASUALTIES, *reading.of_text(*reading.tokens[at]))
