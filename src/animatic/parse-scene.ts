import { clamp } from '../core/numbers.ts';
import { createRandom } from '../core/random.ts';
import { rgb, type Rgb } from './color.ts';
import {
  cameraMoves,
  colors as colorWords,
  energies,
  atmospheres,
  faintSettings,
  hintedSettings,
  looks as lookWords,
  passages,
  people,
  portals,
  props as propWords,
  seasons,
  settings,
  shotSizes,
  timesOfDay,
  weathers,
} from './lexicon.ts';
import { finishOf, paletteOf } from './palette.ts';
import { parseSubjects } from './parse-subjects.ts';
import type { CameraMove, PortalKind, Prop, Scene, Setting, TimeOfDay, Weather } from './scene.ts';
import { find, stemsOf, type Entry, type Finding } from './words.ts';

/** What `parseScene` takes. */
export interface ParseSceneOptions {
  /** The treatment's look; it sets colours and film stock, not the place. */
  look?: string;
  /** Another seed gives another take of the same idea: light, composition and placement change. 0 by default. */
  seed?: number;
}

const hours: readonly TimeOfDay[] = ['dawn', 'morning', 'day', 'golden', 'sunset', 'dusk', 'night'];

/** The hours that suit a place when the prompt names none. */
const usualHours: Partial<Record<Setting, readonly TimeOfDay[]>> = {
  space: ['night'],
  club: ['night'],
  stage: ['night'],
  skyline: ['dusk', 'sunset', 'night'],
  rooftop: ['dusk', 'sunset', 'night'],
  street: ['dusk', 'golden', 'night'],
  underwater: ['day', 'morning', 'dusk'],
  desert: ['golden', 'sunset', 'dawn'],
  kitchen: ['morning', 'golden'],
  insert: ['dusk', 'golden', 'night', 'dawn'],
};

const passageStems = new Set(stemsOf(passages));

/** The last finding, or the first: what is said first leads, but a portal is where the sentence goes. */
const first = <T>(stems: readonly string[], lexicon: readonly Entry<T>[]): T | undefined =>
  find(stems, lexicon)[0]?.meaning;

/** The first place that is not spoken of as what lies beyond a window, a door or an eye. */
function settingOf(stems: readonly string[]): Setting | undefined {
  const isBeyond = ({ index }: Finding<Setting>): boolean =>
    stems.slice(Math.max(0, index - 4), index).some((stem) => passageStems.has(stem));
  const strong = find(stems, settings);
  const here = strong.find((finding) => !isBeyond(finding)) ?? strong[0];
  const faint = find(stems, faintSettings);
  return (here ?? faint.find((finding) => !isBeyond(finding)) ?? faint[0] ?? find(stems, hintedSettings)[0])
    ?.meaning;
}

/** Where the camera goes to: the thing named soon after a word such as "through", else the last one named. */
function portalOf(stems: readonly string[]): Finding<PortalKind> | undefined {
  const found = find(stems, portals);
  const entered = found.find(({ index }) =>
    stems.slice(Math.max(0, index - 4), index).some((stem) => passageStems.has(stem)),
  );
  return entered ?? found[found.length - 1];
}

const atmosphereStems = new Set(stemsOf(atmospheres));

/** Colours of the air, not of a thing: those that stand before a word such as "light" or "haze". */
const airColors = (stems: readonly string[], taken: ReadonlySet<number>): Rgb[] =>
  find(stems, colorWords)
    .filter(
      ({ index }) =>
        !taken.has(index) && stems.slice(index + 1, index + 3).some((stem) => atmosphereStems.has(stem)),
    )
    .map(({ meaning }) => rgb(meaning));

