import type { Random } from '../core/random.ts';
import { brighten, mix, rgb, saturate, tint, white, type Rgb } from './color.ts';
import type { Finish, Palette, TimeOfDay, Weather } from './scene.ts';

/** sky top, sky middle, horizon, light, far, near, accent */
type Ramp = readonly [string, string, string, string, string, string, string];

/** Painted by eye: what the sky, the haze and the shade look like at each hour, in three moods each. */
const ramps: Record<TimeOfDay, readonly Ramp[]> = {
  dawn: [
    ['#2b2f5f', '#b8688d', '#ffc79c', '#fff0cf', '#8f7aa8', '#1b1838', '#ff6b5e'],
    ['#46659f', '#e29a98', '#ffe0b4', '#fff4dc', '#98a0c6', '#222b4d', '#e8574a'],
    ['#1f4a63', '#7fa9a3', '#ffd9a0', '#fff3cf', '#6f9aa0', '#0f2a38', '#ff7d52'],
  ],
  morning: [
    ['#4ba0d0', '#a3d5e4', '#fdf0c4', '#fffbe0', '#8dbccb', '#174552', '#ff7a4a'],
    ['#5fb3b3', '#c4e3cf', '#fff2cf', '#fffce8', '#93c2b4', '#1b4746', '#f0604d'],
    ['#6f8fd0', '#c9c6ea', '#ffe9d2', '#fff7e8', '#a7aad8', '#2a2f5c', '#f2545b'],
  ],
  day: [
    ['#1f78c0', '#6cbbe8', '#d5f0f5', '#fffbe6', '#7fb4d6', '#123352', '#ff5a3c'],
    ['#129aac', '#69ccc6', '#e6f6d8', '#fffde8', '#74bfb8', '#0a3d4b', '#ff6f4f'],
    ['#3d6fd6', '#86b4f0', '#e7ecfa', '#ffffff', '#8fb0e2', '#182a5a', '#ffb83d'],
  ],
  golden: [
    ['#d96f3d', '#f4a44c', '#ffe08f', '#fff3c4', '#d58850', '#451a2b', '#1fa3a3'],
    ['#6f639f', '#ee9b66', '#ffdc8c', '#fff0c0', '#c48574', '#351d3c', '#e2433f'],
    ['#3f8088', '#e3b362', '#fff0ad', '#fff8d6', '#b99b5c', '#2b2a24', '#d9483b'],
  ],
  sunset: [
    ['#3b1f5b', '#cc4560', '#ff9f45', '#ffe29a', '#97406a', '#1d0d2c', '#ffcf5c'],
    ['#1f2a5c', '#8a4890', '#ff7a59', '#ffd29d', '#693d7b', '#140e2a', '#4fd0c6'],
    ['#5a1a3a', '#e0533d', '#ffbe4d', '#fff0ae', '#a83f3f', '#25091c', '#ffd76a'],
  ],
  dusk: [
    ['#10204a', '#34508c', '#e58f7b', '#ffd3a1', '#3c5389', '#091129', '#ffb347'],
    ['#17233f', '#3f6a7d', '#d8a58a', '#ffe1b0', '#3b6175', '#0a1725', '#f25f5c'],
    ['#241a4a', '#6a4a94', '#f0a0a8', '#ffdcc4', '#594584', '#100a26', '#ffc15e'],
  ],
  night: [
    ['#060b24', '#12285a', '#2f5d8c', '#ffe9b8', '#22467a', '#040817', '#ffc861'],
    ['#0b0a22', '#2a1b52', '#5b3a86', '#ffe3d0', '#3a2a6a', '#070515', '#ff5fa2'],
    ['#041a1f', '#0b3a40', '#2b6f68', '#fff1c2', '#1b4f52', '#021013', '#ffb454'],
  ],
};

/** What `paletteOf` takes. */
export interface PaletteOptions {
  timeOfDay: TimeOfDay;
  weather: Weather;
  /** Colours that the prompt gives to no thing in particular, the first one leading. */
  colors: readonly Rgb[];
  /** Names of looks from the lexicon. */
  looks: readonly Look[];
  /** Which of the three moods of the hour; takes go through them in turn. */
  mood: number;
  random: Random;
}

