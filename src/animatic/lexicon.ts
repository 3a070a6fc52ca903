import type {
  Accessory,
  Action,
  Age,
  CameraMove,
  Garment,
  Hair,
  PortalKind,
  PropKind,
  Season,
  Setting,
  ShotSize,
  TimeOfDay,
  Weather,
} from './scene.ts';
import type { Look } from './palette.ts';
import type { Entry } from './words.ts';

// What the words of prompts mean to the drawing. Every word stands for all of its forms (see `stemOf`); a phrase of
// several words wins over its parts. To teach beatcut a word, add it to a line.

/** Places that a shot takes place in, whatever else the prompt mentions. */
export const settings: readonly Entry<Setting>[] = [
  ['school', 'school, school corridor, school hallway, lockers, high school'],
  ['corridor', 'corridor, hallway, hall, passage, hotel'],
  ['hospital', 'hospital corridor, hospital hallway, clinic'],
  ['ward', 'hospital, hospital room, hospital bed, ward, delivery room, maternity, sickbed, incubator'],
  ['aisle', 'supermarket, aisle, supermarket aisle, grocery, grocery store, store, shop, mall, market'],
  ['church', 'church, cathedral, chapel, nave, wedding, altar, temple, mosque'],
  ['station', 'station, platform, railway station, train station, metro, subway, airport, terminal'],
  ['tunnel', 'tunnel, cave, sewer, underpass, mine'],
  ['library', 'library, bookshop, archive, museum, gallery'],
  ['classroom', 'classroom, class, lecture, blackboard, chalkboard, exam'],
  ['nursery', 'nursery, crib, cradle, playroom, baby room, children room, child bedroom'],
  ['bedroom', 'bedroom, bed, hotel room, motel, duvet, pillow, attic'],
  ['kitchen', 'kitchen, stove, dining room, breakfast table, kitchen table, oven, sink, bakery'],
  ['living-room', 'living room, sofa, couch, fireplace, armchair, lounge'],
  ['cafe', 'cafe, café, coffee shop, diner, restaurant, bar, pub, bakery, canteen'],
  [
    'room',
    'room, apartment, flat, studio, office, house interior, indoors, interior, workshop, bathroom, empty house',
  ],
  [
    'train',
    'train carriage, train compartment, train interior, inside a train, night train, train window, on a train, on the train, in the train',
  ],
  ['bus', 'bus interior, on a bus, school bus, bus window, tram'],
  [
    'car',
    'car interior, inside a car, inside the car, windscreen, windshield, dashboard, back seat, backseat, passenger seat, driving, steering wheel, taxi',
  ],
  ['stage', 'stage, concert, theatre, theater, opera, ballet, spotlight, festival, audience'],
  ['club', 'club, nightclub, disco, dance floor, dancefloor, rave, party, ballroom, prom'],
  ['rooftop', 'rooftop, roof, balcony, terrace'],
  ['skyline', 'skyline, cityscape, skyscraper, metropolis, megacity'],
  [
    'street',
    'street, alley, avenue, crosswalk, neon street, sidewalk, pavement, street crossing, pedestrian crossing, boulevard, neighbourhood, neighborhood, suburb',
  ],
  [
    'underwater',
    'underwater, beneath the water, under water, coral, reef, swimming pool, pool, aquarium, ocean floor, dive',
  ],
  ['beach', 'beach, shore, coast, seaside, dune, pier, tide'],
  ['road', 'road, highway, motorway, freeway, route, country road, lane'],
  ['garden', 'garden, backyard, orchard, greenhouse, yard, courtyard, lawn, porch, veranda'],
  ['park', 'park, picnic, playground, fairground, carnival, funfair, carousel, ferris wheel'],
  ['forest', 'forest, wood, woods, woodland, jungle, rainforest, grove, birch, pine'],
  [
    'field',
    'field, meadow, prairie, farm, wheat, grassland, countryside, hill, hillside, valley, graveyard, cemetery, vineyard, sunflower',
  ],
  ['desert', 'desert, sand dunes, canyon, sahara, badlands, mars'],
  ['snow', 'snowfield, snowy, glacier, ice, arctic, antarctic, tundra, frozen, ski, blizzard, snow covered'],
  ['mountains', 'mountain, summit, peak, cliff, alps, ridge, volcano'],
  ['lake', 'lake, river, pond, waterfall, canal, fjord, stream, bridge'],
  ['sea', 'sea, ocean, sailing, open water, wave, harbour, harbor'],
];

