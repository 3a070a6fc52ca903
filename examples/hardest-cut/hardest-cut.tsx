import type { ReactNode } from 'react';
import { BeatSeries, GeneratedClip, Song, Treatment } from 'beatcut';
import { infiniteZoom } from 'beatcut/transitions';
import { staticFile } from 'remotion';

/** The song, below the public folder. */
export const song: string = staticFile('hardest-cut.mp3');

const maya = 'Maya, a woman with long dark hair and a red scarf';
const jon = 'Jon, a man with short brown hair and a mustard yellow jacket';

/**
 * One couple's life as an infinite zoom: each shot ends inside something (a window, an eye, a ring) that opens onto the
 * next. Light and colour follow the years: dawn, morning, noon, gold, rain, night, snow, and dawn again among the stars.
 */
export const HardestCut = (): ReactNode => (
  <Song src={song}>
    <Treatment
      look="35mm film, soft grain, gentle halation, one unbroken infinite zoom"
      characters={{ maya, jon }}
    >
      <BeatSeries>
        {/* intro */}
        <BeatSeries.Shot id="birth" bars={2}>
          <GeneratedClip prompt="Hospital room at dawn, a mother cradles her newborn by the bed in pale pink first light, curtains breathing; the camera pushes in past them through the window into the morning outside." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="garden" bars={2}>
          <GeneratedClip prompt="A spring garden in the morning, {maya} as a child of six runs after butterflies between apple trees in blossom, petals falling; push in through the garden gate at the end of the lawn, a door of light." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />

        {/* verse */}
        <BeatSeries.Shot id="school" bars={2}>
          <GeneratedClip prompt="{maya} at sixteen runs down a school corridor lined with green lockers, scarf flying, afternoon sunlight on the floor; the camera rushes behind her into the bright door at the far end." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="first-look" bars={1}>
          <GeneratedClip prompt="Extreme close-up of the brown eye of {jon} at sixteen, golden light, her running silhouette mirrored in it; slow push in through the iris into the pupil." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="summer-road" bars={1}>
          <GeneratedClip prompt="Golden late afternoon, {maya} and {jon} at nineteen ride bicycles along a country road between summer wheat fields, birds overhead; the camera travels forward towards the huge setting sun." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="beach" bars={2}>
          <GeneratedClip prompt="The sun becomes a campfire evening: at dusk on an empty beach {maya} and {jon} dance barefoot by a bonfire, waves glowing, string lights; push in towards the full moon over the sea." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="night-city" bars={1}>
          <GeneratedClip prompt="Night rain on a neon city street, {maya} with an umbrella and {jon} run laughing between taxis, signs mirrored in the wet asphalt; the camera sinks into a puddle full of pink and blue light." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="rooftop" bars={1}>
          <GeneratedClip prompt="On a rooftop above the skyline at dawn, {jon} kneels before {maya}, the whole city waking in violet haze; push in to the ring held up between them, filling the frame." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />

        {/* chorus */}
        <BeatSeries.Shot id="wedding" bars={1}>
          <GeneratedClip prompt="Through the ring into a church, {maya} in a white dress and {jon} hand in hand walk down the nave under falling confetti, stained glass throwing colour on the stone; forward into the rose window of light." />
        </BeatSeries.Shot>
        <BeatSeries.Shot id="first-home" bars={1}>
          <GeneratedClip prompt="An empty living room in warm morning light, {maya} and {jon} dance between moving boxes, dust in the sunbeams; the camera drifts into a picture frame on the wall." />
        </BeatSeries.Shot>
        <BeatSeries.Shot id="supermarket" bars={1}>
          <GeneratedClip prompt="A supermarket aisle at night under humming fluorescent light, {jon} at thirty walks away carrying a child on his arm, shelves glowing in every colour; zoom through the door at the end of the aisle." />
        </BeatSeries.Shot>
        <BeatSeries.Shot id="kitchen" bars={1}>
          <GeneratedClip prompt="Breakfast in the kitchen, autumn morning, {maya} and their little daughter in a blue dress dance by the table, steam rising; push in and down into a cup of coffee." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />

        {/* break */}
        <BeatSeries.Shot id="train" bars={2}>
          <GeneratedClip prompt="Inside a night train in the rain, {maya} at forty-five sits by the window reading a letter, lights streaking past in the dark blue land; push in through the window." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="forest" bars={2}>
          <GeneratedClip prompt="A misty autumn forest, {maya} and {jon} grey haired walk away hand in hand under burning orange leaves, shafts of low sun, a deer watching; the camera glides into the tunnel of trees." />
        </BeatSeries.Shot>

        {/* chorus */}
        <BeatSeries.Shot id="fireworks" bars={1}>
          <GeneratedClip prompt="A lake on a winter night, fireworks over the black water, {jon} and {maya} as an old couple embrace on the shore, lanterns rising; push in into the moon above the mountains." />
        </BeatSeries.Shot>
        <BeatSeries.Shot id="snow" bars={1}>
          <GeneratedClip prompt="Snow falls on silent white mountains in blue dusk, {jon} old with a cane walks alone towards a small house with one lit window; slow push in into the warm window." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="old-age" bars={2}>
          <GeneratedClip prompt="Bedroom by lamplight at night, {maya} as an old woman sits by the bed, her red scarf still bright, snow behind the glass; the camera moves into the mirror on the wall." />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />

        {/* outro */}
        <BeatSeries.Shot id="stars">
          <GeneratedClip prompt="In the mirror, deep space: {maya} and {jon} young again float hand in hand among the stars of a violet and gold galaxy, a planet turning below them; pull out slowly, endlessly, towards the first light of a new sun." />
        </BeatSeries.Shot>
      </BeatSeries>
    </Treatment>
  </Song>
);
