"""Texts of fresh_2.py that must wait for a person."""

from tests.privacy.written import texts

WAITS = texts("""
# a West Midlands control operator
casualties | Crew reporting two out of the motor, one still in it, legs caught under the dash, Halesmoor Lane
casualties | Bloke come off his moped by the Shell garage, he ay moving much, ambulance asked for
name house_number | Caller is Darren Tibbetts, number 41, says next door's loft is going up
phone | ring back on 0121 496 0388 if crews cant find the turning, his mom will come out to the main road
children | little lad stuck up the chestnut tree at the rec, hes about six, cant get down
effecting_entry | Door needs putting in for ambulance, flat above the bookies, lady on floor not answering
arson | third bin gone up this week same entry, kids with lighters seen legging it
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
name registration | Car still in layby belongs to missing walker Ewan Strathdee, blue Fabia, SN66 WVH
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
name phone | Line manager Deepa Rangaswamy to be updated on 020 7946 0672 re the injured conductor
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
""")
