"""What is said near whom where somebody is hurt, and what only looks so."""

from loudhailer.privacy._lists import FEW, LONE, PUBLIC, STAFF
from loudhailer.privacy._near import Near

HURT = (
    "injur* hurt wounded burned burnt burns scalded concuss* bleeding bled blood unconscious unresponsive unwell "
    "overcome collapsed "
    "conscious eject* thrown tourniquet gash gashed hypotherm* fracture* dislocat* lacerat* amputat* degloved "
    "impaled pinned crushed electrocuted "
    "shocked stabbed shot mauled bitten assaulted semiconscious dazed shaken bruis* whiplash inhal* "
    "dehydrated bladed blinded scarred paralysed disabled maimed trauma life-changing "
    "trapped entrapped entangled wedged buried mangled poorly anaf* hanaf* brifo frifo gaeth sownd losgi "
)
CARED = (
    "treated assessed checked rescued freed extricated airlifted pulled dragged winched "
    "discharged tended stretchered casevac* conveyed hospitalised plucked "
    "stabilised achub* hachub* gludo cludo "
)
CARED_ALONE = (
    "treated assessed rescued saved freed extricated airlifted winched discharged stretchered casevac* conveyed "
    "hospitalised flown rushed admitted achub* hachub*"
)
HURT_FEW = (
    "injur* hurt overcome wounded burned scalded concuss* unconscious unresponsive collapsed electrocuted stabbed "
    "bitten "
    "assaulted "
    "dazed poorly conscious anaf* hanaf* brifo frifo"
)
LED = "led carried helped assisted recovered lifted cut brought released monitored checked"
COUNTED = (
    "men women males females adults occupants lads walkers swimmers kayakers climbers hikers anglers canoeists "
    "paddlers "
    "motorcyclists riders pedestrians passengers drivers workers fishermen boys girls youths teenagers "
    "pensioners skaters surfers divers people persons pers anglers campers ramblers oaps bobl berson ddyn fenyw "
    "teenagers tenants guests"
)
WARDS = "a&e ae infirmary mtc ysbyty icu itu resus hospitalised ed stretcher stretchers theatre"
LOST = "missing unaccounted overdue capsized rubble overboard adrift submerged underwater marooned goll sownd gaeth"

SPELT = FEW.replace("# ", "")
BODY = (
    "hand hands arm leg legs feet finger fingers thumb wrist ankle knee ribs skull eye eyes shoulder pelvis spine "
    "toe toes "
    "llaw braich coes troed bys"
)
DONE_TO_IT = (
    "cut cuts caught crushed broken burn burns burned gashed gash bleeding hurt trapped stuck wedged severed lost "
    "amputat* swollen twisted sprain* dislocat* fractur* stitches impaled scalded mangled glass sownd dorri"
)

