"""Domestic abuse."""

from loudhailer.privacy._near import Near
from loudhailer.privacy._phrases import Family
from loudhailer.privacy.kind import Kind

PARTNERS = (
    "husband wife partner partners girlfriend boyfriend spouse fiance fiancee ex exes hubby missus expartner exhusband "
    "exwife gwr wraig gwraig bartner phartner partner cariad gariad chariad gymar cymar"
)
VIOLENCE = (
    "assault* attack* hit hits hitting beat beats beaten beating threat* strangl* punch* kick* pushed stab* "
    "harass* smash* "
    "abus* violen* chok* slap* fled flee fleeing afraid scared frightened terrified controlling coercive hold "
    "holding locked knife "
    "injunction bail restraining refuge poured doused petrol drunk screaming shouting ymosod* bygwth curo guro fygwth "
    "taro daro treisgar"
)

DOMESTIC_ABUSE = Family(
    Kind.DOMESTIC_ABUSE,
    (
        "<partner> .. outside/door/returned/drunk/arrested/shouting/screaming/smash*/broke/locked/won't",
        "intimate partner",
        "she/he/she'd/he'd left him/her",
        "history of violence",
        "at the hands of",
        "bail conditions",
        "controlling (and) (coercive) behaviour/man/partner/ex/husband",
        "family disturbance",
        "target hardening",
        "high risk victim",
        "repeat address",
        "safeguarding referral/concern/concerns",
        "sanctuary scheme",
        "partner/husband/boyfriend/ex ~ aggressive/violent",
        "ex at/outside (the/her/his) door/house/address",
        "abusive partner/husband/wife/relationship/ex/man/male/home/father/boyfriend/marriage",
        "ofni ei/ei'i",
        "man/male/he hitting/beating/attacking/strangling/assaulting/threatening woman/female/her/a/his",
        "in (a) relationship",
        "let her/him out/leave",
        "ipv/dvpn/dvpo/hbv/hba/fgm/dash",
        (
            "partner/husband/wife/boyfriend/girlfriend ~ locked/threat*/hurt/controlling/drunk/armed/knife/fire/"
            "arrested/back/outside"
        ),
        "family dispute/row/argument/fight/altercation",
        "beat/beats/beating/hit/hits/hitting/punched/slapped/strangled/choked/kicked her/him/wife/husband",
        "afraid/scared/frightened of (her/his/the) partner/husband/wife/him/her/ex",
        "screaming ~ house/flat/home/address/couple",
        "idva",
        "dash assessment/risk",
        "safe house",
        "women's shelter",
        (
            "mother/father/sister/brother/son/daughter ~ attacked/assaulted/beaten by ~ son/daughter/father/"
            "brother/husband/partner"
        ),
        "treisiol",
        "treisgar",
        "cyn partner/bartner/gariad/wr/wraig/gymar/gwr",
        "ei gŵr/wr/gwr/wraig/bartner/phartner/gariad/chariad/gymar ~ ymosod*/fygwth/bygwth/guro/curo/taro/daro",
        "partner/gwr/gŵr treisgar/ymosodol",
        "camdrin*/cham drin*/gam drin*",
        "drais/thrais",
        "ffrae/ffraeo ~ cartref/cwpl/gwr/gŵr/gwraig/teulu/domestig",
        (
            "dispute/row/argument/fight/fighting/altercation/disturbance ~ between ~ couple/partners/spouses/husband/"
            "wife/boyfriend/girlfriend/family"
        ),
        "abuse/abused victim/at/by/survivor/wife/partner",
        "victim of abuse",
        "repeat victim",
        "controlling partner/husband/boyfriend/wife/ex/father",
        "non mol",
        "locked ~ by ~ <partner>",
        "couple arguing/fighting/rowing/in/have/had (a) (row/fight/dispute/argument)",
        "arguing/fighting couple",
        "marital dispute/breakdown/row",
        "injunction against",
        "relationship abuse/dispute/breakdown",
        "fight in the family home",
        "clare's law",
        "women's aid",
        "domestic victim",
        "fleeing domestic/violence/abuse",
        "abuser",
        "moved/taken to (a) refuge",
        (
            "domestic violence/abuse/abused/incident/incidents/disturbance/dispute/assault/argument/situation/related/"
            "row/altercation/job/call/matter/issue/violent/in/ongoing/between/with/at/history/perpetrator/murder/"
            "homicide/attack/marker/offence/offender/involving/threat*"
        ),
        "a/of/by/verbal/violent/reported/possible/ongoing/alleged/physical domestic ./,",
        "domestics",
        "ongoing/active/another/ongoing/reported/report/possible/poss domestic",
        (
            "domestic male/female/man/woman/couple/husband/wife/partner/fight/fighting/police/linked/background/"
            "harassment/breach"
        ),
        "dom vio/violence/abuse",
        "family violence/dispute",
        "fleeing ~ partner/husband/boyfriend/abuse*",
        "violence at home",
        "cyn bartner/wr/ŵr/gariad/gymar",
        "gwr/gŵr/partner/phartner/bartner/cariad/chariad ~ ymosod*/bygwth/curo/guro",
        "ymosod*/bygwth/curo ~ gwr/partner/phartner/bartner/wraig/gwraig/cariad/gariad/chariad",
        "trais",
        "dv/dva",
        "father/dad/stepdad/stepfather/partner/husband/boyfriend beating/hitting/attacking/strangling/choking/punching",
        "refuge placement/address/worker/move",
        "da marker/incident/history/victim/related/perpetrator",
        "domestically",
        "ex/estranged/abusive/violent/former partner/husband/wife/boyfriend/girlfriend",
        "expartner/exhusband/exwife/exboyfriend/exgirlfriend",
        "<partner> .. <attack>",
        "<attack> .. <partner>",
        "honour based/killing",
        "coercive/controlling control/behaviour/relationship",
        "non molestation",
        "restraining order*",
        "occupation order",
        "marac",
        "forced marriage",
        "stalk*",
        "battered wife/woman/partner",
        "women's refuge",
        "cam drin/drin* domestig/yn/teuluol/corfforol",
        "camdriniaeth",
        "trais domestig/teuluol/yn (y/erbyn) (cartref)",
        "domestig",
        "ddomestig",
    ),
    (
        "domestig/ddomestig gwastraff/tân",
        "gwastraff/offer/tan/dân/tân/nwy/eiddo/cyflenwad domestig/ddomestig",
        "domestic abuse/violence awareness/helpline/training",
        "domestic violence/abuse .. day/week/campaign",
        "stalk/stalks of",
        "women's/womens refuge charity/shop/fund*/appeal/walk/trust/collection",
    ),
    {
        "partner": "partner husband wife boyfriend girlfriend ex spouse fiance fiancee",
        "attack": (
            "assault* attack* hit beat beaten beating threaten* threats strangl* punch* kicked pushed stabbed "
            "harass* smash* hitting assault abus* violent violence choked slapped"
        ),
    },
    near=(
        Near(PARTNERS, VIOLENCE, 7),
        Near(
            "domestic domestics dom domestig ddomestig",
            (
                "violen* abuse* dispute* incident* assault* disturbance argument row fight* altercation attack* "
                "threat* murder homicide situation male female victim perpetrator police knife ongoing trais drais"
            ),
            4,
        ),
        Near(
            "relationship couple couples spouses marriage household family",
            "argu* fight* violen* abus* dispute* row rowing assault* domestic threat* controlling coercive restrain*",
            5,
        ),
        Near("refuge shelter", "fled fleeing flee woman women's mother violence abuse", 5),
    ),
)
