"""Suicide and self-harm, and people in places where they may come to harm."""

from loudhailer.privacy._lists import ANIMAL, LONE, NOBODY, PERSON
from loudhailer.privacy._near import Near
from loudhailer.privacy._phrases import Family
from loudhailer.privacy.kind import Kind

HEIGHT = (
    "bridge bridges footbridge overbridge flyover viaduct parapet parapets ledge rooftop railings railing balcony "
    "crane "
    "pylon gantry cliff cliffs mast overpass aqueduct storey storeys guardrail barrier barriers scaffolding "
    "roof edge pont bont clogwyn dibyn parapet barapet canllaw rheilen"
)

SELF_HARM = Family(
    Kind.SELF_HARM,
    (
        "not seeking/looking (for) anyone/anybody/any else/other",
        "left a message/note/letter at/for/in/on",
        "won't/wont/refuses/refusing (to) come/coming down",
        "sitting/sat/standing/stood (on/at/near) (the/an) edge",
        "edge of (the/a) quarry/cliff/roof/platform/bridge",
        "rocks/stones/bricks in (his/her/their) coat/pockets/bag",
        "goodbye/farewell text/message/letter/note/call/video",
        "text/message/note saying goodbye",
        "depressed/depression",
        "in tears (on/at) ..",
        "with (a) razor/razors/blade",
        "barricaded ~ razor/knife/blade",
        "bleach/antifreeze/weedkiller drunk/drank/swallowed",
        "drunk/drank/swallowed bleach/antifreeze/weedkiller",
        (
            "stepping/stepped/walking/running/walked/ran (out) in/into (front) (of) lorries/traffic/trains/cars/"
            "train/lorry"
        ),
        "lying/lay/laid/kneeling/sat/sitting on (the) rails/rail/track/tracks/line/lines",
        "persons/person/people/somebody/someone on (the/a) bridge/parapet/ledge/roof",
        "nothing to live",
        "attempted/attempting/attempt hanging/suicide/overdose",
        "not/longer/doesn't/don't/didn't want/wants/wanted to be here/alive/around",
        "note/letter found/left ..",
        "shoes/clothes/belongings/phone/bag ~ left/found ~ edge/cliff/beach/bridge/bank/river",
        "welfare incident/issue/matter/reasons",
        "high risk missing/misper",
        "misper",
        "gone/went/goes/going in off/from (the/a) ..",
        "hanging from (a/the/his/her) tree/rope/beam/bridge/banister/bannister/loft",
        "poor/known/declining/struggling/severe/with/has mental health",
        "hanging at/in (a/the) woods/address/house/garage/property/flat/park",
        "<person> ~ clinging to",
        "<person> ~ jumped/jumping/leapt/leaping from/off/into/on",
        "jumped/jumping/leapt from/off (the/a) ..",
        "vulnerable <lone>",
        "trespasser/trespassers/trespass/trespassing",
        "<person> .. believed/thought intentional/deliberate",
        "hanging ~ found/reported/at address",
        "threatening self/himself/herself/themselves/themself/suicide ..",
        "doused/dousing ~ himself/herself/themselves/self",
        "fatality on (the) line/railway/tracks",
        "<person> ~ top of (the/a) bridge/building/car/crane/multi",
        "<person> ~ outside (of) (the) (safety/bridge) <wrong>",
        "outside of (the) (safety/bridge) <wrong>",
        "entered/entering/gone/went/fell/fallen ~ (the) water/river/sea ~ from ~ bridge",
        "<person> at height",
        "not/longer wanting/want to live/be",
        "sui",
        "dsh",
        "over the side of ..",
        "<person> ~ hanging off/from",
        "edge of (a/the) multi/bridge/car/roof",
        "bridge/parapet jumper",
        "<person> ~ threat* ~ self/himself/herself/themselves",
        "cut/cutting/cuts ~ wrists",
        "ligature",
        "yfed gwenwyn",
        "eisiau marw",
        "dod a'i/â'i fywyd",
        "suicid*",
        "self harm*",
        "self inflicted",
        "self immolat*",
        (
            "harm/harming/harmed/hurt/hurting/kill/killing/killed/cut/cutting himself/herself/themselves/themself/"
            "myself/yourself"
        ),
        "<jump> ~ to/and jump",
        "threat/threats/threaten* ~ jump/suicide/kill/harm",
        "precarious*",
        "<person> ~ sitting/sat/standing/stood ~ edge/ledge/roof/parapet/barrier/railings/bridge",
        "edge of (the/a) bridge/roof/cliff/building/platform/parapet/car",
        "walked/jumped/waded into (the) sea/river/water/path/traffic",
        "in front of (a/the) train/trains/traffic/lorry",
        "suicide/goodbye note",
        "hosepipe/hose ~ exhaust",
        "talked/brought ~ safety",
        "lost .. will to live",
        "neidiodd/neidio/cwympo ~ bont/pont/to/adeilad/clogwyn",
        "bygwth lladd/niweidio/gwneud",
        "diwedd/ddiwedd ~ bywyd/fywyd",
        "going/about/trying/wants/wanting/wanted/intending/intends/attempting/might/may/would/will to jump",
        "jump ~ from/off (the/a) ~ <heights>",
        "jumper",
        "may/might/will/could jump",
        "end/ending/ended/take/taking/taken/took his/her/their/own/it (own) life/lives/all",
        "wants/wanting/wanted/want to die",
        "parapet ~ <person>",
        "<person> .. parapet/ledge",
        "<person> .. wrong/outer/outside/other/far side",
        (
            "<lone> ~ on/off/over/across/above/onto (the/a) (<wrong>) (of) (the) (foot/road/rail/railway/motorway) "
            "bridge/overbridge/footbridge/flyover/viaduct/railing/railings/edge/roof/barrier/barriers/ledge/rooftop/"
            "scaffolding/crane/tracks/track/line/lines/cliff/gantry/overpass/rail/parapets"
        ),
        "wrong/outer/outside side of (the) (safety) <wrong>",
        "wrong side of (the) ~ <wrong>",
        "climbed/climbing/gone/going/over/straddling/straddled (over) (the) (bridge/safety) <wrong>",
        "negotiator*",
        "negotiating ~ <person>",
        "talk/talking/talked ~ down",
        "mental health crisis/incident/episode/act/patient/team",
        "in (mental) (health) crisis",
        "<person> in/of crisis/distress",
        "distressed <person>",
        (
            "concern/concerns/concerned/fear/fears for/about (the) (a) (his/her/their) welfare/safety/wellbeing/person/"
            "male/female/man/woman/someone"
        ),
        "welfare concern/concerns/check",
        "cfw/cfs",
        "section 136/135/2/3",
        "s136",
        "sectioned",
        "noose",
        "found/male/female/man/woman/person hanging/hanged/hung",
        "hanged/hung himself/herself/themselves",
        "overdose*",
        "taken/took ~ tablets/pills",
        "hit/struck/killed by (a) train",
        "under a/the train",
        "one under",
        "slit/slashed/cut ~ wrist/wrists",
        "despondent",
        "hunanladdiad*",
        "hunan/hunanol niwed*/niweidio",
        "hunanniwed*",
        "hunanladd*",
        "lladd/niweidio/brifo ei/eu hun/hunan/hunain",
        "ladd ei/eu hun/hunan/hunain",
        "bygwth/fygwth/bygythio neidio",
        "neidio oddi/o/i/i'r ar ..",
        "ochr anghywir .. <wrong>",
        "<person> .. rheilen/rheiliau/barapet/parapet/canllaw/ymyl",
        "<lone> ar (y/ben/ymyl) (y) bont/pont/to/dibyn/clogwyn",
        "gorddos*",
        "crogi",
        "argyfwng iechyd meddwl",
        "pryder/pryderon am les/ddiogelwch/lles",
        "mewn trallod/argyfwng",
        "trafodwr/trafodwyr/negodwyr",
    ),
    (
        "suicide prevention/awareness day/week/month/training/strategy/campaign/conference/charity/walk",
        "pedestrian crossing/bridge/lights/access/area/zone",
        "abseil*",
        "bungee",
        "bungee/charity jump/jumps/jumper/jumpers ..",
        "jumper/jumpers charity/knitted/knit/leads/cables/day/sale/bungee",
        "christmas/woolly/woollen/knitted/warm/school jumper/jumpers",
        "overdose awareness/day",
        "trespass free",
        "climbing wall/walls/frame/frames/centre",
        "person trap",
        "<animal> ~ killed/hit/struck by",
        "customers/supply/power/services/lines brought back",
        "brought back on/into/online/to supply/service/use",
        "over the edge abseil*/challenge",
        "jumped (the) lights/queue/red",
        "jump leads/start/cables",
        "<nobody> ~ negotiator*",
        "overdose of salt/sun/chocolate",
        "crisis team/centre/management/communications/meeting",
        "parapet work/works/repair*/repairs/damage*/wall/replacement",
        "concern/concerns for (the) safety of (the) building/structure/wall/bridge",
    ),
    {
        "animal": ANIMAL,
        "person": PERSON.replace(" un ", " ").replace(" they", ""),
        "nobody": NOBODY,
        "lone": (
            "male female man woman person someone somebody lady youth teenager girl boy adult patient dyn menyw "
            "merch bachgen rhywun berson"
        ),
        "jump": "threatening threatens threatened preparing prepared planning plans ready looking tries tried trying",
        "heights": (
            "bridge building roof window parapet overbridge footbridge flyover car multi storey cliff ledge "
            "viaduct height balcony"
        ),
        "wrong": (
            "barrier barriers railing railings fence parapet parapets bridge rail rails edge ledge wall "
            "handrail guardrail wrong rheilen rheiliau rhwystr canllaw ffens parapet barapet bont pont side"
        ),
    },
    near=(
        Near(LONE, HEIGHT, 6),
        Near(
            "jump* leap* leapt throw* threw plunge* neidio",
            f"{HEIGHT} roof roofs building track tracks train trains lorry traffic death",
            6,
        ),
        Near(
            "concern concerns concerned fear fears feared worried worries welfare wellbeing safety pryder pryderon",
            "welfare wellbeing individual vulnerable suicidal lles",
            5,
        ),
        Near("concern concerns concerned fear fears feared worried pryder", f"{LONE} vulnerable", 6),
        Near(
            LONE,
            (
                "distress* crisis suicid* despondent despairing agitated threatening threatens negotiat* edge "
                "ledge parapet wrong jump* dangl* cling* noose ligature hanging hanged hang overdose* wrists razor "
                "intent trallod argyfwng neidio welfare wellbeing"
            ),
            8,
        ),
        Near(
            "himself herself themselves themself themselves self own hunan hun",
            (
                "harm* kill* hurt hurting cut cutting hang hanging hanged hung jump throw threw drown drowning "
                "stab* shoot shot barricad* slash* douse* dousing poured fire alight light life lives fywyd bywyd "
                "lladd ladd niweidio"
            ),
            5,
        ),
        Near(
            "took taken taking swallowed swallow overdosed overdose drank",
            "pills tablets paracetamol overdose bleach medication poison gwenwyn",
            6,
        ),
        Near("line lines track tracks rails railway cledrau", f"{LONE} trespasser trespassers trespassing incident", 5),
        Near(
            "talk talks talked talking talked persuade persuaded coax coaxed brought guided",
            "down safety edge ledge back",
            4,
        ),
    ),
)
