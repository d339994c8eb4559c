"""Texts of blind.py that may go out by themselves. Not to be read by who tunes."""

from tests.privacy.written import texts

GOES = texts("""
# a mobilising system
- | FIRE GARAGE DETACHED, NOT INVOLVING HOUSE, 1 MR 2 HRJ, GAS CYLINDERS OUT
- | E41R1 E42P1 IN ATTENDANCE. AFA UNIVERSITY BLOCK C, REFUGE CLEAR, RESET
- | MAKE PUMPS 10 WATER CARRIERS 3, THATCH, FIREBREAK BEING CUT
- | RTC NO PERS TRAPPED, FLUID ON C/WAY, HIGHWAYS TO ATTEND
- | ROAD CLSD B1145 BETW KEEPERS LANE AND TIP ENTRANCE, SMOKE
- | NGR TL 2093 5518 ACCESS VIA BYWAY 7, 4X4 ONLY
- | BOVINE IN DITCH, AR TEAM AND TELEHANDLER, VET ON SCENE
- | FLOODING, PUMP 2 IN USE, 450MM DEEP AT SUBSTATION
- | STOP FOR PRINTWORKS: MACHINE AND 30 REAMS OF PAPER, 1 CO2 EXT
- | DOMESTIC OVEN, CONFINED TO APPLIANCE OF ORIGIN, PPV
- | SHIP FIRE STANDBY, BERTH 12, CARGO ALUMINIUM DROSS
- | CHANGE OF ADDRESS: INC NOW AT JCN PARK RD AND STATION RD
# a control operator
- | skip lorry wont stop smoking parked by lidl
- | cooker left on alarm going nobody at home neighbour turned it off
- | pylon humming loud in rain nat grid told
- | false alarm its fog
- | bales on a trailer a52 tractor unhooked ok
- | kitten in engine bay of a yaris car park lvl 2
- | water off at main ceiling down in shop
- | stop msg 1 shed 1 fence 1 hosereel
- | crews held at level crossng barriers stuck
- | duplicate of log 212 same smoke
# a duty officer
- | Straw stack at Glebe Farm will burn till Thursday. We're leaving one crew
- | Happy to hand back to the landlord at ten
- | Smoke looks worse than it is. It's tyres
- | Close to 90 households out for the night, leisure centre has beds
- | Hill fire is boxed in, rain due by one
- | High Street is a mess but shut only from Timpson's to the bank
- | Using foam, so keep dogs out of the brook
- | Wind's died so the plume is sitting over Quarry Bank
- | Nobody injured, horses all moved, roof gone
- | Down to relief crews by six. Road stays closed for the digger
# police and press lines
- | Bell Hill is closed by a lorry that has lost its load of gravel
- | Engineers expect the swing bridge to be shut until Monday
- | Everyone has been evacuated safely and there are no reported injuries
- | A cordon of 250 metres is in place around a leaking tanker
- | Please do not call 999 about the smell, which comes from a compost site
- | Stewards ask fans to leave by Gate D after a power cut at the stadium
- | Drivers should use the A417 until the oil is cleaned up
- | It was an accident caused by a candle, and the fire is out
- | Our helpdesk is on 0808 157 0330 for residents who cannot go home
- | Quote reference 88 of 3 May if you ring 101
# motorway and travel lines
- | M61 J6 northbound entry slip closed, shed load of timber
- | A19 southbound: vehicle fire out, one lane open, delays of 35 minutes
- | A30 Temple Cross to Five Lanes, surface water, slow down
- | Rolling road block M23 J10 to J9 to collect a ladder
- | Four mile tailback from J12; 50 minutes above usual
- | A96 shut at Keir Bends, jack-knifed gritter
- | Pedestrians use the footbridge at Peel Street while the subway is pumped out
- | A5 Llys Bridge: high winds, closed to caravans and motorbikes
- | M3 off slip at York Way, Belfast, traffic lights out
- | Overrunning works A13, contraflow to stay for the morning peak
- | Abnormal load 5.1m wide leaves Port Gate at 19:00
- | Audi A3 and Mazda 3 broken down J11, lanes 1 and 2 blocked
# bus, train, ferry
- | The X14 will miss out The Green because of a burst pipe
- | 10:42 starts from Ferrybank owing to a broken rail
- | Overhead line damage at Dunhope: no trains through until 6pm
- | Number 7 bus turns at the Plough for gas works
- | Ferry to Inishgorm moved to pier 2, low tide
- | Station closed: smoke from an escalator motor
- | Geese on the line at Saltfleet
- | Stand 5 is coned off, tree being felled
- | Buses replace trams from Albert Square to Ladywell
- | Coach 4412 failed on Beacon Hill, next service in 20 mins
# council and utilities
- | Trench outside Units 3 to 9 Kestrel Way Trading Estate
- | Utility works at junction of Church Street and 3rd Avenue
- | Street light 112 knocked over, Marina Parade
- | Access kept for residents and for St Kew's Surgery
- | Closure order 2026 No. 77: Bridle Path 12, from Tip Lane to Hare Wood
- | Resurfacing 150m of Duke Street, 7pm to 5am
- | Bin day moved by ice. Recycling on Saturday
- | Low water pressure in LE7 and LE8, tankers filling the tower
- | Power is back for 318 customers in Whin Park
- | Suspended parking bays 4 to 11, Cornmarket
# flood and weather
- | Flood warning for the Lower Pell at Hatton Lock: flooding is expected, move pets and cars
- | Flood warning no longer in force, Ebble Valley
- | The gauge at Tannery Weir reads 2.14m and is steady
- | Act now: danger to life from fast water at Shingle Gate
- | Snow and ice, yellow, Tuesday from midnight to 11am
- | Storm Cuthbert: flying tiles possible, some injuries may occur
- | Fog could cause accidents, leave a longer gap
- | Wave heights of 7m along the Cobb, stay off it
- | Heat health alert raised to amber in three regions
- | Wildfire risk is exceptional; no barbecues on the Downs
# abroad
- | Evacuation warning for Elk Prairie lifted at 1500
- | HURRICANE WATCH, BAY COUNTIES. STORM SURGE OF 9 FT MAY BE DEADLY
- | Lahar exercise on Friday, sirens at 10
- | Smoke from grass fire north of Route 16, avoid area
- | Chemical depot fire: stay in, shut off ventilation, listen to radio
- | Heavy rain level 4: leave low ground
- | Quake M6.0, 80 km deep, strong shaking, check gas
- | Code orange for black ice in the whole province
# incident lists
- | Alarm, Rowan Court sheltered flats, cause: aerosol spray
- | Fire, Hangar 3, Old Aerodrome. Scrap foam. Aerial pump used
- | Vehicle on its roof, Windy Gap. Nobody in it. Left with recovery
- | Flooded cellar, the Trowel and Hammer, pump used for 2 hours
- | Wheelie bin, Cross Street, out before arrival
- | Smell of burning, Tech Park, faulty light ballast
- | Heath, 2 hectares, Roddlesworth. Beaters and blower
- | Rabbit down pipe, Croft End, released
- | Gas leak, Sunny Bank: area ventilated, engineer on site
- | Trees down, Glen Orrin. Crew cleared road with saws
# Welsh
- | Mae'r tân eithin dan reolaeth, diolch i bawb
- | Ffordd yr orsaf ar gau, coeden ar y gwifrau
- | Rhybudd oren am law trwm, gall llifogydd beryglu bywyd
- | Nid oes neb wedi'i anafu
- | Lôn 1 wedi cau ar yr M4, cyffordd 28, lori wedi torri i lawr
- | Dewch i'n noson recriwtio nos Fawrth am saith
- | Mwg dros y dref, arhoswch y tu mewn
- | Dim trenau rhwng Aber-las a Phont-hir tan hanner dydd
# campaigns and posts
- | Cooking tired? Order in. Most kitchen fires start late at night
- | Teach children to get down low and go
- | Blind cords: keep them away from cots
- | Young firefighters course, ages 13 to 17, apply by June
- | Men's sheds: fit a heat alarm, not a smoke alarm
- | Never swim alone. Cold water shock is a killer
- | Stub it out. Right out
- | Thank you to the brownies who made us 80 cupcakes
- | Dead good fish and chips at the harbour fête
- | Killer sudoku night at the Fleece, in aid of the air ambulance
- | Cinema shut: burst pipe in screen 2, Casablanca moved to 3
- | A hospital pass from the scrum half and the floodlights fail
- | Bomb-proof ponies wanted for the parade
- | The choir murdered the anthem while the fire alarm joined in
- | Knockout flower show, marquee flattened by wind
- | Cot, pram and toy swap at the drill hall is off because of snow
- | Shot of espresso with the crew, Saturday 9am
- | What a save! Keeper, not us. Fire at pitch 3 kiosk is out
- | Our tower is lit blue for the NHS
- | Child seat checks free in the yard on Sunday
- | Worried about a neighbour? Our advice line is 0808 157 0654
- | Domestic cleaning firm's van on fire, no hazard
- | Wedding guests blocked by cows, bride came by tractor
# animals, industry
- | Donkey in the ha-ha, hoisted out
- | Two swans on runway 27, flights held
- | Ewe on roof of the bus shelter
- | Hamster rescued from behind skirting with a vacuum
- | Dairy fire, milk lagoon at risk, 8 pumps
- | Acid tank weeping, contained, fans on
- | Grain dryer alight at Wold Top
- | Cable fire beneath Mint Street, 900 without broadband
- | Chimney stack leaning over Salter Row, 35m kept clear
- | Recycling plant: 300 tonnes of card alight, shut windows
- | Escalator jammed by umbrella
- | Helium balloons caught on the wires at Newgate
# names of no person
- | Fire in the kitchen of the Bishop Blaize
- | Lady Margaret Road and Clarence Place are shut by wires
- | Fire at Hargreaves & Daughter upholstery is out
- | Storm Wilhelmina closes Margaret's Bay
- | The trawler Ada Louise has been towed to Scrabster Quay
- | Oliver's Mount and Catherine Street: ice
- | Dr Beacham's Corner is blocked by a tram
- | Mrs Crumb's Pie Shop, flue fire
- | Mount Harriet golf course is under water
- | St Joan's Hospital roundabout has no lights
- | Percy Main and Martin Mill stations have no power
- | Gordon Arms Hotel alarm was toast
- | Captain Flint's Landing is cut off by the tide
- | Father Thames barge has sunk at its mooring
- | Stanley Dock and Alice Holt, smoke drifting
# numbers
- | Bridge 9 Wharf Road is shut to boats
- | Pumps 2, High Volume Pump 1, Boats 3
- | River at 3.07m, 18cm under the record
- | Call sign B47P2, channel 14
- | Flat-bed lorry shed 20 coils
- | Level 5 The Pavilions car park, vehicle fire out
- | Tickets 12 pounds, Hall Lane entrance
- | Chainage 4+350 to 4+900, A1 (M)
- | Log 1187 of 14/02/26
- | OL9 and M24 have no gas tonight
- | Turn left at Exit 3, Ring Road North
- | Sector 2 Hill Road side is the worst
- | Since 2019 Victoria Street has flooded twice
- | Platform 2 Castle Hill is closed for tiling
# close shaves
- | The walkers were not lost, they were in the pub
- | Accident repair garage on fire
- | Coroner's Court is shut by a leak
- | Weapon Hill quarry blasts at noon as planned
- | Exercise Iron Badger tests our response to a collapse
- | A casualty of the storm was the old pier clock
- | Battery died and the level crossing stayed up
- | Body shop fire, paint stored, 6 engines
- | Nursery Road is shut by a crane
- | School Lane, flooded by the ford
- | The Infant Stream is back in its banks
- | Entry to the show is through Gate 2
- | Fatal flaw in the dam? No, say engineers: it is sound
# somebody who is thorough
- | Assets: DP2, ALP1, two L4V. Standby at station 55
- | Panel fault 0x2F on loop 4, Block D, reset 16:12
- | Engine Scania P280, 1,800 litres, off the run
- | Form FS1 and map TQ28 are on the website
- | Section 154 notice for Wharf Lane, drains
- | Aisle 6 smoke was a bread slicer motor
- | The registered office of the bus firm has been flooded
- | Postcodes beginning IP31 are off supply until 8
- | Lock keepers took the gate out for repair
- | The landing stage fell into the Hallwater, nobody near
- | Fit for use again: the swing bridge passed its test
- | Windows smashed by hail across Harbour Ward
""")
