"""Texts of fresh_2.py that may go out by themselves."""

from tests.privacy.written import texts

GOES = texts("""
# a West Midlands control operator
- | Two pumps from Halesmoor to skip fire back of the cash and carry, no persons
- | Cut's over the towpath at Factory Locks, boats tied up, nobody aboard
- | Tip fire at Oldcroft, been going since Sat, foam unit and 4 pumps, smoke drifting over the Expressway
- | Alarm going off at the Bull Ring multi storey, crew says dust off the builders
- | job at unit 7 Anchor Trading Estate, pallets alight, jet and two hose reels
- | bostin effort from all at Tipton Road station, car wash raised a grand for the Charity
- | Number 11 outer circle diverted, burst main on Fox Hollies Way
# a Scottish stop message
- | Stop for Auchenlarig: whins alight 200m x 50m, beaters and knapsacks, no property involved
- | Stop, Craigmuir Distillery: AFA, steam from cask filling, panel reset, crews returned
- | Stop: one HGV trailer, 22 tonnes of barley, destroyed by fire, driver out before arrival and unhurt
- | Stop for A9 at Dalnaspey: caravan on its side, no one trapped, none injured, lane one blocked
- | Loch ferry cancelled, Isle of Tarransay service resumes Thursday, weather permitting
# a Northern Ireland control
- | NIFRS: gorse fire, Slieve Carnagh, 5 appliances, wind backing north, keep windows shut in Drumbeg
- | Twelfth of July parade: Main Street, Ballykeel shut 11 to 4
- | Slurry tank fumes at farm outside Clogherbawn, ventilated, all clear given, everyone fine
- | Translink: no trains Lanyon to Bangor, points failure at Sydenham
# a Kent press officer
- | Firefighters were called to a thatched barn near Frittenhurst at 4.20pm and had it out within two hours
- | No one was hurt and the cause is thought to be an electrical fault in a tumble dryer
- | Crews used hose reels and a main jet to put out the fire, which involved a garage, two sheds and a fence
- | A Kent Fire spokesperson said: please move barbecues away from fences and bin stores
- | Kent's Chief Fire Officer today welcomed the new aerial ladder at Ashenden station
- | Operation Brock is back on the coastbound M20, junctions 8 to 9
# a coastguard log
- | 0610 EPIRB beacon activated in error, vessel Sarah Louise alongside, cancelled
- | 0905 Navigational warning: buoy No 5 Gunfleet Swatch unlit
- | 1420 Dinghy adrift, owner ashore and accounted for, towed to Pencarrick slip
- | 1835 Dog down cliff Blackcove, rope team recovered animal, tail wagging
- | 2050 Chinese lanterns reported as flares, area searched, nothing found, stood down
- | MV Admiral Horatio Vane drifting without power, anchor holding, tug two hours away
- | Whale carcass ashore at Sandray, keep dogs off the beach, council to remove
# RNLI volunteers on Facebook
- | Shannon class lifeboat Margaret Olive Pengelly will be at the quay for open day this Sunday from 10
- | Float to live! Lean back, arms out, and wait until your breathing settles
- | Exercise tonight with Rescue 924, so do not worry if you see a dummy in the harbour
- | A yacht with rope round its prop was towed in by our inshore boat. Skipper and crew fine, tea and bacon rolls all
    round
- | Raft race raised 2,340 pounds. New drysuits here we come!
# a mountain rescue team
- | Red grouse heath fire above Skelgarth, paths closed from Cock Howe to Lund Bridge
- | Training weekend: 14 members on winter skills at Coire an Lochain
- | Heifer crag-fast on Ravenscar, lowered to the farmer with thanks to Mountain Rescue
- | Avalanche forecast considerable above 900 metres on north and east aspects
- | A lost group of walkers phoned in, was given directions by phone and made its own way down well and happy
# Network Rail and train crews
- | Lineside fire near Tidwell, trains at walking pace, delays of 25 minutes until about 15:00
- | Dead deer on the Up Main at Foxley Jn, MOM removing, trains cautioned
- | Overhead line damage, Crewe to Sandbach, buses replace trains till end of service
- | Platform 4 closed, lift 2 out of use, step-free route by subway
- | 158841 failed at Harrowmere with brake fault, assisting loco from Stowbridge
- | Cable theft at Bescar Lane, signals out, expect crowding
- | Trespass-free day! Schools competition poster winners on show at Stowbridge
# a TfL-style bus controller
- | Routes 12, 417 and N89 on diversion via Marlpit Lane, gas main works until the 9th
- | Bus stop K at Oxhey Green closed, use stop M outside the library
- | Tramlink: sticky rail head, expect gaps of 14 min
- | Garage alarm at Camberhill depot tested every Tuesday at 10:15
- | Bus lost mirror to lamp post, no passengers on board, run light to depot
- | King's Head bus stop moves 80m toward Lloyd's Bank
# a traffic officer's radio log
- | TO17 at MP 88/2, ladder in lane two, cleared, signals off
- | Swan in lane one between J4 and J5, rolling block, bird now in a blanket with the RSPCA
- | TO32 with shed load of oranges, sweeper requested, ETA 40
- | Lorry overturned 22A slip, driver climbed out without a scratch, lane closed for recovery and diesel clean up
- | Signal gantry 4417 stuck at 40, Highways electrician asked
- | Heavy rain, spray, 50 set on AMI from 88/2 to 96/0
# a council emergency planning duty officer
- | Rest centre open at Tannery Row leisure centre, blankets and tea, pets welcome
- | Sandbags to be had from the Depot, Barge Road, until 8pm, ten each household
- | Gold group to meet at 0900 at County Hall, agenda item 4 is recovery
- | Exercise Copper Kettle runs Wednesday: actors will play casualties, no cause for alarm
- | Our flood wardens have knocked on every door in Weir Lane, the water is now going down
- | Duty officer rota: week 48 Resilience team, week 49 Highways
- | The silver commander asks people to stay away from the bridge until engineers have looked at it
# a housing association warden
- | Fire door survey in Wisteria Close sheltered scheme on 4 and 5 March
- | Lift in Block C back in order, engineer on site Tuesday
- | Water off in all flats at Balfour House from 9 to 1
- | Smoke alarm test today in the common room, no need to leave
- | Boiler has died again, heaters from the office
- | The Doris Winstanley Day Room is closed for painting
# a school business manager
- | St Aldhelm's Academy closed tomorrow owing to a burst boiler pipe; remote lessons on the usual site
- | Fire at a bin store on the school grounds on Saturday night, put out by one crew, open as usual Monday
- | Governors' meeting moves to the Ridley Hall because of the leak in the library
- | Roof of the sports hall lost two sheets in the wind, playing field out of bounds
- | Science block drill took four minutes, well done all
- | Children's Centre car park resurfaced over half term
# a hospital switchboard
- | Visiting is suspended on all wards today owing to a burst tank in the plant room
- | Fire alarm sounding on level 3 is a toaster, please stay where you are
- | Switchboard failure: for non-urgent calls dial 0 from the red phone in Main Reception
- | The Elsie Thackrah Wing opens its new cardiac rehabilitation gym on Monday
- | Outpatients is moving to Block 14, Victoria Park Road entrance
- | Generator test 0700 to 0730, expect flicker
# an airport's own fire service
- | Local standby, flap fault, landed normally, 162 passengers walked off to stand 9
- | Training rig alight on the north apron between 1000 and 1130, black smoke will be seen from the A road
- | Cat 7 cover until 0600, then Cat 9
- | Runway 09 shut 20 min for hydraulic spill, now reopened
- | Fuel spill 60 litres stand 31, foam blanket laid, bowser withdrawn
- | Bird strike reported by Jetwing 4418, inspection finds nothing on the runway
# a power network's outage texts
- | Power is off to about 340 homes in Netherby and Little Strand. Back on by 21:15
- | Tree on the overhead line at Cuckoo Lane, generator on its way to the village hall
- | Call 105 if you see a line down, and stay well back. It is free
- | Planned work: substation 7712 Hope Street, supply off Thursday 9 until 3
- | Storm damage to 14 poles, helicopter patrol at first light
- | Swan flew into 33kV circuit, supply back after auto reclose
# a water company
- | Burst on a 12 inch main, Otterbourne Avenue, low pressure across Highfield
- | Boil your water before drinking in all of Great Lanthorpe until we say it is safe
- | Bottled water at Asda car park and the Rugby Club from 7am
- | Sewage pumping station 23 tripped, tankers in Chain Ferry Lane all night
- | Reservoir at 58 per cent, the lowest September since 1995
- | Dead fish in Lanthorpe Beck, Environment Agency are taking samples
# a gas engineer
- | Gas escape made safe in Cobbler's Yard, governor swapped, folk may go back in
- | Three boilers condemned at the laundry, no leak
- | Smell turned out to be drains. Gone
- | Street main punctured by digger outside Marks and Spencer, 30m cordon, evac of shops
- | Carbon Monoxide Awareness Week: fit an alarm, test it, know the signs
- | Gas off on the whole of Percy Road till Thursday, hot plates to be handed out at St Cuthbert's
# a farm neighbour
- | Combine's burnt out in the forty acre, stubble's out, nobody hurt but my pride
- | Sheep in the slurry lagoon, five of them, bring the long ladder and the big hose
- | Muck heap steaming at Hollow Farm, looks like smoke from the main road, it's not
- | Cow calving in the ditch, got her out with a strop, both on their feet
- | Burning hedge brash at Netherhay until four, control has been told
- | A barn owl is nesting in the Dutch barn so please let the hay burn itself out that side
- | Tractor on its roof in Long Bottom Lane, empty when it rolled, blocking both ways
# a Neighbourhood Watch admin
- | Free property marking at the Co-op, Saturday 10 till 1
- | Street light column 38 on Elm Grove is out again, reported
- | Fire engines on the green are for the gala, before anybody asks
- | The helicopter last night was filming, not police
- | Doorstep scam about: fire service never sells alarms at the door
- | Crimestoppers takes what you know on 0800 555 111, never asks who you are
# a parish clerk's newsletter
- | Item 9: the footbridge by the Jubilee bench is shut, next meeting 14 May
- | Lychgate lightly scorched by a bonfire, parish council to get three quotes
- | The Great Fire of 1731 took 84 houses in a single night, and the talk is in the chapel at 7.30
- | Defibrillator pads replaced at the phone box, thanks to the Lions
- | The Winifred Tarrant Memorial Cup for best kept allotment goes to plot 17
- | Fireworks at the Rec on the 5th, gates at 6, keep pets in
- | Footpath 22 diverted round the landslip below St Agnes
# a football club or theatre
- | Tonight's kick-off moved to 8.15 because of a fire in a burger van, which is now out
- | Goalkeeper is a doubt with a groin strain for Saturday, says the gaffer
- | United killed off the tie with two late goals at the death
- | Fire curtain stuck, matinee of Murder at the Vicarage cancelled, tickets refunded
- | Gate receipts from Old Boys v Fire Service XI go to the Benevolent Fund
- | Flares and smoke bombs are banned in the ground, bags will be searched
- | Casualty drama group auditions on Sunday, all welcome
# a road works contractor
- | Two way lights at Station Road by number 5 depot until 27 March
- | Saw cut hit a duct, no cables live, all hands safe
- | Closure JN14 to JN13 S/B 2100-0530, diversion solid triangle
- | Tar boiler caught light, put out with two extinguishers, no harm done
- | Permit PX-20418-07, lane rental from 0700, Barr's Hill
- | Crash cushion hit overnight, nobody about when we got here, replaced by six
# English as a second language
- | Is big smoke behind the factory of carpets, no peoples there, only truck
- | Tree is fall on the street near church, car can not pass
- | We are all out from the restaurant, all is fine, only kitchen burn
- | From my window I see the forest burning on hill, far from houses
- | Water is coming in street from under road like fountain
# a Welsh council's press desk
- | Bydd Ysgol Gynradd Nantyffrwd ar gau yfory oherwydd difrod storm
- | Mae Ffordd y Môr ynghau i'r ddau gyfeiriad oherwydd llifogydd
- | Ni chafodd neb ei anafu ac mae'r tân bellach wedi'i ddiffodd
- | Canolfan orffwys ar agor yn Neuadd Goffa Owain Glyndŵr o chwech o'r gloch
- | Cofiwch brofi eich larwm mwg bob wythnos
- | Casgliadau biniau ddeuddydd yn hwyr yng Nghwm Rhedyn
- | Rhybudd melyn am wynt ar draws y gogledd tan hanner nos
# a Welsh control room
- | Tân eithin ar fynydd Moel Ddu, tri pheiriant, mwg dros yr A4085
- | Coeden ar draws y ffordd ger Penrhiw, y cyngor ar ei ffordd
- | Larwm tân Coleg Menai Fach, tost wedi llosgi, camrybudd
- | Gwartheg wedi mynd i'r afon, pob un allan yn ddiogel
- | Lori wedi troi drosodd, y gyrrwr yn iawn, un lôn ar gau
# a weather forecaster and a flood desk
- | Amber warning for wind, gusts to 75 mph on coasts, danger to life from flying debris
- | River Alder at Mill Bank 2.31 m and rising 4 cm each hour, peak about 3am
- | Hurricane Dorothea is a fish storm, no threat to land
- | Ex-storm Barnaby brings killer heat to Spain, but only drizzle here
- | Floodline on 0345 988 1188 gives the outlook day and night
- | Frost on grass, minus 3 in the Vale, icy on untreated lanes, pets' water will freeze
- | Flood gates 1, 2 and 4 at Tidemill closed for the spring tide
# a university's security lodge
- | Mallory Hall evacuated for hair spray on a detector, all back in after nine minutes
- | Chem lab 2.14 bottle of acid dropped, room aired, nobody splashed
- | Rag week: students will abseil the tower on Friday, it is for charity
- | The Isambard Fellowship goes to a study of how fire spreads in cladding
- | Bike shed fire, two cycles melted, no damage to the building
# a prison's duty governor
- | Kitchen extract fire out, meals late, regime as normal
- | HMP Stonecross staff car park shut for tarmac
- | Contingency drill with the fire service in E wing, alarms from 1400 to 1600
# a caravan park's reception
- | Gas bottle caught in the wind, went bang, one awning scorched, nobody near it
- | Pitches 40 to 62 under two inches of water, we have moved vans to the top field
- | BBQ charcoal in the bins again, please use the metal ones by the shower block
- | Clubhouse bingo back Tuesday, eyes down at 7
- | No beach fires from 1 May by order of the district
# a taxi driver and a delivery rider
- | Stuck at the Cross Keys, they have shut the High Street for smoke from a chimney
- | M and S car park barrier broken, use Level 2 off Regent Street
- | Chip shop's extractor on fire, they're all stood outside laughing
- | Avoid 3 Bridges roundabout, lorry has lost its bricks
- | Tunnel shut, go round by Birchwood
# an ambulance dispatcher's notes
- | Handover delays at the General, nine vehicles waiting
- | Station standby points moved to Argyle Cross from Monday
- | Restart a Heart Day: learn CPR free in the market hall from 10
- | Stood down, smoke was from a barbecue
- | Patient transport resumes on route 6 after the snow
# a police force's press desk
- | Chief Inspector at Ramsgill said the road would be shut for most of the day
- | Police helicopter up over Netherby to look at flood damage, no offence
- | Knife amnesty bins at 9 stations through March
- | Road closed on the A165 at Wykesea, abnormal load 5.4 m wide
- | New inspector wanted for rural team, apply by 8 June
- | Hundreds of hens on carriageway after lorry shed its crates
# a fire officer's group chat
- | Last one home wins the brew. Skip fire, nothing in it
- | Make pumps 10. Warehouse through the roof. Wind's from the west
- | Door kicker drill Thurs at the old Woolworths, bring the enforcer
- | Recovered one hamster from chimney breast, very black, very cross
- | RTC turned out to be two parked cars and a runaway trolley
- | ALP to Drax Street, hose lay 400m from hydrant 6
- | Foam's working, stack's down to a third. BA no longer needed
- | Crew swap at 0600, bring dry gloves
- | Dummy recovered from third floor, end ex, debrief at 21:00
# a canal boater and a towpath ranger
- | Top gate of Lock 13 jammed with a log, no passage till CRT get here
- | Narrow boat Lady Eleanor adrift by bridge 88, no one on her, now tied up
- | Stove glass blew out, towel singed, all fine, kettle on
- | Dead swan at Cheddon Wharf, bird flu team informed
- | Stoppage: Foxton flight shut until 22 March
- | Breach in the bank, water over the low fields, no homes near
# a festival's control
- | Main stage held for lightning, arena opens again at 1530
- | Burger stall gas ring flared, extinguisher used, all traders OK
- | Fire performers on at dusk, 25m sterile zone
- | The Arsonists cancelled, Baby Queen plays Stage 2 at 6
- | Wind at 31 knots, big top closed
- | Killer Pint bar is out of cider
# a shopkeeper and a supermarket duty manager
- | Freezer compressor burnt out, shop full of steam, open again at 2
- | Lift 3 stuck on Mezzanine, empty, engineer called
- | Dyson and Daughters is shut for a week because of smoke damage next door
- | Evacuation drill at ten, tills close for 15 minutes
- | Recall: Model 4471 air fryer can overheat, bring it back
- | Aisle 9 flooded, roof gutter blocked by a football
# a letting agent and a block's managing agent
- | Water to Gasholder House back on by teatime
- | Waking watch ends Friday as new alarm panels are in
- | Balcony barbecues are not allowed, block rules, page 4
- | Bin room fire, out by itself, lobby smells
- | Flat roof repair at the Beatrix Pottinger Library, scaffold on Hill Street
- | Dry riser test in blocks A to D, Tuesday 7 April
# a museum, a street history board
- | On 9 May 1897 the Corn Exchange was lost to fire and 40 men fought it with hand pumps
- | The Braidwood Gallery shows helmets and axes from 200 years of firefighting
- | Steam pump Lady Godiva will be fired up at noon
- | The Mary Seddon Fountain was moved when Market Place was widened
- | Blitz Night: a talk on how bombs burned the docks, adults 6 pounds
- | In 1953 the sea took 300 homes along this shore
# a statistics page
- | Grass fires fell by 12 per cent last year across the county
- | We went to 1,904 false alarms between April and September
- | Average time to a first pump was 8 min 14 s in 2024-25
- | Chimney fires are down for the fourth winter running
# safety leaflets
- | Put it out, right out. Smoke at home costs more than you think
- | Never leave chargers on beds or sofas
- | Get out, stay out, call 999. Test your alarm on the first of each month
- | Teach children what to do if the alarm sounds: Stay Safe week
- | If you are worried about somebody's home, ask us for a Safe and Well visit
- | In deep water? Do not go in after your dog
- | Free home fire safety check: 0800 numbers on our website
- | Samaritans are there day and night on 116 123
- | Text 999 works only if you register first: send the word register to 999
# a union, an awards night, a recruitment page
- | On-call crew wanted at Upper Slaughterford, could you be five minutes from the station?
- | The Jessamy Vane Award for teamwork went to Green Watch at Ashenden
- | Sixteen recruits pass out at Moreton on Friday
- | Pay talks resume at Albert House on 6 June
- | Fire cadets' cake sale raised 410 pounds
# a clerk who fills in every box
- | TYPE=SKIP FIRE / PERSONS=0 / PUMPS=1 / STOP=14:52
- | CASUALTIES: NIL / HAZARDS: NIL / CAUSE: ELECTRICAL
- | LOC: B6047 J/W MAIN ST, O/S THE ODDFELLOWS / OBSTRUCTION
- | REF 24-118-0093 / GRID NY 412 733 / CREW 31P2
- | ASSET: HYDRANT 92 KIRKGATE, LEAKING, WATER CO TOLD
- | TRAPPED: N / FIRE: N / SPILL: Y, 40 LTR AD BLUE
- | SITE: UNIT 14B PARAGON BUSINESS PARK / AFA / DUST
- | NAME OF VESSEL: CAPTAIN MORLEY TREWIN / STATUS: AGROUND, REFLOATED
# a rural post office and a vet
- | Pony down in bog at Corrie Burn, pulled free with strops, eating hay
- | Dog died in the heat in a parked car, please never leave yours
- | Thirty-one ewes killed by lightning on Knock Hill
- | Kittens stuck in drain 3 at the mart, four out, mum waiting
- | Bull loose on the A711, do not go near, farmer fetching feed
- | Post Office shut till Tuesday, the ceiling's wet
- | Poisoned bait found along the river path, keep dogs on leads
# a tram and ferry desk
- | Tram 109 failed at Fitzalan Square, tow car sent
- | 07:40 and 09:15 sailings off, swell at Ardnish
- | No trams Malin Cross to Hyde Park 22 June, rail grinding
- | Ferry Flora Macrimmon returns to Route 7 after refit
- | Overhead wire down by stop 16, power off, no tram near
- | Bus and tram tickets are good on the 83, 88 and X5
# a neighbour on the phone
- | There's a bonfire on the allotments, everybody's there, it's just smoky
- | Whole street's lights have gone, and next one over too
- | Big bang, turned out to be a lorry tyre
- | Road's like a river from the Spar to the chapel
# streets, buildings and teams that bear names
- | Smoke over Norman Lamplough Way from a tyre dump
- | Florence Barraclough Close closed for a burst main
- | Job at the old Wilfred Spooner Ltd mill, roof off, six pumps
- | Fire at the Duchess of Argyll, kitchen only, pub shut tonight
- | Arthur Pettigrew House evacuated, toaster, all back inside
- | Grantham Ladies play Pelton Moor Amateurs; game off, pitch flooded
- | Diversion by Princess Maud Road and Sir Harry's Lane
- | Sydney Charles Bakery flour dust blast drill on Monday
- | Tree down at the Alice Ormesher Playing Fields
- | St John Ambulance has moved its shop to Market Row
- | Lock at Davy Jones Marina open again
- | Wendover Boys' Brigade hall roof alight, two pumps there, hall was empty
- | Little Baby's Ice Cream kiosk burnt out on the prom overnight, wiring blamed
# numbers beside streets that are no houses
- | Junction 4 Kingsway shut, 2 lanes lost northbound
- | 3 pumps Ferryhill Road, 1 returning
- | 200 metres of Castle Street taped off for loose slates
- | A 24 inch main has gone on Bishop Street
- | 7 Sisters Road sign blown over, lane 1 shut
- | Bus 56 Warwick Avenue runs late, 20 min
- | By 5 Station Road had been cleared and traffic was moving
- | Crossing 117 Marsh Lane, barriers stuck up
- | 40 Acre Lane under water at the dip
- | 12 trees Harbour Parade lost to the gale
- | Cell tower 8813 Signal Hill on fire, phones may drop
- | 1 of 2 carriageways on Tollgate Drive is open
- | 2.5 miles of hose out along Quarry Road
- | Phase 2 Riverside Way closes 9 May
- | Speed limit 30 Wharf Street starts 1 June
- | Pier 39 Docks Road: hot work set fire to decking, out
# words of harm used of things
- | Power station's last chimney dies in planned blast on Sunday, watch from the ridge
- | Laptop battery on life support set off an alarm, bin it
- | Engine's had a stroke of luck, back on the run
- | Bridge is wounded but standing after lorry strike, 7 ft limit
- | Heart of the fire is in bay 3, roof cut to vent
- | Birth of a new station: first turf cut at Hale End
- | Smoke bomb from a film crew, no fire
- | Wasp nest attack closes picnic site
- | Injured pride only: our own pump got stuck in the mud
- | Rescue pack: crew free trapped seal at low water
- | Explosive growth of weeds blocks Stour, boats held
- | Traffic choked at Hanger Lane, give it an hour
""")