GRAMMARS = (
    Near(BODY, DONE_TO_IT, 4),
    Near(f"{PUBLIC} {STAFF}", HURT, 8),
    Near(FEW, HURT_FEW, 4),
    Near(PUBLIC, f"{CARED} {WARDS}", 8),
    Near(STAFF, WARDS, 8),
    Near(f"{LONE} couple family", LED, 6),
    Near(FEW, f"{CARED_ALONE} {WARDS}", 5),
    Near("2 3 4 5 6 7 8 9 two three four five six seven eight nine both dau dwy tri tair pedwar", COUNTED, 2),
    Near(PUBLIC, LOST, 6),
    Near(
        f"{LONE} family couple walkers",
        "lost wheels landing upstairs underneath beneath sinking critical critically",
        5,
    ),
    Near(
        (
            f"{LONE} {SPELT} teenagers walkers climbers swimmers campers tourists children kids lads person persons "
            f"workers family couple"
        ),
        "stuck stranded marooned",
        5,
    ),
    Near(FEW, "trapped entrapped unaccounted criticals", 4),
    Near(
        "burns burn shock cuts fractures fracture hypothermia inhalation exposure concussion",
        "treated treatment suffering suffered sustained",
        4,
    ),
    Near(
        "ambulance ambulances paramedics ambo hems medics ambiwlans",
        "hospital hosp treated treating treatment taken conveyed airlifted casualty injuries",
        8,
    ),
    Near(
        "condition cyflwr",
        "critical serious stable poorly grave comfortable satisfactory worsening unknown difrifol sefydlog",
        4,
    ),
    Near(
        "hit struck knocked mown clipped collided ploughed taro daro",
        f"{LONE} pedestrians cyclists cyclist motorcyclist child children rider walker",
        5,
    ),
    Near(
        "fell fallen falls fall plunged plummeted tumbled dropped",
        "ladder roof height scaffold scaffolding horse bike cliff window balcony storey floor stairs platform crane",
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
)

TOLD = (
    "# dug out",
    "carted off",
    "# (people/persons/guests/residents) need/needed/needing/given/on/had/required oxygen",
    "<person> have/has/had/with/got (minor/some/a) (few) cuts/cut/bruises/grazes/headaches/symptoms",
    (
        "glove/sleeve/hair/scarf/clothing (was/went/got) (caught/pulled/drawn) in/into (the/a) rollers/roller/"
        "machine/machinery/mixer/lathe/belt"
    ),
    "ba emergency",
    "ba team/crew in distress",
    "heat stress/exhaustion/stroke",
    "headache/headaches/sickness/nausea/dizziness among/in/and/reported ..",
    "co suspected/symptoms",
    "overcome by",
    "<person> (being/are/were/was/to) (be) decontaminated",
    "clinging to/on",
    "dinghy/boat/canoe/kayak/raft/yacht gone/went/turned/tipped over",
    "benighted",
    "microlight/glider/plane/aircraft/helicopter/gyrocopter/paraglider (has/is/came) crashed/crash/down/ditched",
    "paraglider/parachutist/parachute in",
    "basket of #",
    "player/jockey/rider/golfer/referee/climber/skier down",
    (
        "people/persons/person/residents/tenants/occupants/kids/somebody/someone (still) at (the/upstairs/upper) "
        "window/windows"
    ),
    "<person> waving/shouting from",
    "wheelchair user/users (is/are/still) stuck/trapped/stranded/left/on",
    "if/whether anyone/anybody/someone/somebody/people (is/are/was) (still) in/inside/there/home",
    "unsure/unknown/unclear/unsure/unconfirmed (if/whether) (all/everyone/everybody/anyone) (are/is) out/inside/in",
    "believed/thought/possibly/poss/maybe one/two/three/# (still) inside/in",
    "may/might/could be people/someone/somebody/occupants/anyone/one/two/# (still) in/inside/trapped",
    "(thought/believed) (to) (may/might/could) be occupied",
    "one/two/three/four/five (still) missing",
    "missing man's/woman's/person's/man/woman/person/walker/swimmer/angler/male/female",
    "passenger/driver/rider/pillion worse",
    "trampled",
    "one/two/three/four/several/many (people/persons) fell/fallen/falling",
    "some/few/minor/several bruises/cuts/bruising",
    "car/van/lorry/bus/tram/taxi/truck into (a/the) (bus) queue/crowd/pedestrians/people/shoppers/crowds",
    "down/collapsed/fallen/fell on/onto (a/the/two/some) <person>/passer/passersby",
    "impaled",
    "stung (many/several/multiple/by/repeatedly/all)",
    "lightning (has/had) hit/struck/hits <person>/golfer/rambler/group/player/players",
    "<person> (had/got/took/taken/received) a/an (electric/bad/nasty) belt/shock/jolt (off/from)",
    "zapped",
    "<person> got/took # volts",
    "not/never (yet) (re) surfaced/resurfaced",
    "not/n't/haven't/hasn't (yet) (been) come up/out/back/ashore",
    "haven't/hasn't/have/has not come up/out/back/ashore",
    "# to come out",
    "firefighter/firefighters through (the/a) floor/roof/ceiling",
)
"""What says that somebody is hurt without any of the words above."""
