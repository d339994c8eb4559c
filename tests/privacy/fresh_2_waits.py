"""Texts of fresh_2.py that must wait for a person."""

from tests.privacy.written import texts

WAITS = texts("""
# a West Midlands control operator
casualties | Crew reporting two out of the motor, one still in it, legs caught under the dash, Halesmoor Lane
casualties | Bloke come off his moped by the Shell garage, he ay moving much, ambulance asked for
name house_number | Caller is Darren Tibbetts, number 41, says next door's loft is going up
phone | ring back on 0121 496 0388 if crews cant find the turning, his mom will come out to the main road
children | little lad stuck up the chestnut tree at the rec, hes about six, cant get down
effecting_entry casualties | Door needs putting in for ambulance, flat above the bookies, lady on floor not answering
arson children | third bin gone up this week same entry, kids with lighters seen legging it
fatal | Crews have stopped CPR, pronounced at 0327, coroner's officer on way
registration | white Transit on fire back of the Merry Hill, plate starts BV67 then KLO
medical | Chap choking in the chippy, first pump there before ambulance, crew are working on him
# a Scottish stop message
casualties | Stop for Glenmarrow Terrace: persons reported confirmed, one adult rescued via 135 ladder, handed to SAS
    with burns to hands
fatal | Detailed stop, Kirkbrae: two storey dwelling, severe fire damage, one fatality located first floor rear
children casualties | Stop, Lochanside: two adults, three weans led out by crews wearing BA, all checked over for
    smoke
arson | Stop: derelict bothy, wilful fire raising suspected, Police Scotland informed, scene left with officers
effecting_entry | Stop for Balvaird Court. Forced entry at request of police, occupier found well, door secured by
    joiner
medical | Stop, OHCA at Strathfinlay community hall. Crew delivered two shocks prior to arrival of SAS
self_harm | Stop, Erskine approach: male talked back over barrier by police, service not required
postcode house_number | Stop for 2/1, 88 Ardlamont Street, G79 4TQ: chip pan, out on arrival
# a Northern Ireland control
casualties | NIFRS: RTC Ballymacrory Road. Two casualties entrapped, one red, one yellow, roof coming off
terrorism | Viable device found under vehicle, Drumskelly estate. ATO on scene, residents moved to leisure centre
terrorism | Petrol bombs stockpiled behind shops, PSNI asking appliances to hold back at Castlereagh depot
terrorism fatal | Security alert after a man was shot dead outside a bar in Tullynaskeagh
arson | Wee van put through with petrol and lit, owner out in the street, PSNI tasked
name casualties | Councillor Fergal McIlhone was among three people lifted to hospital after the bus went over
children | Wains on the ice at the quarry, two through it, Larne road end
# a Kent press officer
name | Mr Alastair Penfold-Wray, whose oast house was destroyed, thanked firefighters for their efforts
casualties | A woman in her seventies was given oxygen by crews before being left in the care of paramedics
fatal | Sadly, despite the best efforts of everyone at the scene, a man could not be saved
fatal | Her family has been informed and is being supported by specially trained officers
arson | Investigators believe the blaze at the bowls pavilion in Frittenhurst was started on purpose
email | Anyone with dashcam footage should write to the householder at pennywell.rose@orchardmail.example
children medical | A quick-thinking schoolgirl who fitted during the evacuation is recovering at home
# a coastguard log
casualties | 0214 MOB reported by F/V Girl Morwenna, 3nm SE Pencarrick Hd, no lifejacket, sea temp 9
casualties | 1130 Kite surfer overdue 2 hrs, board ashore, no sight of owner
fatal | 0922 CRT confirm remains at foot of cliff, Trewidden Zawn. Police and undertaker en route
self_harm | 0340 Female at cliff edge, Sheerdown Point, told friend by text goodbye. CRT standing off
medical | 1455 Pax on ferry Northern Petrel with suspected stroke, helo transfer requested, link call with doctor
name phone | 1612 First informant Kev Durrant mob 07700 900518, on headland with binoculars
children | 1502 Inflatable unicorn blowing offshore with two young girls aboard, ILB launched
casualties | 1743 Two persons cut off by tide, Blackcove steps, one with an ankle, request mud tech and helo
# RNLI volunteers on Facebook
casualties | Our volunteers pulled four paddleboarders from the water tonight, all very cold and one not talking
fatal name | It is with heavy hearts that we say farewell to Tommo Garrick, lost to the sea he loved on Tuesday night
children | Big well done to the dad who kept his daughter afloat till the boat got there. She's only nine!
medical | Pagers went at 3.12am: skipper with chest pains aboard a crabber, oxygen given, brought in to the ambulance
name | The dog walker who rang 999, Bev Hollinrake, saw the kayak turn over and knew what to do
# a mountain rescue team
casualties | Walker with a lower leg injury on the Corridor below Skelgarth, stretcher carry of 1.8km, team out 5
    hours
fatal | Our thoughts are with the climbing partner of the lady we brought down from Ravenscar Gully today
casualties | Search for a 62 y/o man who set out from Nantybwlch on Sunday and has not been heard of since
medical | Hypothermic pair found in survival bag, one drifting in and out, flown to Bangor
name registration casualties | Car still in layby belongs to missing walker Ewan Strathdee, blue Fabia, SN66 WVH
self_harm | Vulnerable misper, left a letter, last pinged near the reservoir. Dog teams to the north shore
# Network Rail and train crews
fatal | Trains are stopped between Harrowmere and Tidwell after a person was hit by a train
fatal self_harm | Ctrl log 0618: 1S04 driver reports one under at Foxley Jn, appears intentional, BTP and MOM
    attending
casualties | Passenger fallen between train and platform 4, current off, LAS and LFB called
children | Youths placed sleepers on the down line; one aged about 12 still within the boundary
medical | 1L22 held at Stowbridge, passenger taken ill in coach C, defib fetched from booking office
terrorism | Unattended suitcase with wires visible on concourse, HOT protocol failed, station evacuated
name | Driver P. Attenborrow shaken and relieved, welfare officer to meet at depot
# a TfL-style bus controller
casualties | Route 417 on diversion, Lantern Hill: pedestrian v bus, pt conveyed with head injury
children | Pushchair trapped in middle doors of bus 12 at Oxhey Green, baby out and crying, LAS called to be sure
terrorism | Passenger waving machete top deck, bus stood Marlpit Ln, armed units running
registration | LJ23 BZX broken glass nearside after stone thrown, run out of service
medical | Driver has had a funny turn at the wheel, slurred speech, LAS Cat 1
name phone casualties | Line manager Deepa Rangaswamy to be updated on 020 7946 0672 re the injured conductor
# a traffic officer's radio log
casualties | TO32: live lane, two off motorcycle, rider sat up, pillion not responding, need ambo with a doctor
registration | TO17 with black Audi hard against barrier, index YD71 PFN, driver standing well back
fatal | TO32 update, screens up, recovery delayed for collision investigation, it's a fatal
self_harm | Ped on wrong side of the rail, overbridge 214, rolling block both ways while police chat with her
children | Family of five behind the barrier at MP 88/2 incl newborn, need a warm vehicle quick
arson | Tyres stacked and lit on the overbridge, second night running, police want them left for fingerprints
# a council emergency planning duty officer
name phone | Rest centre manager tonight is Oluwaseun Adebisi-Clarke, 07700 900734, keys with caretaker
house_number | Residents of 3, 5 and 7 Tannery Row decanted to the Premier, rooms booked until Friday
children | Two unaccompanied minors at the rest centre, children's services EDT have been told
medical | One evacuee is on home oxygen and another needs dialysis tomorrow morning, transport being found
domestic_abuse | Note one family cannot share the hall with the father, there is a non-molestation order
email | Shelter rota: reply to h.quartermaine@dutydesk.example by six
fatal | Mortuary capacity raised with the coroner, four so far
terrorism | SCG called 1900 following declared attack at the market. Move to critical expected
# a housing association warden
name | Ivy Clutterbuck in the end bungalow has left the gas ring on again
effecting_entry | No answer to pull cord at Flat 22, paramedics using master key, door on chain so may need cutting
house_number | Smoke alarm in no. 16 Wisteria Close sheltered scheme, carer says burnt porridge
medical | Resident diabetic and gone grey, sugar of 1.9, ambulance 40 mins
casualties | Old gent slipped in wet room, hip looks wrong, cannot get him up without hoist
domestic_abuse | Tenant came down barefoot, says her boyfriend smashed the door and has her phone
fatal | Found Mr in chair this morning cold, GP coming, do not let cleaners in
# a school business manager
children | All Year 4 pupils accounted for bar one, last seen near the science block
children name | Please tell Mrs Featherstonehaugh that Jayden's inhaler is with the first aider on the field
children casualties | Six pupils have been taken to be looked at after chlorine smell in the changing rooms
children | Coach with 31 of our Reception class has gone into the verge outside Wickering
terrorism | Email received at 8.10 saying there are explosives in the hall. We are locking down
arson | Someone pushed burning paper through the letterbox of the caretaker's lodge overnight
# a hospital switchboard
casualties | Major incident declared, expect eleven from the coach, five of them stretcher, at ED resus by 1650
name phone | Bleep Dr Nkechi Okwuosa-Bright or try her own phone, 07700 900266, about the transfer
medical | 2222 call: adult arrest, outpatients corridor by X-ray
children medical | Paed arrest team to ED, two year old, ETA four minutes
self_harm | Patient off Larch ward missing, on one-to-one for ligature risk, police and security informed
fatal | Relatives' room needed for next of kin of the gentleman who did not make it
email | Send the bed state to lorna.messiter@switchdesk.example every hour please
terrorism | Man walked into ED with a rucksack, says there is a device in it. Front doors locked
# an airport's own fire service
casualties | Full emergency runway 27, gear collapse, slides deployed, three with friction burns and one broken wrist
fatal casualties | RFFS OIC: pilot trapped in wreckage and beyond help, passenger freed
medical | Remote stand 44, pax collapsed boarding EZ302, AED on, Ambulance 2 proceeding
terrorism | Note in aft toilet says bomb on board, aircraft to isolated parking, disembark by steps
registration | Tug struck by catering truck on taxiway K, truck VRM EO18 JDD, both drivable
name | Watch Manager Tobias Lindqvist-Hale took the hand line, relieved at 0540
children | Unaccompanied minor from KL1081 still not collected, left Arrivals during the alarm
# a power network's outage texts
postcode | We're aware of a power cut affecting CT28 4RX. Engineers hope to restore supply by 6.30pm
postcode | Power's off at your address, BN57 1HT? We know, and a team is on its way
name phone | Engineer on site is Callum Prendeville, 07700 900841, ring before you shut the gate
medical | Priority customer with ventilator at home, battery failing, 999 called
casualties | Our contractor received an electric shock and fell from the pole, air ambulance attending
house_number | Neutral fault at 63 Corporation Road has left next door live too, do not touch the taps
# a water company
postcode | No water or low pressure? LN19 6PJ, LN19 6PL and roads near by are affected by a burst
house_number | Cellar flooding at No. 8 and No. 10 Weavers Fold from our 6 inch main
casualties | Two operatives overcome by fumes in the wet well at Grimsholme works, one brought up, one still down
email | Claims for sodden carpets go to Mr G. Ormerod-Peel, gop@bursthelp.example
name children | Mrs Chowdhury-Lane was carried out with her twins through the flood
phone | Leave a message for the customer on 0113 496 0274, she is hard of hearing
# a gas engineer
medical casualties | CO job. Couple found drowsy, alarm reading 310ppm, they're being seen by paramedics
effecting_entry | Occupier away, strong gas at letterbox. Locksmith drilled the lock with police watching
name house_number | Isolated at 12A Cobbler's Yard, tenant Mr R. Vosper, turned meter off, tagged
fatal | Carbon monoxide again, old fella and his dog both dead in the caravan by the time anybody looked
registration | My van's blocking the lane, it's GN19 EKU, shout if you want it shifted
arson | Meter box had been kicked off and somebody'd held a light to the pipe, on purpose no question
phone | The lad who smelt it first is on 07700 900127, he'll show you the cover
# a farm neighbour
casualties | Quad's gone over on Will, he's pinned by his leg, top field past the second gate, send somebody quick
children | Grain store, the boy is in it up to his armpits, we have turned the auger off
name | Its Trevor Maddaford's rick again, third one since harvest
arson | Ricks don't light themselves. Saw a quad with no lights come off his land ten minutes before
fatal | The bull had him against the gate. He was gone before the helicopter got down
medical | My wife's been stung all up her arms and can't get her breath, we are at Hollow Farm
self_harm | He's took the shotgun up the wood and says we'll be better off without him
phone | Farm line 01632 960845 but no signal in yard so let it ring
# a Neighbourhood Watch admin
registration | Keep an eye out for a grey Vauxhall Combo, MA20 TVZ, hanging round the garages
house_number name | The Bassets at 29 had their car set light to last night poor things
arson | Second wheelie bin torched on our estate this week, doorbell footage handed in
domestic_abuse | Police were back again at the couple's on the corner, he'd had her by the throat on the drive
phone | If you saw anything text Sheila, zero seven seven double oh nine hundred four one two
postcode | Fire engines outside the flats in DL29 7TN, anyone know whats going on?
email name | Photos please to our coordinator Nigel Sweetapple: nigel dot sweetapple at watchmail.example
children casualties | Teenagers throwing fireworks at number 40 bus, one of them hurt their own hand
effecting_entry | Saw firemen break the upstairs window and climb in at the old lady's, hope shes all right
# a parish clerk's newsletter
fatal name | The village was saddened to learn that Reg Hollyoake perished in the fire at Forge Cottage
house_number | Our thanks to the retained crew for saving the thatch at 2 Church Cottages
email phone | Contact the clerk, Ms Philippa Garraway: clerk.garraway@nethervillage.example or 01632 960552
children | Little Poppy from the pre-school was the one who spotted the smoke and told her nan
postcode | The defibrillator was taken from the phone box, TN49 8WB, on Friday
domestic_abuse | Following the sad events at the barn conversion, a collection for the wife and what he did to her
    home
# a football club or theatre
medical | Match abandoned on 63 minutes after a supporter in the Railway End suffered a cardiac arrest
casualties | Stand collapse at training ground, four players taken to A and E with cuts and a suspected broken back
terrorism | Turnstiles shut after steward found a package ticking under the away dugout
name | Our matinee was stopped when the leading lady, Honor Delacourt-Finch, was overcome by stage smoke
children | Two ball boys had to be helped from beneath the hoardings
fatal | The club is devastated by the death of a fan who fell from the upper tier
arson | Clubhouse gutted, and the police say whoever lit it used the mower petrol
# a road works contractor
casualties | Lad in the trench, sides have come in to his chest, we've got his head clear
medical | Ganger's had a seizure next to the paver, come in at gate 3
phone | Night works foreman is on 07700 900690 till 6
registration | Car driven into our closure, silver Corsa NU14 OPH, driver off on foot
house_number | Cracked gas service outside no 77, occupants told to wait at 81
email | Site diary to be sent to b.tranmer@conegang.example by close
# English as a second language
casualties | Please come, in our house is fire and my cousin he is not coming out, second floor
medical | My father have strong pain in heart and is very white, we are by camping Greenlea
children | The baby of my sister is inside of the car and the key also, is very hot
house_number | We are living Albert street fourteen, upstair, much smoke is come under door
name phone | I am Bogdana Wisniarek, you call me back to 07700 900353 for the keys
domestic_abuse | Her man is beating her, she is lock in bath, we hear from wall
self_harm | A man he stand on roof of parking, he say he will jump
arson | One guy he put fire in the paper bins then running, I see him with the bottle
fatal | In truck is the driver died already, the cabin is all fire
# a Welsh council's press desk
fatal | Rydym yn drist o glywed am farwolaeth dyn yn y tân yn Nantyffrwd
name | Dywedodd y Cynghorydd Gwenllian Prydderch-Evans ei bod wedi gweld y fflamau o'i chegin
casualties | Aed â thri o bobl i'r ysbyty ar ôl i'r bws daro'r bont ger Llanfihangel-y-Dŵr
children | Mae'r disgyblion i gyd yn ddiogel ond mae un bachgen yn cael triniaeth am fwg
arson | Credir i'r tân yn y pafiliwn gael ei gynnau'n fwriadol
email | Am fanylion y teulu, ebostiwch mared.llwydfryn@swyddfa.example
postcode | Dim dŵr yn ardal LL79 3QT tan y bore
phone | Ffoniwch y gofalwr ar 07700 900588 i gael yr allwedd
house_number | Symudwyd preswylwyr o 15 Stryd y Bont i'r ganolfan
# a Welsh control room
medical | Dyn wedi cael trawiad ar y galon ar y trac beicio, CPR ar y gweill
effecting_entry | Cais gan yr ambiwlans i dorri drws, menyw oedrannus wedi cwympo, dim ateb
self_harm | Merch ar y bont yn bygwth neidio, heddlu yno, dim seiren
casualties | Un wedi'i ddal yn y car, dau arall yn cerdded o gwmpas, gwaed ar ben y gyrrwr
terrorism | Pecyn amheus ger y llys, cordon can metr, uned fomiau wedi ei galw
domestic_abuse | Trais yn y cartref, y gŵr wedi rhoi petrol ar y carped
registration | Fan wen ar dân ar yr A4085, rhif CX68 RDO
fatal | RTC Ffordd Penrhiw, un wedi marw yn y fan a'r lle
children | Plentyn pedair oed ar goll o faes carafannau Traeth Gwyn
house_number postcode | Simnai ar dân, 4 Tai Newydd, Llanbedr-y-Graig, SA89 5YD
# a weather forecaster and a flood desk
casualties | The gust that took the marquee at Tilbridge Fete left a dozen needing treatment
fatal | Storm Barnaby has now claimed two lives, one at Coldwater Ford and one at sea
children | Lightning struck the oak that a group of Brownies stood beneath
house_number | River Alder is over the step at 31 Mill Bank and will be at 33 within the hour
# a university's security lodge
effecting_entry | Room 14 Mallory Hall, student not seen since Friday and not replying, let the medics in with the
    sub-master
self_harm | Student told a tutor he had taken all his tablets and would not be here tomorrow
terrorism | Lab store: precursors and a home-made timer found in a locker, counter terrorism officers told
name email | Warden is Dr Isolde Marchbanks, isolde.marchbanks@lodgedesk.example, told at 0120
registration | Moped well alight in bike shed, RO15 CFY on what is left of the plate
domestic_abuse | Ex-boyfriend turned up at her halls again in breach of the order and kicked the door
arson | Noticeboards set alight on three floors in an hour, same hooded male on CCTV
# a prison's duty governor
self_harm casualties | Code blue, C wing: man found with ligature, cut down and breathing
arson | Prisoner has lit his mattress and barricaded, two cells either side cleared
casualties | Four staff with smoke in the lungs after the cell fire, all walking
fatal | Death in custody overnight, ombudsman notified, the fire was not in that wing
terrorism | Drone dropped what looks like a pipe bomb by the gatehouse
# a caravan park's reception
effecting_entry | Old couple not up by noon, gas smell, we jemmied the awning side window
registration | Motorhome on fire on pitch, reg is HX17 ZTL, next van 3m
house_number name | Log burner fire at van 118, the Tattersfields, they live there all year
children | Little one wandered from the splash pool, pink costume, answers to Bella
postcode | Tell them to put TR29 6BD in the satnav or they end up at the quarry
domestic_abuse | Awful screaming from the lodge, he has thrown her and the cases out in the rain
email | Refunds after the fire: jago.penrice@tidepark.example
# a taxi driver and a delivery rider
effecting_entry | Copper's smashed my cab window to get the fella out, he was slumped at the wheel
registration | Prius alight on the rank, it's badge 883, YG65 LMV, driver's away for a pasty
casualties | Rider's down outside Nando's, bone's through his shin
house_number | Drop at 17b over the vape shop, smoke coming through the letter slot
postcode | Can't get through to WV17 2JE, engines nose to tail
self_harm | My fare got out on the viaduct and climbed over, I've kept her talking
# an ambulance dispatcher's notes
effecting_entry | Pt on floor behind front door, keysafe empty, fire please for access
effecting_entry | FRS to assist: collapse behind locked toilet, shopping precinct, door opens inward
medical | Cat 1, 66F, not breathing effectively, community responder nearest
medical | Anaphylaxis at wedding, second pen given, vomiting
domestic_abuse | 28F strangled by partner, he's still on scene, crew waiting at RVP for police
self_harm | 19M lacerations to both forearms, says own hand, locked in garage
children | 3YOM swallowed a button battery
fatal | Purple on arrival, no resus, crew available after paperwork
name house_number | Crew asking for family contact of Mr Leopold Astbury-Knox, 5 Sorrel Court
# a police force's press desk
domestic_abuse | A 44-year-old man is in custody on suspicion of coercive control after a fire at a flat in Ramsgill
domestic_abuse fatal | Detectives say the pair who died were estranged and a marker was on the address
arson | Two people have been charged with reckless damage by fire, endangering life, at the bingo hall
effecting_entry | Officers forced the door after concern was raised for the welfare of the man who lives there
effecting_entry | Fire crews got us in after neighbours had not seen the lady for a week
terrorism | Officers from SO15 are leading after a crude incendiary was left at the mosque
terrorism | Army specialists carried out a controlled explosion on a grenade brought to the front desk
registration | Did you see a red Kia Picanto, registration BT13 GSU, before the blaze?
name | Armel Quistgaard, 31, of no fixed abode, appeared before magistrates over the depot fire
self_harm | Officers are not seeking anyone else over the man who went into the lock and left a message at home
email | Detective on the case can be reached by email: dc.lathbury@tracingunit.example
# a fire officer's group chat
effecting_entry | Front door in with the enforcer, bath overflowing, nobody home, cat not amused
effecting_entry | Peeled the roof back through the skylight to get to the old boy. He's ok
effecting_entry children | Ladder to bedroom window for the locked out mum, toddler inside with pan on
children | Lad 10 with his arm down a drain grate, little grips and soap did it
casualties | Two through the floor, one of ours, collarbone I reckon
fatal | Confirmed as a double. Keep it off WhatsApp please
name phone | Relief for me is Gaz Thurlbeck, 07700 900962
medical | Save! Got a pulse back on the guy in Tesco, first shock
terrorism | Hazmat to mosque, letter with powder and threats, two decon'd
arson | Dog indicated on petrol in the hall. Classic letterbox job
domestic_abuse | Target hardening for the lady in the refuge, fireproof letterbox by tonight, ex has made threats to
    burn
domestic_abuse | Her partner poured lighter fluid over her clothes and set light to them on the patio
self_harm | Female, gas taps all on, door taped, says leave me
# a canal boater and a towpath ranger
casualties | Lady went between boat and lock wall, pelvis crushed, she is on the cabin roof
fatal | Body in the cut below Bratch top lock, police have got tape up
name | Widebeam sunk at Cheddon Wharf is Old Maggie Threlkeld's, she is with friends
house_number | Smoke from the end cottage, no. 3 Lock Row
medical | CO alarm on nb Dipper, skipper can't stand, headaches all week
# a festival's control
medical | Medics to Pit C, crowd surfer fitting, airway being held
medical | Three overdoses off the same blue pills by the dance tent, one in the resus bay
casualties | Crush at Gate 4, about thirty down, people being pulled over the fence
children | Lost kid wristband 2207 at Info, found hiding under stage from the flames
terrorism | Bag with wires by Bar 2, clear to 100m, no radios
self_harm | Welfare tent: girl with razor, won't give it up
arson | Tents set on fire in Yellow, third year on the trot, lads with aerosols
phone | Fire lead on site: 07700 900075, channel 3
# a shopkeeper and a supermarket duty manager
postcode | We are the shop on the corner, CV49 3NA, freezer is on fire
registration | Shutter rammed and lit up, getaway car was a Golf, FD72 YRA
name | Our Saturday girl Keeley-Ann Dobbins got everybody out
casualties | Customer burned her scalp when the sign came down sparking
domestic_abuse | Fella's followed his missus into work with a knife, she has barricaded the stockroom
effecting_entry | Fire brigade cut padlock of upstairs tenant to see he was all right
email | Footage asked for by p.szczepan@tillpoint.example
# a letting agent and a block's managing agent
effecting_entry | Contractor and PC will force access to flat at noon for welfare check
house_number | Ceiling down in Flat 34 Gasholder House, water through to 28
postcode | Block B, ME29 8UD: cladding smoulders at level 6, all out
phone email | Leaseholder's daughter 01632 960188, or kdunstable@leasepost.example
name house_number | Hoarding risk: Ms Araminta Bowes, 6 Drovers Walk, no clear route from bed
domestic_abuse | Tenant asks for locks to be changed today as he has got out and knows where she lives
# a bridge watch and a samaritan volunteer
self_harm | Gentleman outside the railings mid span, not engaging
self_harm | Caller on a ledge, had a drink, keeps saying he is sorry to his mum
self_harm casualties | Recovered jumper at Pier 2, breathing, cold
fatal self_harm | She let go before the boat got under her. Nothing more we could do
# a clerk who fills in every box
postcode | LOC: IV69 2DH / TYPE: CHIMNEY / STATUS: OUT
postcode | Site access via PH57 9QJ (gate code needed)
postcode | Pump hire delivered to  K W 1 9  8 N T, sign here
registration | VRM: P 437 YVD, COLOUR: GREEN, DRIVER: NOT AT SCENE
registration | Keeper of WJ66AHP to be traced by police
email | informant_mail= t.vandersteen(at)plumtreepost.example
email | CC: bethan-lloyd.hughes@streetdesk.example; STATUS: sent
phone | CLI 07700900419 / 2 calls / abandoned
house_number | ADDR1=9 ADDR2=TEASEL COURT TYPE=DWELLING FIRE
house_number | Dwelling, ground floor, 140 Bessemer Rd, occ out
name | OCC: QUILLFEATHER, MARTHA J / DOB WITHHELD
casualties | CAS: 2 / COND: SERIOUS, STABLE / CONV: AIR
fatal | OUTCOME CODE K1: LIFE EXTINCT
domestic_abuse | FLAG: DASH HIGH. PERP MAY RETURN WITH ACCELERANT
medical | NATURE: UNWELL PERSON, BREATHING PROBLEM / RESP: DEFIB
# a rural post office and a vet
postcode | Barn by DG19 7FX alight, you can see it from the loch
postcode | Parcel round off for CA59 1VV owing to the fire
registration | Horsebox HJ08 NWF on its side, two ponies loose
email | Stray pony? Write to its owner, corinne@dapplemane.example
effecting_entry | We heard her dog howl two days, so the copper put his shoulder to the door
children | A nipper of five is stuck fast in the cattle grid
house_number | Chip pan at Twenty-Two Saddlers Rise, he is out
casualties | Vet kicked in the chest by a trapped mare, struggling for breath
# a tram and ferry desk
registration | Tram stuck behind parked van ND18 ULE, Fitzalan Sq
fatal | Service suspended at Malin Cross following a fatality
terrorism | Ferry held: swab of a car boot positive for explosives
children | Schoolboy's foot caught in tram track, freed, shaken
arson | Seats set alight at rear of tram 109, CCTV being pulled
email | Witness to tram fire, please contact yusra.benhaddou@tramtrack.example
domestic_abuse | Man dragged his wife off the tram by her hair, said he'd burn the house
# a neighbour on the phone
house_number | You want the one with the blue door, 52, smoke's pouring out
effecting_entry | They're smashing the patio glass, there's a chap on the carpet inside
self_harm | She's on the multi storey with her legs over, please hurry
medical | He's gone blue, I'm pushing on his chest like they said
domestic_abuse children | He's locked her out with the baby and is burning her things in the garden
fatal | I went in but she'd gone, love. Stone cold in the chair
arson | I heard glass go and then whoosh, bottle with a rag, I seen it
""")
