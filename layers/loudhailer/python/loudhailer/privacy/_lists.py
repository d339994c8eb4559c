"""Lists of words that more than one family of phrases needs, in English and in Welsh."""

PERSON = (
    "guy chap chaps fella fellas lass lasses granny nana grandma granda bloke lad lads nan gran dad mum grandad "
    "person persons people pers pax man men woman women male males "
    "female females lady gentleman adult adults "
    "driver drivers passenger passengers rider riders motorcyclist motorcyclists cyclist cyclists biker bikers "
    "pedestrian pedestrians occupant occupants occupier occupiers resident residents tenant tenants patient patients "
    "pt pts victim victims casualty casualties cas teenager teenagers teen teens youth youths boy boys girl girls "
    "child "
    "children kid kids baby babies toddler toddlers infant infants pupil pupils student students pensioner pensioners "
    "firefighter firefighters officer officers paramedic paramedics worker workers workman workmen employee employees "
    "walker walkers swimmer swimmers diver divers climber climbers angler fisherman kayaker kayakers canoeist "
    "canoeists paddleboarder sailor sailors crewman farmer trespasser caller ip ips couple mother father son daughter "
    "husband wife partner grandmother grandfather neighbour neighbours someone somebody anyone he she mop mops pilot "
    "he's she's they motorist motorists customer customers colleague homeowner householder shopper holidaymaker "
    "tourist "
    "person's people's elderly dyn dynes menyw menywod gwraig bachgen merch plentyn gyrrwr gyrwyr teithiwr teithwyr "
    "cerddwr cerddwyr beiciwr beicwyr pobl bobl berson personau phobl phobol pobol claf cleifion rhywun un ddyn ddynes "
    "fenyw blentyn fachgen ferch gleifion glaf yrrwr feiciwr deithiwr gerddwr"
)
CHILD = (
    "child children kid kids baby babies toddler toddlers infant infants newborn newborns boy boys girl girls "
    "schoolboy "
    "schoolboys schoolgirl schoolgirls schoolchild schoolchildren pupil pupils youngster youngsters juvenile juveniles "
    "teen teens teenager teenagers youth youths lad lads schoolkid schoolkids bairn "
    "plentyn blentyn phlentyn mhlentyn blant phlant babi fabi baban faban bachgen fachgen merch ferch disgybl "
    "ddisgybl disgyblion ddisgyblion llanc plentyn"
)
ANIMAL = (
    "animal animals dog dogs cat cats horse horses cow cows cattle sheep lamb lambs pony ponies deer swan swans badger "
    "badgers fox foxes bird birds seagull gull fish whale dolphin seal seals livestock pig pigs calf bull donkey "
    "pet pets "
    "kitten puppy otter hedgehog goat goats chickens hens duck ducks duckling ducklings puppies foal foals hamster "
    "parrot snake tortoise ferret rabbit rabbits alpaca alpacas llama kittens spaniel labrador terrier collie "
    "lurcher retriever alsatian whippet cygnet geese goose hen heifer bullock bullocks ewe ram seagulls owl bat "
    "toad toads snakes ci cath ceffyl defaid buwch gwartheg"
)
NOBODY = "no not nobody none without nil zero never neb dim heb ni nid na"

# What the small grammars of `_near` join.
LONE = (
    "male chap chaps fella fellas lass lasses granny nana grandma granda female man woman person individual someone "
    "somebody lady gentleman youth teenager girl boy adult lad "
    "bloke guy "
    "pensioner occupant patient resident student mop pedestrian dyn ddyn menyw fenyw merch ferch bachgen fachgen "
    "rhywun "
    "berson dynes ddynes men women males females he she"
)
PUBLIC = (
    "person chap chaps fella fellas lass lasses granny nana grandma granda persons individual individuals people "
    "pers pax man men woman women male males female females lady "
    "ladies gentleman "
    "adult adults driver drivers passenger passengers rider riders motorcyclist motorcyclists cyclist cyclists biker "
    "bikers pedestrian pedestrians occupant occupants occupier occupiers resident residents tenant tenants patient "
    "patients victim victims casualty casualties teenager teenagers teen teens youth youths boy boys girl girls child "
    "children kid kids baby babies toddler toddlers infant infants pupil pupils student students pensioner pensioners "
    "oap oaps lad lads bloke guy gent worker workers workman workmen employee employees contractor builder roofer "
    "scaffolder electrician labourer walker walkers swimmer swimmers diver divers climber climbers hiker hikers "
    "rambler "
    "runner jogger surfer bather bathers angler fisherman fishermen kayaker kayakers canoeist canoeists paddleboarder "
    "paddleboarders sailor sailors crewman yachtsman farmer trespasser trespassers caller couple mother father son "
    "daughter husband wife partner grandmother grandfather gran nan grandad mum dad brother sister siblings twins "
    "uncle "
    "aunt neighbour neighbours someone somebody mop mops pilot motorist motorists customer customers householder "
    "shopper "
    "shoppers holidaymaker holidaymakers tourist tourists camper campers guest guests inmate prisoner spectator "
    "bystander bystanders soldier sailor nurse teacher trucker courier postman lollipop horsewoman horseman "
    "jockey skater scooterist postwoman stowaway stowaways migrant migrants passerby onlooker "
    "skipper roofer miner miners skier skiers snowboarder deckhand technician mechanic welder plumber gardener "
    "carpenter bricklayer apprentice trainee lecturer docker seafarer seafarers porter chef waiter waitress barman "
    "bouncer dancer actor stuntman performer referee goalkeeper golfer golfers rower rowers windsurfer "
    "kitesurfer paraglider parachutist skydiver gymnast shepherd herdsman caver cavers potholer potholers "
    "mountaineer mountaineers backpacker backpackers commuter commuters reveller revellers partygoer partygoers "
    "goers clubber "
    "clubbers protester protesters grandparents parent parents attendee attendees concertgoer "
    "dyn dynes menyw menywod gwraig bachgen merch plentyn gyrrwr gyrwyr teithiwr teithwyr cerddwr cerddwyr beiciwr "
    "beicwyr pobl bobl berson personau phobl phobol pobol rhywun ddyn ddynes fenyw blentyn fachgen ferch glaf yrrwr "
    "feiciwr deithiwr gerddwr plant blant phlant oedolyn"
)
STAFF = (
    "firefighter firefighters officer officers constable paramedic paramedics colleague colleagues crewmember ff ffs "
    "volunteer staff lifeguard steward medic bobby pc guard diffoddwr swyddog"
)
FEW = (
    "# one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty "
    "forty fifty "
    "both several multiple numerous dozen dozens couple many un dau dwy tri tair pedwar pedair chwech nifer sawl"
)
