"""How many people are hurt, and how badly; who they are by age."""

from loudhailer.privacy._lists import ANIMAL, FEW, LONE, NOBODY, PERSON, PUBLIC, STAFF
from loudhailer.privacy._near import Near
from loudhailer.privacy._phrases import Family
from loudhailer.privacy.kind import Kind

_HARM = (
    "injur* hurt wounded burned burnt scalded trapped entrapped pinned crushed concussed bleeding unconscious "
    "unresponsive unwell overcome conveyed hospitalised airlifted casevaced extricated resuscitated stabbed shot "
    "anafu anafwyd hanafu brifo frifo hanafwyd anafedig"
)
_CARE = (
    "treated assessed rescued saved released freed extricated airlifted recovered pulled missing unaccounted conveyed "
    "hospitalised overcome winched discharged stretchered casevac* achub achubwyd hachub"
)
_PLACED = "hospital hosp hosps a&e ae infirmary mtc ysbyty ed ambulance"

HURT = (
    "injur* hurt wounded burned burnt burns scalded concuss* bleeding bled blood unconscious unresponsive unwell overcome collapsed "
    "conscious tourniquet gash gashed hypotherm* fracture* dislocat* lacerat* amputat* degloved impaled pinned crushed electrocuted "
    "shocked stabbed shot mauled bitten assaulted semiconscious dazed shaken bruis* whiplash inhal* "
    "dehydrated exposure bladed blinded scarred paralysed disabled maimed critical critically trauma life-changing "
    "trapped entrapped entangled wedged buried mangled poorly anaf* hanaf* brifo frifo gaeth sownd losgi "
)
CARED = (
    "treated assessed checked rescued saved freed extricated airlifted recovered pulled dragged led carried helped assisted winched "
    "discharged stretchered casevac* conveyed hospitalised evacuat* lifted cut brought plucked released monitored "
    "transported flown rushed transferred admitted stabilised achub* hachub* gludo cludo "
)
CARED_ALONE = (
    "treated assessed rescued saved freed extricated airlifted winched discharged stretchered casevac* conveyed "
    "hospitalised flown rushed admitted achub* hachub*"
)
HOSPITAL = (
    "hospital hospitals hosp a&e ae infirmary mtc ysbyty icu itu resus hospitalised ed stretcher stretchers theatre"
)
LOST = (
    "missing unaccounted overdue stranded stuck inside upstairs rubble wheels landing overboard adrift underneath beneath submerged underwater sinking "
    "goll sownd gaeth marooned"
)

