"""What each rule of the lint finds, and a near twin of it that passes.

A rule without both fails tests/unit/test_lint_rules.py.
"""

from dataclasses import dataclass, field
from typing import Any

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant
from loudhailer.lint import WHOLE

DANGER = "If you are in danger, call 999."
ISSUED = "Issued 5:30pm Sunday 22 November. Ref J3BWW4D7C."
LIVES = {"message_class": MessageClass.LIFE_SAFETY}
NOTICE = {"message_class": MessageClass.INFORMATION}
END = {"msg_type": MsgType.CANCEL}
WELSH = {"language": "cy", "emergency": "Os ydych mewn perygl, ffoniwch 999."}
AGENCY = {"source": "the Environment Agency"}
POLICE = {"manner": Manner.AMPLIFIED, "source": "Westshire Police"}
SILENT = {"manner": Manner.UNLISTED, "msg_type": MsgType.CANCEL}
FRAME = f"\n\n{ISSUED}"
LIVES_FRAME = f"\n\n{DANGER}\n{ISSUED}"
CLOSED = "The A49 is closed at Stokeby. Please find another route."


@dataclass(frozen=True)
class Example:
    """A text that a rule finds something in, at `where`, and a `twin` that it lets pass; both said with `told`."""

    code: str
    found: str
    where: str
    twin: str
    told: dict[str, Any] = field(default_factory=dict)
    fix: str = ""
    twin_told: dict[str, Any] | None = None


def said(code: str, found: str, where: str, twin: str, fix: str = "", **told: Any) -> Example:
    """Return an example of free words, which need no element of a warning."""
    return Example(code, found, where, twin, NOTICE | told, fix)


def pictured(code: str, found: str, where: str, twin: str, fix: str = "") -> Example:
    """Return an example of what is said of a picture."""
    return Example(code, CLOSED, where, CLOSED, {"picture_alt": found}, fix, {"picture_alt": twin})


