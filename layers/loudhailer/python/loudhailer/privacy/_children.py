"""An incident that has to do with a child; not schools, playgrounds or advice to parents."""

from loudhailer.privacy._lists import ANIMAL, CHILD
from loudhailer.privacy._near import Near
from loudhailer.privacy._phrases import Family
from loudhailer.privacy.kind import Kind

_ADULT = 18
_AGES = " ".join(str(age) for age in range(1, _ADULT))
_SPELT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen un "
    "dwy ddwy tair dair pedair bedair pum chwe saith wyth naw deng"
)

YOUNG = (
    "schoolkids minors "
    "child children baby babies toddler toddlers infant newborn newborns boy boys girl girls kid kids schoolboy "
    "schoolboys schoolgirl schoolgirls schoolchild schoolchildren youngster youngsters juvenile juveniles teen "
    "teens teenager "
    "teenagers youth youths lad lads pupil pupils bairn bairns tot tots plentyn blentyn phlentyn blant phlant "
    "babi fabi baban bachgen fachgen merch ferch disgybl ddisgybl disgyblion"
)
HAPPENS = (
    "injur* hurt trapped locked stuck missing struck hit fell fallen rescued taken burn* burns scald* unconscious "
    "breath* "
    "chok* swallow* unwell ill found alone unattended drown* dead died killed hospital hosp assault* abduct* lost "
    "conveyed "
    "critical airlifted treated abandon* abus* stab* collaps* serious* bitten arrest* safeguarding saved freed "
    "released "
    "helped pulled crying stranded inside lit lighting collision rtc crash knocked fitting seizure water river "
    "railings roof window bridge line tracks cliff alight carried evacuat* led wandering "
    "anaf* hanaf* brifo frifo gaeth goll sownd achub* hachub* ysbyty gloi boddi losgi llosgi"
)