/** Words for film stocks and styles that change the colours. */
export type Look =
  | 'noir'
  | 'sepia'
  | 'neon'
  | 'pastel'
  | 'film'
  | 'vintage'
  | 'vivid'
  | 'cold'
  | 'warm'
  | 'dreamy'
  | 'muted';

const mapPalette = (palette: Palette, change: (color: Rgb, name: keyof Palette) => Rgb): Palette =>
  Object.fromEntries(
    Object.entries(palette).map(([name, color]) => [name, change(color as Rgb, name as keyof Palette)]),
  ) as unknown as Palette;

const neonPairs: readonly (readonly [string, string])[] = [
  ['#ff2e88', '#22d3ee'],
  ['#a855f7', '#34f5c5'],
  ['#ff5f3d', '#3d8bff'],
];

/** The colours of a picture: the hour's ramp, changed by the weather, by colour words and by the look. */
export function paletteOf({ timeOfDay, weather, colors, looks, mood, random }: PaletteOptions): Palette {
  const ramp = ramps[timeOfDay][mood % 3]!.map(rgb);
  let palette: Palette = {
    skyTop: ramp[0]!,
    skyMiddle: ramp[1]!,
    skyLow: ramp[2]!,
    light: ramp[3]!,
    far: ramp[4]!,
    near: ramp[5]!,
    accent: ramp[6]!,
  };
  if (weather === 'rain' || weather === 'storm' || weather === 'cloudy' || weather === 'fog') {
    const heavy = weather === 'storm' ? 0.72 : weather === 'rain' ? 0.82 : 0.95;
    palette = mapPalette(palette, (color, name) =>
      name === 'accent' || name === 'light' ? color : brighten(saturate(color, 0.62), heavy),
    );
  }
  if (weather === 'fog' || weather === 'snow')
    palette = { ...palette, far: mix(palette.far, palette.skyLow, 0.45) };

  const [lead] = colors;
  if (lead)
    palette = mapPalette(palette, (color, name) =>
      name === 'accent' ? lead : tint(color, lead, name === 'light' ? 0.3 : 0.78),
    );

  for (const look of looks) {
    if (look === 'noir') palette = mapPalette(palette, (color) => saturate(color, 0.06));
    else if (look === 'sepia')
      palette = mapPalette(palette, (color) => tint(saturate(color, 0.2), rgb('#b98a52'), 0.75));
    else if (look === 'neon') {
      const [hot, cool] = neonPairs[Math.floor(random() * neonPairs.length)]!.map(rgb) as [Rgb, Rgb];
      palette = {
        ...palette,
        skyMiddle: tint(palette.skyMiddle, cool, 0.6),
        skyLow: mix(palette.skyLow, hot, 0.6),
        far: tint(palette.far, hot, 0.5),
        light: mix(hot, white, 0.45),
        accent: cool,
      };
    } else if (look === 'pastel')
      palette = mapPalette(palette, (color, name) =>
        mix(color, [255, 246, 240], name === 'near' ? 0.22 : 0.34),
      );
    else if (look === 'film')
      palette = mapPalette(palette, (color, name) =>
        name === 'near' ? mix(color, [40, 46, 60], 0.12) : tint(color, rgb('#f2b266'), 0.1),
      );
    else if (look === 'vintage')
      palette = mapPalette(palette, (color) =>
        tint(mix(saturate(color, 0.75), [120, 96, 80], 0.14), rgb('#e0a060'), 0.2),
      );
    else if (look === 'vivid') palette = mapPalette(palette, (color) => saturate(color, 1.3));
    else if (look === 'muted') palette = mapPalette(palette, (color) => saturate(color, 0.62));
    else if (look === 'cold') palette = mapPalette(palette, (color) => tint(color, rgb('#4d8fd6'), 0.3));
    else if (look === 'warm') palette = mapPalette(palette, (color) => tint(color, rgb('#f0a050'), 0.24));
  }
  return palette;
}

/** What the looks do to the finished picture. */
export function finishOf(looks: readonly Look[]): Finish {
  const has = (look: Look): boolean => looks.includes(look);
  return {
    grain: has('film') ? 0.7 : has('vintage') || has('noir') ? 1 : 0.4,
    vignette: has('noir') || has('vintage') ? 1 : 0.7,
    bloom: has('dreamy') || has('neon') ? 1 : 0.6,
    saturation: has('noir') ? 0 : 1,
  };
}
