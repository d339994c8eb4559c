"""Texts of blind.py that must wait for a person. Not to be read by who tunes."""

from tests.privacy.written import texts

WAITS = texts("""
# a mobilising system
casualties | DWELLING FIRE 2 FLOORS PERSONS BELIEVED INVOLVED, MAKE PUMPS 5, BA ENTRY CONTROL STAGE 2
casualties | RTC P3 X4 P1 X0 ALL OUT OF VEHICLE PRIOR TO ARRIVAL, NECK PAIN, COLLARS ON
casualties | MALE IC3 40S PINNED BETWEEN FORKLIFT AND RACKING, LOWER LIMBS
fatal | INFO: DR ON SCENE, LIFE EXTINCT 2218. PSNI TAKING PRIMACY
self_harm | HIGH RISK MISPER, MADE THREATS TO END LIFE, PHONE CELL-SITED AT HARBOUR WALL
effecting_entry | ASSIST AMBO - FORCE ENTRY. ELDERLY PT HEARD MOANING, DOOR DEADLOCKED, ENFORCER TAKEN
medical | IMMEDIATE EMERGENCY CARE CALL, ?CVA, FACIAL DROOP, ONSET 20 MIN
arson | GRASS 30X40M, YOUTHS SEEN LIGHTING, POL REQ, 1 HRJ
domestic_abuse | MARKER: OCCUPIER SUBJECT TO DA, ARSON PROOF LETTERBOX FITTED, THREATS BY FORMER SPOUSE
children | INFANT SHUT IN LIFT WITH PRAM, GRANDPARENT ON LANDING
terrorism | PLATO NOT DECLARED. FIREARMS DISCHARGE, FIRE TO HOLD AT RVP DELTA
name phone | INFMT: MR LUCIAN TREBARTHA 07700 900774 AT MAIN GATE
registration | LGV ALIGHT L/B 62 SOUTH, SCANIA, INDEX MV70 GJE, LOAD OF PAINT
house_number | CO ALARM ACTIVATING 73 SPINNEY CLOSE, OCC OUTSIDE
postcode | INC LOCN REAR OF TYRE DEPOT ML15 6RQ, TRACK UNMADE
casualties | 2 CAS ON LINE SIDE, 1 STRETCHER, 1 AMBULANT, ROPE TEAM LOWERING
# a control operator
casualties | lad off quad bike quad on top of him field opp water tower
casualties | smoke everywhere caller cant find her mum think shes in back bedroom
fatal | amb crew confrm nothing they can do for drivr pls inform coroners offcr
house_number name | kitchen fire 92 kiln road mr abiodun sesay meeting crews
arson | somebody chucked a lit rag in the recycling again witnessd
medical | chap slumped at bus shelter agonal breathing coaching cpr
children | kiddie got arm down drain crying gran w her
effecting_entry | carer cant get answer wants door breaking
self_harm | pt on roof edge of hotel says she wants to die
terrorism | unattended suitcase at tram hub pol treating as suspect 100m
domestic_abuse | crying on line says boyfriend punched her then lit the curtains
casualties | dumper truck over operator underneath still talkin
registration | caller blocked in by a focus reg is YR15PNV
name | rang back as wayne pettifer farm mgr says fire now in the dutch barn
# a duty officer
casualties | Two of ours took in smoke, both fine, being looked over by paramedics
fatal | Keep it quiet for now. We've found him in the back room and he'd gone
name phone | Chainsaw team via Lorcan Eskdaile on 01632 960356 after midnight
arson | Accelerant dog has indicated twice. Police are scene managing
casualties | Search of the second floor under way, neighbour says a lodger is home
children | Whole reception class on the grass, teachers counting them again
medical | We were nearest so took the collapse at the squash club, pulse back now
email | Log to rhona.inglewood@firecontrol.example before the debrief
effecting_entry | Popped a lock for the district nurse, all done in five
self_harm | She stepped back over the rail at 0350. Roads opening now
domestic_abuse | Women's aid worker is with her. He knows where she is, so no address over the air
house_number | Spare key for the station is with the lady at 5 Bramley Walk
terrorism | EOD want the theatre emptied. Looks like a nail bomb, keep it off the air
# press lines
fatal | The driver of the van, who was in his twenties, was confirmed dead a short time later
fatal | The death of the man is being treated as unexplained and a file is being prepared for the coroner
casualties | A pensioner remains in hospital in a serious but stable condition
arson | It is thought the fire was started on purpose using a flammable liquid
arson name | Clint Marrowby, 34, has been charged with arson being reckless as to whether life was endangered
terrorism | A man was detained under the Terrorism Act after a device was located beneath a lorry
domestic_abuse | Her former partner, who was subject to a restraining order, has been arrested after the fire
name | Group Commander Yolande Mistry told reporters the roof had been saved
name | The occupier, Mr Everard Tansley, thanked crews for saving his pigs
children | An eight-year-old was among those rescued from the inflatable
self_harm | Next of kin informed after apparent suicide at the lock
casualties | Seven people including two officers were injured in the disorder
fatal | A second victim has died in hospital
registration | Detectives want to trace a blue Skoda Fabia, registration RO09 XFT
medical | Midwife and firefighters deliver baby in lay-by on the A38
casualties | A woman was treated for shock after being lifted from the third storey
children casualties | The toddler is being treated for scalds at a specialist unit
fatal children | A schoolgirl has been killed in a collision with a lorry on Ferry Road
# motorway and travel lines
casualties | Air ambulance on scene M50 J2; both carriageways held for patient to be loaded
fatal | A303 still shut from Wilbury to Tarn Cross after a serious collision where a person lost their life
self_harm | M73 stopped in both directions, concern for a person on overbridge 41
casualties | A92: one lane past a motorcycle crash, rider lying in carriageway
registration | Lane 3 blocked by a stationary Honda Jazz (SJ62 BNK), occupants behind barrier
medical | Hard shoulder shut, coach driver having chest pains
casualties | M4 J46: lorry driver is still in the cab being freed
terrorism | Crown Street shut for a security alert, army technical officers examining a device
casualties | Passengers hurt as two trams meet at the depot points
casualties | Please be advised an individual has been struck by a train at Cowley Halt
medical | Delay to ferry: a crew member has collapsed and is awaiting a helicopter
fatal | Due to a fatality earlier the 2035 to Barnfield is cancelled
children | A child has gone missing at Lapwing Sands holiday park, shore is being searched
# council and utilities
house_number | Service repair in drive of 46 Coppice Rise, no parking
house_number | Loss of supply at Nos. 3, 5 and 7 Weaver's Row, reconnect by 4pm
house_number name | Dropped kerb, Mr Osgodby, 150 Tollgate Road
name phone | Contractor's supervisor Imelda Creighton-Hobbs can be reached on 07700 900031
postcode | Burst main affecting YO43 7WL, crew digging
name | Diversion agreed with Mrs Loveday Rushton of Mead Farm
email | Resident asked us to reply to gwilym.topping@inbox.example
# flood, weather, abroad
casualties | Boat crews lifted 14 residents out of windows, two need hospital care
casualties | A paddleboarder has not been seen since noon; coastguard helicopter up
fatal | Floods have claimed a third life, the governor said
casualties | Avalanche on north bowl, two skiers buried
casualties | FACTORY BLAST. NUMBER OF WOUNDED UNKNOWN. BLOOD DONORS WANTED
terrorism | Shelter now: gunman at large near the mall
children | MISSING ENDANGERED JUVENILE, last seen with father, silver minivan
fatal casualties | Bridge collapse: six bodies recovered, nine still missing
# incident lists
casualties | Road traffic collision, Nether Holm. Man released by roof removal, left with ambulance
effecting_entry | Assistance to ambulance: entry gained with Halligan bar, Pottergate
arson | Rubbish, Eastfield Green. Fire was deliberate. Police notified
medical | Medical response, Kilbrennan. Defibrillator applied
children | Person shut in, Treharris Lane: baby locked inside car on hot day, window broken
house_number | Fire, house, 208 Vulcan Avenue. Bathroom fan
casualties | Ladder rescue, Garth Mawr: roofer with broken ankle brought down
self_harm | Making safe after attempted hanging, Dock Wood
casualties | Machinery entrapment. Butcher's fingers caught in mincer
fatal | Dwelling fire, Stoneybank: an elderly female was found dead
# Welsh
casualties | Mae dau o bobl wedi'u hanafu'n ddifrifol mewn damwain ger y bont
fatal | Mae cerddwr wedi marw ar ôl cael ei daro gan lori
arson | Bechgyn wedi rhoi'r ysgubor ar dân ar bwrpas
children | Chwilio am ferch fach chwe blwydd oed
medical | Dyn wedi llewygu ac heb fod yn anadlu, diffibriliwr ar y ffordd
name | Meddai'r Rheolwr Gwylfa Hedd Trefor-Pugh fod y tân dan reolaeth
self_harm | Menyw wedi ceisio lladd ei hun, heddlu ar y safle
house_number | Larwm mwg yn canu yn 23 Maes yr Helyg
terrorism | Bygythiad bom yn y ganolfan siopa, pawb allan
casualties | Merlotwraig wedi torri ei choes ar Foel Ddu
# posts, posters, clubs
name | Well done to Aoife Mallinder who won the ladder race
phone | Coffee morning for the lifeboat, details from Bernard on 020 7946 0715
casualties | My nan got trampled by cows on the bridleway, helicopter just landed
fatal | Cannot believe our neighbour didn't get out of that fire. Rest in peace
arson | Some idiot set the bandstand on fire last night, cops have him on camera
house_number | Loads of engines at 140 Tamar Street, flames out the loft
registration | To the driver of KP20 LDZ: you are blocking the fire station
name email | Volunteers! Sign up with Hortensia Blewitt, h.blewitt@lido.example
name | Mandeep Ackersley ran a marathon in full fire kit for the hospice
self_harm | Bloke on the edge of the car park roof, crowd telling him to come down
domestic_abuse | Thinking of the lady whose ex burned her house down
children name | Little Rosie Cawthra, 5, dialled 999 when mummy fell
terrorism | Staff just screamed bomb and everybody ran
name phone | Found: tabby cat. Call Jocasta Ambler, 0121 496 0607
# animals, industry
name | Mare stuck in mud at Dene Livery; Ms Tamsyn Orrell holding head collar
casualties | Zoo keeper bitten by a tapir, arm injury
casualties | Worker has fallen into the grain pit and is up to his neck
casualties | Forty staff complain of sore eyes after fumes, twelve gone to A&E
casualties | Lift shaft: engineer dangling in harness, semi-conscious
casualties | Scaffold down at the college, search dogs being used to see who is beneath
name house_number | Ferret in the cavity wall, Mrs Pym-Harcourt, 17 Ostler's Yard
# disguised
phone | call zero one six three two, nine six oh, eight eight one
phone | Fax or phone the yard: 0131 496 0918
phone | WhatsApp +447700900612
phone | out of hrs mob.07700 900 867
email | m_dunkerley[at]farmmail[dot]example
email | Ask dilys.o'hanlon@gorsedd.example for the site plan
postcode | sat nav to EX36 9BN then follow arrows
postcode | B79 4GD is where the smoke is thickest
registration | Mercedes Sprinter on fire. Plate: HK 64 WUV
registration | Irish registered artic 182-MO-4417 jackknifed
registration | vehicle A 881 FPY overturned, nobody in it
house_number | Apartment 14c, Windlass House, Cable Street, oven fire
house_number | End terrace, 55, Dyers Lane. Sparks from meter
house_number | Smoke out of the loft at two Copperfield Mews
house_number | 1A and 1B Quince Court left without gas
name | PEMBLETON, Constance Ruth: keyholder
name | Duty DO tonight is A. Vanterpool
name | Tell Supt. Cadell-Moss the cordon can shrink
name | landlord is a Mr Chowdhury-Finch
name | Thanks go to Fenella Garstang & Obadiah Crake for the soup
name | Prof. Leopold Winterbourne, a visitor, raised the alarm
name | Deputy Chief Fire Officer Tremayne Okoro is at the scene
# further of each
casualties | Both occupants were helped out of the wreck with minor cuts
casualties | One of the crew has been burned
casualties | Jockey down at fence 9, screens up
casualties | Person under tram, jacks being used
casualties | Windsurfer blue with cold dragged from the lake
casualties | The toll of injured stands at five
casualties | Guest still inside room 212, not answering
casualties | Van versus pram, ambulance rushing
casualties | Tree surgeon hanging upside down with a cut to his thigh
fatal | Sadly, one occupant could not be saved
fatal | Undertakers on their way, road stays shut
fatal | Corpse in the canal by Swing Bridge
fatal | Post mortem to be held on fire victim
effecting_entry | Got in through the fanlight, lady was on the bathroom floor
effecting_entry | No response from tenant, police want us to break in
effecting_entry | Key-safe empty; paramedics need to get to him
medical | Man with crushing chest pain up the bell tower
medical | Stroke patient to be brought out by aerial ladder
medical | Anaphylaxis at a wedding, EpiPen given
medical | Crew gave oxygen to a woman who could not breathe
domestic_abuse | Beaten by her husband, she had hidden in the coal bunker
domestic_abuse | Police at a domestic, male pouring petrol over the sofa
domestic_abuse | Victim of coercive control wants a home fire check in secret
children | Boy, 7, wedged in a cat flap
children | Twins aged two shut themselves in the utility room
children | Schoolchildren stranded on the tidal island
children | Young lad stuck on the climbing wall, mum frantic
arson | Third barn torched this week, police link them
arson | Petrol poured through the door and lit
arson | Firebug suspected after six hedge blazes
terrorism | Man making threats with a machete on the top deck
terrorism | Hand grenade thrown at the club, no details yet
self_harm | Driver has taken pills and will not open the doors
self_harm | Someone tried to take their own life at the quarry
# somebody who is thorough
registration | Vehicles: DE15 OVH (car), LX23 KTG (van), no leaks
registration | Taxi plate RUI 6620 in the sea, handbrake off
registration | A Micra, registered as S919 YKE, is burning at the picnic site
postcode house_number | 37 CHANTRY FOLD, BB18 6RZ, COOKER FIRE, OUT
postcode | For deliveries to the rest centre use IP31 4QG
postcode | Leak is outside DD8 1ZE
email | Any footage? jude.ravenhall@clips.example please
email | Reporter wants a call, lucasta.thring@gazette.example
domestic_abuse | Ex has smashed her windows and tampered with the gas
effecting_entry | Pensioner fallen in the hall, we took the lock out
medical | Epileptic fit in aisle 6, store closed for ten minutes
phone | Pls txt the land agent 07700 900 488
""")
