"""Fires that were set on purpose."""

from loudhailer.privacy._lists import PERSON
from loudhailer.privacy._near import Near
from loudhailer.privacy._phrases import Family
from loudhailer.privacy.kind import Kind

FIRE = (
    "fire fires blaze blazes alight ignition arson burning burnt ablaze flames torched ignited "
    "tan dan tân danau tanau llosgi"
)
ON_PURPOSE = (
    "deliberate* intentional* purposely malicious* suspicious* suspect suspects suspected vandal* yobs arson* "
    "arrest* wilful* "
    "willful* accelerant* culprit* offender* perpetrator* unexplained doubtful criminal crime crimes forensic "
    "forensics "
    "custody stolen revenge bwriadol fwriadol fwriad amheus arestio"
)

ARSON = Family(
    Kind.ARSON,
    (
        "spate/series/string/number of ~ fires",
        "linked/connected fires",
        "asb/antisocial ~ fire/fires/burning",
        "fire/fires ~ asb/antisocial",
        "can/cans/bottle of petrol/diesel/fuel/spirit/white (spirit)",
        "treated/treating (it) (this) as (being) suspicious",
        "in suspicious circumstances",
        "fire lit",
        "don't/doesn't/didn't light itself/themselves",
        "in (two/three/four/several/#) (separate) places at once",
        "second/third/fourth/fifth/another/latest ~ fire/blaze (in/this) (this/a/the) week/month/night/row",
        "looking (at/for) (a) link/links",
        "hooded/masked figure/figures/man/men",
        "insurance job",
        "no accident",
        "fire/stack/bales/barn/skip/bins/bin/shed lit again",
        "lit again by",
        "not (look/looking) accidental",
        "someone's/somebody's lit/torched/burned",
        "crime scene",
        "dog indicated/indicating/indication",
        "indicated on petrol/accelerant/fuel",
        "letterbox job",
        "bottle (with) (a) rag",
        "<person> (with) (a/some) lighter/lighters/matches/petrol/aerosol*",
        "legged/legging it",
        "petrol and/was/then (then) lit/set/ignited/alight",
        "with petrol and",
        "firesetter*/firesetting",
        "pushed/placed/piled/stacked/posted ~ lit/alight/burning",
        "burning material/paper/rag/rags ~ posted/through/pushed/letterbox",
        "pushed/placed/piled/stacked ~ against (the/a/his/her/their) door ..",
        "soco/csi",
        "scenes of crime",
        "crime number/reference/ref",
        "police forensic/forensics",
        "joint (fire) (and) (police) investigation (by/with) ~ police",
        "torch/arson job",
        "ymchwiliad i losgi/llosgi",
        "attack/attacked ~ with fire",
        "not an accident",
        "set/lit in two/three/several/# places",
        "looks like it was lit/set/started",
        "charged in/with connection/arson",
        "hydrocarbon dog",
        "fire (investigation) dog/dogs",
        "points/point of ignition/origin",
        "used to start/fuel ..",
        "firework/fireworks/rocket ~ door/letterbox/thrown/aimed/into",
        "dsf/dpf",
        "someone/somebody/anybody/anyone/who started/lit/set",
        "firebug",
        "pyromaniac",
        "several/many/two/three/# separate places/seats/fires/points",
        "vandal* ~ fire/alight",
        "fire/blaze ~ vandal*",
        "cynnwyd/cynnau/gynnau/cynneuwyd ~ fwriadol/bwriadol/bwrpas",
        "tanio bwriadol/fwriadol",
        "llosgi/losgi yn/bwriadol/fwriadol",
        "petrol ~ ddrws/drws/tywallt/arllwys",
        "susp ign",
        "not/non thought to be accidental",
        "believed/thought/understood to have been set/started/lit",
        "<person> ~ lighting/lit/started/starting/setting/set ~ fire/fires/alight/bin/bins/bonfire",
        "seen ~ lighter/matches/petrol/running",
        "burnt/burned out ~ stolen",
        "stolen ~ burnt/burned/alight/fire/torched",
        "cause/ignition/origin ~ doubtful/suspicious/deliberate/unexplained",
        "human intervention",
        "running/ran/fleeing/fled/seen ~ from/near/at (the) fire/blaze/scene",
        "firelighters/firelighter",
        "rag/rags ~ fuel/petrol/filler",
        "ignition source placed",
        "lit/lighting a fire/fires in ..",
        "flammable/combustible liquid ~ poured/used/thrown/door",
        "lighter fluid",
        "tannau/tanau/tân/tan .. bwriadol/fwriadol/fwriad",
        "arson/arsonist/arsonists",
        "delib",
        "intentional*",
        "susp/sus/doubtful/unexplained/incendiary fire/ignition/cause/origin",
        "set/sets/setting/put ~ alight/ablaze/afire/light",
        "set/setting ~ on fire",
        "non/not accidental",
        "fire crime",
        "crime scene",
        "multiple/two/three/several/# seats",
        "seats of fire",
        "smell of petrol/accelerant",
        "petrol can/cans/container",
        "fireworks ~ letterbox/thrown/fired/aimed",
        "thrown/pushed/put/posted through ~ letterbox/letter/window",
        "burned/burnt ~ purpose",
        "sabotage*",
        "torching",
        "started by (a/two/three/the/some/#) (group/gang) (of) <person>/vandals/arsonists/gang/group/yobs",
        "maleisus",
        "drwgweithredol",
        "o fwriad",
        "wedi'i/wedi'u gynnau/cynnau ..",
        "rhoi/roi/rhoddwyd/roddwyd/rhoddodd ~ ar dan",
        "cynnau'n/gynnau'n/losgi'n/llosgi'n ..",
        "cyhuddo/arestio ~ losgi/llosgi",
        "deliberate*",
        "malicious*",
        "suspicious fire/fires/blaze/circumstances/cause/origin/ignition/manner/nature/in",
        "set alight/ablaze/afire/fire (to)",
        "set on fire",
        "setting alight/fire/fires/light",
        "sets fire",
        "fire/fires set/setter*/setting/raising",
        "fireraising",
        "fire raiser*",
        "wilful/wilfully/willful/willfully/intentional*/purposely/purposefully",
        "on purpose",
        "accelerant*",
        "petrol/molotov/fire bomb*/cocktail*",
        "petrol ~ poured/splashed/through/doused/letterbox",
        "poured/pouring/doused/dousing ~ petrol/fuel/liquid/accelerant",
        "firebomb*",
        "torched",
        "foul play",
        "police ~ witnesses ~ fire",
        "arrested ~ fire/blaze",
        "incendiary",
        "ignited by <person>",
        "fire/fires/blaze ~ started/lit/set/caused/begun by <person>/vandals/arsonists/offenders/suspect*",
        "<person> ~ seen ~ fire/running/starting/setting/lighting",
        "started/lit by vandals/youths/kids/children/offenders",
        "llosgi/losgi bwriadol/fwriadol",
        "bwriadol",
        "fwriadol",
        "bwriadol*",
        "fwriadol*",
        "llosgwr/llosgwyr",
        "rhoi/roi ar dan",
        "rhoddwyd ~ ar dan",
        "cynnau tan/tân/tanau .. bwrpas",
        "ar bwrpas",
        "tan/dan/tanau amheus",
        "amheus",
        "cyflymydd/cyflymyddion",
    ),
    (
        (
            "<nobody> (being/be/been/believed/thought/treated/as/to/considered/a/any/anything/in/suspected/under/wedi/"
            "yn/i/fod) (being/be/been/believed/thought/treated/as/to/considered/a/any/suspected) (as/to/be/been) (be/"
            "been/started) deliberate*/suspicious/arson*/malicious*/amheus/bwriadol/fwriadol"
        ),
        "nothing/non suspicious",
        "good intent",
        (
            "deliberate/deliberately/intentional/intentionally (controlled/power/water) release/released/releases/"
            "shutoff/shut/flooding/flooded/discharge/outage/power/water/breach/breached/slow/slower/choice/"
            "decision/step/low/parked"
        ),
        "arson proof",
        "deliberate policy/act/decision/choice of/to",
        "arson dog show/display/demo",
        (
            "work/works/welding/sparks/spark/lightning/ember/embers/cable/battery/barbecue/bbq/candle/dryer/firework/"
            "flare (has/have/had) set fire/alight/light"
        ),
        "set fire door*/exit*/extinguisher*/panel*/curtain*/damper*",
        "deliberate fires cost/waste/put/tie/take/kill/can/damage/destroy/divert",
        "arson reduction/prevention/awareness ..",
        (
            "suspicious package*/item*/device*/vehicle*/object*/bag*/parcel*/powder/substance/letter/person/activity/"
            "behaviour/call*/email*/message*/text*"
        ),
        "pecyn/dyfais/parsel/cerbyd amheus",
        "ruled out arson/deliberate*",
        "arson/deliberate ~ ruled out",
        "malicious call*/false/communication*",
        "deliberate* slow*/false/misinformation/wide",
        "set fire alert/alarm/safety/service",
    ),
    {"nobody": "not no isn't wasn't never ddim nid heb without", "person": PERSON},
    near=(
        Near(FIRE, ON_PURPOSE, 7),
        Near(
            "started lit set setting lighting starting ignited cynnau gynnau gynnau'n rhoi",
            (
                "deliberately deliberate purpose intentionally intent youths youth kids children vandals yobs gang "
                "teenagers teens offender offenders culprits arsonist arsonists somebody someone juveniles lads "
                "fwriadol fwriad bwrpas suspect suspects alight ablaze"
            ),
            6,
        ),
        Near(
            "petrol accelerant accelerants fuel firelighters paraffin lighter thinners",
            "poured pouring thrown doused splashed smell smelt letterbox door used found traces can cans deliberate",
            6,
        ),
    ),
)
