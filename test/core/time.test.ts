import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { formatSeconds, frameToSeconds, secondsToFrame } from '../../src/core/time.ts';

describe('secondsToFrame', () => {
  it('is never further than half a frame from the time, over hours and at every frame rate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10_800, noNaN: true }),
        fc.constantFrom(23.976, 24, 25, 29.97, 30, 50, 59.94, 60),
        (timeInSeconds, fps) => {
          const frame = secondsToFrame({ timeInSeconds, fps });
          expect(Math.abs(frameToSeconds({ frame, fps }) - timeInSeconds) * fps).toBeLessThanOrEqual(
            0.5 + 1e-6,
          );
        },
      ),
    );
  });

  it('shows a cut earlier by the lead', () => {
    expect(secondsToFrame({ timeInSeconds: 2, fps: 30, leadInSeconds: 0.1 })).toBe(57);
  });
});

describe('formatSeconds', () => {
  it('writes minutes, seconds and milliseconds', () => {
    expect(formatSeconds(64.25)).toBe('1:04.250');
    expect(formatSeconds(59.9996)).toBe('1:00.000');
  });
});

describe('createRandom', () => {
  it('gives the same numbers for the same seed, others for another, all in [0, 1)', () => {
    const draw = (seed: string): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 1000 }, random);
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(draw('a').every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = draw('a').reduce((sum, value) => sum + value) / 1000;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });
});
