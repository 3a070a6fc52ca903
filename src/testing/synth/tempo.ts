import { createRandom, type Random } from '../../core/random.ts';
import type { SongScore, TempoPoint } from './score.ts';

// the tempo counts as constant within a twenty-fourth of a beat; at 1 % per beat that is an error of 0.1 µs
const STEPS_PER_BEAT = 24;

/** A sample of the normal distribution with mean 0 and deviation 1. Box and Muller, Ann. Math. Stat. 29 (1958). */
export const gaussian = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The written tempo at a place, without rubato and drift. */
function writtenTempoBpm(points: readonly TempoPoint[], positionInBeats: number): number {
  const next = points.findIndex((point) => point.positionInBeats > positionInBeats);
  const before = points[next < 0 ? points.length - 1 : Math.max(0, next - 1)]!;
  const after = next > 0 ? points[next]! : undefined;
  if (after?.change !== 'ramp') return before.tempoBpm;
  const share = (positionInBeats - before.positionInBeats) / (after.positionInBeats - before.positionInBeats);
  return before.tempoBpm + share * (after.tempoBpm - before.tempoBpm);
}

/** Creates the function from a place in beats to its time in seconds, by adding up the lengths of small steps. */
export function createTempoMap(score: SongScore, lengthInBeats: number): (positionInBeats: number) => number {
  const { tempo, rubato, driftPerBeat = 0, leadInSeconds = 0, seed = 1 } = score;
  const points = typeof tempo === 'number' ? [{ positionInBeats: 0, tempoBpm: tempo }] : tempo;
  const random = createRandom(`${seed} drift`);
  const times = new Float64Array(Math.ceil(lengthInBeats) * STEPS_PER_BEAT + 1);
  times[0] = leadInSeconds;
  let drift = 0;
  for (let step = 1; step < times.length; step++) {
    const position = (step - 0.5) / STEPS_PER_BEAT;
    // a random walk that is pulled back to the written tempo, so that it wanders but does not run away
    if (step % STEPS_PER_BEAT === 1) drift = 0.9 * drift + driftPerBeat * gaussian(random);
    const breath =
      rubato === undefined ? 0 : rubato.depth * Math.sin((2 * Math.PI * position) / rubato.periodInBeats);
    const tempoBpm = writtenTempoBpm(points, position) * (1 + breath) * (1 + drift);
    // [s/min] / [beats/min] / [steps/beat] = [s/step]
    times[step] = times[step - 1]! + 60 / tempoBpm / STEPS_PER_BEAT;
  }
  return (positionInBeats) => {
    const step = Math.min(Math.max(0, positionInBeats * STEPS_PER_BEAT), times.length - 1);
    const floor = Math.min(Math.floor(step), times.length - 2);
    return times[floor]! + (step - floor) * (times[floor + 1]! - times[floor]!);
  };
}

/** Where a place on the straight grid falls with swing. */
export function swung(positionInBeats: number, { swing = 0.5, swingPairInBeats = 1 }: SongScore): number {
  const pair = Math.floor(positionInBeats / swingPairInBeats + 1e-9);
  const share = positionInBeats / swingPairInBeats - pair;
  const moved = share < 0.5 ? share * 2 * swing : swing + (share - 0.5) * 2 * (1 - swing);
  return (pair + moved) * swingPairInBeats;
}
