import { gapsOf, median } from '../core/numbers.ts';
import { chooseAgain, evidenceOf, weighFirst } from './beat-choice.ts';
import { barRepetition, onsetRowsOf, profileBeats, repetitionOf, soundEvidenceOf } from './beat-evidence.ts';
import { hearBeats, unpackWeights, type BeatLikelihoods } from './beat-network.ts';
import { BEAT_NETWORK_WEIGHTS } from './beat-network-weights.ts';
import { STEPS_PER_SECOND } from './beat-path.ts';
import {
  followFreely,
  FREE_RANGE,
  FREE_WORK_PER_STEP,
  SEARCH_RANGE,
  searchCoarsely,
  searchFinely,
  searchFirmly,
  searchFreely,
  searchRanges,
  slippingPeriod,
  steadyPeriod,
  WORK_PER_STEP,
} from './beat-searches.ts';
import { firstSoundOf, openingEvidenceOf, placeAmong } from './beat-start.ts';
import { countBars, type BarCount } from './count-bars.ts';
import { NETWORK_FRAMES_PER_SECOND } from './network-inputs.ts';
import { recountBeats } from './recount.ts';
import type { SongFeatures } from './song-features.ts';
import type { Steps } from './steps.ts';

/** Beats with their bars at one of the tempi that the song can be counted at. */
export interface BeatHypothesis {
  timesInSeconds: number[];
  /** How likely each beat is by itself, 0–1. */
  likelihoods: number[];
  tempoBpm: number;
  bars: BarCount;
  /** How much of what sounded like a beat it explains: the cosine between both, 0–1. */
  fit: number;
  /** How much speaks for it, as a logarithm. */
  plausibility: number;
  /** What speaks for or against it, in numbers: those of `evidenceOf` and, if it was looked at twice, of `soundEvidenceOf` and `openingEvidenceOf`. */
  evidence: readonly number[];
}

/** What `trackBeats` takes. */
export interface TrackBeatsOptions {
  features: SongFeatures;
  /** The tempo lies in this range. */
  tempoRangeBpm: readonly [slowest: number, fastest: number];
  /** A tempo that is somewhat more likely than others. */
  taggedTempoBpm?: number;
  beatsPerBar?: number;
  /** The song began before: where this sound begins says nothing. */
  isExcerpt?: boolean;
  /** How likely beats and downbeats are, if the network has been asked before. */
  heard?: BeatLikelihoods;
}

/** In free time, how much the score of a search, per second, is worth beside plausibility. */
const FREE_SCORE_WORTH = 3;
/** How much more plausible beats in free time must be than the best ones whose tempo moves gently. */
const FREE_COST = 0.25;
/** Hypotheses at tempi nearer than this (logarithm) are one. */
const SAME_TEMPO = 0.03;
/** Hypotheses that are worked out. */
const KEPT = 4;
/** Doubt that is left when the network is sure. */
const DOUBT = 0.02;
/** What a beat is worth by itself: songs have beats, even where none is heard. */
const BEAT_WORTH = 1;
/** So much faster no song is counted at the second look: bare loops sound alike at every half beat. */
const LARGEST_SPEED_UP = 1.9;
/** Operations on numbers for each beat that is judged. */
const WORK_PER_BEAT = 20_000;
/** Beats that a way to count has at least. */
const LEAST_BEATS = 9;
/** How much a tempo in the file's tags is believed, and how near counts as the same (octaves). */
const TAG_WEIGHT = 1;
const TAG_OCTAVES = 0.03;

/** All ways to count a song that were weighed. */
interface Countings {
  /** Those that were found first, most plausible first. */
  first: BeatHypothesis[];
  /**
   * Those of the second look, with the bars that the sound repeats in: the first is the first of `first`. In a song with
   * a steady tempo the others and its relatives follow.
   */
  second: BeatHypothesis[];
}

