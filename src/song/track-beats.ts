import { hearBeats, unpackWeights, type BeatLikelihoods } from './beat-network.ts';
import { BEAT_NETWORK_WEIGHTS } from './beat-network-weights.ts';
import { findBeatPath, STEPS_PER_SECOND } from './beat-path.ts';
import { countBars, type BarCount } from './count-bars.ts';
import { NETWORK_FRAMES_PER_SECOND } from './network-inputs.ts';
import type { SongFeatures } from './song-features.ts';

/** Beats with their bars at one of the tempi that the song can be counted at. */
export interface BeatHypothesis {
  timesInSeconds: number[];
  /** How likely each beat is by itself, 0–1. */
  likelihoods: number[];
  tempoBpm: number;
  bars: BarCount;
  /** How much speaks for it, as a logarithm. */
  plausibility: number;
}

/** What `trackBeats` takes. */
export interface TrackBeatsOptions {
  features: SongFeatures;
  /** The tempo lies in this range. */
  tempoRangeBpm: readonly [slowest: number, fastest: number];
  /** A tempo that is somewhat more likely than others. */
  taggedTempoBpm?: number;
  beatsPerBar?: number;
}

/** Tempi around which beats are looked for; each search reaches half an octave up and down, so that they overlap. */
const SEARCH_CENTRES_BPM = [63, 100, 160];
const SEARCH_RANGE = 1.45;
/** Doubt that is left when the network is sure. */
const DOUBT = 0.02;
/** What a beat is worth by itself: songs have beats, even where none is heard. */
const BEAT_WORTH = 1;
/** Beats over which the tempo is smoothed between the two searches. */
const TEMPO_SPAN = 8;
/** Tempi that people tap: centre and width in octaves of a bell curve over the logarithm of tempo. */
const USUAL_TEMPO_BPM = 125;
const USUAL_OCTAVES = 0.7;
/** What the grid's fit to the heard beats and the bars' fit to the heard downbeats weigh beside the usual tempo. */
const FIT_WEIGHT = 4;
const BAR_WEIGHT = 10;
/** How much a tempo in the file's tags is believed, and how near counts as the same (octaves). */
const TAG_WEIGHT = 1;
const TAG_OCTAVES = 0.03;

/**
 * Finds the beats and bars of a song at each tempo that it may be counted at, most plausible first.
 *
 * 1. The beat network says how likely a beat and a downbeat is at each moment.
 * 2. In three overlapping ranges of tempo, a coarse search finds the tempo's course and a fine one the beats.
 * 3. For each, bars are counted.
 * 4. What decides between them (mostly half, whole or double tempo): how well the beats cover what was heard, how well
 *    the bars cover the downbeats, and how usual the tempo is (D. Moelants, "Preferred tempo reconsidered", ICMPC, 2002).
 */
export function trackBeats({
  features,
  tempoRangeBpm,
  taggedTempoBpm,
  beatsPerBar,
}: TrackBeatsOptions): BeatHypothesis[] {
  const heard = hearBeats(features, unpackWeights(BEAT_NETWORK_WEIGHTS));
  const beats = gatherAround(heard.beats);
  const downbeats = gatherAround(heard.downbeats);
  const energy = peakEnergy(heard.beats, beats);
  if (energy === 0) return [];
  const scores = scoreSteps(beats);
  const [slowest, fastest] = tempoRangeBpm;
  const hypotheses: BeatHypothesis[] = [];
  for (const centre of SEARCH_CENTRES_BPM) {
    const low = Math.max(slowest, centre / SEARCH_RANGE);
    const high = Math.min(fastest, centre * SEARCH_RANGE);
    if (low >= high) continue;
    const timesInSeconds = searchTwice(scores, 60 / Math.sqrt(low * high), Math.sqrt(high / low));
    if (timesInSeconds.length < 4) continue;
    const tempoBpm = 60 / median(gapsOf(timesInSeconds));
    if (hypotheses.some((other) => Math.abs(Math.log(other.tempoBpm / tempoBpm)) < 0.03)) continue;
    const likelihoods = timesInSeconds.map((time) => valueAt(beats, time));
    const bars = countBars({
      downbeats: timesInSeconds.map((time, index) =>
        Math.min(1, valueAt(downbeats, time) / (likelihoods[index]! + 0.02)),
      ),
      ...(beatsPerBar === undefined ? {} : { beatsPerBar }),
    });
    // cosine between what was heard and the grid
    const fit =
      likelihoods.reduce((sum, value) => sum + value, 0) / Math.sqrt(timesInSeconds.length * energy);
    const unusual = Math.log2(tempoBpm / USUAL_TEMPO_BPM) / USUAL_OCTAVES;
    const offTag =
      taggedTempoBpm === undefined ? Infinity : Math.log2(tempoBpm / taggedTempoBpm) / TAG_OCTAVES;
    hypotheses.push({
      timesInSeconds,
      likelihoods,
      tempoBpm,
      bars,
      plausibility:
        FIT_WEIGHT * Math.log(fit + 1e-6) +
        (BAR_WEIGHT * bars.score) / timesInSeconds.length -
        0.5 * unusual ** 2 +
        TAG_WEIGHT * Math.exp(-0.5 * offTag ** 2),
    });
  }
  return hypotheses.sort((a, b) => b.plausibility - a.plausibility);
}

