"""The words around names: what makes one a person's, and what makes it a place's, a firm's or a ship's."""

PLACES = frozenset(
    "road rd street str avenue ave lane drive close crescent cres court terrace gardens gdns grove place square sq way walk "
    "mews rise row parade villas roundabout interchange junction jct flyover underpass viaduct tunnel bypass bridge "
    "bridges overbridge footbridge expressway motorway highway embankment quay quays wharf dock docks pier harbour marina "
    "port ferry airport aerodrome airfield station stn stop terminal depot school schools academy college university uni "
    "nursery campus library museum gallery theatre cinema arena stadium hospital hosp infirmary clinic surgery hospice "
    "centre center church cathedral chapel minster abbey priory mosque temple synagogue cemetery crematorium churchyard "
    "house hotel inn pub arms tavern bar restaurant cafe castle palace tower towers hall manor mansion farm farms barn mill "
    "mills works estate park parks playground garden common green heath moor moors marsh marshes wood woods forest copse "
    "hill hills mount mountain fell fells pike valley dale glen island islands isle bay beach cove head point cape sands "
    "river brook beck burn stream lake loch llyn reservoir weir lock canal pond pool falls mere "
    "north south east west northbound southbound eastbound westbound line lines railway metro tram bus services service "
    "council county city town village parish borough district ward region province "
    "ltd limited plc llp inc co company group stores store supermarket superstore shop shops shopping retail market markets "
    "mall arcade factory warehouse garage bakery brewery plant quarry substation business industrial trading enterprise "
    "united fc rfc afc cc rovers rangers wanderers athletic albion festival cup trophy stand statue memorial monument "
    "cross gate gates arch circus corner end fold field fields cottages almshouses flats apartments heights lodge barracks "
    "day week awards trust foundation fund appeal society association charity museum exhibition show fair carnival parade "
    "hurricane storm ward lifeboat institute laboratory building buildings block wing complex yard "
    "crcl crct cir blvd boulevard pkwy rooms tea room world concert gig tour musical pantomime film band tribute marathon rally coast cascades cascade border foothills strait sound basin plateau peninsula mountains island lowlands creek ridge hollow canyon ramp freeway turnpike causeway provider telecom heol stryd ffordd ysgol ysbyty eglwys afon pont castell".split()
)
SOFT_PLACES = frozenset(
    "hill wood hall park green lane marsh moor field fields heath brook forest ford stone church grove banks rhodes west "
    "north east south lake pool shore wells bridges castle mills cross gate barnes common bush street close court house "
    "bray down downs end st".split()
)
SAINTS = frozenset("st saint sts saints sant san santa llan hms mv mt ss rnlb hmnb rms storm hurricane cyclone typhoon tropical".split())
BEFORE_PLACES = frozenset(
    "king queen prince princess duke port mount lake river loch afon fort cape isle ben point ship vessel yacht "
    "trawler tanker ferry gritter plough locomotive lifeboat tug boat heol stryd ffordd ysgol ysbyty pont castell llyn maes "
    "rue rua via viale calle avenida boul chemin svincolo piazza corso largo estrada plaza strada ulica".split()
)
PREPOSITIONS = frozenset("at in on near from to of into towards between outside opposite via around beyond past yn ger o i ar".split())
LABELS = frozenset(
    "exit gate zone block junction platform section sector hall unit phase lane bay pier stand type plan category class "
    "group grade level line route road car park terminal tier vitamin hepatitis and or the".split()
)
TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor rev reverend revd sir dame lord lady cllr councillor pc wpc pcso dc ds di dci "
    "dsi sgt sergeant inspector insp supt superintendent constable ff wm cm sm gm cfo acfo dcfo firefighter paramedic "
    "mister madam fr canon capt captain lt lieutenant cpl corporal cynghorydd".split()
)
UNSURE_TITLES = frozenset(
    "miss dr sir dame lord lady dc ds di ff wm cm sm gm fr canon captain constable firefighter paramedic master madam pc "
    "inspector sergeant superintendent lt".split()
)
"""Those that are words or abbreviations of something else too: in small letters they need a listed name."""
NOBLE = frozenset("lord lady sir dame captain canon".split())
"""Those that pubs and ships are called by: one name after them is not enough."""
RANKS = {
    "crew": frozenset({"manager", "commander"}),
    "watch": frozenset({"manager", "commander"}),
    "station": frozenset({"manager", "commander", "officer"}),
    "group": frozenset({"manager", "commander"}),
    "area": frozenset({"manager", "commander"}),
    "incident": frozenset({"commander"}),
    "chief": frozenset({"superintendent", "inspector", "constable", "officer"}),
    "detective": frozenset({"constable", "sergeant", "inspector", "superintendent"}),
}
CUES: dict[str, frozenset[str]] = {
    "named": frozenset("as locally by police : the victim driver".split()),
    "called": frozenset(": as".split()),
    "name": frozenset("is of : was as patient's caller's driver's victim's".split()),
    "names": frozenset("are of :".split()),
    "contact": frozenset(": is with - officer please".split()),
    "contacts": frozenset(": are".split()),
    "spoke": frozenset("! to with".split()),
    "speak": frozenset("! to with".split()),
    "speaking": frozenset("! to with".split()),
    "identified": frozenset("as".split()),
    "informant": frozenset(": is was".split()),
    "inf": frozenset(": is was".split()),
    "caller": frozenset(": is was gives gave name as".split()),
    "occupier": frozenset(": is was".split()),
    "occupant": frozenset(": is was".split()),
    "resident": frozenset(": is was".split()),
    "patient": frozenset(": is was".split()),
    "pt": frozenset(": is was".split()),
    "victim": frozenset(": is was".split()),
    "driver": frozenset(": is was".split()),
    "keyholder": frozenset(": is was".split()),
    "k/h": frozenset(":".split()),
    "owner": frozenset(": is was".split()),
    "neighbour": frozenset(": is was".split()),
    "tenant": frozenset(": is was".split()),
    "witness": frozenset(": is was".split()),
    "husband": frozenset(": is was".split()),
    "wife": frozenset(": is was".split()),
    "son": frozenset(": is was".split()),
    "daughter": frozenset(": is was".split()),
    "mother": frozenset(": is was".split()),
    "father": frozenset(": is was".split()),
    "brother": frozenset(": is was".split()),
    "sister": frozenset(": is was".split()),
    "partner": frozenset(": is was".split()),
    "tributes": frozenset("! to paid for have been".split()),
    "ask": frozenset("! for".split()),
    "attn": frozenset(": of".split()),
    "enw": frozenset(": yw oedd".split()),
    "enwi": frozenset("fel yn".split()),
    "enwyd": frozenset("fel yn".split()),
    "cysylltwch": frozenset("! a gyda â".split()),
    "siarad": frozenset("! a gyda".split()),
    "siaradwch": frozenset("! a gyda".split()),
}
SPEAKING = frozenset(
    "said says told was is has had who aged died confirmed added explained reported thanked lives lived suffered sustained "
    "called rang tel mobile on dob".split()
)
EXEMPT = frozenset(
    "john lewis|william hill|charlie brown's|ben nevis|marie curie|laura ashley|ted baker|paul smith|jack wills|thomas cook|"
    "harvey nichols|tim hortons|marks spencer|martin mere|victoria line|elizabeth line|jubilee line|ronald mcdonald|"
    "jack daniels|tommy hilfiger|calvin klein|ralph lauren|james bond|father christmas|santa claus|harry potter|"
    "johnnie walker|morgan stanley|ernest jones|fred perry|stena line|bernard matthews|eddie stobart|st john|"
    "pc world|dr martens|mr kipling|mr whippy|dr pepper|miss selfridge|mr muscle|elton john|u s|charles tyrwhitt|jo malone|scott brown".split("|")
)
ORDINARY = frozenset(
    "a about above informed access accident advised affected after again ahead air alarm alert all along also alternative ambulance "
    "an and another any approach april are area around as at august avoid away back bank be because been before being "
    "below between blaze blocked both bound broken building burning bus busy by call called calls can car care carriageway "
    "cause caused caution centre change check city clear cleared clearing close closed closure coach cold collision coming "
    "congestion continue control cordon council country crash crew crews crossing currently damage danger day days debris "
    "december delay delayed delays diversion do dog door down driver drivers due during early east eastbound emergency "
    "end engine engines entry ese evacuated evening exit expect expected explosion fallen february fire fires "
    "firefighters flood flooded flooding floods fog following for friday from front fuel full further gas give go going "
    "good ground group had has have hazard heading heavy help high his her him hour hours house ice if in incident "
    "incidents information inside into is issue issued it its january journey july june junction keep lane lanes large "
    "last late left lift light line local location lorry low main major make man march may message minutes monday more "
    "morning motorists move moving near new next night no normal north northbound not november now obstruction october of "
    "off officers oil on one only onto open opened or other our out outside over overnight owner part passengers patrol "
    "people person phone place planned please police power present pressure problem property public pump queue queues "
    "queuing rail railway rain received recovery reduced reopened report reported reports rescue residents restricted "
    "return right river road roads roadworks route safe saturday scene school sea section seek september service services "
    "serious severe shed shut sign signal site slow small smoke snow some south southbound spill stationary station stay "
    "still stop storm street sunday surface team teams temporary test that the their them there these they this through "
    "thursday time to today tomorrow tonight towards town track traffic train trains travel tree trees tuesday turn two "
    "under unit until up update urgent use van vehicle vehicles very via village visit wait warning was water way we "
    "weather wednesday week weekend well were west westbound what when where which while who will wind windows with within "
    "woman work works works would yes you your said says told he she number email name numbers advice agency ac i ar yn y "
    "yr o wedi gan oherwydd ffordd heol tan car cars dec nov oct sep sept aug jul jun apr mar feb jan mon tue wed thu fri "
    "sat sun assistance unknown us me anyone someone everyone nobody everybody customers people's insurance crimestoppers "
    "environment national natural highways england wales scotland network media press duty".split()
)
OWNED = frozenset(
    "car van home house flat address vehicle bike dog mother father son daughter wife husband partner family neighbour "
    "death body condition injuries funeral phone number property garden kitchen garage lorry caravan".split()
)
