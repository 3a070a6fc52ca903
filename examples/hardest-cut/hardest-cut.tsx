import type { ReactNode } from 'react';
import { BeatSeries, GeneratedClip, Song, Treatment } from 'beatcut';
import { infiniteZoom } from 'beatcut/transitions';
import { staticFile } from 'remotion';

const prompts = [
  'a newborn by a hospital window at dawn, push in to the window',
  'a child runs through a meadow towards a tree, morning',
  'a school corridor, girl with red scarf runs to a door',
  'a train window in rain at night',
  'a concert stage with dancing crowd, neon',
  'two people dance in a kitchen at night',
  'a church wedding, confetti',
  'a car on a desert road at sunset',
  'snow in a city street, a couple walks',
  'a hospital corridor at night',
  'a garden in summer, a child on a bicycle',
  'a beach at golden hour, old couple',
  'autumn park bench, old man with a cane',
  'stars over the sea',
];

export const HardestCut = (): ReactNode => (
  <Song src={staticFile('hardest-cut.mp3')}>
    <Treatment look="35mm, late-summer light, soft grain">
      <BeatSeries>
        {prompts.map((prompt, i) => [
          i > 0 && i % 3 ? (
            <BeatSeries.Transition key={`t${i}`} beats={1} presentation={infiniteZoom()} />
          ) : null,
          <BeatSeries.Shot key={prompt} {...(i < 13 && { bars: i % 3 === 1 ? 2 : 1.5 })}>
            <GeneratedClip prompt={prompt} />
          </BeatSeries.Shot>,
        ])}
      </BeatSeries>
    </Treatment>
  </Song>
);