/** How likely it is that a beat lies within a frame of each: the network spreads a beat over three. */
const gatherAround = (row: BeatLikelihoods['beats']): Float32Array =>
  row.map((value, frame) => Math.min(1, ((row[frame - 1] ?? 0) + value + (row[frame + 1] ?? 0)) / 2));

/** Sum of the squares of everything that sounds like a beat. */
function peakEnergy(beats: Float32Array, gathered: Float32Array): number {
  let energy = 0;
  for (let frame = 1; frame < beats.length - 1; frame++) {
    if (beats[frame]! > beats[frame - 1]! && beats[frame]! >= beats[frame + 1]!)
      energy += gathered[frame]! ** 2;
  }
  return energy;
}

/** The logarithm of the odds of a beat at every step of the search. */
function scoreSteps(beats: Float32Array): Float32Array {
  const odds = beats.map((value) => {
    const likelihood = DOUBT + (1 - 2 * DOUBT) * value;
    return Math.log(likelihood / (1 - likelihood)) + BEAT_WORTH;
  });
  const perStep = NETWORK_FRAMES_PER_SECOND / STEPS_PER_SECOND;
  return Float32Array.from({ length: Math.floor(beats.length / perStep) }, (_, step) => {
    const whole = Math.floor(step * perStep);
    const next = odds[whole + 1] ?? odds[whole]!;
    return odds[whole]! + (step * perStep - whole) * (next - odds[whole]!);
  });
}

function searchTwice(scores: Float32Array, periodInSeconds: number, range: number): number[] {
  const coarse = findBeatPath({
    scores,
    periodAt: () => periodInSeconds,
    range,
    ratio: 1.03,
    largestChange: 1.1,
    changeCost: 60,
    shiftCost: 0.5,
  }).timesInSeconds;
  if (coarse.length < 4) return coarse;
  const gaps = gapsOf(coarse);
  const periods = gaps.map((_, index) =>
    median(gaps.slice(Math.max(0, index - TEMPO_SPAN), index + TEMPO_SPAN + 1)),
  );
  let beat = 0;
  const course = Float32Array.from(scores, (_, step) => {
    while (beat < periods.length - 1 && coarse[beat + 1]! < step / STEPS_PER_SECOND) beat++;
    return periods[beat]!;
  });
  return findBeatPath({
    scores,
    periodAt: (step) => course[step]!,
    range: 1.06,
    ratio: 1.004,
    largestChange: 1.02,
    changeCost: 150,
    shiftCost: 1,
  }).timesInSeconds;
}

const valueAt = (row: Float32Array, timeInSeconds: number): number => {
  const frame = Math.round(timeInSeconds * NETWORK_FRAMES_PER_SECOND);
  return Math.max(row[frame - 1] ?? 0, row[frame] ?? 0, row[frame + 1] ?? 0);
};

/** The times between neighbours. */
export const gapsOf = (times: readonly number[]): number[] =>
  times.slice(1).map((time, index) => time - times[index]!);

/** The middle value; 0 when there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