EXAMPLES = (
    Example(
        "W01", f"Flood warning: at Stokeby.{FRAME}", WHOLE, f"The Environment Agency warns of a flood.{FRAME}", AGENCY
    ),
    Example("W01", f"Flood warning: Stokeby.{FRAME}", WHOLE, f"Flood.{FRAME}\nSource: Environment Agency.", AGENCY),
    Example("W02", f"Keep away from Stokeby.{FRAME}", WHOLE, f"Fire: keep away from Stokeby.{FRAME}", LIVES),
    Example("W02", f"Cadwch draw o Stokeby.{FRAME}", WHOLE, f"Tân: cadwch draw o Stokeby.{FRAME}", LIVES | WELSH),
    Example(
        "W02",
        f"Keep away, Toronto Fire Services say.{FRAME}",
        WHOLE,
        f"There is a fire, Toronto Fire Services say.{FRAME}",
        {"source": "Toronto Fire Services"},
    ),
    Example("W03", f"There is a fire. Stay away.{FRAME}", WHOLE, f"There is a fire at Stokeby.{FRAME}", LIVES),
    Example("W03", f"The road has reopened.{FRAME}", WHOLE, f"The road has reopened at Stokeby.{FRAME}", END),
    Example(
        "W03",
        f"Severe flood warning: the River Alder.{FRAME}",
        WHOLE,
        f"Severe flood warning: Aldermere and other areas.{FRAME}",
        {"place": "Aldermere, Stokeby"},
    ),
    Example(
        "W04", f"There is a fire at Stokeby.{LIVES_FRAME}", WHOLE, f"Fire at Stokeby. Stay away.{LIVES_FRAME}", LIVES
    ),
    Example("W04", f"It is expected to stay closed.{FRAME}", WHOLE, f"If you live nearby, stay inside.{FRAME}"),
    Example("W04", f"Close to Stokeby crews are at a fire.{FRAME}", WHOLE, f"Residents are advised to leave.{FRAME}"),
    Example("W04", f"Mae tân yn Stokeby.{FRAME}", WHOLE, f"Mae tân yn Stokeby. Arhoswch draw.{FRAME}", WELSH),
    Example("W04", f"People have left Stokeby.{LIVES_FRAME}", WHOLE, f"At Stokeby leave now.{LIVES_FRAME}", LIVES),
    Example("W05", CLOSED, WHOLE, f"{CLOSED}\n\n{ISSUED}"),
    Example("W05", "Test your smoke alarm.", WHOLE, "Issued midday Sunday 22 November.", NOTICE),
    Example("W06", f"Fire at Stokeby. Stay inside.{FRAME}", WHOLE, f"Fire at Stokeby.{LIVES_FRAME}", LIVES),
    Example("W07", f"Stay inside.{FRAME}", WHOLE, f"Westshire Police says: Stay inside.{FRAME}", POLICE),
    Example(
        "W08", f"The A49 has reopened.{FRAME}", "reopened", f"The A49 is no longer listed as closed.{FRAME}", SILENT
    ),
    Example("W08", f"Mae'r A49 yn ddiogel.{FRAME}", "yn ddiogel", f"Nid yw'r A49 ar y rhestr.{FRAME}", SILENT | WELSH),
    said(
        "W10",
        "Crews are at the scene and they will stay there until it is cold because it may start again when the wind "
        "turns later in the night.",
        "Crews are at the scene and they will sta",
        "Crews are at the scene. They will stay there until it is cold. It may start again when the wind turns later.",
    ),
    said(
        "W10",
        "We ask all who live in Alder Road and Mill Road and High Street and who have not yet left their homes to "
        "leave them now: Stokeby, Aldermere.",
        "We ask all who live in Alder Road and Mi",
        "Severe flood warning: Upper Alder at Aldermere, Lower Alder at Stokeby, Mill Brook at Harrow Moor, River "
        "Teme at Ludford, River Corve at Stanton Long, and the whole of Alder Meadow.",
    ),
    said("W11", "Crews are at an RTC.", "RTC", "Crews are at a collision.", "Write “a collision”."),
    said("W11", "Four in BA.", "BA", "Call about BA flights.", "Write “breathing equipment”."),
    said("W11", "Make pumps 5, persons reported.", "Make pumps", "Five pumps and two persons.", ""),
    said("W11", "Two appliances in attendance.", "appliances in attendance", "Switch off appliances at night."),
    said("W11", "One man was conveyed to hospital.", "conveyed", "One man was taken to hospital.", "Write “taken”."),
    said("W11", "A METHANE report is due.", "METHANE report", "There is a methane leak.", "Write “an update”."),
    said("W11", "Stop message sent.", "Stop message", "Stop. A message follows."),
    said("W11", "Code 4 at Stokeby.", "Code 4", "Call area code 01.", "Say it in plain words, or leave it out."),
    said("W11", "Mae criwiau mewn RTC.", "RTC", "Mae criwiau mewn gwrthdrawiad.", "Write “gwrthdrawiad”.", **WELSH),
    said("W12", "Avoid the area prior to midday.", "prior to", "Avoid the area before midday.", "Write “before”."),
    said("W12", "The A49 is closed n/b.", "n/b", "The A49 is closed northbound.", "Write “northbound”."),
    said("W13", "The {road} is closed.", "{road}", "The A49 is closed. {address}"),
    said("W13", "Smith &amp; Sons", "&amp;", "Smith & Sons"),
    said("W13", "The cause is vehicle_fire.", "vehicle_fire", "Ask @westshire_fire. #Road_Closed"),
    said("W13", "Itâ€™s closed.", "â€", "It\u2019s closed, says Zoë."),
    said("W14", "Horror at Stokeby.", "Horror", "Mount Horror Road is closed. Stay off Blaze Lane."),
    said("W14", "Crews fight an inferno.", "inferno", "Crews fight a large fire."),
    said("W15", "Do not walk or dr…", "dr…", "Do not walk … or drive."),
    said("W15", "Stay away from the", "the", "Stay in."),
    said("W15", "Stay away, or", "or", "Issued in Portland, OR"),
    said("W20", "Closed until 17:30.", "17:30", "Closed until 5:30pm.", "Write 5:30pm."),
    said("W20", "Closed until 1730hrs.", "1730hrs", "It has 1730 homes.", "Write 5:30pm."),
    said("W20", "Closed at 1730 hours.", "1730 hours", "It took 1730 hours of work.", "Write 5:30pm."),
    said("W20", "Closed until 5.30pm.", "5.30pm", "It holds 5.30 metres.", "Write 5:30pm."),
    said("W20", "Closed until 5:30 PM.", "5:30 PM", "I am 5.", "Write 5:30pm."),
    said("W20", "Closed until 12pm.", "12pm", "Closed until midday.", "Write midday."),
    said("W20", "Closed until 00:00.", "00:00", "Closed until midnight.", "Write midnight."),
    said("W20", "Closed until 5:00pm.", "5:00pm", "Closed until 5pm.", "Write 5pm."),
    said("W20", "Closed until 7:30.", "7:30", "Closed on page 7.30.", "Write 7:30am or 7:30pm."),
    said("W20", "Closed 10-11am.", "10-11am", "Closed from 10am to 11am.", "Write 10 to 11am."),
    said("W20", "Closed at noon.", "noon", "Closed this afternoon, in Noonan Road.", "Write midday."),
    said("W21", "Closed on 22/11/2026.", "22/11/2026", "Closed on 22 November 2026.", "Write 22 November 2026."),
    said("W21", "Closed on 2026-11-22.", "2026-11-22", "Reference 1026-11-22.", "Write 22 November 2026."),
    said("W21", "Closed on 22nd November.", "22nd November", "Take the 2nd exit.", "Write 22 November."),
    said("W21", "Closed on 22 Nov.", "22 Nov", "Closed on 22 November.", "Write 22 November."),
    said("W21", "Closed on November 22.", "November 22", "Closed in November 2026.", "Write 22 November."),
    said("W21", "Closed on Sun 22 November.", "Sun 22 November", "Sun cream helps.", "Write Sunday."),
    said("W30", "Closed. #RoadClosed #A49 #Stokeby", "#Stokeby", "Closed. #RoadClosed #Stokeby"),
    said("W31", "Closed. #roadclosed", "#roadclosed", "Closed. #RoadClosed", "Write #RoadClosed."),
    said("W31", "Closed. #ROADCLOSED", "#ROADCLOSED", "Closed. #stokeby", "Write #RoadClosed."),
    said("W31", "Closed. #road_closed", "#road_closed", "Closed. #traffic", "Write #RoadClosed."),
    said("W31", "Ar gau. #fforddargau", "#fforddargau", "Ar gau. #FforddArGau", "Write #FforddArGau.", **WELSH),
    said("W32", "The #A49 is closed.", "#A49", f"The A49 is closed.{FRAME}\n#A49"),
    said("W32", "#Fire #Stokeby stay away.", "#Stokeby", "Stay away. #Fire #Stokeby https://a.example/1"),
    said("W33", "See https://a.example/1 or www.b.example.", "www.b.example", "See https://a.example/1. Or GOV.UK."),
    said("W33", "See a.example/1 or b.gov.uk.", "b.gov.uk", "See a.example/1\nSource: Met Office, meteoalarm.org."),
    said("W34", "Closed at Stokeby.Please wait.", "Stokeby.Please", "Closed at Stokeby. Please see GOV.UK or Ph.D."),
    said("W35", "Click here: https://a.example/1", "Click here", "Read more: https://a.example/1"),
    said("W35", "Cliciwch yma: https://a.example/1", "Cliciwch yma", "Mwy: https://a.example/1", **WELSH),
    said("W36", "The A49 has reopened. #RoadClosed", "#RoadClosed", "The A49 has reopened. #A49", **END),
    said("W36", "It has ended. #Evacuate", "#Evacuate", "It has ended. #Evacuation", **END),
    said("W40", "Stay away. 🔥🚒🚧", "🚧", "Stay away. 🔥🚒 © 2026"),
    said("W41", "🔥 Fire at Stokeby.", "🔥", "Fire at Stokeby. 🔥"),
    said("W41", "There is a 🔥 near you.", "🔥", "There is a fire near you 🔥. Stay away."),
    said("W42", "🔥🚧", WHOLE, "Fire 🔥"),
    said(
        "W43",
        "\U0001d5d9\U0001d5f6\U0001d5ff\U0001d5f2 at Stokeby.",
        "\U0001d5d9\U0001d5f6\U0001d5ff\U0001d5f2",
        "Fire at Stoke-by-Ŵyr, x², 20℃, №1.",
    ),
    said("W43", "\uff26\uff29\uff32\uff25", "\uff26\uff29\uff32\uff25", "FIRE"),
    said("W43", "\u0410void Stokeby.", "\u0410void", "Avoid Стокби."),
    said("W44", "The A49\u202e is closed.", "A49", "The A49 is closed. 👩‍🚒 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "Take out the sign U+202E."),
    said("W44", "Clo\u200bsed.", "Clo", "Closed.\nStay away.", "Take out the sign U+200B."),
    said("W44", "\u2066Closed.", WHOLE, "می‌خواهم", "Take out the sign U+2066."),
    said("W45", "Fi\u0300\u0301\u0302\u0303\u0304\u0305re", "Fi", "Tân, dŵr, Nguyễn, ที่นี่"),
    said("W46", "AVOID Stokeby.", "AVOID", "The NHS and the RNLI. Ref ABCDEFG. #EXERCISE"),
    said(
        "W46",
        "LLIFOGYDD yn Stokeby.",
        "LLIFOGYDD",
        "EXERCISE EXERCISE EXERCISE\nFire.\nEXERCISE EXERCISE EXERCISE",
        **WELSH,
    ),
    said("W46", "TFLX says so.", "TFLX", "DFESX says so.", source="DFESX"),
    said("W47", "Stay away!!!", "!!!", "Stay away! Now."),
    pictured("W60", " ", WHOLE, "A red barrier across a road."),
    pictured("W61", "flood_map-2.png", "flood_map-2.png", "A map of the flood at Stokeby."),
    pictured("W61", "IMG_2043", "IMG_2043", "The A49 at junction 2043."),
    pictured("W62", "Image of a road.", "Image of", "A road. An image of calm."),
    pictured("W62", "Llun o ffordd.", "Llun o", "Ffordd."),
    pictured("W62", "A" * 301, "A" * 40, "A" * 300, "Say it in 300 signs at most."),
)
NEEDS_NOTHING = (
    {"variant": Variant.POINTER, "message_class": MessageClass.LIFE_SAFETY},
    {"follows": True, "message_class": MessageClass.LIFE_SAFETY},
    {"message_class": MessageClass.PROMOTIONAL},
    {"manner": Manner.AMPLIFIED, "source": "Issued"},
)
"""Of what is said like this, neither hazard nor place nor advice is asked."""
