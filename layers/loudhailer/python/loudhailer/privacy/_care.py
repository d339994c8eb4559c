"""Medical emergencies, and getting in to somebody who needs help."""

from loudhailer.privacy._lists import NOBODY, PERSON
from loudhailer.privacy._phrases import Family
from loudhailer.privacy.kind import Kind

MEDICAL = Family(
    Kind.MEDICAL,
    (
        "cardiac",
        "heart attack*",
        "chest/abdominal/abdo/stomach pain/pains",
        "cpr",
        "defib*",
        "aed",
        (
            "suffered/suffering/having/had/suspected/possible/query a stroke/seizure/fit/bleed/haemorrhage/fall/"
            "collapse/heart"
        ),
        "stroke patient/victim/symptoms",
        "suspected/possible/? stroke",
        "seizure*",
        "<person> fitting/choking/collapsed/fainted/fallen/convulsing/unwell/ill",
        "collapsed <person>",
        "<person> .. collapsed/collapse",
        "fitting <person>",
        "not breathing",
        "stopped breathing",
        "breathing difficult*/problem*",
        "difficulty/difficulties/trouble breathing",
        "short/shortness of breath",
        "dib/sob",
        "unconscious*",
        "unresponsive",
        "rosc",
        "unconc/unconsc/uncon",
        "angina",
        "hypothermi*",
        "hypoglyc*",
        "heat stroke/exhaustion",
        "pregnant",
        "contractions",
        "waters broken/broke",
        "miscarr*",
        "intoxicated",
        "vomiting",
        "bleeding heavily/from",
        "fast positive",
        (
            "collapse/collapsed/collapses at/in/on (the/a) (home/address/bus/train/platform/street/property/gym/shop/"
            "church/pitch/pavement)"
        ),
        "query/poss/? collapse/cardiac/stroke/heart",
        "medical/cardiac/respiratory arrest",
        "resus*",
        "resuscitat*",
        "anaphyla*",
        "allergic reaction*",
        "diabetic*",
        "hypo/hypoglycaemic",
        "asthma*",
        "choking",
        "in labour",
        "gone/going into labour",
        "giving/gave/give birth",
        "maternity",
        "haemorrhag*",
        "epilep*",
        (
            "medical emergency/emergencies/incident/incidents/call/calls/episode/event/assist/assistance/response/"
            "collapse/co/job/shout/matter/reasons/condition"
        ),
        "medically unwell",
        "co respond*",
        "coresponder*/coresponding",
        "first/fr responder/responders ~ patient",
        "elderly .. fall*/fell",
        "<person> .. fallen/fell/fall ~ home/stairs/floor/bed/bathroom/bath",
        "long lie",
        "bariatric",
        "casualty carry/evacuation",
        (
            "assist/assisting/assisted/assistance/helping (to/the/for/with/of) (with) ~ ambulance/ambo/amb/paramedics/"
            "wast/emas/swast/yas/nwas/wmas/secamb/scas/las/eeast/neas/ems"
        ),
        "ambulance/ambo/paramedic/paramedics/amb/wast/emas assist*/request*/crew/crews ~ patient/lift/lifting/carry",
        "taken ill/unwell/poorly",
        "fell/falling ill",
        "feeling unwell/faint",
        "ill/unwell/sick passenger/customer/person/passengers",
        "passenger/customer/person/driver/passengers ill/unwell/illness/sick",
        "sepsis",
        "cat/category 1/2/one/two call/calls/patient/response",
        "patient*",
        "medic/medics/paramedics treating/working/attending/treated/treat",
        "illness",
        "medical",
        "overdose*",
        "ataliad/ataliadau .. galon/calon",
        "trawiad*",
        "poen/poenau .. frest/brest/fron",
        "stroc",
        "anymwybodol",
        "ddim/ddim/heb anadlu/ymateb/yn (anadlu/ymateb)",
        "anadlu",
        "argyfwng/digwyddiad/galwad meddygol/feddygol",
        "meddygol",
        "feddygol",
        "diffibriliwr",
        "llewygu",
        "wedi cwympo/syrthio/disgyn",
        "claf/cleifion/glaf/gleifion",
        "taro'n wael",
        "yn sal",
        "gwaedu",
        "beichiog*",
        "strôc/strocen",
        "rhoi/roi genedigaeth",
        "trafferth/trafferthion/anhawster/anawsterau anadlu",
        "salwch",
        "salwch",
        "wael",
    ),
    (
        (
            "medical centre/center/practice/school/research/supplies/supply/gas/gases/waste/equipment/records/advice/"
            "attention/help/staff/professional*/student*/society/building/campus/hub/services/park/group/oxygen/surgery/"
            "certificate/exemption/appointment*/deliver*/college/museum/isolation/store/institute/needs"
        ),
        "seek/get/urgent medical ..",
        "meddygol/feddygol centre/ganolfan",
        "canolfan/ganolfan/meddygfa/cyngor/cymorth/gwastraff/ysgol feddygol/meddygol",
        (
            "cpr/defib*/aed/cardiac training/course*/class*/classes/lesson*/session*/day/awareness/unit/centre/ward/"
            "clinic/rehab*/guardian/cabinet/rehabilitation/demonstration"
        ),
        "learn/learning/teach/teaching/practise ~ cpr/defib*",
        "restart a heart",
        "new/community/public defib*",
        "defib* ~ installed/unveiled/located/available/is",
        "stroke association/unit/ward",
        "maternity hospital/unit/ward/leave/clinic/entrance/services/department",
        (
            "wall/roof/building/structural/structure/scaffold*/crane/bridge/road/trench/tree/ceiling/chimney/partial/"
            "embankment collapse*"
        ),
        "collapse/collapsed wall/roof/building/structure/scaffold*/manhole/drain/sewer/culvert/road/tree/cellar",
        "patient/patients transport/parking/entrance/services/information/appointment*",
        "be/being/thanks/please/remain/stay/very patient",
        "patient while/with/as/and/during",
        "your patience",
        "outpatient*",
        "drive/travel/travelling/driving .. patient*",
        "allergic/asthma/diabetic/epilepsy uk/clinic/awareness/society",
        "asthma sufferers",
        "breathing apparatus/equipment/space",
        "<nobody> ~ medical/unconscious",
        "anyone/people/those/residents/if/you with/have/feel ~ asthma/breathing/unwell/illness/conditions",
        "respiratory",
        "if ~ unwell/breathing/ill/unconscious/choking",
        "symptoms",
        "mental illness",
    ),
    {"person": PERSON, "nobody": NOBODY},
)

EFFECTING_ENTRY = Family(
    Kind.EFFECTING_ENTRY,
    (
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
        "lock/locked gate/gates/wheels/down",
        "locks/lock in/out canal/flight",
    ),
    {"nobody": NOBODY},
)