/**
 * Finds the beats and bars of a song at each tempo that it may be counted at, most plausible first.
 *
 * 1. The beat network says how likely a beat and a downbeat is at each moment.
 * 2. In overlapping ranges of tempo, a coarse search finds the course of the tempo; for the best of them a fine one finds
 *    the beats.
 * 3. For each, bars are counted. Where the tempo of the best is not steady, beats in free time are looked for as well, and
 *    come first if they explain what was heard clearly better: a tempo that may change by a third from one beat to the next
 *    covers nearly any sound a little better. If they only go to and fro between beats and off-beats of a strict tempo,
 *    that tempo's beats come first.
 * 4. What decides between them (mostly half, whole or double tempo): how well the beats cover what was heard, how well
 *    the bars cover the downbeats, whether every other beat is weak, and how usual the tempo is (D. Moelants, "Preferred
 *    tempo reconsidered", ICMPC, 2002).
 * 5. A song with a steady tempo is looked at twice: where what sounds from beat to beat and bar to bar speaks clearly for
 *    another way to count it (half a beat off, 3:2, 4:3 …), that one comes first.
 * 6. The bars of the first one are counted again with the distance in beats after which the sound repeats.
 */
export function* trackBeats(options: TrackBeatsOptions): Steps<BeatHypothesis[]> {
  const { first, second } = yield* listCountings(options);
  if (second.length === 0) return [];
  const chosen = chooseAgain(
    second.map(({ evidence }) => evidence),
    second.map(({ tempoBpm }) => beliefIn(tempoBpm, options.taggedTempoBpm)),
  );
  return [second[chosen]!, ...(chosen === 0 ? first.slice(1) : first)];
}

/**
 * The ways to count a song, of which `trackBeats` chooses one.
 *
 * @public The training asks for it.
 */
