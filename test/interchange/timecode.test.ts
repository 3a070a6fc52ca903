import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTimecode, frameRateOf, parseTimecode } from '../../src/interchange/index.ts';

const ntsc = { rate: frameRateOf(29.97), isDropFrame: true };

describe('timecode', () => {
  test('counts frames, seconds, minutes and hours', () => {
    const format = { rate: frameRateOf(24), isDropFrame: false };
    expect(formatTimecode(0, format)).toBe('00:00:00:00');
    expect(formatTimecode(24 * 3661 + 5, format)).toBe('01:01:01:05');
  });

  test('drop-frame leaves out two numbers at each minute but every tenth, as SMPTE ST 12-1 says', () => {
    expect(formatTimecode(1799, ntsc)).toBe('00:00:59;29');
    expect(formatTimecode(1800, ntsc)).toBe('00:01:00;02');
    expect(formatTimecode(17_981, ntsc)).toBe('00:09:59;29');
    expect(formatTimecode(17_982, ntsc)).toBe('00:10:00;00');
    expect(formatTimecode(107_892, ntsc)).toBe('01:00:00;00');
    const fast = { rate: frameRateOf(59.94), isDropFrame: true };
    expect(formatTimecode(3600, fast)).toBe('00:01:00;04');
    expect(() => parseTimecode('00:01:00;01', ntsc)).toThrow('drop-frame leaves this number out');
  });

  test('an hour of drop-frame timecode lasts an hour to within 0.1 s', () => {
    expect(Math.abs(parseTimecode('01:00:00;00', ntsc) / (30_000 / 1001) - 3600)).toBeLessThan(0.1);
  });

  test('every frame of a day comes back from its timecode', () => {
    const rates = [23.976, 24, 25, 29.97, 30, 50, 59.94, 60];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.constantFrom(...rates),
        fc.boolean(),
        (frame, fps, drop) => {
          const rate = frameRateOf(fps);
          const format = { rate, isDropFrame: drop && rate.isNtsc && rate.timebase % 30 === 0 };
          expect(parseTimecode(formatTimecode(frame, format), format)).toBe(frame);
        },
      ),
    );
  });

  test('rates are exact fractions, and those that no timecode counts are refused', () => {
    expect(frameRateOf(29.97)).toEqual({ timebase: 30, isNtsc: true, numerator: 30_000, denominator: 1001 });
    expect(frameRateOf(23.976).numerator / frameRateOf(23.976).denominator).toBe(24_000 / 1001);
    expect(frameRateOf(25).isNtsc).toBe(false);
    expect(() => frameRateOf(12.5)).toThrow("can't be counted in timecode");
  });
});
