import { clamp, gapsOf } from '../core/numbers.ts';
import type { HeardSong } from './song-features.ts';
import type { Beat } from './song-map.ts';
import type { BeatHypothesis } from './track-beats.ts';

/** The beats of a song as the map gives them. */
export interface BeatGrid {
  tempoBpm: number;
  alternativeTempoBpm: number;
  beatsPerBar: number;
  beats: Beat[];
  confidence: number;
  warnings: string[];
}

/** Loudest sample of a song that counts as silent (−80 dB). */
const SILENT_PEAK = 1e-4;
/** A grid that explains less than this of what sounded like beats is no grid; noise and speech reach about 0.5. */
const LEAST_FIT = 0.5;
/** In a song, one beat in ten is at least this clear, in free piano playing just so (0.6); in noise it is at most 0.5. */
const CLEAREST_SHARE = 0.1;
const LEAST_CLEARNESS = 0.57;
/**
 * Beats that come as they like cover any sound, speech too: how much confidence falls for each unit (logarithm) by which
 * a gap differs from the one before, on average, and how much even a band that plays together is off.
 */
const UNEVENNESS_DOUBT = 6;
const USUAL_UNEVENNESS = 0.01;
/** A beat that is this clear counts in full for the tempo. */
const CLEAR = 0.2;
/** Below this the whole map gets a warning. */
const DOUBTFUL = 0.4;
/** Beats on each side over which confidence is smoothed. */
const CONFIDENCE_SPAN = 4;

/** A song without beats, and why. */
const noBeat = (why: string): BeatGrid => ({
  tempoBpm: 0,
  alternativeTempoBpm: 0,
  beatsPerBar: 0,
  beats: [],
  confidence: 0,
  warnings: [`No beat was found: ${why}.`],
});

/**
 * Turns the most plausible way to count a song, its beats already in their exact places, into beats with bars and
 * confidence; says so when there is none.
 */
export function createBeatGrid(song: HeardSong, hypotheses: readonly BeatHypothesis[]): BeatGrid {
  if (song.durationInSeconds === 0) return noBeat('the song has no samples');
  if (song.peak < SILENT_PEAK) return noBeat('the song is silent');
  const [best, ...others] = hypotheses;
  if (best === undefined)
    return noBeat(song.durationInSeconds < 3 ? 'the song is too short' : 'nothing repeats');
  const evenness = evennessOf(best.timesInSeconds);
  const sure = (evenness * best.likelihoods.reduce((sum, value) => sum + value, 0)) / best.likelihoods.length;
  const clearness = [...best.likelihoods].sort((a, b) => b - a)[
    Math.max(1, Math.floor(best.likelihoods.length * CLEAREST_SHARE))
  ]!;
  // the second look may have chosen beats that explain less than others do
  const fit = hypotheses.reduce((most, hypothesis) => Math.max(most, hypothesis.fit), 0);
  if (fit < LEAST_FIT || clearness < LEAST_CLEARNESS) return noBeat('nothing repeats clearly enough');
  const times = best.timesInSeconds;
  const { positions, meters } = best.bars;
  let bar = positions[0] === 1 ? 0 : -1;
  const firstDownbeat = positions.indexOf(1);
  const beats = times.map((timeInSeconds, index) => {
    if (positions[index] === 1 || index === 0) bar++;
    const around = best.likelihoods.slice(Math.max(0, index - CONFIDENCE_SPAN), index + CONFIDENCE_SPAN + 1);
    const confidence = (evenness * around.reduce((sum, value) => sum + value, 0)) / around.length;
    return {
      timeInSeconds,
      bar: index < firstDownbeat || firstDownbeat < 0 ? 0 : bar,
      beatInBar: positions[index]!,
      confidence: Math.round(1000 * Math.min(1, confidence)) / 1000,
    };
  });
  const warnings: string[] = [];
  if (sure < DOUBTFUL)
    warnings.push('The beat is faint or free: check the beats by ear before cutting to them.');
  return {
    tempoBpm: 60 / usualGap(times, best.likelihoods),
    alternativeTempoBpm: others[0]?.tempoBpm ?? 0,
    beatsPerBar: mostCommon(meters),
    beats,
    confidence: Math.round(1000 * Math.min(1, sure)) / 1000,
    warnings,
  };
}

/** 1 where each beat is as long as the one before, less the more their lengths differ. */
function evennessOf(timesInSeconds: readonly number[]): number {
  const gaps = gapsOf(timesInSeconds);
  const changes = gaps.slice(1).map((gap, index) => Math.abs(Math.log(gap / gaps[index]!)));
  const unevenness = changes.reduce((sum, change) => sum + change, 0) / Math.max(1, changes.length);
  return clamp(1 - UNEVENNESS_DOUBT * (unevenness - USUAL_UNEVENNESS));
}

/** The median of the gaps between beats, each counting as much as the less clear one of its beats. */
function usualGap(timesInSeconds: readonly number[], likelihoods: readonly number[]): number {
  const gaps = gapsOf(timesInSeconds)
    .map((gap, index) => ({ gap, weight: Math.min(CLEAR, likelihoods[index]!, likelihoods[index + 1]!) }))
    .sort((a, b) => a.gap - b.gap);
  const half = gaps.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  return gaps.find(({ weight }) => (sum += weight) >= half)?.gap ?? 0;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0];
}