CHILDREN = Family(
    Kind.CHILDREN,
    (
        "# little ones",
        "group/pack/troop/party of brownies/cubs/scouts/cadets/guides/beavers",
        "little one (has/had/is/was) wandered/missing/lost/hurt/safe/stuck/trapped/fell/fallen/found",
        "unaccompanied minor/child",
        "wain/wains/wean/weans/bairn/bairns/babe/babes/nipper/nippers/tiddler/tiddlers ..",
        (
            "incl/including/with/and (a/their/her/his/two/three) newborn/newborns/infant/infants/baby/babies/toddler/"
            "toddlers"
        ),
        "# of our/the/their (own) .. class/pupils/children/reception",
        (
            "coach/bus/minibus/carriage/boat/van (full) of/carrying/with (#) (school) pupils/children/kids/"
            "schoolchildren/teenagers/cubs/scouts/brownies"
        ),
        "reception/nursery class/children has/have/had/were/was/on/in/gone/out",
        "little ones ~ accounted/safe/out/evacuated/hurt",
        "unaccompanied minors",
        "pram/pushchair/buggy ~ blown/rolled/into/hit/struck/river/canal",
        "class/classes on (the/a/board) (coach/bus/train/minibus)",
        "year <age>/4s/5s/6s/7s/8s/9s (were/pupils/class/children) on/trapped/evacuated/hurt ..",
        "child protection",
        "social services/worker",
        (
            "scouts/scout/guides/brownies/cubs/cadets/dofe (group/party/pack/troop) stranded/lost/missing/rescued/"
            "injured/stuck/cut/hurt"
        ),
        "he/she is/was <age>/<spelt> (./,/and)",
        "pupils evacuated/treated/trapped/safe",
        "parents have/were/are (been) (being) rung/told/informed/contacted/called",
        "foster care/child/children/carer/carers/home/placement",
        "siblings in/aged/under/missing",
        "young children rescued/inside/trapped/in/evacuated/led",
        (
            "child's/baby's/toddler's/boy's/girl's head/arm/hand/foot/finger/leg/body/condition/parents/mother/family/"
            "mum/injuries/fall"
        ),
        "o blant ..",
        "dau/tri/pedwar/ddau/nifer o blant",
        "school pupils/children evacuated/rescued/hurt/injured/involved/on/taken/trapped/led",
        "pupils/children/schoolchildren on board",
        (
            "school bus/coach/minibus ~ crash/collision/rtc/fire/overturned/accident/bump/shunt/prang/skidded/"
            "rolled/hit/struck"
        ),
        (
            "young person/people/lad/boy/girl/child trapped/hurt/injured/missing/stuck/rescued/in/on/inside/at/found/"
            "threatening/has"
        ),
        "son/daughter/brother/sister , <age>",
        "children among ..",
        "u / 18/16",
        "under eighteen/sixteen/18s",
        "u18/u16",
        "minor/minors injured/trapped/involved/missing",
        "under fives",
        "grandchild/grandchildren/grandson/granddaughter/kiddie/kiddies/kiddy/tot/tots",
        "nursery/school ~ hurt/injured/trapped/unwell",
        "mum/mother/dad/father/parent/woman/man and/with (her/his/a/two/three/young/newborn) <child>",
        "<age>/<spelt> year/month/week/yr olds",
        "stillborn/neonatal/paediatric/paeds",
        "<child> .. <hurt>",
        "<hurt> ~ <child>",
        (
            "<age>/<spelt> (and/a) (half) (-) year/yr/yrs/years/month/months/week/weeks/day/wk/mth old/olds (boy/girl/"
            "child/male/female)"
        ),
        "<age>/<spelt> year/yr/month/week old*",
        "<ageyo>",
        "<age> y o",
        "<age> yo/y/yr/yrs/yof/yom",
        (
            "<child> (who) (was/were) on/aboard/inside/in/trapped/from (the/a/board) (school) coach/bus/minibus/train/"
            "car/vehicle/van/boat/roof/ledge/bridge/house/flat/property/water/river"
        ),
        "schoolchild/schoolchildren/schoolboy/schoolgirl/schoolboys/schoolgirls",
        "juv/juvs",
        "<child> ~ (not) accounted",
        "<age> y / o",
        "aged <age>/<spelt>",
        "age <age>",
        "<child> , (aged) <age>",
        (
            "(a/the/young/small/little/one/two/three/four/five/2/3/4/5/six) <one> (,) (<age>) (,) (is/was/has/in/on/"
            "inside/with/from/missing/aged/and/at/under/reported/believed/who)"
        ),
        (
            "#/young/small/distressed/local/her/his/their/several/a/an/the/missing/unaccompanied/lost/injured <child> "
            "(aged) (<age>) (is/was/were/has/have/are) (been) in/inside/on/aboard/under/with/from/from/at/found/"
            "reported/involved/believed/thought/who"
        ),
        "#/<spelt>/young/small/several/missing/injured/unaccompanied <child>",
        "with/and/her/his/their <child> (in/on/inside/aboard) (board/back/car/vehicle)",
        (
            "<child> ~ in (the/a) back/car/vehicle/water/river/sea/canal/lake/pond/house/property/flat/"
            "bath/cot/bedroom/"
            "road/building/lift"
        ),
        "<age>/<spelt>/# oed/blwydd/mlwydd/flwydd (oed)",
        "<welsh> .. <hurt>",
        "<hurt> .. <welsh>",
        "y/dau/tri/dwy/tair/o/yr/a plant ~ <hurt>",
        "<welsh>",
    ),
    (
        (
            "child/children/baby/toddler/youth/girl/boy/kid/kids/pupil/pupils/juvenile safety/seat/seats/care/minder*/"
            "friendly/lock/locks/clinic/group/sensory/changing/unit/milk/monitor/club/centre/hostel/service/engagement/"
            "guides/referral/benefit/ticket*/fare*/fares/crossing/barrier/poverty/play/zone/swim"
        ),
        "baby <animal>",
        (
            "baby grand/bump/carrot*/step/steps/boom/boomer*/shower/bath/bottle*/formula/food/wipes/oil/doll*/blues/"
            "clothes/group*"
        ),
        "for a child/toddler/baby to",
        "baby on board sign*/sticker*",
        "girl power/group/band",
        "infant river",
        "bairn/babe road/street/lane/hill",
        "<child> lane/road/street/way/close/hill/bay/beach/brook/wood",
        "away/out from/of (the) (reach) (of) (young/small) <child>",
        "children's/girls'/boys'/childrens/baby's/pupils' ..",
        "children's",
        "children in need",
        "infant jesus/school",
        "boy/girl scout/scouts",
        "child car",
        "girl guide*/guiding",
        "boys/girls high/grammar/school/brigade/club",
        "<advice> .. <child>",
        "<child> .. <must>",
        "<child>/parents .. <campaign>",
        "<campaign> .. <child>",
        "school/schools .. to (all) pupils",
        "closed to/for (all) pupils",
        "pupils ~ <school>",
        "parents .. pupils/children",
        "children/pupils/plant/disgyblion crossing",
        "<age>/<spelt>/# year/years/month/months/week/weeks/day/days/yr old/olds/yrs <thing>",
        "ages/aged <age> and/to/or/-/plus ..",
        "<nobody> ~ <child>",
        "ysgol/ganolfan/canolfan/parc/cae/ardal/gylch/ysbyty/ward .. blant/disgyblion",
    ),
    {
        "animal": ANIMAL,
        "child": CHILD,
        "one": "child baby toddler infant newborn schoolboy schoolgirl youngster juvenile boy girl bairn teenager",
        "welsh": "plentyn blentyn phlentyn mhlentyn babi baban fabi faban bachgen fachgen",
        "age": _AGES,
        "spelt": _SPELT,
        "ageyo": " ".join(
            f"{age}{each}" for age in range(1, _ADULT) for each in ("yo", "yof", "yom", "yr", "yrs", "mo")
        ),
        "hurt": (
            "hurt injur* trapped locked stuck missing struck hit fell fallen fall rescued rescue taken burn* "
            "unconscious breathing "
            "choking swallowed unwell ill found alone unattended drown* dead died killed hospital assaulted "
            "abducted lost "
            "conveyed involved critical airlifted treated abandoned abused stabbed collapsed serious* scalded bitten "
            "arrested setting safeguarding saved freed released help* pulled crying stranded inside throwing starting "
            "playing lit lighting seen collision rtc crash knocked airway fitting seizure fire-setting ice "
            "anaf* hanaf* brifo frifo gaeth goll sownd achub* hachub* taro daro ysbyty gloi boddi losgi llosgi farw "
            "marw"
        ),
        "advice": (
            "keep teach remind tell talk supervise encourage warn ask help* protect visit never don't if when "
            "ensure sure educate "
            "should must families family watch hold parents"
        ),
        "must": ("should must advised asked reminded encouraged supervised welcome free enjoy* invited learn* event"),
        "campaign": (
            "week campaign event workshop day visit visits session sessions open fun education programme road-safety"
        ),
        "school": (
            "sent home return returning arrive attend attending school classes dismissed collected sitting "
            "exams lessons"
        ),
        "thing": (
            "building car van bridge house tree oak wall lorry vehicle tradition pub church scheme project "
            "pipe campaign contract programme"
        ),
        "nobody": "no without neb dim heb",
    },
    advice="keep teach teaching supervise never don't encourage warn remind ensure talk educate",
    near=(
        Near(YOUNG, HAPPENS, 7),
        Near(
            "son daughter grandson granddaughter nephew niece siblings twins brother sister",
            "young missing trapped hurt injured locked old aged rescued newborn",
            5,
        ),
        Near(
            "nursery school classroom playgroup creche",
            "injured hurt trapped missing unconscious taken collapsed stabbed knife locked",
            6,
        ),
    ),
)