export function* listCountings(options: TrackBeatsOptions): Steps<Countings> {
  const { features, tempoRangeBpm, taggedTempoBpm, beatsPerBar, isExcerpt = false } = options;
  const heard = options.heard ?? (yield* hearBeats(features, unpackWeights(BEAT_NETWORK_WEIGHTS)));
  const beats = gatherAround(heard.beats);
  const downbeats = gatherAround(heard.downbeats);
  const energy = peakEnergy(heard.beats, beats);
  if (energy === 0) return { first: [], second: [] };
  const scores = scoreSteps(beats);
  const firstSoundInSeconds = isExcerpt ? undefined : firstSoundOf(features);
  const judge = (timesInSeconds: number[], repetition?: (beats: number) => number): BeatHypothesis => {
    const tempoBpm = 60 / median(gapsOf(timesInSeconds));
    const likelihoods = timesInSeconds.map((time) => valueAt(beats, time));
    const firstSound = placeAmong(timesInSeconds, firstSoundInSeconds);
    const bars = countBars({
      beats: likelihoods,
      downbeats: timesInSeconds.map((time, index) =>
        Math.min(1, valueAt(downbeats, time) / (likelihoods[index]! + 0.02)),
      ),
      ...(repetition === undefined ? {} : { repetition }),
      ...(beatsPerBar === undefined ? {} : { beatsPerBar }),
      ...(firstSound === undefined ? {} : { firstSound }),
    });
    const fit =
      likelihoods.reduce((sum, value) => sum + value, 0) / Math.sqrt(timesInSeconds.length * energy);
    const evidence = evidenceOf({ tempoBpm, fit, bars, likelihoods }, features.durationInSeconds);
    const plausibility = weighFirst(evidence) + beliefIn(tempoBpm, taggedTempoBpm);
    return { timesInSeconds, likelihoods, tempoBpm, bars, fit, plausibility, evidence };
  };
  /** The beats of a player who takes time freely, at the tempo at which they explain most. */
  function* searchInFreeTime(): Steps<BeatHypothesis | undefined> {
    let best: BeatHypothesis | undefined;
    let most = -Infinity;
    for (const range of searchRanges(tempoRangeBpm, FREE_RANGE)) {
      const { timesInSeconds, score } = searchFreely(scores, range);
      yield FREE_WORK_PER_STEP * scores.length;
      if (timesInSeconds.length < LEAST_BEATS) continue;
      const counting = judge(timesInSeconds);
      const worth = counting.plausibility + FREE_SCORE_WORTH * (score / features.durationInSeconds);
      if (worth <= most) continue;
      most = worth;
      best = counting;
    }
    return best;
  }
  const [slowest, fastest] = tempoRangeBpm;
  const coarse: BeatHypothesis[] = [];
  for (const range of searchRanges(tempoRangeBpm, SEARCH_RANGE)) {
    const { timesInSeconds } = searchCoarsely(scores, range);
    if (timesInSeconds.length >= 4) coarse.push(judge(timesInSeconds));
    yield WORK_PER_STEP * scores.length;
  }
  const first: BeatHypothesis[] = [];
  for (const { timesInSeconds } of distinct(coarse).slice(0, KEPT)) {
    first.push(judge(yield* searchFinely(scores, timesInSeconds)));
    yield (WORK_PER_STEP / 2) * scores.length;
  }
  first.sort((a, b) => b.plausibility - a.plausibility);
  /** The same, unless its beats slip to off-beats and back: then beats at its tempo that do not. */
  function* withoutSlips(counting: BeatHypothesis): Steps<BeatHypothesis> {
    const period = slippingPeriod(scores, counting.timesInSeconds);
    if (period === undefined) return counting;
    yield (WORK_PER_STEP / 2) * scores.length;
    return judge(searchFirmly(scores, period));
  }
  // the tempo is chosen before, by all that beats at each explain
  if (first[0] !== undefined) first[0] = yield* withoutSlips(first[0]);
  if (first[0] !== undefined && steadyPeriod(first[0].timesInSeconds) === undefined) {
    const free = yield* searchInFreeTime();
    if (free !== undefined && free.plausibility > first[0].plausibility + FREE_COST)
      first.unshift(yield* withoutSlips(judge(followFreely(scores, free.timesInSeconds))));
  }
  const [best] = first;
  if (best === undefined) return { first, second: [] };
  const rows = onsetRowsOf(features);
  const judgeAgain = (timesInSeconds: number[]): BeatHypothesis => {
    const profile = profileBeats(timesInSeconds, rows);
    const repetition = repetitionOf(profile);
    const judged = judge(timesInSeconds, (beats) => barRepetition(repetition, beats));
    const opening = openingEvidenceOf(placeAmong(timesInSeconds, firstSoundInSeconds));
    return { ...judged, evidence: [...judged.evidence, ...soundEvidenceOf(profile, repetition), opening] };
  };
  const others = (): number[][] => {
    const likelihoodOf = (times: readonly number[]): number =>
      times.reduce((sum, time) => sum + valueAt(beats, time), 0) / times.length;
    const mostBpm = Math.min(fastest, LARGEST_SPEED_UP * best.tempoBpm);
    return [
      ...first.slice(1).map(({ timesInSeconds }) => timesInSeconds),
      ...recountBeats(best.timesInSeconds, likelihoodOf),
    ].filter((times) => {
      const tempoBpm = 60 / median(gapsOf(times));
      return times.length >= LEAST_BEATS && tempoBpm >= slowest && tempoBpm <= mostBpm;
    });
  };
  const isSteady = steadyPeriod(best.timesInSeconds) !== undefined;
  const second: BeatHypothesis[] = [];
  for (const timesInSeconds of [best.timesInSeconds, ...(isSteady ? others() : [])]) {
    second.push(judgeAgain(timesInSeconds));
    yield WORK_PER_BEAT * timesInSeconds.length;
  }
  return { first, second };
}

/** How much a tempo in the file's tags speaks for a tempo. */
const beliefIn = (tempoBpm: number, taggedTempoBpm: number | undefined): number =>
  taggedTempoBpm === undefined
    ? 0
    : TAG_WEIGHT * Math.exp(-0.5 * (Math.log2(tempoBpm / taggedTempoBpm) / TAG_OCTAVES) ** 2);

/** Sorted by plausibility, of those at about the same tempo only the first. */
function distinct(hypotheses: readonly BeatHypothesis[]): BeatHypothesis[] {
  return [...hypotheses]
    .sort((a, b) => b.plausibility - a.plausibility)
    .filter(
      ({ tempoBpm }, index, all) =>
        !all.slice(0, index).some((other) => Math.abs(Math.log(other.tempoBpm / tempoBpm)) < SAME_TEMPO),
    );
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

const valueAt = (row: Float32Array, timeInSeconds: number): number => {
  const frame = Math.round(timeInSeconds * NETWORK_FRAMES_PER_SECOND);
  return Math.max(row[frame - 1] ?? 0, row[frame] ?? 0, row[frame + 1] ?? 0);
};
