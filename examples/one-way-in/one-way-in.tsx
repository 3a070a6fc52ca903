import type { ReactNode } from 'react';
import { GeneratedClip, Song, Treatment, useSection, type SongWindow } from 'beatcut';
import { ParticleField, Reactive } from 'beatcut/audio-reactive';
import { Flash } from 'beatcut/effects';
import { InfiniteZoom } from 'beatcut/transitions';
import { AbsoluteFill, interpolate, staticFile, useCurrentFrame } from 'remotion';
import { FONTS, WithFonts } from '../shared/fonts.tsx';
import { LEGIBLE } from '../shared/legible.ts';

/** The song, below the public folder. */
export const song: string = staticFile('one-way-in.mp3');

/** What a shot shows, how long, and where in it the next one opens. */
interface Stop {
  id: string;
  bars?: number;
  origin?: { x: number; y: number };
  prompt: string;
}

/** A flight from an eye to the stars, in which every picture lies inside the one before. */
const STOPS: Stop[] = [
  {
    id: 'eye',
    bars: 2,
    prompt: 'Extreme close-up of a brown eye at night, neon light on the skin; a city in the pupil.',
  },
  {
    id: 'street',
    bars: 2,
    prompt: 'Night rain on a neon city street, {ada} runs between taxis, signs mirrored in the wet asphalt.',
  },
  {
    id: 'hall',
    bars: 1,
    prompt:
      '{ada} runs down a school corridor lined with green lockers towards the bright door at the far end.',
  },
  {
    id: 'sea',
    bars: 1,
    prompt: 'Golden late afternoon, {ada} stands on a beach before the huge setting sun.',
  },
  {
    id: 'train',
    bars: 2,
    prompt: 'Inside a night train, {ada} sits by the window, lights streaking past in the dark blue land.',
  },
  {
    id: 'forest',
    bars: 1,
    prompt: 'A misty autumn forest, {ada} walks under burning orange leaves into a tunnel of trees.',
  },
  {
    id: 'snow',
    bars: 1,
    prompt: 'Snow falls on silent white mountains in blue dusk, a small house with one lit window.',
  },
  {
    id: 'stars',
    prompt: 'Deep space: {ada} floats among the stars of a violet and gold galaxy, a planet turning below.',
  },
];

/** One unbroken flight, or with a `songWindow` a part of it. */
export const OneWayIn = ({ songWindow }: { songWindow?: SongWindow }): ReactNode => (
  <Song src={song} {...(songWindow && { songWindow })}>
    <WithFonts>
      <AbsoluteFill style={{ backgroundColor: 'black' }}>
        <Treatment
          look="35mm film, neon and gold, soft halation"
          characters={{ ada: 'Ada, a woman with a yellow raincoat' }}
        >
          <InfiniteZoom scale={5} overlapInBeats={3} driftPerBar={1.3}>
            {STOPS.map(({ prompt, ...place }) => (
              <InfiniteZoom.Shot key={place.id} {...place}>
                <GeneratedClip prompt={prompt} />
              </InfiniteZoom.Shot>
            ))}
          </InfiniteZoom>
        </Treatment>
        <Stars />
        <Flash on="section" opacity={0.5} decayInSeconds={0.6} blend="screen" color="#ffe2b0" />
        <Title />
      </AbsoluteFill>
    </WithFonts>
  </Song>
);

/** Dust that flies past the camera once the song opens up. */
function Stars(): ReactNode {
  const section = useSection();
  if (section === null || section.name === 'intro') return null;
  return (
    <ParticleField motion="fly" count={section.name === 'drop' ? 220 : 90} speed={0.7} color="#ffe9c4" />
  );
}

/** The title breathes with the pads, and leaves with the first cut. */
function Title(): ReactNode {
  const frame = useCurrentFrame();
  const opacity = interpolate(frame, [4, 24, 72, 96], [0, 1, 1, 0], {
    extrapolateLeft: 'clamp',
    extrapolateRight: 'clamp',
  });
  const spacing = interpolate(frame, [0, 96], [0.15, 0.4]);
  return (
    <Reactive
      scale={{ by: 'mid', from: 0.98, to: 1.04 }}
      style={{ opacity, placeContent: 'center', textAlign: 'center' }}
    >
      <div
        style={{
          fontFamily: FONTS.slab,
          fontWeight: 800,
          fontSize: '13vmin',
          letterSpacing: `${spacing}em`,
          marginRight: `-${spacing}em`,
          color: 'white',
          textShadow: `${LEGIBLE}, 0 0 5vmin rgb(255 150 60 / 0.9)`,
        }}
      >
        ONE WAY IN
      </div>
    </Reactive>
  );
}
