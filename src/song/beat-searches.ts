import { gapsOf, logistic, median } from '../core/numbers.ts';
import { findBeatPath, STEPS_PER_SECOND, type BeatPath } from './beat-path.ts';
import type { Steps } from './steps.ts';

/** Operations on numbers for each step of a search in strict time, and of one in free time. */
export const WORK_PER_STEP = 2000;
export const FREE_WORK_PER_STEP = 4000;
/** Tempi around which beats are looked for; the searches' ranges overlap. */
const SEARCH_CENTRES_BPM = [56, 80, 113, 160, 210];
/** How far those ranges go to either side, as a factor. */
export const SEARCH_RANGE = 1.36;
export const FREE_RANGE = 1.5;
/** Beats to either side over which the tempo is smoothed between two searches, in strict and in free time. */
const TEMPO_SPAN = 8;
const FREE_SPAN = 2;
/** A tempo that lies this near its median for this share of the song is steady. */
const STEADY_DEVIATION = 0.006;
const STEADY_SHARE = 0.7;
/** What it costs a beat of a steady song to come one step early or late: half a minute pays for half a beat. */
const STEADY_SHIFT_COST = 8;
/** Fewer beats than this show no slips. */
const LEAST_SLIPPING_BEATS = 16;
/** How far the tempo of a song may lie from that of most eight beats of a path that slips, as a share. */
const SLIPPING_RANGE = 0.02;
/** How sharp half beats are where a path slips on a strict grid, at least, and by how much sharper than beats. */
const LEAST_SHARPNESS = 0.65;
const SLIPPING_MARGIN = 0.1;

/** A range of tempi to search: its middle, as the length of a beat, and how far it goes to either side, as a factor. */
export interface SearchRange {
  periodInSeconds: number;
  range: number;
}

/** The ranges that cover the tempi that a song may have. */
export const searchRanges = (
  [slowest, fastest]: readonly [slowest: number, fastest: number],
  width: number,
): SearchRange[] =>
  SEARCH_CENTRES_BPM.map((centre) => ({
    low: Math.max(slowest, centre / width),
    high: Math.min(fastest, centre * width),
  }))
    .filter(({ low, high }) => low < high)
    .map(({ low, high }) => ({ periodInSeconds: 60 / Math.sqrt(low * high), range: Math.sqrt(high / low) }));

/** The course of a tempo that moves gently. */
export const searchCoarsely = (scores: Float32Array, { periodInSeconds, range }: SearchRange): BeatPath =>
  findBeatPath({
    scores,
    periodAt: () => periodInSeconds,
    range,
    ratio: 1.03,
    beam: 20,
    largestChange: 1.1,
    changeCost: 60,
    shiftCost: 0.5,
  });

/** The course of a tempo that a player takes as freely as in romantic piano music, from beat to beat. */
export const searchFreely = (scores: Float32Array, { periodInSeconds, range }: SearchRange): BeatPath =>
  findBeatPath({
    scores,
    periodAt: () => periodInSeconds,
    range,
    ratio: 1.03,
    beam: 20,
    largestChange: 1.3,
    changeCost: 15,
    shiftCost: 0.5,
  });

/** The beats along the course of a free tempo: around it, they may come earlier or later still. */
export const followFreely = (scores: Float32Array, coarse: readonly number[]): number[] =>
  findBeatPath({
    scores,
    periodAt: courseOf(scores, coarse, FREE_SPAN),
    range: 1.35,
    ratio: 1.02,
    beam: 20,
    largestChange: 1.4,
    changeCost: 5,
    shiftCost: 0.5,
  }).timesInSeconds;

/** The beats along a known course of the tempo. */
export function* searchFinely(scores: Float32Array, coarse: readonly number[]): Steps<number[]> {
  const fine = findBeatPath({
    scores,
    periodAt: courseOf(scores, coarse, TEMPO_SPAN),
    range: 1.06,
    ratio: 1.004,
    beam: 20,
    largestChange: 1.02,
    changeCost: 150,
    shiftCost: 1,
  }).timesInSeconds;
  const steady = steadyPeriod(fine);
  if (steady === undefined) return fine;
  yield (WORK_PER_STEP / 2) * scores.length;
  return searchSteadily(scores, steady, STEADY_SHIFT_COST);
}

