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
  const slowestFactor = factors[count - 1]!;
  const reach = Math.max(1, Math.min(count - 1, Math.round(Math.log(largestChange) / Math.log(ratio))));
  const changeCosts = Array.from({ length: reach + 1 }, (_, n) => changeCost * (ratio ** n - 1));

  // place = step · count + tempo: the best path that arrives there on time with that tempo, its last beat not counted,
  // with an empty step at the end, so that every step has a next one
  const arrivals = new Float32Array((steps + 1) * count).fill(-Infinity);
  const fractions = new Float32Array((steps + 1) * count);
  const cameFrom = new Int32Array((steps + 1) * count).fill(-1);
  // which of the places around it a path through each has arrived at: the one before, itself, the one after, or none
  const shifts = new Int8Array(steps * count);
  // of the paths through the places of one step: score, −∞ for those given up, and fraction
  const scored = new Float64Array(count);
  const carried = new Float64Array(count);
  const tops = new Float32Array(steps).fill(-Infinity);
  let recent = -1; // the step with the highest top lately
  let top = -Infinity;
  let last = -1;
  const beginsBefore = periodAt(0) * slowestFactor;
  for (let step = 0; step < steps; step++) {
    const period = periodAt(step);
    const slowest = period * slowestFactor;
    const mayEnd = step + slowest >= steps;
    const earliestRecent = Math.max(0, Math.ceil(step - slowest));
    if (recent < earliestRecent) {
      recent = earliestRecent;
      for (let before = earliestRecent + 1; before < step; before++) {
        if (tops[before]! > tops[recent]!) recent = before;
      }
    } else if (tops[step - 1]! > tops[recent]!) recent = step - 1;
    const least = (tops[recent] ?? -Infinity) - beam;

    const first = step * count;
    let fastestAlive = count;
    let slowestAlive = -1;
    let topOfStep = -Infinity;
    for (let tempo = 0; tempo < count; tempo++) {
      const place = first + tempo;
      let arrival = arrivals[place]!;
      let shift = 0;
      const afterwards = arrivals[place + count]! - shiftCost;
      if (afterwards > arrival) {
        arrival = afterwards;
        shift = 1;
      }
      const before = step === 0 ? -Infinity : arrivals[place - count]! - shiftCost;
      if (before > arrival) {
        arrival = before;
        shift = -1;
      }
      const isStart = step < beginsBefore && arrival < 0;
      const score = (isStart ? 0 : arrival) + scores[step]!;
      shifts[place] = isStart ? STARTS_HERE : shift;
      carried[tempo] = isStart ? 0 : fractions[place + shift * count]!;
      if (score > topOfStep) topOfStep = score;
      const isGivenUp = score === -Infinity || score < least;
      scored[tempo] = isGivenUp ? -Infinity : score;
      if (isGivenUp) continue;
      if (fastestAlive > tempo) fastestAlive = tempo;
      slowestAlive = tempo;
      if (mayEnd && score > top) {
        top = score;
        last = place;
      }
    }
    tops[step] = topOfStep;

    const lastNext = Math.min(count - 1, slowestAlive + reach);
    for (let next = Math.max(0, fastestAlive - reach); next <= lastNext; next++) {
      // [s] · [steps/s] = [steps]
      const length = period * factors[next]!;
      const earliest = Math.floor(step + length);
      // paths arrive on this step or, if they are far enough behind theirs, on the next one; of those that arrive
      // together with the same tempo the best one goes on
      const threshold = earliest + 0.5 - step - length;
      let early = -Infinity;
      let late = -Infinity;
      let earlyFrom = -1;
      let lateFrom = -1;
      const to = Math.min(slowestAlive, next + reach);
      for (let tempo = Math.max(fastestAlive, next - reach); tempo <= to; tempo++) {
        const score = scored[tempo]! - changeCosts[tempo < next ? next - tempo : tempo - next]!;
        if (score <= early && score <= late) continue;
        if (carried[tempo]! >= threshold) {
          if (score <= late) continue;
          late = score;
          lateFrom = tempo;
        } else if (score > early) {
          early = score;
          earlyFrom = tempo;
        }
      }
      const place = earliest * count + next;
      if (earlyFrom >= 0 && earliest < steps && early > arrivals[place]!) {
        arrivals[place] = early;
        fractions[place] = carried[earlyFrom]! + 0.5 - threshold;
        cameFrom[place] = first + earlyFrom;
      }
      if (lateFrom >= 0 && earliest + 1 < steps && late > arrivals[place + count]!) {
        arrivals[place + count] = late;
        fractions[place + count] = carried[lateFrom]! - 0.5 - threshold;
        cameFrom[place + count] = first + lateFrom;
      }
    }
  }

  const timesInSeconds: number[] = [];
  for (let place = last; place >= 0;) {
    const shift = shifts[place]!;
    const arrival = shift === STARTS_HERE ? -1 : place + shift * count;
    const fraction = arrival < 0 ? 0 : fractions[arrival]!;
    timesInSeconds.push((Math.floor(place / count) + fraction) / STEPS_PER_SECOND);
    place = arrival < 0 ? -1 : cameFrom[arrival]!;
  }
  return { timesInSeconds: timesInSeconds.reverse(), score: last < 0 ? 0 : top };
}

/** In place of a shift. */
const STARTS_HERE = 2;