function propsOf(stems: readonly string[], taken: Set<number>): Prop[] {
  const colorAt = new Map(find(stems, colorWords).map(({ index, meaning }) => [index, meaning]));
  const found = new Map<string, Prop>();
  for (const { meaning, index } of find(stems, propWords)) {
    if (found.has(meaning)) continue;
    const colorIndex = [index - 1, index - 2].find((near) => colorAt.has(near) && !taken.has(near));
    if (colorIndex !== undefined) taken.add(colorIndex);
    found.set(meaning, {
      kind: meaning,
      ...(colorIndex !== undefined && { color: rgb(colorAt.get(colorIndex)!) }),
    });
  }
  return [...found.values()];
}

/**
 * Reads what a prompt (with the treatment's characters written out) shows: place, hour, weather, people, things, light and camera. Understands English words by their
 * stems (see `lexicon.ts`); whatever it does not find is chosen by the seed so that the parts suit each other, and a
 * prompt without a word that it knows becomes an abstract picture. The same options give the same scene.
 */
export function parseScene(prompt: string, { look = '', seed = 0 }: ParseSceneOptions = {}): Scene {
  const stems = stemsOf(prompt);
  const lookStems = stemsOf(look);
  const variation = JSON.stringify([prompt, look, seed]);
  // the words alone decide what the picture shows, the seed only how: takes of a prompt show the same idea
  const chooseByWords = createRandom(JSON.stringify([prompt, look]));
  const choose = createRandom(variation);

  // neighbouring takes differ in mood and side, whatever chance says
  const take = Math.abs(Math.trunc(seed)) || 0;

  const named = settingOf(stems);
  const { subjects, taken } = parseSubjects(stems);
  const setting = named ?? (subjects.length > 0 ? 'field' : 'abstract');
  const props = propsOf(stems, taken);

  const weather: Weather = first(stems, weathers) ?? (choose() < 0.25 ? 'cloudy' : 'clear');
  const usual = usualHours[setting] ?? hours;
  const wordsHour = usual[(Math.floor(chooseByWords() * usual.length) + take) % usual.length]!;
  const timeOfDay = first(stems, timesOfDay) ?? first(lookStems, timesOfDay) ?? wordsHour;
  const season =
    first(stems, seasons) ??
    (weather === 'snow'
      ? 'winter'
      : (['spring', 'summer', 'autumn'] as const)[Math.floor(chooseByWords() * 3)]!);

  const portal = portalOf(stems);
  const portalColor = find(stems, colorWords).find(({ index }) =>
    find(stems, portals).some((found) => found.meaning === portal?.meaning && found.index === index + 1),
  )?.meaning;
  const moves: readonly CameraMove[] = portal
    ? ['push-in']
    : ['push-in', 'pan-right', 'pan-left', 'orbit', 'crane-up', 'pull-out'];
  const camera = first(stems, cameraMoves) ?? moves[Math.floor(chooseByWords() * moves.length)]!;
  const looks = [
    ...new Set([...find(lookStems, lookWords), ...find(stems, lookWords)].map(({ meaning }) => meaning)),
  ];
  const crowd = Math.max(0, ...find(stems, people).map(({ meaning }) => meaning.crowd ?? 0));
  const energy = find(stems, energies).reduce((sum, { meaning }) => sum + meaning, 0.35);
  const colors = [
    ...airColors(stems, taken),
    ...find(lookStems, colorWords).map(({ meaning }) => rgb(meaning)),
  ];

  const palette = paletteOf({
    timeOfDay,
    weather,
    colors,
    looks,
    mood: Math.floor(chooseByWords() * 3) + take,
    random: choose,
  });

  return {
    prompt,
    seed,
    variation,
    setting,
    timeOfDay,
    weather,
    season,
    shotSize:
      first(stems, shotSizes) ??
      (subjects.length > 0 && subjects.length < 3 && chooseByWords() < 0.35 ? 'medium' : 'wide'),
    camera,
    energy: clamp(energy),
    subjects,
    crowd,
    props,
    ...(portal && { portal: { kind: portal.meaning } }),
    palette: portalColor ? { ...palette, accent: rgb(portalColor) } : palette,
    finish: finishOf(looks),
    mirrored: chooseByWords() < 0.5 !== (take % 2 === 1),
  };
}
