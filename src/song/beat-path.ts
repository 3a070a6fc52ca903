import { FRAMES_PER_SECOND } from './song-features.ts';

/** What `findBeatPath` takes. */
export interface FindBeatPathOptions {
  /** Onset strength with mean 0 and deviation 1, `FRAMES_PER_SECOND` values a second. */
  onsets: Float32Array;
  /** The tempo to expect. */
  periodInSeconds: number;
  /** How far the tempo may wander from it, as a factor: 1.3 allows from 1/1.3 to 1.3 of it. */
  range: number;
  /** What a change of tempo from one beat to the next costs: this times the square of the change's logarithm. */
  stiffness: number;
}

/** Beats in frames, evenly spaced as far as the music allows. */
export interface BeatPath {
  /** Times in frames. */
  frames: number[];
  /** Sum of the onset strengths on the beats, less the costs. */
  score: number;
}

/** Neighbouring periods of the search are this far apart at most, as a factor. */
const PERIOD_RATIO = 1.02;

/**
 * Finds the beats by dynamic programming: the sequence of times whose onset strengths sum to most, where each change of
 * the beat's length costs. It is the bar-pointer model of N. Whiteley et al. ("Bayesian modelling of temporal structure
 * in musical audio", ISMIR, 2006) in the efficient form of F. Krebs et al. (ISMIR, 2015): tempo changes only on beats,
 * so that one step per beat and tempo does for the hidden Markov model what one per frame would; with the additive onset
 * score of D. Ellis ("Beat tracking by dynamic programming", JNMR, 2007).
 */
export function findBeatPath({ onsets, periodInSeconds, range, stiffness }: FindBeatPathOptions): BeatPath {
  const length = onsets.length;
  const shortest = Math.max(2, Math.floor((periodInSeconds * FRAMES_PER_SECOND) / range));
  const longest = Math.ceil(periodInSeconds * FRAMES_PER_SECOND * range);
  const periods: number[] = [];
  for (
    let period = shortest;
    period <= longest;
    period = Math.max(period + 1, Math.floor(period * PERIOD_RATIO))
  ) {
    periods.push(period);
  }
  const count = periods.length;
  const reach = Math.max(1, Math.ceil(Math.log(1.12) / Math.log(PERIOD_RATIO)));
  const costs = periods.map((to) => periods.map((from) => stiffness * Math.log(to / from) ** 2));
  // best[frame · count + p]: best score of a path with a beat at `frame` that came by period p
  const best = new Float32Array(length * count);
  const cameFrom = new Int16Array(length * count).fill(-1);
  for (let frame = 0; frame < length; frame++) {
    const strength = onsets[frame]!;
    for (let p = 0; p < count; p++) {
      const previous = frame - periods[p]!;
      let score = 0;
      let from = -1;
      if (previous >= 0) {
        const cost = costs[p]!;
        score = -Infinity;
        const last = Math.min(count - 1, p + reach);
        for (let q = Math.max(0, p - reach); q <= last; q++) {
          const candidate = best[previous * count + q]! - cost[q]!;
          if (candidate > score) {
            score = candidate;
            from = q;
          }
        }
      }
      best[frame * count + p] = score + strength;
      cameFrom[frame * count + p] = from;
    }
  }
  let at = -1;
  let top = -Infinity;
  for (let index = Math.max(0, (length - longest) * count); index < length * count; index++) {
    if (best[index]! > top) {
      top = best[index]!;
      at = index;
    }
  }
  const frames: number[] = [];
  while (at >= 0) {
    const frame = Math.floor(at / count);
    frames.push(frame);
    const from = cameFrom[at]!;
    at = from < 0 ? -1 : (frame - periods[at % count]!) * count + from;
  }
  return { frames: frames.reverse(), score: top };
}
