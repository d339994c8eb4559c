"""Words that casualties are told in, where nobody is hurt: denials, campaigns, animals and things."""

INNOCENT = (
    "injury time/list",
    "# out of use/order/service/#/one/two/three/four/five/ten/action/bounds",
    "exercise/simulate*/simulation/simulating/mock/play/playing/played/acting/pretend ~ casualt*/injur*/trapped",
    "casualties/casualty ~ exercise/simulat*/drill",
    "people carrier*",
    "# people/adults/residents/firefighters attended/joined/visited/signed ..",
    "gear/equipment/tools on/to (the/a/two) (steel/iron/locked) gate/gates/railings/fence/padlock/container/barrier",
    "without a scratch",
    "<person> hit/struck (a/the/an) gas/water/pipe/cable/main/power/fibre/electric/electricity/services",
    "contractor/contractors/workers/workmen/cutter burned/burnt through",
    "<nobody> need/needed/needs/needing/required/requires",
    "<nobody> ~ entrap*",
    "persons/pers/people trapped/rep/reported : no/nil/none/0/zero",
    "awake and out/safe/well",
    "paramedics'/paramedics fun/charity/awards/choir",
    "ambulance/ambulances ~ on show/display",
    "man made",
    "victim blaming",
    "trauma pack/packs/kit/kits/training/course/centre/unit/teddy/teddies",
    "stretcher bearer/bearers/race",
    "survivor tree/trees/walk",
    "victims'/victims/victim's charter/code/commissioner/of (its/their) (own)",
    "victim support",
    "paramedic science/degree/awards/bike",
    "youth hostel/club/centre/service/theatre/worker/team/court ..",
    "knocked down price/prices",
    "residents/tenants/customers/guests/shoppers/households/neighbours released/evacuated/moved from (the) cordon/area",
    "residents/neighbours/customers/tenants checked on",
    "helped by (local) volunteers/neighbours/friends/staff/council",
    "assessed for ~ grants/grant/support/funding/damage/repairs/flooding",
    (
        "crews/crew/firefighters/engineers/officers/we checked (a/the/for) smell/building/premises/area/alarm/roof/"
        "loft/site/wiring"
    ),
    (
        "drivers/motorists/passengers exchang*/swap*/merge/use/using/must/should/can/face/faced/facing/urged/advised/"
        "asked/told/warned"
    ),
    "people/residents/passengers/drivers (were/are/was/have/been) (been) asked/told/invited/advised/urged to",
    "broken/broke/breaking/breaks down",
    "injuries possible/likely from",
    "hurt/injured/wounded/bruised feelings/pride",
    "casualty drama/episode/actors/series",
    "lift/lifts/escalator # stuck/out",
    "lost to (the) fire/flood/sea/storm",
    "ambulance/ambulances delays/delayed/queue*/queuing/waiting/handover*/parked",
    "group/party .. own way",
    "roads/road/routes/route/network/carriageway/carriageways/paths/path/pavements/surface/timber ~ treated ..",
    "treated (overnight) (with) salt/grit/brine",
    "man overboard drill/exercise/training/demonstration",
    "unconscious bias",
    "<nobody> ~ in (the) water",
    "no one in/inside/on/at/involved/trapped/found ..",
    "casualties/injuries/cas (:) (-) 0/nil/none/zero/no",
    "injury free",
    "knocked out by (the) lightning/storm/wind/power",
    "poorly lit/maintained/parked/signed/attended/designed/built/insulated/ventilated/stored/secured/fitted/wired",
    "won't/doesn't/never/to hurt to/anyone/your",
    "friday/evening/morning/daily prayers",
    "prayers at/from",
    "be/post/sign/bollard/mill/hedge/kiosk/shelter knocked down/over",
    "<bone> of (the/a) crane/table/relay/journey/race/sea/loch/lake/valleys/road/line",
    (
        "rescue team/teams/technician*/unit/boat/boats/equipment/training/centre/station/stations/service/services/"
        "pump/tender/volunteers/charity/demonstration/exercise/open/display/crews"
    ),
    (
        "water/mud/ice/height/rope/line/cliff/flood/sea/swift rescue team/teams/training/unit/boat/demonstration/"
        "exercise/kit/course/display/crews/volunteers/capability/station/technicians"
    ),
    "<person> .. inside should/must/keep/stay/advised/asked ..",
    "fire/fires hurt",
    "signs/symptoms/dangers/danger/risk/risks of (co/carbon/smoke) (monoxide) poisoning/inhalation",
    "inhalation/poisoning kills/can/is",
    "ambulance not/stood/no/cancelled",
    "st john ambulance/cymru",
    "children in need",
    (
        "ambulance station/stations/charity/shop/service/services/trust/access/bay/bays/entrance/exercise/"
        "headquarters/hq/strike/control/crews/base/depot/room/exercises/open/museum/waiting"
    ),
    "and/or/for/let/an/including ambulance/ambulances",
    "fire , ambulance",
    "paramedic training/recruitment/students/station/course/apprentice*",
    (
        "blood donor*/test/tests/sample*/results/clinic/donation*/bike/bikes/moon/bank/transport/drive/pressure/"
        "sugar/test/session/sessions"
    ),
    "screaming deal/good",
    "mouth of (the)",
    "river mouth",
    "unfit for ambulances",
    "air ambulance charity/shop/base/fund*/lottery/week/volunteer*/helipad/stand/appeal/trust/collection",
    "ambulance ~ exercise",
    "a & e is/open/department/remains/sign/entrance/waiting/car",
    "safety/cost/energy/time conscious",
    "stabbing/shooting pains/season/star/stars/club",
    "hurt arms/wood",
    "rescued : (one/two/a/#) (very) (wet) <animal>",
    "gear/equipment to free/rescue (a/the/two) <animal>",
    "burns lane/street/road/night",
    "<nobody> ~ <harm>/casualt*/cas/injur*/anafiadau/anaf/hurt/persons/<placed>/<care>",
    ("no one/person/people/persons/casualt*/injur* .. <harm>/casualt*/injur*/hurt/<placed>/trapped/reported/involved"),
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
)
LIFELESS = (
    "<thing> .. <fell>/hit/struck/knocked ..",
    "<thing> (is/was/are/were) wounded/bruised/hurt",
    "<fell> <thing>",
    "<thing> .. stuck/stranded/trapped",
    "burnt/burned ground/area/land/grass/toast/food/heather/moor/out ..",
    (
        "hit/struck by (the/a) (second/last/new/more/further/severe/heavy/big/late/major) delays/weather/storm/"
        "storms/flooding/floods/lightning/snow/winds/wind/cuts/shortages/power/outage/strike/strikes/ice/rain/hail/"
        "tree/wave/waves/thefts/problems"
    ),
    "lowered/carried/lifted/pulled/handed (down/out/off) by/over/from/through/to .. <thing>",
    "<thing> .. lowered/carried/lifted/pulled/dragged/handed ..",
    "carried out",
    (
        "firefighters/crew/crews/officers/volunteers/staff/engineers/team rescued/saved/freed/pulled/released/"
        "carried/lifted/recovered "
        "a/an/the/some/their/our/hundreds/several/wedding/more/all"
    ),
    (
        "firefighters/crew/crews/officers/volunteers/staff assisted/helped by police/council/neighbours/volunteers/"
        "colleagues"
    ),
    "# trains/buses/lorries/cars/vehicles/lanes/boats/coaches/carriages/trams/roads/homes/houses/properties/flats/vans",
    "rubbish/litter/silt/bus/island/bollard/shelter/parcel/ball/kite/balloon/drone .. trapped/stuck/struck/hit",
    "<animal> .. hit/struck/knocked/lifted/brought/carried/pulled/swept/led/down/fallen/fell",
    "<animal> .. <harm>/<care>/stuck/stranded/trapped/saved/missing",
    "<harm>/<care>/missing/saved ~ <animal>",
    "# <animal>",
    "<things> ~ trapped/stuck/stranded/<care>",
    "# ~ <things> ~ <care>/trapped/stuck",
    "<thing> .. swept ..",
    (
        "bridge/wall/building/house/pub/shop/church/school/hotel/garage/kiosk/lights/tree/barrier/gate/pole/"
        "crossing .. struck/hit .."
    ),
)