/** Places that are often only seen or spoken of: they count when no place of the first table is named. */
export const faintSettings: readonly Entry<Setting>[] = [
  [
    'space',
    'space, galaxy, cosmos, nebula, planet, orbit of, asteroid, universe, milky way, astronaut, spaceship, constellation, stars',
  ],
  ['skyline', 'city, downtown, urban, tokyo, paris, london, new york, berlin, shanghai, tower, building'],
  ['sky', 'cloud, in the sky above, above the clouds, heaven, flying, aurora, northern lights, star'],
  ['snow', 'snow, snowfall, winter landscape'],
  ['field', 'landscape, horizon, grass, village'],
  [
    'insert',
    'eye, iris, pupil, hand, ring, keyhole, phone, photograph, polaroid, puddle, cup, teacup, pocket watch, watch, clock, candle, locket',
  ],
  [
    'abstract',
    'abstract, shapes, geometric, kaleidoscope, liquid, fractal, swirling colours, swirling colors',
  ],
];

/** Things that suggest a place when nothing else does. */
export const hintedSettings: readonly Entry<Setting>[] = [
  ['room', 'window, home, house, piano, mirror, table, lamp, chair, curtain, door, wall'],
  ['field', 'wind, sun, rain, tree, horse, bird, kite'],
  ['sea', 'boat, ship, lighthouse, whale'],
  ['train', 'train'],
  ['sky', 'sky'],
];

export const timesOfDay: readonly Entry<TimeOfDay>[] = [
  ['dawn', 'dawn, sunrise, daybreak, first light, early morning'],
  ['morning', 'morning, breakfast'],
  ['day', 'day, noon, midday, daylight, daytime, sunny, bright sun, afternoon, sunlight, sunlit'],
  [
    'golden',
    'golden hour, golden light, golden, late afternoon, late summer light, late sun, low sun, honey, amber light, warm light',
  ],
  ['sunset', 'sunset, sundown, setting sun'],
  ['dusk', 'dusk, twilight, blue hour, evening, gloaming, nightfall'],
  [
    'night',
    'night, midnight, moonlight, moonlit, nocturnal, stars, starlight, starry, darkness, in the dark, moon, neon',
  ],
];

export const weathers: readonly Entry<Weather>[] = [
  ['storm', 'storm, thunderstorm, thunder, lightning, tempest, hurricane'],
  ['rain', 'rain, rainy, raining, drizzle, downpour, wet, rain soaked'],
  ['snow', 'snow, snowing, snowfall, snowy, snowflake, blizzard'],
  ['fog', 'fog, mist, foggy, misty'],
  ['wind', 'wind, windy, breeze, gust, windswept'],
  ['cloudy', 'cloudy, overcast, grey sky, gray sky, clouds'],
];

export const seasons: readonly Entry<Season>[] = [
  ['spring', 'spring, blossom, cherry, bloom, april, may'],
  ['summer', 'summer, july, august, june, sunflower'],
  ['autumn', 'autumn, fall leaves, falling leaves, october, november, leaves, harvest'],
  ['winter', 'winter, december, january, snow, frost, ice, christmas'],
];

