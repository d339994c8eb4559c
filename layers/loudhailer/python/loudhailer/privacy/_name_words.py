"""The words around names: what makes one a person's, and what makes it a place's, a firm's or a ship's."""

from loudhailer.privacy._words import words

PLACES = words(
    "fountain bandstand obelisk clock pavilion sculpture locks dam lighthouse bench seat weir "
    "road rd street str avenue ave lane drive close crescent cres court terrace gardens gdns grove place square sq "
    "way walk "
    "mews rise row parade villas roundabout interchange junction jct flyover underpass viaduct tunnel bypass bridge "
    "bridges overbridge footbridge expressway motorway highway embankment quay quays wharf dock docks pier harbour "
    "marina "
    "port ferry airport aerodrome airfield station stn stop terminal depot school schools academy college "
    "university uni "
    "nursery campus library museum gallery theatre cinema arena stadium hospital hosp infirmary clinic surgery hospice "
    "centre center church cathedral chapel minster abbey priory mosque temple synagogue cemetery crematorium "
    "churchyard "
    "house hotel inn pub arms tavern bar restaurant cafe castle palace tower towers hall manor mansion farm farms "
    "barn mill "
    "mills works estate park parks playground garden common green heath moor moors marsh marshes wood woods forest "
    "copse "
    "hill hills mount mountain fell fells pike valley dale glen island islands isle bay beach cove head point cape "
    "sands "
    "takeaway chippy diner pizzeria kebab primary secondary comprehensive infants junior leisure community health "
    "sports sport nature "
    "recreation ground grounds pitch basin aqueduct towpath cutting sidings carvery tearoom tearooms "
    "distillery boatyard allotments maltings roundhouse windmill tram trams express locomotive vessel "
    "yacht rig platform trail footpath cycleway ride steps stairs multi storey parking layby services "
    "roundhouse lounge club nightclub gym pool baths spa barn stables kennels nurseries solicitors "
    "insurance foods transport haulage travel coaches logistics motors tyres scaffolding builders cup "
    "league derby stakes "
    "river brook beck burn stream lake loch llyn reservoir weir lock canal pond pool falls mere "
    "north south east west northbound southbound eastbound westbound line lines railway metro tram bus services "
    "service "
    "council county city town village parish borough district ward region province "
    "ltd limited plc llp inc co company group stores store supermarket superstore shop shops shopping retail market "
    "markets "
    "mall arcade factory warehouse garage bakery brewery plant quarry substation business industrial trading "
    "enterprise "
    "united fc rfc afc cc rovers rangers wanderers athletic albion festival cup trophy stand statue memorial monument "
    "cross gate gates arch circus corner end fold field fields cottages almshouses flats apartments heights lodge "
    "barracks "
    "day week awards trust foundation fund appeal society association charity museum exhibition show fair carnival "
    "parade "
    "hurricane storm ward lifeboat institute laboratory building buildings block wing complex yard "
    "crcl crct cir blvd boulevard pkwy rooms tea room world concert gig tour musical pantomime film band tribute "
    "marathon rally coast cascades cascade border foothills strait sound basin plateau peninsula mountains island "
    "lowlands butte mesa gulch bayou summit peak sluice well spring springs creek ridge hollow canyon ramp freeway "
    "turnpike causeway provider telecom heol stryd ffordd ysgol "
    "ysbyty eglwys afon pont castell"
)
SOFT_PLACES = words(
    "hill wood hall park green lane marsh moor field fields heath brook forest ford stone church grove banks rhodes "
    "west "
    "north east south lake pool shore wells bridges castle mills cross gate barnes common bush street close court "
    "house "
    "bray down downs end st"
)
CAPITAL_PLACES = words(
    "accountants alley almshouse annexe arches archive array autos award bakers bank barbers barrow batch beacon "
    "bealach bends bingo bistro boat bottom bottoms box brae braes brow bund buoy bursary butchers bwlch cairn "
    "campground campsite carr chase chine circle cleave cliffs clinics cloisters coach coed col collection "
    "colliery combe coombe corrie course covert crag creamery creche crossing crossroads cut cwm dairy daycare "
    "deanery deli dell dene dental dingle doocot down drain draw drove dyke edge empire engine estates farmhouse "
    "fen fens folly force ford forge fork forks foundry gait gap gatehouse gaumont ghyll gill ginnel gorse grange "
    "grill gyratory hairpin halt hangar haven homes howe hut inch ings jetty keep kiln kirk kirkyard knoll "
    "lecture lettings levels leys lido light links lochan loco loop mains manse meadow meadows mine motte mound "
    "mudflats nab navigation ness oast odeon orangery orchard outfall overlook paddock parc parkway pass passage "
    "path pend pit plantation playhouse playpark plaza pontoon preserve pumping ranch range rec rectory recycling "
    "reef refuge rigg rink roads rock rocks roofing ropewalk roundabouts ruins saddle salon saltings scar "
    "scholarship sewer shed shield shoal signal sike skatepark skerries skerry skips slip slipway snicket solar "
    "spinney spit spout staithe steading stone stones straight strath syke tap tarn terraces thwaite timber tip "
    "toll tollhouse tools tor toun track trailhead trawler turbine turn twitten undercliff unit vale vennel "
    "vicarage view viewpoint warren wash washland waste windfarm wynd ynys"
)
"""What is a place only with a capital: "Harris Drove", but "Harris cut his hand"."""
SAINTS = words(
    "santo santos santana sao st saint sts saints sant san santa llan hms mv mt ss rnlb hmnb rms storm hurricane "
    "cyclone typhoon tropical"
)
BEFORE_PLACES = words(
    "king queen prince princess duke port mount lake river loch afon fort cape isle ben point ship vessel yacht "
    "trawler tanker ferry gritter plough locomotive lifeboat tug boat heol stryd ffordd ysgol ysbyty pont castell "
    "llyn maes "
    "boulevard rue rua via viale calle avenida boul chemin svincolo piazza corso largo estrada plaza strada ulica"
)
PREPOSITIONS = words(
    "at in on near from to of into towards between outside opposite via around beyond past yn ger o i ar"
)
LABELS = words(
    "exit gate zone block junction platform section sector hall unit phase lane bay pier stand type plan category "
    "class "
    "group grade level line route road car park terminal tier vitamin hepatitis and or the"
)
TITLES = words(
    "nurse cmdr cdr mme mlle monsieur madame herr frau senora senor signor signora lcpl cadet mr mrs ms miss mx dr "
    "prof "
    "professor rev reverend revd sir dame lord lady cllr councillor pc wpc pcso dc ds di dci "
    "dsi sgt sergeant inspector insp supt superintendent constable ff wm cm sm gm cfo acfo dcfo firefighter paramedic "
    "wc gc sc ic detective det deputy assistant brother sister mister madam fr canon capt captain lt lieutenant cpl "
    "corporal messrs rabbi imam father baroness baron oic wdc dco major colonel col brigadier commodore admiral "
    "cynghorydd"
)
UNSURE_TITLES = words(
    "nurse cadet frau madame herr wc gc sc ic detective det deputy assistant brother sister rev miss dr sir dame "
    "lord lady "
    "dc ds di ff wm cm sm "
    "gm fr canon captain constable firefighter paramedic master father baron oic wdc dco imam major colonel col "
    "brigadier commodore admiral "
    "madam pc "
    "inspector sergeant superintendent lt"
)
"""Those that are words or abbreviations of something else too: in small letters they need a listed name."""
NOBLE = words("baron lord lady sir dame captain canon")
"""Those that pubs and ships are called by: one name after them is not enough."""
RANKS = {
    "crew": frozenset({"manager", "commander"}),
    "watch": frozenset({"manager", "commander"}),
    "station": frozenset({"manager", "commander", "officer"}),
    "group": frozenset({"manager", "commander"}),
    "area": frozenset({"manager", "commander"}),
    "incident": frozenset({"commander"}),
    "district": frozenset({"commander", "officer"}),
    "sub": frozenset({"officer"}),
    "reporter": frozenset({":"}),
    "ic": frozenset({"manager"}),
    "insp": frozenset({"."}),
    "ch": frozenset({"insp", "supt", "inspector", "superintendent"}),
    "chief": frozenset({"superintendent", "inspector", "constable", "officer"}),
    "detective": frozenset({"constable", "sergeant", "inspector", "superintendent"}),
}
CUES: dict[str, frozenset[str]] = {
    "named": words("as locally by police : the victim driver"),
    "called": words(": as"),
    "name": words("is of : was as patient's caller's driver's victim's"),
    "names": words("are of :"),
    "contact": words(": is with - officer please"),
    "contacts": words(": are"),
    "spoke": words("! to with"),
    "speak": words("! to with"),
    "speaking": words("! to with"),
    "identified": words("as"),
    "keeper": words(": is was"),
    "charge": words(": is was"),
    "commander": words(": is was"),
    "message": words("! from"),
    "msg": words("! from"),
    "goes": words("! by the name of"),
    "ring": words("mr mrs ms :"),
    "reporter": words(":"),
    "reported": words("! by"),
    "belongs": words("! to"),
    "owned": words("! by"),
    "rp": words(": is was"),
    **dict.fromkeys(
        words(
            "spokesman spokeswoman spokesperson shopkeeper eyewitness farmer mayor headteacher landlord "
            "landlady manager "
            "officer pensioner motorist aunt uncle friend colleague carer nurse teacher vicar passenger "
            "casualty man woman "
            "motorcyclist cyclist pedestrian homeowner householder boy girl teenager"
        ),
        words(": is was named called"),
    ),
    "family": words("! of"),
    "son": words(": is was of"),
    **dict.fromkeys(
        words("little late young hero congratulations welcome meet thank love remember remembering miss"),
        words(": to our is was of the day dear dad mum"),
    ),
    **dict.fromkeys(words("photo photos picture pictures image credit author appeal"), words("! : by from for of")),
    "duty": words("! officer :"),
    "tell": words("the"),
    "missing": words(": man is woman"),
    "memory": words("! of"),
    "behalf": words("! of"),
    "retirement": words("! of for"),
    "birthday": words(": to dear"),
    "done": words("! to and"),
    "regards": words("! ,"),
    "signed": words("! : by"),
    "kin": words(": is was , informed"),
    "nok": words(": is was"),
    "see": words(":"),
    "email": words("!"),
    **dict.fromkeys(
        words(
            "landowner organiser chair chairman chairwoman chairperson secretary treasurer founder trustee volunteer "
            "apprentice trainee widow widower paramedic firefighter plumber builder electrician pilot skipper coxswain "
            "gamekeeper ranger caretaker warden governor headmaster chef doctor gp nan grandad granny dad mum boss "
            "surveyor vet captain swimmer walker climber kayaker canoeist rider runner angler hiker jogger suspect "
            "offender defendant lodger complainant relative lollipop postman farmhand"
        ),
        words(": is was named called"),
    ),
    "said": words(":"),
    "says": words(":"),
    "according": words("! to"),
    "thanks": words("! to"),
    "informant": words(": is was"),
    "inf": words(": is was"),
    "caller": words(": is was gives gave name as a"),
    "occupier": words(": is was"),
    "occ": words(":"),
    "kh": words(":"),
    "occupant": words(": is was"),
    "resident": words(": is was"),
    "patient": words(": is was"),
    "pt": words(": is was"),
    "victim": words(": is was"),
    "driver": words(": is was"),
    "keyholder": words(": is was"),
    "k/h": words(":"),
    "owner": words(": is was"),
    "neighbour": words(": is was"),
    "tenant": words(": is was"),
    "witness": words(": is was"),
    "husband": words(": is was"),
    "wife": words(": is was"),
    "daughter": words(": is was"),
    "mother": words(": is was"),
    "father": words(": is was"),
    "brother": words(": is was"),
    "sister": words(": is was"),
    "partner": words(": is was"),
    "tributes": words("! to paid for have been"),
    "ask": words(": for"),
    "attn": words(": of"),
    "enw": words(": yw oedd"),
    "enwi": words("fel yn"),
    "enwyd": words("fel yn"),
    "cysylltwch": words("! a gyda â"),
    "siarad": words("! a gyda"),
    "siaradwch": words("! a gyda"),
}
ENDEARING = words("little young late")
"""Those that places are called by too: only a given name counts after them."""
SPEAKING = words(
    "said says told was is has had who aged died confirmed added explained reported thanked lives lived suffered "
    "sustained "
    "called rang tel mobile on dob"
)
SAYING = words("said says told added explained who whose lives lived thanked recalled admitted denied chair")
FATES = words("charged arrested found named missing identified jailed sentenced died killed hurt injured")
NOBODYS = (
    PLACES
    | SOFT_PLACES
    | words(
        "office police grid powergrid utilities networks trust rail energy agency union telecom openreach airways "
        "royal "
        "scottish welsh british english irish northern southern western eastern european national regional local "
        "greater "
        "board forum alliance partnership authority corporation group parish trading security homes housing rangers "
        "scouts "
        "sector watch control command operations gold silver bronze met mountain search coastguard rnli rspca"
    )
)
FIRMS = words("sons son co company daughters daughter partners bros brothers associates")
POLICE = words("pc wpc dc ds sgt pcso wdc constable")
TELLING = words("says said rang reports phoned telephoned told thinks reckons asked asks wants lives rings wedi yn")
ANNOUNCING = words("from by for gan o i")
SENT = words("call message called phoned ffoniwyd ffoniodd galwad neges rang sent reported letter parcel thanks")
"""What a given name alone is known by: what somebody does, or what is sent to or by somebody."""
SPELLING = words("alpha alfa charlie echo juliet juliett mike oscar papa quebec romeo victor delta bravo tango whisky")
"""Those by which letters are spelt."""
EXEMPT = words(
    "john lewis;william hill;charlie brown's;ben nevis;marie curie;laura ashley;ted baker;paul smith;"
    "jack wills;thomas cook;harvey nichols;tim hortons;marks spencer;martin mere;victoria line;elizabeth line;"
    "jubilee line;ronald mcdonald;jack daniels;tommy hilfiger;calvin klein;ralph lauren;james bond;"
    "father christmas;santa claus;harry potter;johnnie walker;morgan stanley;ernest jones;fred perry;"
    "stena line;bernard matthews;eddie stobart;st john;pc world;dr martens;mr kipling;mr whippy;dr pepper;"
    "miss selfridge;mr muscle;taylor wimpey;john deere;jack russell;melton mowbray;burton latimer;arnold clark;"
    "massey ferguson;aston martin;harley davidson;david lloyd;david wilson;charles church;dorothy perkins;"
    "robert dyas;austin reed;evans halshaw;morgan sindall;robert mcalpine;alfred mcalpine;johnson matthey;w h;"
    "j d;t k;b m;ds automobiles;wm morrison;wm morrisons;martin luther;nelson mandela;florence nightingale;"
    "lewis carroll;jane austen;agatha christie;winston churchill;charles dickens;isaac newton;james watt;"
    "thomas telford;grace darling;guy fawkes;rob roy;dick whittington;mr kebab;mr chips;mr tyre;mr clutch;"
    "mr men;mr bean;elton john;u s;charles tyrwhitt;jo malone;scott brown;mary rose;walter scott;sir walter;baby "
    "on;owain glyndwr;glyn dwr;baby grand;art "
    "grant;newton abbot;"
    "newton stewart;newton aycliffe;newton ferrers;ford focus;ford transit;mercedes benz;victor hugo;"
    "little lever;kirkby stephen;houghton regis;milton keynes;burton agnes;burton joyce;carlton colville;"
    "stoke mandeville;aston clinton;shepton mallet;norton fitzwarren;sutton courtenay;sutton valence;"
    "stanton harcourt;compton martin;compton bishop;upton grey;winston salem;jackson hole;lewis harris;"
    "stanford rivers;bradley stoke;lloyd george;alfa romeo;rolls royce;jean jaures;ashton keynes;"
    "barton seagrave;preston patrick;hinton charterhouse;simon bolivar;jose marti;george cross;victoria cross;"
    "marks gate;chester field",
    ";",
)
ORDINARY = words(
    "lori lions rotary a about above informed access accident advised affected after again ahead air alarm alert all "
    "along also "
    "alternative ambulance "
    "an and another any approach april are area around as at august avoid away back bank be because been before being "
    "below between blaze blocked both bound broken building burning bus busy by call called calls can car care "
    "carriageway "
    "cause caused caution centre change check city clear cleared clearing close closed closure coach cold collision "
    "coming "
    "congestion continue control cordon council country crash crew crews crossing currently damage danger day days "
    "debris "
    "december delay delayed delays diversion do dog door down driver drivers due during early east eastbound emergency "
    "end engine engines entry ese evacuated evening exit expect expected explosion fallen february fire fires "
    "firefighters flood flooded flooding floods fog following for friday from front fuel full further gas give go "
    "going "
    "good ground group had has have hazard heading heavy help high his her him hour hours house ice if in incident "
    "incidents information inside into is issue issued it its january journey july june junction keep lane lanes large "
    "last late left lift light line local location lorry low main major make man march may message minutes monday more "
    "morning motorists move moving near new next night no normal north northbound not november now obstruction "
    "october of "
    "off officers oil on one only onto open opened or other our out outside over overnight owner part passengers "
    "patrol "
    "people person phone place planned please police power present pressure problem property public pump queue queues "
    "queuing rail railway rain received recovery reduced reopened report reported reports rescue residents restricted "
    "return right river road roads roadworks route safe saturday scene school sea section seek september service "
    "services "
    "serious severe shed shut sign signal site slow small smoke snow some south southbound spill stationary station "
    "stay "
    "still stop storm street sunday surface team teams temporary test that the their them there these they this "
    "through "
    "thursday time to today tomorrow tonight towards town track traffic train trains travel tree trees tuesday turn "
    "two "
    "under unit until up update urgent use van vehicle vehicles very via village visit wait warning was water way we "
    "weather wednesday week weekend well were west westbound what when where which while who will wind windows with "
    "within "
    "woman work works works would yes you your said says told he she number email name numbers advice agency ac i "
    "ar yn y "
    "yr o wedi gan oherwydd ffordd heol tan car cars dec nov oct sep sept aug jul jun apr mar feb jan mon tue wed "
    "thu fri "
    "sat sun assistance unknown us me anyone someone everyone nobody everybody customers people's insurance "
    "crimestoppers "
    "environment national natural highways england wales scotland network media press duty"
)
OWNED = words(
    "barn shop estate field yard land farm tractor cattle boat horse wheelchair workshop shed caravan car van home "
    "house flat address vehicle bike dog mother father son daughter wife husband partner family neighbour "
    "death body condition injuries funeral phone number property garden kitchen garage lorry caravan"
)
PARTICLES = words("ap ab van der den de la le di da du dos al el bin binti ibn von ter y")
