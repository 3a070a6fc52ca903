import { describe, expect, it } from 'vitest';
import { findHighlights } from '../../src/clips/find-actions.ts';
import { writeMotion, type TakeChecks } from '../../src/clips/take-checks.ts';

const RATE = 12;
/** A take of five seconds that moves a little, and more around some times. */
const checksOf = (
  bursts: [timeInSeconds: number, strength: number][],
  more: Partial<TakeChecks> = {},
): TakeChecks => ({
  fingerprint: '0'.repeat(48),
  motion: writeMotion(
    Array.from({ length: 5 * RATE }, (_, index) => {
      const time = (index + 0.5) / RATE;
      return bursts.reduce(
        (sum, [center, strength]) => sum + strength * Math.exp(-(((time - center) / 0.15) ** 2)),
        0.02,
      );
    }),
    RATE,
  ),
  ...more,
});

describe('findHighlights', () => {
  it('finds the strongest movements, strongest first, between the values of the curve', () => {
    const { actionsInSeconds, usable } = findHighlights(
      checksOf([
        [1.21, 0.4],
        [3.37, 0.6],
        [4.5, 0.1],
      ]),
      5,
    );
    expect(actionsInSeconds).toHaveLength(2);
    expect(actionsInSeconds[0]).toBeCloseTo(3.37, 1);
    expect(actionsInSeconds[1]).toBeCloseTo(1.21, 1);
    expect(usable).toBeUndefined();
  });

  it('does not take a cut for movement', () => {
    const checks = checksOf([[2, 0.3]]);
    const cut = checksOf([[2, 0.3]]).motion.values.match(/../g)!;
    cut[Math.floor(4 * RATE)] = 'ff';
    const motion = { valuesPerSecond: RATE, values: cut.join('') };
    expect(findHighlights({ ...checks, motion, cutsInSeconds: [4.04] }, 5).actionsInSeconds[0]).toBeCloseTo(
      2,
      1,
    );
  });

  it('finds none in a picture that stands still', () => {
    expect(findHighlights({ ...checksOf([]), motion: writeMotion(Array(60).fill(0), RATE) }, 5)).toEqual({
      actionsInSeconds: [],
    });
  });

  it('leaves out black and frozen ends, unless little would be left', () => {
    const stretch = (startInSeconds: number, endInSeconds: number) => ({ startInSeconds, endInSeconds });
    const dead = { black: [stretch(0, 0.3), stretch(2, 2.2)], frozen: [stretch(0.3, 0.9), stretch(4.4, 5)] };
    expect(findHighlights(checksOf([[3, 0.5]], dead), 5).usable).toEqual(stretch(0.9, 4.4));
    expect(findHighlights(checksOf([], { frozen: [stretch(0, 4.9)] }), 5).usable).toBeUndefined();
  });
});