export const cameraMoves: readonly Entry<CameraMove>[] = [
  [
    'push-in',
    'push in, pushing in, push, zoom in, zoom into, zoom through, zoom towards, dolly in, move in, moves into, move closer, closer and closer, fly through, fly into, glide into, glide through, glide towards, glide toward, camera drifts into, drift towards, drift through, travel through, travel forward, travel into, dive into, fall into, plunge, infinite zoom, camera sinks into, sink into, rush into, rush through, rush behind, camera rushes, forward into, move through, moves towards, camera moves into',
  ],
  [
    'pull-out',
    'pull out, pull back, zoom out, dolly out, move away, back away, camera recedes, backward, backwards, pull away, draw back',
  ],
  ['pan-left', 'pan left, track left, tracking left, move left, from right to left, slide left, truck left'],
  [
    'pan-right',
    'pan, pan right, track, track right, tracking shot, alongside, camera follows, following shot, from left to right, camera slides, slide right, dolly',
  ],
  ['crane-up', 'crane, crane up, tilt up, camera rises, rise above, rise over, ascend, upward'],
  ['crane-down', 'crane down, tilt down, camera descends, descend, camera lowers, downward'],
  [
    'orbit',
    'orbit, circle around, circling, spin around, camera rotates, arc around, turn around them, 360, revolve',
  ],
  ['handheld', 'handheld, hand held, shaky, documentary, verite, jostle'],
  [
    'aerial',
    'aerial, drone, overhead shot, bird eye, birds eye, from above, top down, helicopter, high above',
  ],
  ['static', 'static, locked off, still frame, tripod, fixed camera, motionless, locked camera'],
];

export const shotSizes: readonly Entry<ShotSize>[] = [
  ['close-up', 'close up, closeup, extreme close up, macro, tight on, face, portrait, detail of, insert'],
  ['medium', 'medium shot, medium, waist up, mid shot, two shot, over the shoulder, from behind'],
  [
    'wide',
    'wide shot, wide, establishing, long shot, panorama, panoramic, vast, tiny, distant, aerial, far away, small figure, landscape',
  ],
];

export const looks: readonly Entry<Look>[] = [
  ['noir', 'noir, black and white, monochrome, b w, high contrast black'],
  ['sepia', 'sepia, daguerreotype, old photograph'],
  ['neon', 'neon, cyberpunk, synthwave, vaporwave, blacklight, fluorescent'],
  ['pastel', 'pastel, soft colours, soft colors, candy, gentle colours, watercolour, watercolor'],
  ['film', '35mm, 16mm, film grain, grain, kodak, analog, analogue, anamorphic, celluloid, cinematic'],
  [
    'vintage',
    'vintage, super 8, 8mm, retro, 1970s, 1960s, 1980s, 70s, 80s, vhs, faded, nostalgic, polaroid look, old film',
  ],
  ['vivid', 'vivid, saturated, technicolor, vibrant, psychedelic, colourful, colorful, rainbow'],
  ['cold', 'cold, icy, cool, bleak, chilly, teal'],
  ['warm', 'warm, cosy, cozy, candlelit, firelight, tungsten'],
  ['dreamy', 'dreamy, dreamlike, dream, ethereal, soft focus, hazy, surreal, glow, bloom, magical'],
  ['muted', 'muted, desaturated, washed out, subdued, melancholic'],
];

/** Colour words; the first that belongs to no thing tints the whole picture. */
export const colors: readonly Entry<string>[] = [
  ['#e23d35', 'red, crimson, scarlet, vermilion, ruby'],
  ['#f07c2b', 'orange, tangerine, apricot'],
  ['#f2c230', 'yellow, mustard, lemon, saffron, gold'],
  ['#3e9c55', 'green, emerald, olive, mint, moss'],
  ['#1f9e9a', 'teal, turquoise, cyan, aqua'],
  ['#2f6fd0', 'blue, azure, cobalt, navy, sapphire, denim'],
  ['#4b3fa8', 'indigo, ultramarine'],
  ['#8a4fc0', 'purple, violet, lavender, lilac, mauve'],
  ['#ef6fa4', 'pink, rose, magenta, coral, fuchsia, salmon'],
  ['#7a4d31', 'brown, chestnut, auburn, copper, chocolate, tan'],
  ['#f4efe6', 'white, ivory, cream, pearl'],
  ['#23232b', 'black, ebony, charcoal, jet'],
  ['#9a9aa3', 'grey, gray, silver, ash'],
  ['#d9b779', 'beige, sand, blond, blonde, khaki, straw'],
];