CASUALTIES = Family(
    Kind.CASUALTIES,
    (
        "t1/t2/t3",
        "swollen/twisted finger/fingers/ankle/hand/leg/knee/wrist/foot/face",
        "twisted his/her/their/an (right/left) ankle/knee",
        "brought/carried/helped/led/came/got ~ down/out ~ ladder/stairs",
        "not/isn't/wasn't getting up",
        "come/came/coming/fallen/fell/thrown/knocked off (his/her/their/a/the) bike/motorbike/horse/scooter/moped/quad",
        "up to (his/her/their) neck/waist/chest in",
        "both/they're/he's/she's (now/are/in) stable",
        "not everyone/everybody ~ accounted",
        "accounted for (except/but/bar/apart) (for/from) one/two/a",
        "# ~ in (the) water/river/sea/canal/lake/mud",
        "swimmer/swimmers/kayaker/kayakers/paddleboarder/boarder/surfer in/getting difficulty/difficulties/trouble",
        "inj/injs/injury/injuries",
        "spinal",
        "in (his/her/their) face",
        "co/gas/fume/fumes poisoning",
        "carbon monoxide poisoning",
        "poisoning x",
        "scratches",
        "driniaeth/thriniaeth",
        "serious/severe/horrific/major/bad/nasty collision/accident/crash/rtc/smash",
        "air ambulance ..",
        "# ~ at/from (the/a) (#) (first/second/third/1st/2nd/3rd/upper) (floor) window/windows/balcony",
        "(last/next) person/occupant/resident/man/woman seen/last ..",
        "last seen in/on/at/wearing/near/leaving/by/walking/heading",
        "all out bar/except/but one/two/three/#",
        "all but one/two ~ out/accounted",
        "voices/screams/screaming/shouts/shouting/cries ~ heard/inside/under",
        "crowd crush/surge",
        "<person> (who) (are/is/lying/were/was) on the ground/floor",
        "looking/searching/search/hunt/searches for (the/a/an) (second/first/third/last/other/young/elderly) <person>",
        "jumped/jumping/jump/jumps ~ window/windows/balcony",
        "hanging off",
        "stabbing/stabbed/shooting/tourniquet/conscious",
        "under (the) (nearside/offside/front/rear) wheel/wheels/bus/train/tram/rubble",
        "<person> under",
        "can't/cannot/unable feel (to/his/her/their/my) (feel/his/her) legs/leg/feet/arms/arm/hands",
        "gcs",
        "broken/fractured bones/bone/limb*",
        "neck/back/leg/head/hip/arm/ankle/shoulder pain",
        "bruised/bruising",
        "sprain*",
        "poorly",
        "bump/cut/blow/wound to (the/his/her) head/face/leg/arm/hand",
        "# for hospital/hosp",
        "major/minor trauma",
        "nof",
        "tib fib",
        "limbs/limb",
        "priority 1/2/3/one/two/three patient*",
        "red/amber/green ~ triage",
        "cannot/can't feel his/her/their",
        "carried/helped/walked/walking to/into/in (the/an) ambulance",
        "coe",
        "hfpr",
        "rtcpt",
        "pers/persons/house/fire/rtc pr",
        "feel his/her/their legs",
        "<person> ~ not moving",
        "<person> ~ ambulance",
        "perstrap/perstrapped",
        "persons rep'd/rpt'd/rept",
        "brought/carried/pulled/led/helped/assisted/lifted ~ out",
        "given/giving/received/receiving/administered oxygen/o2/entonox",
        "handed ~ ambulance/paramedics",
        "in (the) care of ambulance/paramedics/hospital/ambo",
        "left/now with ambulance/paramedics/ambo",
        "by (land/road/air) ambulance/ambo/amb",
        "off to hospital/hosp",
        (
            "# male/males/female/females/adult/adults/occupant/occupants/driver/passenger out/from/with/in/to/"
            "injured/hurt/trapped"
        ),
        "whiplash",
        "concuss*",
        "shaken but",
        "oxygen therapy",
        "ambulance/paramedics/ambo took/taking/taken/take ..",
        (
            "# ~ treated/assessed/rescued/saved/airlifted/winched/hospitalised/discharged/unaccounted/"
            "stretchered/freed/"
            "extricated"
        ),
        "rescued/rescue/rescuing/saved/freed/airlifted/winched/treating/treated/extricated/extricating ~ <person>",
        "# ~ stuck/stranded/trapped",
        "<person> ~ fall from",
        "fall from (a/the) height/ladder/roof/window/horse/bike/cliff/scaffold*/bridge",
        "with/minor/serious/severe/facial burns",
        "burns victim/patient/injur*",
        "taken to a specialist/trauma/major/different hospital/unit/centre",
        "cut free/out",
        "<person> down",
        "by legs/leg/arm/arms trapped",
        "<person> ~ collision with/involving (a/an) ..",
        "collision ~ pedestrian/cyclist/motorcyclist",
        "to a&e",
        "to a and/& e",
        "a & e",
        "in a bad way",
        "passengers/occupants/driver shaken",
        "hems",
        "air ambulance/amb",
        "with/has/have/minor/serious/multiple/facial/internal injuries",
        "critical in icu/itu/hospital",
        "icu/itu",
        "<person> under (a/the) vehicle/car/lorry/bus/train/tree/wall/trailer/tractor",
        "leg/legs/arm/arm/hand/foot/finger/head/feet/body/by trapped",
        "<person> ~ buried/impaled/entangled/pinned/crushed",
        "fighting for life",
        "cuts and bruises/grazes",
        "minor cuts/bruises/burns",
        "in/undergoing/awaiting surgery",
        "souls on board",
        "# hurt/injured/trapped",
        "sprained/dislocated/lacerat* ..",
        "laceration*",
        "spinal board",
        "collared",
        "# ~ taken/conveyed/rushed/airlifted",
        "<person> .. hypothermia/shock",
        "ambiwlans awyr",
        "driver/passengers/occupants/rider ~ freed/released/cut/removed/extricated",
        "person down",
        "persons/people inside",
        "casualt*",
        "cas",
        "# (x) pt/pts/patient/patients/ip/ips/victim/victims",
        "injur*",
        "<person> .. <harm>",
        "<harm> ~ <person>",
        "# <harm>",
        "<person> ~ <care>",
        "hurt",
        "unconscious",
        "unaccounted",
        "triage*",
        "<person> .. struck/hit/knocked",
        "<person> ~ fell/fallen",
        "<person> ~ (still) inside/underneath/beneath",
        "# <person> ~ involved/inside/missing/unaccounted",
        "<person> in/in the water/river/sea/canal/lake/harbour/mud/ice/dock",
        "<person> in the water/river/sea/canal/lake/harbour/mud/ice/dock",
        "conscious and/& breathing",
        "conscious breathing",
        "amputat*",
        "crush injur*",
        "stretcher*",
        "non life threatening/changing",
        "nlt/ltlc/lci/gsw",
        "lt/lc injur*",
        "precautionary hospital/check/checks/basis",
        "hospital checks/treatment/care",
        "recovering in/at (the) hospital",
        "fracture*",
        "stab/gunshot wound*",
        "in resus",
        "extricat*",
        "wounded",
        "persons/pers/person/people reported/rptd/rpted/rep/trapped/trpd",
        "entrapment*",
        "walking wounded",
        "multiple trapped",
        "confirmed/reported/believed/still/is/are/was/were trapped",
        "trapped/pinned/crushed inside/in/under/beneath/underneath/behind/within (the/a/an/his/her/their) ..",
        (
            "taken/conveyed/rushed/airlifted/transferred/transported/flown/admitted/removed/cludo/"
            "cludwyd/gludo/gludwyd "
            "~ <placed>"
        ),
        "conv/conveying/conveyance ~ <placed>",
        "taken ill/unwell",
        "to hospital/hosp",
        "i'r ysbyty",
        "in hospital/hosp",
        "life changing",
        "life threatening injur*/condition/burns",
        "not life threatening",
        "critical/serious/stable/poorly/grave/comfortable/satisfactory condition",
        "condition ~ critical/serious/stable/poorly/grave/comfortable",
        "serious/critical but/and/yet stable/comfortable",
        "critically/seriously/gravely/badly/slightly/severely ill/hurt/injured/wounded/burnt/burned/unwell",
        "<person> .. critical",
        "fighting for his/her/their life/lives",
        "intensive care",
        "smoke inhalation",
        "inhaled smoke",
        "burns to/on",
        "# degree burns",
        "suffering/suffered/sustained ~ burns/injur*/fracture*/shock/bruis*/cuts/whiplash/concussion/hypothermia/smoke",
        "treated for/by ~ burns/injur*/fracture*/shock/smoke/hypothermia/paramedics/ambulance",
        "treated/treating/treatment at/on (the) scene",
        "fractured/broken leg/legs/arm/arms/hip/neck/back/ankle/pelvis/wrist/femur/ribs/rib",
        "head/neck/back/leg/chest/spinal/facial/hand/arm injur*",
        "checked over/out by ..",
        (
            "<person> in his/her/their late/early/mid/teens/twenties/thirties/forties/fifties/sixties/seventies/"
            "eighties/20s/30s/40s/50s/60s/70s/80s/90s"
        ),
        "<person> (aged) <ages>",
        "<person> , (aged) <ages> ,/.",
        "<ages> year/years/yr/yrs old/of (age) <person>",
        "<ages> year/years/yr/yrs old",
        "aged <ages>",
        "<agesyo>",
        "# p1/p2/p3/p1s/p2s/p3s",
        "p1/p2/p3 # ",
        "p1/p2/p3 casualt*/cas/pt/pts/patient*",
        "anafiadau",
        "anaf",
        "anafwyd",
        "cyflwr difrifol/critigol/sefydlog/gwael",
        "bygwth/peryglu bywyd",
        "newid bywyd",
        "yn gaeth/sownd",
        "wedi'i/wedi'u/wedi hanafu/anafu/brifo/frifo",
        "cafodd .. anaf*/hanaf*/brifo/frifo",
        "mewn ysbyty",
    ),
    (
        "injury time/list",
        "air ambulance charity/shop/base/fund*/lottery/week/volunteer*/helipad/stand/appeal/trust/collection",
        "ambulance ~ exercise",
        "a & e is/open/department/remains/sign/entrance/waiting/car",
        "safety/cost/energy/time conscious",
        "stabbing/shooting pains/season/star/stars/club",
        "hurt arms/wood",
        "burns lane/street/road/night",
        "<nobody> ~ <harm>/casualt*/cas/injur*/anafiadau/anaf/hurt/persons/<placed>/<care>",
        (
            "no one/person/people/persons/casualt*/injur* .. <harm>/casualt*/injur*/hurt/<placed>/trapped/reported/"
            "involved"
        ),
        "nobody .. <harm>/<placed>/trapped/<care>",
        "casualties/cas/injuries/casualty : none/nil/no/0/zero/nobody",
        "casualties/injuries none/nil",
        "<risk> ~ <harm>/casualt*/injur*",
        "minor injuries/injury unit/units/clinic/centre/department/service",
        "mi unit",
        "no evacuation*/persons",
        "burns night/supper/unit",
        "injury lawyers/claims/claim/free/solicitor*",
        "casualty department/bureau/unit/reduction/simulation/actor*/training",
        "trapped/stuck ~ queue*/closure/congestion/traffic/delays",
        "to/in (the) hospital/hosp road/street/lane/way/roundabout/car/site/grounds/entrance/junction/bus",
        (
            "(visits/access/entrance/appointments/travel/way/route/routes/visitors) to hospital/hosp appointment*/"
            "visitors/visiting/is/for/via/site/entrance"
        ),
        "access/routes/route/visitors/diversion/entrance/way/buses/bus/service to hospital/hosp",
        "cut power/off/back/grass/hay",
        "save*/saved time/money/water/energy",
    ),
    lifeless=(
        "<animal> .. <harm>/<care>/stuck/stranded/trapped/saved/missing",
        "<harm>/<care>/missing/saved ~ <animal>",
        "# <animal>",
        "<things> ~ trapped/stuck/stranded/<care>",
        "# ~ <things> ~ <care>/trapped/stuck",
        "bridge/wall/building/house/tree/barrier/gate/pole/crossing .. struck/hit ..",
    ),
    lists={
        "person": PERSON,
        "harm": _HARM,
        "care": _CARE,
        "placed": _PLACED,
        "animal": ANIMAL,
        "nobody": NOBODY,
        "risk": "risk could can may might prevent avoid avoiding reduce cause causing causes danger",
        "things": (
            "traffic vehicle vehicles lorry lorries debris fault phone gas water power cable cables property "
            "bus service services train trains"
        ),
        "ages": " ".join(str(age) for age in range(1, 105)),
        "agesyo": " ".join(f"{age}{each}" for age in range(1, 105) for each in ("yo", "yr", "yrs", "yof", "yom")),
    },
    near=(
        Near(f"{PUBLIC} {STAFF} {FEW}", HURT, 8),
        Near(f"{PUBLIC} {STAFF}", f"{CARED} {HOSPITAL}", 8),
        Near(FEW, f"{CARED_ALONE} {HOSPITAL}", 5),
        Near(PUBLIC, LOST, 6),
        Near(FEW, "trapped trpd entrapped missing unaccounted critical criticals", 4),
        Near(
            "burns burn shock cuts fractures fracture hypothermia inhalation exposure concussion",
            "treated treatment suffering suffered sustained with minor severe",
            4,
        ),
        Near(
            "ambulance ambulances paramedics ambo hems medics ambiwlans",
            "hospital hosp treated treating treatment taken conveyed airlifted casualty injuries",
            8,
        ),
        Near(
            "condition conditions cyflwr",
            "critical serious stable poorly grave comfortable satisfactory worsening unknown difrifol sefydlog",
            4,
        ),
        Near("hit struck knocked mown clipped collided run ran ploughed taro daro", PUBLIC, 5),
        Near(
            "fell fallen falls fall plunged plummeted tumbled dropped",
            "ladder roof height scaffold scaffolding horse bike cliff window balcony storey floor stairs metres ft feet platform crane",
            6,
        ),
        Near(
            "river sea water canal lake harbour dock reservoir quarry mud quicksand ice weir pond loch tide afon mor dwr",
            LONE,
            5,
        ),
        Near(
            "search searches searching hunt chwilio",
            "missing overdue lost walker swimmer person man woman kayaker climbers angler",
            5,
        ),
    ),
)
