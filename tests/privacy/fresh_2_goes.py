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
- | Old munitions from the last war cleared from Magilligan range in a planned job, road open again
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
- | 1344 Suspected ordnance on beach is old boiler valve, EOD not needed, cordon lifted
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
- | Sandbags to be had from the Depot, Wharf Road, until 8pm, ten each household
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
""")