/** How old somebody is. Numbers before "years old" and after "at" or "aged" are read apart from this. */
export const ages: readonly Entry<Age>[] = [
  ['baby', 'baby, newborn, infant, toddler, babies'],
  [
    'child',
    'child, children, kid, boy, girl, little girl, little boy, small girl, small boy, daughter, son, schoolgirl, schoolboy, pupil of, childhood, brother, sister, twins',
  ],
  ['teen', 'teenager, teen, teenage, student, young couple, adolescent, schoolmate, sweetheart, classmate'],
  [
    'old',
    'old man, old woman, old couple, elderly, elderly man, elderly woman, elderly couple, grandmother, grandfather, grandma, grandpa, old people, old, aged, grey haired, gray haired, white haired, silver haired, widow, widower, pensioner, wrinkled',
  ],
];

/** Words that put a person into the picture: how many at least, and a crowd behind if more. */
export const people: readonly Entry<{ count: number; crowd?: number }>[] = [
  [
    { count: 1 },
    'man, woman, boy, girl, child, kid, baby, newborn, infant, toddler, teenager, teen, person, figure, silhouette, somebody, someone, old man, old woman, grandmother, grandfather, grandma, grandpa, mother, father, daughter, son, sister, brother, friend, dancer, ballerina, singer, musician, guitarist, pianist, bride, groom, nurse, doctor, student, teacher, astronaut, diver, swimmer, surfer, runner, traveller, traveler, stranger, cyclist, rider, driver, passenger, painter, worker, soldier, detective, skater, driver, fisherman, farmer, widow, widower, boxer, wanderer, hiker, drummer, rapper, performer, king, queen, wife, husband, child hand, cowboy, monk',
  ],
  [
    { count: 2 },
    'couple, two people, lovers, two figures, twins, two friends, two children, two kids, two girls, two boys, two women, two men, newlyweds, pair, old couple, elderly couple, young couple, duo, parents, sweethearts',
  ],
  [
    { count: 3 },
    'family, three people, three friends, three children, trio, band, friends, children, kids, teenagers, siblings, three figures',
  ],
  [
    { count: 0, crowd: 14 },
    'crowd, audience, people, party, dancers, guests, commuters, passengers, students, festival, parade, protest, strangers, mourners, shoppers, concert',
  ],
];

/** People who are only spoken of by name or pronoun. */
export const pronouns: readonly Entry<number>[] = [
  [1, 'she, he, her, him, his'],
  [2, 'they, them, their, both, together, each other, one another'],
];

export const actions: readonly Entry<Action>[] = [
  ['run', 'run, running, ran, sprint, race, chase, chasing, flee, dash, rush'],
  [
    'walk',
    'walk, walking, stroll, wander, march, pace, cross, hike, step, stepping, stagger, carry, carrying, follow',
  ],
  [
    'sit',
    'sit, sitting, sat, seated, wait, drive, driving, passenger, lean against, eat, drink, breakfast, swing',
  ],
  ['dance', 'dance, dancing, waltz, sway, twirl, ballet, dancer, ballerina, party'],
  ['spin', 'spin, spinning, whirl, pirouette'],
  [
    'embrace',
    'embrace, hug, hugging, hold each other, holding each other, in each other arms, cuddle, hold one another',
  ],
  ['kiss', 'kiss, kissing, first kiss'],
  ['hold-hands', 'hold hands, holding hands, hand in hand, hands meet, wedding, altar, marry, vows'],
  [
    'hold-child',
    'holding a baby, hold a baby, holding a newborn, cradle, cradles, baby in her arms, baby in his arms, newborn, baby in their arms, holding their child, holding their baby, rock the baby, carries a child, holding the baby',
  ],
  ['cycle', 'bicycle, bike, cycling, cycle, pedal, cyclist, ride a bike, riding a bike, riding bicycles'],
  ['lie', 'lie, lying, lies, asleep, sleep, sleeping, dream, rest, lay'],
  ['kneel', 'kneel, kneeling, propose, proposal, pray, crouch, plant'],
  ['reach', 'reach, reaching, point, touch, stretch, hang, paint, shelf'],
  ['wave', 'wave, waving, goodbye, farewell, greet, call'],
  ['jump', 'jump, leap, hop, bounce, skip, jumping, splash'],
  [
    'float',
    'float, floating, drift weightless, swim, swimming, dive, falls through, falling through, fly, flying, weightless, levitate, hover, underwater, astronaut',
  ],
  ['crawl', 'crawl, crawling'],
  ['sing', 'sing, singing, singer, perform, scream, shout, rap, microphone'],
  ['play', 'piano, plays guitar, guitar, guitarist, pianist, drummer, violin, musician, strum'],
  ['read', 'read, reading, book, letter, phone, write, writing, texting, newspaper, homework'],
  ['look', 'look, looking, gaze, gazing, stare, staring, watch, watching, dream of, wonder, stargaze'],
  ['stand', 'stand, standing, pause, stop, still'],
];

