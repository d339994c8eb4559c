"""Getting in to somebody: forced doors, people locked in or out, nobody who answers."""

from loudhailer.privacy._lists import NOBODY, PERSON, PUBLIC
from loudhailer.privacy._near import Near
from loudhailer.privacy._phrases import Family
from loudhailer.privacy.kind import Kind

EFFECTING_ENTRY = Family(
    Kind.EFFECTING_ENTRY,
    (
        "can't/cannot/unable/couldn't ~ get in/inside/access",
        "carer/carers/nurse/nurses/family/relatives/daughter/son/neighbour .. get in/access/answer/key/keys/in",
        "assist police",
        "pop/popped (the/a) door",
        "no movement seen/inside/from/heard",
        "pull cord",
        "locks changed",
        (
            "via/through/in (the/an/a) (upstairs/bedroom/kitchen/bathroom/rear/back/side) (bedroom/kitchen) window "
            "(by/to/using) (ladder/reach)"
        ),
        "ladder to (the/a) (upstairs/bedroom/kitchen/rear/first) (floor) window",
        "smashed (a) pane/glass",
        "door wedged/stuck",
        "lock slipped/drilled/snapped",
        "after entry",
        "trapped by/behind (a/the) door",
        "handcuffs/handcuffed",
        "entry team",
        "no key/keys",
        (
            "through (the/a) (small/bathroom/kitchen/rear) fanlight/window/skylight/catflap/hatch (to/and/for) "
            "(reach/get/him/her)"
        ),
        "in through (the/a) ~ fanlight/window/skylight/hatch",
        "smashed/broke/smashing (the/a) glass/pane/window (in) (to) ..",
        "lifeline/pendant/careline/telecare/alarm/button pressed",
        "not picked/picking up (the/her/his) phone",
        "not opened (her/his/the/their) curtains/curtain",
        "curtains/blinds (still/not/have/unopened) (been) (drawn/closed/shut/opened) since/all",
        (
            "people/persons/person/man/woman/one/two/three/four/five/six/family/couple/somebody/someone (stuck/"
            "trapped/shut/caught) in (a/the) lift/elevator"
        ),
        "jemmied/crowbarred",
        "no/voice (voice) contact ..",
        "open/opened/opening (up) (the/a/his/her) (front/back) door for/of/to ..",
        "door/doors opened for/by",
        "get/got/getting/getting/gain in (to) (the/a/his/her/their) (flat/house/property/home/bungalow)",
        "hasn't/haven't/not/wasn't been/be seen for/since ..",
        "post/milk/mail/letters/newspapers/papers piling/piled/building up",
        "piling up ~ door/mat/doorstep",
        "kick/kicked/kicking (the) door",
        "door kicked",
        "coe",
        "cannot/can't/unable/couldn't/unable get out of ..",
        "cannot/can't/unable/couldn't ~ get out",
        "effent/ee",
        "cloi ..",
        "wedi cloi",
        "methu ~ allan/mewn",
        "unable/cannot/can't to raise ..",
        "unable to raise",
        "cannot/can't raise",
        "no sign/reply/sound ~ occupant/occupier/resident/tenant/inside",
        "not been seen ..",
        (
            "not seen (for/since/in) ~ days/weeks/week/fortnight/month/months/day/monday/tuesday/wednesday/thursday/"
            "friday/weekend"
        ),
        "through (the) letterbox",
        "door bolted/chained/deadlocked/locked/jammed/barricaded",
        "halligan/jemmy/door-ram",
        "calling/shouting/crying/heard ~ help ~ inside/house/flat/behind/within",
        "heard ~ inside",
        "pendant/careline/lifeline/telecare alarm/activation ..",
        "shut/stuck/trapped/release ~ lift",
        "lift release/rescue",
        "lift ~ release",
        "removal/removed/removing of ~ door",
        "removed/removing (the/a) door",
        "cut/cutting/drill/drilled ~ lock/door/padlock",
        "pick/picked (the) lock",
        "let themselves/ourselves in",
        "mynd/fynd/cael/dod/gael i mewn",
        "trwy/drwy'r/drwy ffenestr/ddrws/drws",
        "sownd/gaeth yn/mewn (yr) (ystafell) (ymolchi) ..",
        "clo/cloi/gloi ~ ystafell/car/ty/fflat/drws/toiled",
        "y tu ol i ddrws",
        "get/got/getting/climbed/climb ~ in/through/via ~ window",
        "put/putting the door in/through",
        "enforcer",
        "entry/access made/achieved/needed/requested/required/req",
        "torri/torrwyd/dorri/malu ~ drws/ffenestr",
        "in a locked house/flat/room/property/bathroom/toilet/car/vehicle",
        "key/keys broken/snapped/jammed",
        "lock/handle broken/jammed/failed/snapped/stuck",
        "forced (a/the) (rear/front/side/back/bedroom) window/door/patio",
        "<person> ~ shut in",
        "other side of (the/his/her) (front/bathroom/bedroom) door",
        "not/no answering/answer/response/reply (at/from/to) (the) (door/phone/occupant/resident)",
        "not/isn't/wasn't answering ~",
        "barricaded (himself/herself/themselves) in ..",
        "door opened/opening/open ~ police/ambulance",
        "police/ambulance/paramedics/heddlu want/need/require/request/angen ~ door/entry/access/mynediad",
        "open/opening up (the/a) flat/house/property",
        "smash/smashed/break/broke/force/forced their/his/her/its way in/into",
        "barricaded inside/in",
        "gain/gained/gaining/gains ~ entry/access",
        "effect/effected/effecting/effects ~ entry",
        "force/forced/forcing/forces ~ entry/door/way/in",
        "entry ~ forced/gained/effected",
        "make/made/making ~ entry",
        "method of entry",
        "moe",
        "behind ~ locked/closed door/doors",
        "locked door/doors",
        "locked in/inside/out/self/themselves/himself/herself/themself",
        (
            "shut/stuck/trapped in/inside/behind (the/a/his/her/their) lift/bathroom/toilet/bedroom/room/property/flat/"
            "house/door"
        ),
        "lock in/out/ins/outs",
        "lockout",
        "break/broke/broken/breaking/kicked/kicking/smash/smashed ~ door/window",
        (
            "breaking/break/broke in/into/down (a/the/his/her/their) (property/house/flat/home/premises/car/vehicle/"
            "room/door)"
        ),
        "unable/cannot/can't/couldn't to/get/gain ~ access/entry/in/answer",
        "no reply/answer/response ~ door/property/occupant/occupier/knocking/resident/address/phone",
        "welfare check/checks/concern",
        (
            "concern/concerns for (the/a) (welfare/safety/wellbeing) ~ occupant/occupier/resident/"
            "tenant/neighbour/male/"
            "female/person/inside/within/elderly"
        ),
        "assist/assisting/assistance/help ~ entry/access",
        "entry/access ~ ambulance/police/paramedics/patient/occupant/property/address/premises/flat/house",
        "fallen/collapse/collapsed/fall/person behind ~ door/doors",
        "keys locked/inside",
        "key safe",
        "locksmith",
        "enter/entered/entering (the/a) (locked) property/house/flat/premises/home/address",
        "get/got/getting into (the/a/their) (locked) property/house/flat/premises/home/car",
        "door ~ forced/breached/kicked/broken/put",
        "breach* ~ door",
        "forcible/forced entry",
        "let ~ ambulance/paramedics/police in",
        "not answer*/opening/open ~ door",
        "can't/cannot/unable/couldn't ~ door/access",
        "prise/prised/prising ~ door/window",
        "window ~ forced/broken/smashed ~ entry/access/in",
        "mynd i mewn (i) ..",
        "fynd i mewn i'r/i (ty/dy/fflat/eiddo)",
        "agor ~ drws/ddrws",
        "mynediad ~ eiddo/fflat/dy/ty/cartref/gartref/claf/ambiwlans/tŷ",
        "forced open",
        "cael/ennill/gorfodi/sicrhau/gael/orfodi/chael mynediad",
        "gorfodi/torri/dorri ~ drws/mewn/ffenestr",
        "tu ol i .. drws/ddrws/drysau/ddrysau",
        "drws/ddrws/drysau/ddrysau ~ clo/glo/cloedig",
        "wedi cloi/ei/eu/gloi (gloi/cloi)",
        "ar/dan glo",
        "wedi'i/wedi'u gloi/cloi",
    ),
    (
        "access (gained) via/by/from/along ~ track/lane/road/street/path/farm/field/beach/bridge/gate",
        (
            "window/windows/glass .. broken/smashed/burst/cracked by (the/a) (strong/high/flying) wind/winds/storm/"
            "hail/debris/heat/tree/gusts/gust/branch"
        ),
        "door/doors wedged/held/propped/left/stuck/jammed open",
        "knocked/knocking/knock on (every/each/all) (every/each/all/their/your) door/doors in/on/along/at",
        "lock/locks # jammed/closed/shut",
        "van/bus/car/lorry/train/vehicle/truck/engine/lift/tram/coach broke/broken down",
        "passenger/train/tram/bus/coach/lift door/doors",
        "no entry/access/vehicular/pedestrian/through",
        "<nobody> ~ access/entry",
        "entry slip/sign/point/road/fee/lane",
        (
            "access road/only/for/is/via/from/remains/will/restricted/maintained/to (the) hospital/shops/businesses/"
            "premises/property"
        ),
        (
            "maintain/maintained/maintaining/emergency/pedestrian/vehicle/vehicular/limited/resident/residents/local "
            "access"
        ),
        "gain* access to (the) site/car/motorway/carriageway/road/beach/town/m*",
        "force/forced/forcing (the) road/closure/us/driver*/traffic/off/to",
        "door knock/knocks/knocking to",
        "break down cover/recovery/vehicle/in/on/lorry/truck",
        "no reply @",
        "break/breaks in (the) weather/rain/cloud/clouds/service",
        "lock/locked gate/gates/wheels/down",
        "locks/lock in/out canal/flight",
    ),
    {"nobody": NOBODY, "person": PERSON},
    near=(
        Near(
            "entry access mynediad",
            (
                "gain* effect* effecting forc* forcible achieved obtain* assist* request* require* needed need "
                "requir* police ambulance paramedics paramedic carer carers occupant occupier locked welfare "
                "ennill sicrhau gael orfod* gorfod*"
            ),
            5,
        ),
        Near(
            "door doors window windows lock locks padlock letterbox patio drws ddrws drysau ffenestr",
            (
                "forc* kick* smash* break* broke broken breach* bolted jammed barricad* behind answer* knock* "
                "prise* prised prying drill* ram rammed unlock* locked locking removed removal enforcer burst ateb "
                "gorfod* torri dorri chwalu clo gloi cloi"
            ),
            6,
        ),
        Near(f"{PUBLIC} self", "locked lockedin lockedout locked-out lockout barricad* gloi cloi", 5),
        Near(
            "trapped shut rescue rescued release released",
            "lift lifts elevator bathroom toilet bedroom loo cubicle wardrobe lifft",
            6,
        ),
        Near(
            "finger fingers hand foot leg arm head ring handcuffs",
            "stuck ring cutting handcuffs railings removal trapped removed release",
            4,
        ),
        Near(
            (
                "carer carers neighbour neighbours nurse relative relatives daughter son warden careline lifeline "
                "pendant telecare"
            ),
            "key keys keysafe entry access answer answering reply response inside contact raise locked",
            6,
        ),
    ),
)
