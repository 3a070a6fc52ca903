import {
  FRAMES_PER_SECOND,
  ONSET_BAND_COUNT,
  TEXTURES_PER_SECOND,
  TIMBRE_COUNT,
  TONE_COUNT,
  type SongFeatures,
} from './song-features.ts';
import type { Beat, Energy, Section } from './song-map.ts';
import type { Steps } from './steps.ts';

/** What `findSections` takes. */
export interface FindSectionsOptions {
  durationInSeconds: number;
  /** What was heard in a stretch that holds the one from one time to another, and when it begins. */
  soundAt: (fromInSeconds: number, toInSeconds: number) => { features: SongFeatures; startInSeconds: number };
  beats: readonly Beat[];
  energy: Energy;
}

/** Where there are no bars, sound is compared in stretches of this length. */
const STRETCH_SECONDS = 2;
/** Weights of harmony, timbre, how much begins in each band, and when in the bar, in what a bar sounds like. */
const TONE_WEIGHT = 0.5;
const TIMBRE_WEIGHT = 1;
const ONSET_WEIGHT = 1;
const PATTERN_WEIGHT = 1;
/** Parts of a bar in which it is told what begins low, in the middle and high, and the onset bands that these are. */
const PATTERN_PARTS = 8;
const PATTERN_BANDS = [
  [0, 3],
  [3, 7],
  [7, ONSET_BAND_COUNT],
] as const;
/** A part of a bar begins so much of its length early, so that what lies on the border is in it. */
const PATTERN_LEAD = 0.25;
/** What a new section costs, in units of what bars of one section differ by. */
const SECTION_COST = 0.95;
/** What it costs on top when its length is no multiple of 2, 4 and 8 bars. */
const ODD_COSTS = [0.5, 0.5, 0.25] as const;
/** Sections are at least this many bars long. */
const SHORTEST_BARS = 4;
/** Songs with more bars than this are divided by stretches of several bars. */
const MOST_BARS = 600;
/** Operations on numbers for describing a second. */
const WORK_PER_SECOND = 1e4;
/** Sections whose sounds differ by less than this share of the usual difference between bars far apart are alike. */
const LIKENESS = 0.25;

/**
 * Divides a song into stretches that sound alike, on downbeats, and names like ones with the same letter.
 *
 * 1. Each bar is described by its harmony (chroma), its timbre, how much begins in each band, and what begins in each
 *    eighth of it, each standardised. A bar that the song's end cuts off is taken for one like that before it.
 * 2. The bars are divided so that the sum of squared distances from each section's mean, plus a cost per section, is
 *    smallest (dynamic programming: I. Jensen, "Multiple change points", as in J. Foote's homogeneity principle);
 *    lengths of 2, 4 and 8 bars and their multiples cost less (M. Mauch et al., "Using musical structure to enhance
 *    automatic chord transcription", ISMIR, 2009, on regular section lengths).
 * 3. Sections are joined into groups from the most alike on (average linkage) while they differ less than usual.
 */
export function* findSections(options: FindSectionsOptions): Steps<Section[]> {
  const { durationInSeconds: end, soundAt, beats, energy } = options;
  if (end === 0) return [];
  const borders = bordersOf(beats, end);
  const bars = borders.slice(0, -1).map((from, index) => {
    const to = borders[index + 1]!;
    const { features, startInSeconds } = soundAt(from, to);
    return describe(features, from - startInSeconds, to - startInSeconds);
  });
  yield WORK_PER_SECOND * end;
  if (bars.length > 1 && isLastCutOff(beats)) bars[bars.length - 1] = bars[bars.length - 2]!;
  const vectors = standardiseColumns(bars);
  const starts = divide(vectors);
  // each pair of bars is a stretch whose numbers are looked at
  yield 2 * vectors.length ** 2 * vectors[0]!.length;
  const labels = labelSections(vectors, starts);
  const levels = starts.map((start, index) =>
    meanBetween(energy, borders[start]!, borders[starts[index + 1] ?? vectors.length]!),
  );
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  return starts.map((start, index) => ({
    startInSeconds: index === 0 ? 0 : borders[start]!,
    endInSeconds: index === starts.length - 1 ? end : borders[starts[index + 1]!]!,
    label: labels[index]!,
    energy: loudest > 0 ? Math.round((1000 * levels[index]!) / loudest) / 1000 : 0,
  }));
}