export const accessories: readonly Entry<Accessory>[] = [
  ['scarf', 'scarf, shawl'],
  ['hat', 'hat, cap, beanie, bonnet, helmet, fedora, cowboy'],
  ['umbrella', 'umbrella, parasol'],
  ['backpack', 'backpack, satchel, rucksack, schoolbag'],
  ['cane', 'cane, walking stick, crutch'],
  ['balloon', 'balloon, balloons'],
  ['suitcase', 'suitcase, luggage, bag, briefcase'],
  ['flowers', 'bouquet, bunch of flowers, flowers in hand'],
  ['guitar', 'guitar, violin, guitarist'],
  ['glasses', 'glasses, spectacles, sunglasses'],
  ['veil', 'veil, bride, wedding dress'],
  ['lantern', 'with a lantern, holding a lantern, torch, flashlight'],
  ['box', 'a box, present, parcel'],
];

export const garments: readonly Entry<Garment>[] = [
  ['dress', 'dress, skirt, gown, bride, nightgown, sundress, ballerina, tutu'],
  ['coat', 'coat, raincoat, overcoat, trenchcoat, robe, cloak, cape, parka'],
  [
    'trousers',
    'suit, uniform, jacket, shirt, jumper, sweater, hoodie, cardigan, jeans, overalls, tuxedo, pullover, vest, waistcoat, spacesuit',
  ],
];

/** Hair that is named by itself. */
export const hairs: readonly Entry<Hair>[] = [
  ['curly', 'curls, afro, frizz'],
  ['bun', 'bun, chignon, topknot'],
  ['ponytail', 'ponytail, braid, pigtail, plait'],
  ['bald', 'bald, shaved head'],
  ['short', 'crew cut, bob, short haired'],
  ['long', 'long haired'],
];

/** What stands before the word "hair". */
export const hairAdjectives: readonly Entry<Hair>[] = [
  ['long', 'long, flowing, loose, waist length'],
  ['short', 'short, cropped, tousled, messy, neat'],
  ['curly', 'curly, wavy, frizzy, wild'],
  ['bun', 'tied, pinned'],
];

/** Where a hair's colour and kind are spoken of: `short brown hair`. */
export const hairWords: readonly Entry<true>[] = [[true, 'hair, curls, braid, bun, ponytail, beard, haired']];

