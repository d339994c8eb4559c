"""Texts of fresh.py that must wait for a person."""

from tests.privacy.written import texts

WAITS = texts("""
# a mobilising system: type and remarks in capitals
casualties | RTC PERS TRAPPED - 2 VEH HEAD ON B4211 QUAGMOOR CROSS. P1 X1 P2 X2. SECTOR CMDR APPOINTED
casualties | RTC. MALE DRIVER 30S, SEATBELT OFF, AIRBAG DEPLOYED, CHEST PAIN, AMBO 14 MINS
casualties | HOUSE FIRE PERS RPTD. 4 BA COMMITTED 2 HR IN USE
casualties | RTC MINOR. 1 FEMALE CONVEYED BY AMBULANCE. VEHS MADE SAFE. STOP SENT
casualties | CASEVAC FROM GULLY BELOW BRYNLAS EDGE, ?FRACTURED FEMUR, HELI REQUESTED
fatal | MSG FROM OIC: 1 ADULT MALE ROLE, POLICE INFORMED, SCENE HELD FOR FCIU
fatal casualties | STOP FOR A719 DUNLOAN: TWO CARS, ONE PERSON DECEASED, ONE EXTRICATED USING HYDRAULIC TOOLS
self_harm | IC1 MALE 30S WRONG SIDE OF PARAPET, POL RUNNING, NEGOTIATOR REQ, NO SIRENS ON APPROACH
effecting_entry | EFFECTING ENTRY - COLLAPSED OCCUPANT BEHIND LOCKED DOOR, AMBULANCE ON SCENE
effecting_entry | GAIN ENTRY ON BEHALF OF AMBULANCE. NO REPLY AT DOOR, NEIGHBOUR HAS NOT SEEN HER FOR 3 DAYS
medical | CO-RESPONDER MOBILISED: CARDIAC ARREST, CPR IN PROGRESS, AED WITH CREW
medical | MEDICAL - DIB, 71 YOM, CONSCIOUS, HX COPD. FIRST RESPONDER ALSO MOBILE
arson | SECONDARY FIRE, WHEELIE BINS X3, DELIBERATE, SMELL OF ACCELERANT
arson | CAR FIRE. POL EN ROUTE RE MALES SEEN RUNNING OFF WITH JERRY CAN. FIRE INVESTIGATION DOG REQ
children | PERS SHUT IN CAR: 8 MONTH OLD BABY LOCKED IN VEHICLE, KEYS ON SEAT
children | SPECIAL SERVICE - TODDLER WITH HEAD STUCK IN RAILINGS, CALM, MUM PRESENT
children effecting_entry | CHILD LOCKED IN BATHROOM, MOTHER OUTSIDE DOOR, ENTRY REQ
domestic_abuse | ASSIST POLICE. DV INCIDENT, MALE BARRICADED, EX PARTNER SAFE WITH NEIGHBOUR
domestic_abuse arson | THREATS TO SET FIRE TO EX WIFE'S ADDRESS, MARKER PLACED, ATTEND WITH POLICE ONLY
terrorism | HAZMAT/CBRN. WHITE POWDER IN ENVELOPE, SORTING OFFICE FLOOR 2, DIM INFORMED
terrorism | BOMB THREAT PHONED IN TO SHOPPING CENTRE, RVP AS PER PLAN, NO RADIOS WITHIN 50M
terrorism | MTFA STANDBY. SHOTS REPORTED CITY CENTRE. FORWARD COMMAND POINT TO BE CONFIRMED
name phone | CALLER MRS HETTIE OAKENSHAW 01632 960417 STATES SMOKE FROM EAVES NEXT DOOR
registration | VEH FIRE HARD SHOULDER M58 MP 12/4A. SILVER GOLF VRM KX19 HTD
house_number | AFA 27 LARKSPUR GARDENS, ALARM SOUNDING NO SIGNS OF FIRE
house_number postcode | CHIMNEY FIRE 3 PEAR TREE COTTAGES HOLM LANE TF19 4PZ, THATCH ADJOINING
house_number casualties | FLAT 9, 114 BALACLAVA ROAD. KITCHEN FIRE OUT ON ARRIVAL. OCC SUFFERING SMOKE INHALATION
casualties | WATER RESCUE. 1 X MALE IN WATER CLINGING TO PIER LEG, ILB LAUNCHED
casualties | PERSON(S) STUCK IN MUD, CHEST DEEP, TIDE TURNS 1640
casualties | RTC HGV V CYCLIST. CYCLIST UNDER NEARSIDE WHEELS, CONSCIOUS
casualties | AIRCRAFT INCIDENT LIGHT AIRCRAFT DOWN IN FIELD, 2 POB, CONDITION UNKNOWN
fatal | LEVEL CROSSING VS PEDESTRIAN. BTP DECLARED BODY ON LINE, POWER OFF CONFIRMED 0514
effecting_entry name | LOCK OUT/LOCK IN - ELDERLY FEMALE MRS PLIMSOLE FALLEN BEHIND DOOR, KEYSAFE CODE NOT WORKING
medical | BARIATRIC ASSIST. PATIENT 32 STONE TO BE MOVED FROM FIRST FLOOR, ODP4 ON SCENE
casualties | 3 WALKING WOUNDED FROM COACH, 1 ENTRAPPED BY LEGS, MAKE PUMPS 4
# a control operator, 3am, no punctuation
casualties | car on roof b5105 just past the chapel driver still in it talking but cant feel legs
casualties | hse fire caller says his grandad still upstairs
casualties | rtc lorry n car a530 woman trapd by feet fire n amb on way
name phone | informant barry thistlewick 07700 900482 will wait at gate w torch
self_harm | male on multistory car park roof level 8 threatning to jump police want us stood off
self_harm | female taken overdose door locked police asking us to get in
effecting_entry | assist ambo w entry to flat pt on floor can hear her shouting
fatal | ambo say pronounced at 0312 keep lane shut til undertaker bin
arson | bin storre set alight again same kids as last nite
children | schoolboy fell thru ice at the mere hes out now blankets on
domestic_abuse | neighbour heard screamin husband has locked her in shed and says hell burn it
house_number | smell burning 44 tannery street neighbours out
registration | vehicle fire rav4 plate ND67 OYK left unattended
medical | unconscious not breathing pt outside chip shop defib from library fetched
terrorism | pol say poss device under van nobody past cordon pls
casualties | 2 teenagers stranded by tide below the hythe one w broken ankle
casualties | caller says ppl jumping out of window 1st floor
casualties | motorbike v tractor rider not moving
casualties | man trapped in baler arm caught air amb lifting
name | spoke to homeowner glenys parfitt-rowe she has turned gas off at mains
medical | dib at swimming baths 58 yr old lady collapsed poolside
fatal | looks like 2 fatals in the fiat rest out walking
casualties | overturnd minibus 6 kids 2 adults all out some cuts n bruises
house_number name | fire in shed rear of 8 cobbett row owner mr jelf has got garden hose on it
casualties | bloke fell off scafolding about 20 ft landed on pallets
# a duty officer, like a message to a group
fatal | A487 stays shut till late morning. Fatal. Family not told yet so nothing on socials please
name | Spoke to Dilwyn Probert-Hayes at the farm, he's moving the cattle now
casualties | All out bar one. Last person seen on 3rd floor landing
casualties | Rider in a bad way, helimed on deck at the cricket pitch
name phone | If you need me ring Ottoline on 020 7946 0381, boss is Marcus Treadgold tonight
arson | Looks set to me. Two seats of fire and petrol can by the back door. Waiting for FI
self_harm | Bridge incident again. Gent is known to mental health team, talking to him now
medical | Crew doing compressions outside the leisure centre, can someone close Weir Street
children | Nursery evacuated, all 31 little ones accounted for and sat in the church hall
domestic_abuse | Between us: she'd left him on Friday, he came back with a can of white spirit
terrorism | Heads up, CT officers want the whole car park cleared. Not for release
registration | White Sprinter YE21 ZKP abandoned across our bay doors, anyone know it?
effecting_entry | Put the door in for ambulance, old boy had been on the floor since Tuesday
house_number | Hydrant outside 61 Quern Street is stuck, use the one on the corner
email | Send the drone pics to p.haverstock@brigade.example when you get a sec
casualties | Three to hospital, none life threatening. Road open by six I reckon
fatal | They've stood the helicopter down. She didn't make it
casualties | Still looking for the second canoeist
name casualties | FF Rourke has hurt his knee, going to A&E to be checked
# a police press line
fatal | A 46-year-old woman from Thornleigh was pronounced dead at the scene and her next of kin have been informed
fatal name | Formal identification has yet to take place but the family of Corin Hallowfield have been told
casualties | Two men have been taken to hospital with injuries believed to be life-changing
arson | We are treating the blaze at the former mill as deliberate and detectives are appealing for witnesses
arson | A 19-year-old has been arrested on suspicion of arson with intent to endanger life
terrorism | The North West counter terrorism policing unit is now leading the investigation
terrorism | Army bomb disposal specialists carried out a controlled explosion on a suspicious package at the bus station
domestic_abuse | Officers attended following reports of a man assaulting his wife; a 52-year-old remains in custody
domestic_abuse | The incident is being treated as domestic-related and there is no wider risk to the public
name | Superintendent Averil Munkton said the cordon would stay in place overnight
children | Police are growing concerned for a 13-year-old girl last seen at Fairmile tram stop
children name | Jayden Whitterick, 11, has not been seen since leaving school on Thursday afternoon
name | Have you seen Wilfred Sandiland, 82, who left his care home in slippers this morning?
self_harm | Concern for the safety of a man on the viaduct means both carriageways are shut
self_harm | Officers talked the woman to safety and she has been detained under the Mental Health Act
registration name | Did you see a red Corsa, index FG08 UWP, driven by Leroy Stainmoor between 2 and 3pm?
fatal | A murder inquiry is under way after the body of a man was found in the burnt-out caravan
fatal | Sadly the motorcyclist died at the scene despite the efforts of paramedics
fatal | Collision investigators remain on the A39 following this morning's fatality
casualties | The pedestrian, a man in his sixties, is in a critical condition
phone name | Dashcam footage to PC Iolo Bramwith on 0113 496 0274
children | The boys, aged nine and ten, were found safe and well
casualties | Officers were called to a stabbing outside the Brickmakers on Fuller Street
# an ambulance trust line
casualties | We treated two patients at the scene, one of whom was conveyed to Ravensbourne Infirmary
medical | Crews were called at 6.52pm to reports of a patient in cardiac arrest on the touchline
medical | A man who had suffered a suspected stroke at the wheel was taken to the hyper acute unit
casualties | Three ambulances and a doctor's car were sent; one person was flown to a major trauma centre
fatal | Despite our best efforts, nothing could be done and the patient was confirmed deceased
casualties children | A teenage girl suffered serious leg injuries and was airlifted to the children's hospital
casualties | One patient with burns to both hands was discharged at scene
medical | We responded to a woman in labour on the 17:20 ferry and mother and baby are doing well
casualties | Eleven people were assessed for carbon monoxide poisoning and four went to hospital
medical | A worker experienced breathing difficulties and an allergic reaction after a bee sting
# a motorway comment
casualties | M18 J4 to J5 lanes 1 and 2 shut while the ambulance service treats a casualty in lane 2
fatal | M69 remains closed both ways for police collision investigation following a fatal collision
self_harm | Traffic held both ways within J21 due to a person on the wrong side of the bridge railings
casualties | Air ambulance has landed on the northbound carriageway; casualties being treated, delays of 50 minutes
casualties | Traffic stopped for a pedestrian struck by a vehicle near Hartsmoor services
registration | Broken down Vauxhall Movano WU65 JFN in live lane 4, recovery due 20 mins
medical | Lane 1 blocked, driver taken ill at the wheel, ambulance attending
casualties | Earlier serious injury collision A1(M) southbound J47, diversion solid triangle
# Scotland, Wales, Northern Ireland travel lines
fatal | A9 closed both ways at Dalnabrae: fatal RTC, Police Scotland on scene, local diversion 27 miles
casualties | A75 Carsluith restricted due to RTC, one casualty being airlifted
casualties | M2 Belfast-bound: lane closed after four-vehicle collision, two persons trapped, NIFRS on scene
casualties | A470 Pont-y-Garreg closed. Motorcyclist seriously hurt. Wales Air Ambulance in attendance
terrorism | Security alert on the Ballyreagh Road: motorists asked to find another way while ATO examines an object
self_harm | Erskmouth Bridge closed to all traffic, police incident, person on the walkway outside the barrier
# council street works and notices
house_number | Footway excavation, access for 12 Rowan Close maintained at all times
house_number | Water main repair outside no. 37 Pilgrim Street, two way lights
house_number | Gas escape, works in verge opposite number 5 Saltmarsh Drive
house_number name | Vehicle crossover for Mrs Thackwray at 22 Moorhen Way, temporary barriers
name phone | Works manager Fergal Lathbury, out of hours 07700 900915
house_number | Skip licence granted 103a Vine Terrace until Friday
postcode | New fibre cabinet outside property at HX27 8LB, footway boarded
house_number | Collapsed drain between 14 and 18 Gallows Lane, give and take
email | Object to the closure order by writing to t.wimborne-clegg@towncouncil.example
house_number | Tree dangerous: leaning on the gable of 2 Beech Grove, road shut to through traffic
name | Footpath shut at the request of landowner Major Peregrine Stallwood
# bus, train, tram
casualties | Trains between Ansley and Thorpe Halt stopped: a person has been hit by a train
casualties | Route 41 diverted, a lady has been knocked down outside Boots on Corn Street
medical | 18:04 delayed by 25 minutes due to a passenger being taken ill at Meldreth Parkway
medical | Tram held at Cathedral: customer having a seizure on board, paramedics called
fatal | Lines through Ashby Moor blocked following a fatality at Dock Lane crossing
casualties | Someone has fallen between the platform and the train; power is off
self_harm | Delays after a suicidal person was brought to safety from the tracks near Oldmill Junction
name | Driver Kwabena Forsdyke is running the replacement minibus, show him your ticket
casualties | Service 9 terminates at the Moat: bus in collision, several passengers with minor injuries
children | School bus 602 involved in a bump; pupils are on another bus and parents have been rung
# flood, weather, coast
casualties | Crews rescued four people from the roof of a car in floodwater at Stanbrook ford
casualties | Search under way for a kayaker missing off Gannet Point since 4pm
casualties | Lifeboat recovered two men from a capsized dinghy; both hypothermic
casualties name | Swimmer Pippa Anstruther-Gale was reported overdue; a search has started from the slipway
fatal | The body of a walker has been recovered from the reservoir by police divers
fatal | Four persons perished when the ferry sank, says the coast guard
casualties | Landslide at the quarry village: 17 injured and nine unaccounted for
casualties | ROOF COLLAPSED UNDER SNOW, WORKERS BURIED, URBAN SEARCH TEAMS DEPLOYED
fatal casualties | Tornado: at least 3 dead and dozens hurt in Willow County, shelter in place
children | Amber Alert: child abduction, 6 yr old male, blue parka, last seen on foot
terrorism | Active shooter on campus. Run, hide, fight. Avoid the science block
terrorism | Alert: explosion at the market square caused by an improvised explosive device
# incident list web pages
casualties | RTC, Lower Bexhope. Crews released one person using cutting gear and left them in the care of paramedics
effecting_entry | Effecting entry - Hawkrow. Crew used small gear to gain access for ambulance
arson | Bin fire (deliberate), Swallowfield precinct. One hosereel, out in 10 minutes
children | Child stuck in swing, Paddock Park. Released with washing up liquid and no injuries
house_number | Domestic dwelling fire, 16 Sexton Row, Malbury. Confined to oven
medical | Co-responding call to Tamsel. Emergency medical care given until paramedics arrived
casualties | Flat fire, Inchmartin. Male casualty handed over to Scottish Ambulance Service, smoke inhalation
casualties | Person rescued from height, Castle Brae. Male with back injury lowered by rope team
casualties | Person trapped under tractor, Pennar. Casualty released using airbags
arson | Two cars alight at Coldham, cause: deliberate ignition
casualties | Ring removal, Dunsker station. Adult male with swollen finger
effecting_entry | Persons locked in - forced entry to release an elderly woman, Marsham
self_harm | Assist other agency: person threatening self harm at height, Tallow Bridge
casualties | Fire in flat, Cors-y-Bryn. One adult led to safety by crew and given oxygen
# Welsh
casualties | Gwrthdrawiad ar yr A4086 ger Nant Ucha: un person yn sownd yn ei gar
fatal | Bu farw dyn 60 oed yn dilyn gwrthdrawiad ger Rhyd-las nos Wener
casualties | Cludwyd dwy fenyw i'r ysbyty gydag anafiadau difrifol
arson | Credir bod y tân yn yr hen ysgol wedi'i gynnau'n fwriadol
children | Plentyn tair oed ar goll o faes carafannau Tywyn Bach
medical | Criw'n rhoi CPR i ddyn oedd wedi cael trawiad ar y galon
name | Dywedodd yr Arolygydd Ffion Cadwgan-Rees fod y ffordd ynghau
self_harm | Pryder am ddiogelwch dyn sydd ar ochr anghywir y bont ac yn bygwth neidio
effecting_entry | Torri i mewn i dŷ ar ran y gwasanaeth ambiwlans, dynes wedi disgyn tu ôl i'r drws
domestic_abuse | Digwyddiad o drais yn y cartref, dyn wedi'i arestio
terrorism | Pecyn amheus yn yr orsaf fysiau, yr uned difa bomiau ar y ffordd
fatal | Daethpwyd o hyd i gorff yn yr afon ger y cored
casualties | Tân mewn fflat, tri o bobl wedi'u hachub ac un yn dioddef effeithiau mwg
house_number | Tân simnai yn 7 Stryd y Felin, neb adref
name phone | Cyswllt: Eluned Parri-Wynne 07700 900266
# a tweet, a campaign, a poster, a club
name | Huge thanks to firefighter Siobhan Trelissick who got our cat down!
name phone | Open day Saturday 10 to 2. Any questions text Darren Pockleton 07700 900638
name email | Bake sale in aid of the station roof: ask Nesta Quarrington, nesta@quarrington.example
name casualties | Prayers for young Toby Hallsworth who was hurt in the crash at the top of our road
house_number | Smoke pouring out of number 9 Ferret Lane, is everyone ok???
fatal | RIP to the lad who lost his life on the bypass last night
registration | Anyone know the owner of SN14 RBV? Lights on and dog inside
name phone | Boot fair pitches: call Mrs D. Wragby, 01632 960788
name | The charity car wash is for little Ellie-Mae Foxcroft's wheelchair
casualties | omg just seen a lady get hit by a van outside greggs
self_harm | someone about to jump off the flyover, praying for them
arson | Kids torching the allotments sheds again, third one this month
name phone | Lost on the common: brown lurcher, owner Cressida Voss, 0161 496 0533
terrorism | Everyone out of the arcade, staff say there is an abandoned bag with wires
name | Congratulations to Watch Manager Idris Blenkarn on 30 years
children | Cadet, 14, fainted on parade and is being looked after by St John volunteers
# animals with people
name | Horse stuck in ditch at Hobb End, owner Philippa Snoddy in attendance
name phone | Dog down badger sett. Handler Gareth Ingleby-Moss, tel 01632 960209
house_number | Cat stuck behind fireplace at 31 Lamplighter Walk
children | Girl's foot trapped in bike wheel while walking the dog
casualties | Cow on the line struck by the 0655; guard has a broken wrist
casualties | Farmer crushed by bull, pinned to gate
# gas, chemicals, industry, lifts
casualties | Ammonia leak at the ice rink: nine skaters taken to hospital as a precaution
casualties | Lift stuck between 3 and 4, one person inside feeling faint
medical casualties | Lift rescue: woman inside having panic attack and asthma
casualties | Acid splash at plating works, operative has burns to face
fatal | Silo incident, two workers overcome by fumes, one did not survive
house_number | Gas leak: please leave numbers 2 to 26 Fennel Crescent at once
casualties | Explosion on the third floor of a bakery. Four staff are still unaccounted for
casualties | Building collapse on Ship Lane, voices heard under the rubble
casualties | Wildfire at Heather Hill: one firefighter treated for heat exhaustion
casualties | Crowd crush at the gates, people are on the ground and need help
# shapes that hide what they hold
phone | Ring me back on oh seven seven hundred nine hundred one two six
phone | tel: +44 7700 900 351 (ask for the foreman)
phone | Contact the gatekeeper: 0044 1632 960 144
phone | My number's 07700-900-593, text only
phone | Keyholder 0117.496.0866
phone | Site security (0115) 496 0042
email | Photos to stationmanager.elsdon AT gmail.example DOT com
email | Witnesses: write to julius_peverell97@post.example
email | Reply-To: a.n.oldcastle@shire.example re hydrant
postcode | Nearest postcode is LD39 2WX, turn left at cattle grid
postcode | meet at pr79 5jq gate b
postcode name | Delivery for Quentin Ashby-Lorne, NN28 1TG
registration | Black Audi A4, reg. BT 72 XOA, on fire on the slip road
registration | Caller reports being followed by grey 4x4 P417 KGR
registration | Burnt-out Transit, number plate begins LJ16 and ends VEW
registration | Old Land Rover UKX 482S blocking fire road
registration | Tractor NIG 4471 in the ditch, hedge down
house_number | The Old Bakery, 6B Church Walk: flames through roof
house_number | Flat 2/1, 88 Clachan Street, close entry 4455
house_number | Bungalow fire at #19 Harebell Rise
house_number | Caller at "11, The Crescent" reports sparks from pole
house_number | Plot 40 Kestrel Park caravan site, resident's awning alight
name | Attn. Mr & Mrs J. Dunstable-Peake, your hedge is on fire
name | CROWTHWAITE, Alasdair - duty tactical adviser
name | Insp. R Haddlesey is silver tonight
name | Cllr Bettina Orme has asked for an update on the flood wall
name | Dr Ngozi Lambourne pronounced the road unfit for ambulances
name | Sgt McAllenby wants the road shut at both ends
name | Householder named Zbigniew Korzenny refuses to leave
name | Our hero of the day is Priyanka Thorncroft
name | Rev. Osbert Tuckwell has opened the church hall for those evacuated
name | Fire in a polytunnel belonging to Hamish Drummelzier
# more of what happened to people
casualties | Two hurt as bus hits bridge in Swanmere
casualties | Driver cut free after van meets milk tanker
casualties | Roof of soft play gave way; injured being brought out on boards
casualties | Walker with suspected broken hip carried off Carn Ddu by mountain rescue
casualties | Climber has fallen about 12m at Raven Slab, head injury
casualties | An elderly couple are suffering the effects of smoke
casualties | Cyclist unconscious in road, Sandpit roundabout
casualties | Occupants unhurt bar whiplash, one pregnant passenger to be checked
casualties | The number of injured has risen to 23
casualties | Fire crew found one person inside and brought them out unconscious
casualties | Paraglider stuck 15m up a tree, shoulder dislocated
casualties | Moped rider with leg hanging off, tourniquet on
fatal | Person deceased, awaiting coroner's officer
fatal | Two lives lost in farmhouse fire
fatal | Trauma team called it at 14:20. Coroner informed
fatal | Tributes are being left at the junction where he was killed
fatal | Human remains found in derelict hotel after fire
self_harm | Male has cut wrists, locked himself in vehicle
self_harm | Lady in the river, went in on purpose per witness
self_harm | Welfare check: has sent goodbye texts and gone to the cliff
self_harm | Student found hanging in woods, police at scene
self_harm | Jumper on the east tower
effecting_entry | Broke kitchen window to reach patient
effecting_entry | Locksmith delayed, fire service to force door for carers
effecting_entry | Concern for welfare: post piled up, curtains shut, police ask for method of entry
effecting_entry | Person collapsed behind closed door
medical | Heart attack at the bowls club
medical | Choking in a restaurant; airway clear, ambulance coming
medical | Fitting passenger on platform 3
medical | Diabetic hypo at the wheel, car in hedge
medical | Patient with sepsis being moved by crew down spiral stair
domestic_abuse | Non-mol order in place. Ex turned up with lighter fluid
domestic_abuse | Woman and her mum fleeing violent partner are at the station door
domestic_abuse | Fire-setting threat linked to honour based abuse
domestic_abuse | Refuge resident found by her abuser, police ask us to relocate
domestic_abuse | He has beaten his girlfriend and set light to her clothes
children | Four-year-old swallowed a magnet at the library
children | Two siblings in foster care were in the back seat
children | Newborn found in a church porch
children | A pupil at the primary set off the extinguisher and has powder in her eyes
children | Teens stuck on the weir, youngest is twelve
arson | Petrol bomb thrown at the porch
arson | Fireworks pushed through letterbox on purpose
arson | Fire investigators think someone lit it
arson | Suspected arson at the bowling green hut
arson | Youths setting fire to gorse behind the estate
terrorism | Man with a knife at the railway station, armed police attending
terrorism | Evacuation after a hoax bomb call to the college
terrorism | Vehicle driven into crowd, believed intentional, stay away
terrorism | Suspect chemicals and pipe bomb parts found in lock-up
terrorism | Suspicious parcel ticking at council offices
# somebody who fills in every box
email phone | Informant e-mail: jonty.s.radlett@fenmail.example / mob 07700 900747 / relation: tenant
email | Notified: estates@ ... and privately k.ilminster@quickpost.example
email | RSVP to the chair, oliwia.mazur-hale@village.example, by the 9th
email name | Objections to Ms Pargeter: pargeter_l (at) parish (dot) example
postcode house_number | LOC: 9 GREENFINCH MEADOW, OTTERSHAM, EX22 7VD. TYPE: SMOKE ALARM
postcode | Premises postcode S73 0XN. Keys with neighbour
postcode | What3words not known, uses SA48 4LW on letters
postcode | Please post lost property to G76 9ZB
postcode | FK19 8HX and FK19 8HW have no supply
registration | Vehicles involved: VK13 RRO, EO66 NYB
registration | Trailer plate OU08LMB, tractor unit foreign
registration | DVLA check on T303 HWA shows no keeper
registration | Cherished plate 44 BOG on the Jag that hit the bridge
registration | Taxi BIG 9082 has shed a wheel on the West Link
house_number | Occupier of 71 moved to 73 Corporation Street while crew works
house_number | Top floor flat, 6 Salutation Close, no gas
house_number | Lamp column down across the drive of "Windyridge", 34 Beacon Road
house_number | 5, Tanyard Cottages is being boarded up
house_number | Smoke from 18a Bath Buildings, alley side
domestic_abuse | Sanctuary scheme: fit letterbox guard, ex-husband has made threats
domestic_abuse | Police say the fire followed a row in which he struck his partner
domestic_abuse | Caller whispering, says he'll hit her again if he hears, cooker is on fire
effecting_entry | Crew used short extension ladder and open window, patient reached
effecting_entry | Ambulance need access, door on chain, man can't get up
effecting_entry | Door put in, female 90s found on kitchen floor
medical | Allergic reaction, tongue swelling, at the garden centre café
medical | Walk-in at station: sweating, pain down left arm
medical | Lady gone into labour on the top deck of the 19
self_harm | Threatening to douse himself and light it
self_harm | Note found in car at the beauty spot, shoes by the edge
""")
