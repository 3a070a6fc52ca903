/** Steps per second of the search for beats. */
export const STEPS_PER_SECOND = 100;

/** What `findBeatPath` takes. */
export interface FindBeatPathOptions {
  /** What a beat at each step is worth: the logarithm of the odds that there is one. */
  scores: Float32Array;
  /** The tempo to expect at each step: its beats' length in seconds. */
  periodAt: (step: number) => number;
  /** How far the tempo may lie from what is expected, as a factor. */
  range: number;
  /** Neighbouring tempi of the search are this far apart, as a factor. */
  ratio: number;
  /** Paths that are this much worse than the best one lately are given up; infinite keeps all. */
  beam: number;
  /** A tempo moves by at most this factor between two beats. */
  largestChange: number;
  /** What it costs to change the tempo between two beats: this times the relative change. */
  changeCost: number;
  /** What it costs a beat to come one step early or late; infinite forbids it. */
  shiftCost: number;
}

/** A sequence of beats. */
export interface BeatPath {
  timesInSeconds: number[];
  /** Sum of the scores, less the costs. */
  score: number;
}

/**
 * Finds the sequence of beats whose scores sum to most, where changes of tempo and beats out of step cost.
 *
 * It is the bar-pointer model (N. Whiteley, A. Cemgil, S. Godsill, "Bayesian modelling of temporal structure in musical
 * audio", ISMIR, 2006) with tempo changes on beats only (F. Krebs, S. Böck, G. Widmer, "An efficient state-space model
 * for joint tempo and meter tracking", ISMIR, 2015). As nothing happens between beats, one step per beat and tempo does
 * the work of their one per frame. Every path carries the fraction of a step that rounding took from it, so that a
 * steady tempo stays steady whatever its period.
 */
export function findBeatPath(options: FindBeatPathOptions): BeatPath {
  const { scores, periodAt, range, ratio, beam, largestChange, changeCost, shiftCost } = options;
  const steps = scores.length;
  const half = Math.round(Math.log(range) / Math.log(ratio));
  const count = 2 * half + 1;
  const factors = Array.from({ length: count }, (_, tempo) => ratio ** (tempo - half) * STEPS_PER_SECOND);
  const reach = Math.max(1, Math.min(count - 1, Math.round(Math.log(largestChange) / Math.log(ratio))));
  const changeCosts = Array.from({ length: reach + 1 }, (_, n) => changeCost * (ratio ** n - 1));
  const mayShift = shiftCost === Infinity ? 0 : 1;
  // state = step · count + tempo: the best path to a beat at that step with that tempo before it, itself not counted
  const best = new Float32Array(steps * count).fill(-Infinity);
  const fractions = new Float32Array(steps * count);
  const cameFrom = new Int32Array(steps * count).fill(-1);
  const slowest = (step: number): number => periodAt(step) * factors[count - 1]!;
  const tops = new Float32Array(steps).fill(-Infinity);
  let top = -Infinity;
  let last = -1;
  for (let step = 0; step < steps; step++) {
    const period = periodAt(step);
    const mayStart = step < slowest(0);
    const mayEnd = step + slowest(step) >= steps;
    let recent = -Infinity;
    for (let before = Math.max(0, Math.ceil(step - slowest(step))); before < step; before++) {
      if (tops[before]! > recent) recent = tops[before]!;
    }
    for (let tempo = 0; tempo < count; tempo++) {
      const state = step * count + tempo;
      if (mayStart && best[state]! < 0) {
        best[state] = 0;
        fractions[state] = 0;
        cameFrom[state] = -1;
      }
      const score = best[state]! + scores[step]!;
      if (score > tops[step]!) tops[step] = score;
      if (score === -Infinity || score < recent - beam) continue;
      if (mayEnd && score > top) {
        top = score;
        last = state;
      }
      const to = Math.min(count - 1, tempo + reach);
      const from = step + fractions[state]!;
      for (let next = Math.max(0, tempo - reach); next <= to; next++) {
        // [s] · [steps/s] = [steps]
        const arrival = from + period * factors[next]!;
        const nearest = Math.round(arrival);
        const onTime = score - changeCosts[Math.abs(next - tempo)]!;
        for (let shift = -mayShift; shift <= mayShift; shift++) {
          const target = nearest + shift;
          if (target >= steps) break;
          const candidate = shift === 0 ? onTime : onTime - shiftCost;
          const index = target * count + next;
          if (candidate > best[index]!) {
            best[index] = candidate;
            fractions[index] = arrival - nearest;
            cameFrom[index] = state;
          }
        }
      }
    }
  }
  const timesInSeconds: number[] = [];
  for (let state = last; state >= 0; state = cameFrom[state]!) {
    timesInSeconds.push((Math.floor(state / count) + fractions[state]!) / STEPS_PER_SECOND);
  }
  return { timesInSeconds: timesInSeconds.reverse(), score: last < 0 ? 0 : top };
}