export const props: readonly Entry<PropKind>[] = [
  ['dog', 'dog, puppy, wolf, fox'],
  ['cat', 'cat, kitten'],
  [
    'birds',
    'bird, birds, gull, seagull, crow, swallow, dove, swan, geese, pigeon, starlings, heron, crane bird',
  ],
  ['horse', 'horse, pony, unicorn'],
  ['deer', 'deer, stag, elk, moose'],
  ['fish', 'fish, shoal, goldfish, koi, shark'],
  ['whale', 'whale, dolphin, orca'],
  ['butterflies', 'butterfly, butterflies, moth, firefly, fireflies'],
  ['car', 'car, taxi, cab, van, truck, pickup, convertible, station wagon, vehicle, limousine, traffic'],
  ['bus', 'bus, tram, school bus'],
  ['train', 'train, locomotive, railway'],
  ['bicycle', 'bicycle, bike, motorbike, motorcycle, scooter, tricycle'],
  ['boat', 'boat, ship, sailboat, canoe, rowing, ferry, yacht, sail'],
  ['plane', 'plane, airplane, aeroplane, jet, aircraft, paper plane'],
  ['rocket', 'rocket, spaceship, spacecraft, satellite'],
  ['hot-air-balloon', 'hot air balloon, airship'],
  ['street-lamp', 'street lamp, streetlight, lamppost, street light'],
  ['bench', 'bench'],
  ['piano', 'piano, pianist'],
  ['bed', 'bed, hospital bed'],
  ['table', 'table, desk'],
  ['sofa', 'sofa, couch, armchair'],
  ['shelf', 'bookshelf, bookcase, shelf'],
  ['tv', 'tv, television'],
  ['candles', 'candle, candlelight, candlelit'],
  ['cake', 'cake, birthday'],
  ['flowers', 'flower, wildflower, rose, tulip, daisy, poppy, sunflower, lavender field, blossom, lily'],
  ['crib', 'crib, cradle, cot, pram, stroller'],
  ['boxes', 'boxes, cardboard, moving boxes, crate'],
  ['tree', 'tree, oak, willow, apple tree, cherry tree'],
  ['swing', 'swing, swings'],
  ['ferris-wheel', 'ferris wheel, carousel, fairground, funfair, carnival'],
  ['lighthouse', 'lighthouse'],
  ['house', 'house, cottage, cabin, farmhouse, hut, barn'],
  ['tent', 'tent, camp, camping, circus'],
  ['campfire', 'campfire, bonfire, fire'],
  ['lanterns', 'lanterns, paper lantern'],
  ['fireworks', 'firework, fireworks'],
  ['kite', 'kite'],
  ['string-lights', 'string lights, fairy lights, garland, christmas lights, bulbs'],
  ['petals', 'petal, petals, blossom, cherry blossom'],
  ['confetti', 'confetti, rice, streamers, glitter'],
];

export const portals: readonly Entry<PortalKind>[] = [
  ['window', 'window, windowpane, porthole, skylight, rear window, windscreen, windshield'],
  ['door', 'door, doorway, gate, entrance, archway, arch, exit, elevator, lift doors'],
  ['mirror', 'mirror, rear view mirror, reflection'],
  ['eye', 'eye, iris, pupil, eyes'],
  ['screen', 'tv, television, screen, phone, monitor, smartphone, laptop, viewfinder'],
  [
    'frame',
    'photograph, picture frame, photo, painting, polaroid, portrait on the wall, picture book, blackboard, drawing',
  ],
  [
    'tunnel',
    'tunnel, vanishing point, end of the corridor, end of the hallway, end of the aisle, end of the road',
  ],
  ['moon', 'moon, full moon'],
  ['sun', 'sun, setting sun, rising sun'],
  ['keyhole', 'keyhole, peephole'],
  ['ring', 'ring, wedding ring, wedding band, locket'],
  ['puddle', 'puddle, pool of water, water drop, drop, raindrop'],
  ['cup', 'cup, teacup, coffee cup, mug, coffee, glass of water'],
  ['clock', 'clock, watch, pocket watch, alarm clock'],
  ['lamp', 'lamp, light bulb, lightbulb, flame, candle flame, spotlight, headlight, lantern'],
];

/** Words after which a prompt speaks of where the shot leads to, no longer of where it takes place. */
/** Words for what a colour can fill as a whole: `blue dusk`, `pink light`. Such a colour tints the picture. */
export const atmospheres =
  'light, sky, haze, dusk, dawn, night, glow, land, sea, tone, world, mist, fog, neon, hue, colour, color, hour, air, twilight, evening, morning, water, shadow, gel, beam, room, sunset, galaxy, nebula, palette, and';

/** Words after which a person is the same one as before: `Maya as a child`. */
export const sameness = 'as, again, once, now, still, become';

export const passages =
  'through, into, toward, towards, inside, until, becomes, become, reveal, reflect, beyond, behind, past, reflection';

/** Words that make a shot wilder (above 0) or calmer (below). */
export const energies: readonly Entry<number>[] = [
  [
    0.35,
    'run, sprint, race, chase, frantic, wild, explode, explosion, fast, speed, rave, storm, crash, chaos, fight, jump, fireworks, racing',
  ],
  [0.2, 'dance, dancing, laugh, party, play, joy, celebrate, excited, crowd, festival, spin, concert'],
  [
    -0.2,
    'slow, slowly, calm, quiet, gentle, still, soft, silent, tender, peaceful, sleep, drift, linger, sad, lonely, melancholic, grief, old',
  ],
];