/** The downbeats, or evenly spaced times where there are none, from the beginning to the end. */
function bordersOf(beats: readonly Beat[], endInSeconds: number): number[] {
  const downbeats = beats
    .filter(({ beatInBar }) => beatInBar === 1)
    .map(({ timeInSeconds }) => timeInSeconds);
  const inner =
    downbeats.length >= 4
      ? downbeats
      : Array.from(
          { length: Math.floor(endInSeconds / STRETCH_SECONDS) },
          (_, index) => index * STRETCH_SECONDS,
        );
  const step = Math.ceil(inner.length / MOST_BARS);
  const kept = inner.filter((time, index) => index % step === 0 && time < endInSeconds - 0.1);
  return kept.length === 0 ? [0, endInSeconds] : [...kept, endInSeconds];
}

/** Whether fewer beats follow the last downbeat than its bar has: what rings out after a last stroke is no section. */
function isLastCutOff(beats: readonly Beat[]): boolean {
  const most = beats.reduce((longest, { beatInBar }) => Math.max(longest, beatInBar), 0);
  return (beats.at(-1)?.beatInBar ?? most) < most;
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

/** Harmony, timbre, rhythm and its pattern in a stretch of the song: as many numbers of each as `WEIGHTS` has. */
function describe({ tones, timbres, onsets }: SongFeatures, from: number, to: number): number[] {
  const first = Math.ceil(from * TEXTURES_PER_SECOND);
  const last = Math.max(first + 1, Math.floor(to * TEXTURES_PER_SECOND));
  const chroma = zeros(12);
  const timbre = zeros(TIMBRE_COUNT);
  for (let frame = first; frame < last; frame++) {
    for (let tone = 0; tone < TONE_COUNT; tone++) chroma[tone % 12]! += tones[frame * TONE_COUNT + tone] ?? 0;
    for (let band = 0; band < TIMBRE_COUNT; band++)
      timbre[band]! += timbres[frame * TIMBRE_COUNT + band] ?? 0;
  }
  const total = chroma.reduce((sum, value) => sum + value, 0);
  const rhythm = onsets.map((band) => {
    let sum = 0;
    const start = Math.floor(from * FRAMES_PER_SECOND);
    const end = Math.max(start + 1, Math.floor(to * FRAMES_PER_SECOND));
    for (let frame = start; frame < end; frame++) sum += band[frame] ?? 0;
    return Math.sqrt(sum / (end - start));
  });
  const part = (to - from) / PATTERN_PARTS;
  const pattern = PATTERN_BANDS.flatMap(([lowest, highest]) =>
    Array.from({ length: PATTERN_PARTS }, (_, index) => {
      const begin = from + (index - PATTERN_LEAD) * part;
      const start = Math.max(0, Math.round(begin * FRAMES_PER_SECOND));
      const end = Math.round((begin + part) * FRAMES_PER_SECOND);
      let most = 0;
      for (let frame = start; frame < end; frame++) {
        let sum = 0;
        for (let band = lowest; band < highest; band++) sum += onsets[band]![frame] ?? 0;
        if (sum > most) most = sum;
      }
      return Math.sqrt(most);
    }),
  );
  return [
    ...chroma.map((value) => (total > 0 ? value / total : 0)),
    ...timbre.map((value) => value / (last - first)),
    ...rhythm,
    ...pattern,
  ];
}

/** The weight of each number of `describe`: each kind's is shared among its numbers. */
const WEIGHTS: readonly number[] = (
  [
    [TONE_WEIGHT, 12],
    [TIMBRE_WEIGHT, TIMBRE_COUNT],
    [ONSET_WEIGHT, ONSET_BAND_COUNT],
    [PATTERN_WEIGHT, PATTERN_BANDS.length * PATTERN_PARTS],
  ] as const
).flatMap(([weight, count]) => Array.from({ length: count }, () => weight / Math.sqrt(count)));

/** Brings every number to mean 0 and a deviation that is its weight. */
function standardiseColumns(rows: readonly number[][]): number[][] {
  const means = WEIGHTS.map(() => 0);
  const deviations = WEIGHTS.map(() => 0);
  for (const row of rows) row.forEach((value, column) => (means[column]! += value / rows.length));
  for (const row of rows)
    row.forEach((value, column) => (deviations[column]! += (value - means[column]!) ** 2 / rows.length));
  return rows.map((row) =>
    row.map((value, column) => {
      const deviation = Math.sqrt(deviations[column]!);
      return deviation < 1e-6 ? 0 : (WEIGHTS[column]! * (value - means[column]!)) / deviation;
    }),
  );
}

const squaredDistance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0);