/** The beats of a song that keeps its tempo, and its phase as far as shifts cost. */
const searchSteadily = (scores: Float32Array, periodInSeconds: number, shiftCost: number): number[] =>
  findBeatPath({
    scores,
    periodAt: () => periodInSeconds,
    range: 1.003,
    ratio: 1.0005,
    beam: Infinity,
    largestChange: 1.001,
    changeCost: 3000,
    shiftCost,
  }).timesInSeconds;

/** The beats of a song that keeps its tempo, and one phase throughout, however loud what lies between its beats may be. */
export const searchFirmly = (scores: Float32Array, periodInSeconds: number): number[] =>
  searchSteadily(scores, periodInSeconds, Infinity);

/** The length of a beat at each step: the median over so many beats before and after. */
function courseOf(
  scores: Float32Array,
  timesInSeconds: readonly number[],
  span: number,
): (step: number) => number {
  const gaps = gapsOf(timesInSeconds);
  const periods = gaps.map((_, index) => median(gaps.slice(Math.max(0, index - span), index + span + 1)));
  let beat = 0;
  const course = Float32Array.from(scores, (_, step) => {
    while (beat < periods.length - 1 && timesInSeconds[beat + 1]! < step / STEPS_PER_SECOND) beat++;
    return periods[beat]!;
  });
  return (step) => course[step]!;
}

/** The mean length of each beat and those after it. */
const localPeriods = (timesInSeconds: readonly number[]): number[] =>
  timesInSeconds.slice(TEMPO_SPAN).map((time, index) => (time - timesInSeconds[index]!) / TEMPO_SPAN);

/**
 * The length of a beat, if it is the same almost everywhere, as in most music that is made with a sequencer or a click.
 * Such a song does not lose half a beat anywhere, even if its off-beats are louder for a while.
 */
export function steadyPeriod(timesInSeconds: readonly number[]): number | undefined {
  const local = localPeriods(timesInSeconds);
  if (local.length < 3 * TEMPO_SPAN) return undefined;
  const near = (other: number): number[] =>
    local.filter((period) => Math.abs(period / other - 1) < STEADY_DEVIATION);
  const alike = near(median(local));
  if (alike.length < STEADY_SHARE * local.length) return undefined;
  return alike.reduce((sum, period) => sum + period, 0) / alike.length;
}

/**
 * The length of a beat, if some beats lie on the beats of one strict tempo and the others midway between them: where
 * off-beats are louder than beats for long enough, a search goes over to them, whatever that costs. A tempo that drifts
 * blurs half beats more than beats, never less, so half beats that are clearly sharper than beats are the mark of slips.
 */
export function slippingPeriod(scores: Float32Array, timesInSeconds: readonly number[]): number | undefined {
  const count = timesInSeconds.length;
  if (count < LEAST_SLIPPING_BEATS) return undefined;
  const usual = median(localPeriods(timesInSeconds));
  // as clear as each beat is: those on the way from one phase to the other lie anywhere
  const weights = timesInSeconds.map((time) => logistic(scores[Math.round(time * STEPS_PER_SECOND)] ?? 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  /** How sharp times are that come this often, 0–1: the length of their mean vector on a circle. */
  const sharpness = (periodInSeconds: number): number => {
    let x = 0;
    let y = 0;
    for (let index = 0; index < count; index++) {
      const angle = (2 * Math.PI * timesInSeconds[index]!) / periodInSeconds;
      x += weights[index]! * Math.cos(angle);
      y += weights[index]! * Math.sin(angle);
    }
    return Math.hypot(x, y) / total;
  };
  // an eighth of a half beat more or less from the first beat to the last
  const step = usual / (2 * 8 * count);
  const most = Math.round((SLIPPING_RANGE * usual) / step);
  let period = usual;
  let halves = 0;
  let wholes = 0;
  for (let n = -most; n <= most; n++) {
    const candidate = usual + n * step;
    const value = sharpness(candidate / 2);
    wholes = Math.max(wholes, sharpness(candidate));
    if (value <= halves) continue;
    halves = value;
    period = candidate;
  }
  return halves >= LEAST_SHARPNESS && halves >= wholes + SLIPPING_MARGIN ? period : undefined;
}
