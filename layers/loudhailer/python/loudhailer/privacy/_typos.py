"""Words as they are typed in haste: two letters changed places, or one left out."""

from functools import cache

from loudhailer.privacy._words import listed, words

_WORDS = listed(
    "medical arrest accelerants suspected pdevice explosives tthreats chest stroke seizure husband partner aviolent "
    "locked forced gaining welfare collapse malicious arsonist ignition attack attacked strangled assault hostage "
    "bridge railings "
    "informant contact children pupils schoolboy missing drowned kmurdered pronounced coroner parcel weapon "
    "casualty casualties hospital trapped injured injuries injury unconscious breathing suicide suicidal overdose "
    "suspicious deliberate deliberately explosive domestic children terrorist terrorism paramedics ambulance critical "
    "cardiac patient patients collapsed threatening parapet accelerant unresponsive rescued fatality fatalities "
    "deceased pronounced passenger pedestrian motorcyclist cyclist persons person driver alight violence assaulted "
    "toddler package unexploded entry seizure stabbed burned wounded entrapment resuscitation conveyed extricated"
)
_REAL = words(
    "medial patent patents rescue injure decease pronounce wounder amble tapped inured entry drive diver river "
    "looked forced force violet chests cheat chess treat tread thread threats "
    "tdevices stroke stoke strokes stoked prater pater patter parcels parcel miller killer kill abuses collapses "
    "contacts contract attacks assaults bridges ridge bride arrests pupil pupils railing petrel gaming gaining "
    "again chest ches coronet corner partners  stabled wonded persons person breathing entr cardia drier"
)


_SHORT = (
    "cant=can't dont=don't didnt=didn't isnt=isn't wasnt=wasn't wont=won't couldnt=couldn't doesnt=doesn't "
    "hasnt=hasn't ppl=people trapd=trapped trappd=trapped trpd=trapped injd=injured hosp=hospital hospt=hospital "
    "unconc=unconscious uncon=unconscious unconsc=unconscious casualtys=casualties ambu=ambulance ambo=ambulance "
    "amb=ambulance veh=vehicle vehs=vehicles pax=passengers susp=suspicious sus=suspicious delib=deliberate "
    "reptd=reported rptd=reported rpt=reported yr=year yrs=years ped=pedestrian pedestrain=pedestrian "
    "cyc=cyclist pts=patients pt=patient ips=casualties mcyc=motorcyclist trapt=trapped "
    "unconcious=unconscious unconsious=unconscious concious=conscious ambulence=ambulance hospitle=hospital "
    "parametics=paramedics deliberatly=deliberately suiside=suicide seriosly=seriously breathin=breathing "
    "collapsd=collapsed injurd=injured scafolding=scaffolding missin=missing hurted=hurt drownd=drowned "
    "hangin=hanging childs=child kiddo=child fam=family"
)
"""What is cut short or has lost its apostrophe, and what it stands for."""


@cache
def typos() -> dict[str, str]:
    """Return each wrong spelling with the word that was meant."""
    wrong: dict[str, str] = dict(pair.split("=") for pair in _SHORT.split())
    for word in _WORDS:
        for at in range(1, len(word)):
            swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
            for each in (swapped, word[:at] + word[at + 1 :], word[:at] + word[at - 1 :]):
                if each not in _REAL and each not in _WORDS:
                    wrong[each] = word
    return wrong