/** The indices of the bars that sections begin on, the first being 0. */
function divide(bars: readonly number[][]): number[] {
  const count = bars.length;
  const width = bars[0]!.length;
  if (count < 2 * SHORTEST_BARS) return [0];
  // running sums, so that any stretch's scatter is known at once
  const sums = [new Float64Array(width)];
  const squares = [0];
  bars.forEach((bar, index) => {
    sums.push(sums[index]!.map((value, column) => value + bar[column]!));
    squares.push(squares[index]! + bar.reduce((sum, value) => sum + value * value, 0));
  });
  const scatter = (from: number, to: number): number => {
    let power = 0;
    for (let column = 0; column < width; column++) power += (sums[to]![column]! - sums[from]![column]!) ** 2;
    return squares[to]! - squares[from]! - power / (to - from);
  };
  const differences = bars.slice(1).map((bar, index) => squaredDistance(bar, bars[index]!));
  const usual = Math.max(1e-6, differences.sort((a, b) => a - b)[differences.length >> 1]!);
  const best = new Float64Array(count + 1).fill(Infinity);
  const before = new Int32Array(count + 1);
  best[0] = 0;
  for (let to = SHORTEST_BARS; to <= count; to++) {
    for (let from = 0; from <= to - SHORTEST_BARS; from++) {
      if (best[from] === Infinity) continue;
      const length = to - from;
      // pick-ups and endings may be of any length
      const isInner = from > 0 && to < count;
      const odd = isInner
        ? ODD_COSTS.reduce((sum, cost, n) => sum + (length % 2 ** (n + 1) === 0 ? 0 : cost), 0)
        : 0;
      const cost = best[from]! + scatter(from, to) / usual + SECTION_COST * (1 + odd);
      if (cost < best[to]!) {
        best[to] = cost;
        before[to] = from;
      }
    }
  }
  const starts: number[] = [];
  for (let at = count; at > 0; at = before[at]!) starts.push(before[at]!);
  return starts.reverse();
}

/** Letters for sections: alike ones have the same. */
function labelSections(bars: readonly number[][], starts: readonly number[]): string[] {
  const width = bars[0]!.length;
  const meanOfSection = (index: number): number[] => {
    const members = bars.slice(starts[index]!, starts[index + 1] ?? bars.length);
    return Array.from(
      { length: width },
      (_, column) => members.reduce((sum, bar) => sum + bar[column]!, 0) / members.length,
    );
  };
  const means = starts.map((_, index) => meanOfSection(index));
  // bars are standardised: two bars that have nothing in common differ by about twice the sum of the weights squared
  const limit = LIKENESS * 2 * WEIGHTS.reduce((sum, weight) => sum + weight ** 2, 0);
  let groups = starts.map((_, index) => [index]);
  for (;;) {
    let nearest = limit;
    let pair: [number, number] | undefined;
    for (let a = 0; a < groups.length; a++) {
      for (let b = a + 1; b < groups.length; b++) {
        let sum = 0;
        for (const i of groups[a]!) for (const j of groups[b]!) sum += squaredDistance(means[i]!, means[j]!);
        const distance = sum / (groups[a]!.length * groups[b]!.length);
        if (distance < nearest) {
          nearest = distance;
          pair = [a, b];
        }
      }
    }
    if (pair === undefined) break;
    const [a, b] = pair;
    groups = groups
      .map((group, index) => (index === a ? [...group, ...groups[b]!] : group))
      .filter((_, index) => index !== b);
  }
  const order = groups.sort((a, b) => Math.min(...a) - Math.min(...b));
  return starts.map((_, index) => letterOf(order.findIndex((group) => group.includes(index))));
}

/** A … Z, AA, AB … */
const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCodePoint(65 + (index % 26));

function meanBetween({ overall, valuesPerSecond }: Energy, from: number, to: number): number {
  const values = overall.slice(Math.floor(from * valuesPerSecond), Math.ceil(to * valuesPerSecond));
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
