import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { STEPS_PER_SECOND } from '../../src/song/beat-path.ts';
import { searchFinely, searchFirmly, slippingPeriod } from '../../src/song/beat-searches.ts';
import { finishSteps } from '../../src/song/steps.ts';

const BEATS = 120;
const PERIOD_SECONDS = 0.41;
const everyBeat = Array.from({ length: BEATS }, (_, beat) => 0.5 + beat * PERIOD_SECONDS);

/** Scores of a search: `worthAt` at each beat and half a beat after it, −3 elsewhere. */
const scoresOf = (
  times: readonly number[],
  worthAt: (beat: number) => readonly [onBeat: number, offBeat: number],
): Float32Array => {
  const scores = new Float32Array(Math.round((times.at(-1)! + 1) * STEPS_PER_SECOND)).fill(-3);
  const set = (time: number, worth: number): void => {
    for (const step of [-1, 0, 1]) scores[Math.round(time * STEPS_PER_SECOND) + step] = worth;
  };
  times.forEach((time, beat) => {
    const [onBeat, offBeat] = worthAt(beat);
    set(time, onBeat);
    set(time + PERIOD_SECONDS / 2, offBeat);
  });
  return scores;
};

/** As clear wherever beats may lie. */
const clear = new Float32Array(100 * STEPS_PER_SECOND).fill(4);

describe('slippingPeriod', () => {
  it('finds the strict tempo of beats that go over to the off-beats and back', () => {
    const slipping = everyBeat.map((time, beat) =>
      beat % 60 < 25 ? time : time + (Math.min(4, beat % 60, 60 - (beat % 60)) / 4) * (PERIOD_SECONDS / 2),
    );
    expect(slippingPeriod(clear, slipping)).toBeCloseTo(PERIOD_SECONDS, 3);
  });

  it('finds none in beats that keep their phase, drift, change their tempo or come as they like', () => {
    const random = createRandom('free');
    let free = 0;
    for (const times of [
      everyBeat,
      everyBeat.map((time) => time + 0.1 * Math.sin(time / 4)),
      everyBeat.map((time, beat) => time + 0.03 * Math.max(0, beat - 60)),
      everyBeat.map(() => (free += PERIOD_SECONDS * (0.8 + 0.4 * random()))),
      everyBeat.slice(0, 8),
      [],
    ])
      expect(slippingPeriod(clear, times)).toBeUndefined();
  });
});

describe('searchFirmly', () => {
  it('keeps the phase of a steady song whose off-beats are louder than its beats for the last third, where another search slips', () => {
    const scores = scoresOf(everyBeat, (beat) => (beat < 80 ? [4, -3] : [-3, 4]));
    const placesOf = (times: readonly number[]): number[] =>
      times.map((time) => {
        const place = (time - everyBeat[0]!) / PERIOD_SECONDS;
        return Math.abs(place - Math.round(place));
      });
    const slipping = finishSteps(searchFinely(scores, everyBeat));
    expect(Math.max(...placesOf(slipping))).toBeGreaterThan(0.4);
    const found = searchFirmly(scores, slippingPeriod(scores, slipping)!);
    expect(found.length).toBeGreaterThan(BEATS - 3);
    expect(Math.max(...placesOf(found))).toBeLessThan(0.1);
  });
});
