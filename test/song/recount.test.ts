import { describe, expect, it } from 'vitest';
import { recountBeats } from '../../src/song/recount.ts';

/** Beats at 120 BPM whose tempo rises a little. */
const BEATS = Array.from({ length: 25 }, (_, n) => 0.5 * n - 0.001 * n * n);
const gapsOf = (times: readonly number[]): number[] => times.slice(1).map((time, n) => time - times[n]!);
const shareOfBeat = (times: readonly number[]): number => gapsOf(times)[0]! / gapsOf(BEATS)[0]!;

describe('recountBeats', () => {
  const ways = recountBeats(BEATS, () => 0);

  it('takes the same song half a beat off, twice as fast, and at 2:3, 3:2, 3:4 and 4:3 of its tempo', () => {
    expect(ways.map((times) => Math.round(60 * shareOfBeat(times)) / 60)).toEqual([
      1,
      expect.closeTo(1 / 2, 2),
      expect.closeTo(3 / 2, 2),
      expect.closeTo(2 / 3, 2),
      expect.closeTo(4 / 3, 2),
      expect.closeTo(3 / 4, 2),
    ]);
    expect(ways[0]![0]).toBeCloseTo((BEATS[0]! + BEATS[1]!) / 2, 6);
  });

  it('follows the tempo and stays within the song', () => {
    for (const times of ways) {
      const gaps = gapsOf(times);
      expect(gaps.at(-1)! / gaps[0]!).toBeCloseTo(gapsOf(BEATS).at(-1)! / gapsOf(BEATS)[0]!, 1);
      expect(times[0]).toBeGreaterThanOrEqual(BEATS[0]!);
      expect(times.at(-1)).toBeLessThanOrEqual(BEATS.at(-1)! + 1e-9);
    }
  });

  it('lets worth decide on which beat a slower count begins', () => {
    const wanted = BEATS[1]!;
    const [, , slower] = recountBeats(BEATS, (times) => (times.includes(wanted) ? 1 : 0));
    expect(slower![0]).toBe(wanted);
    expect(slower![2]).toBeCloseTo(BEATS[4]!, 6);
  });

  it('begins a count at two thirds between beats, where that is worth more', () => {
    const third = BEATS[0]! + (BEATS[1]! - BEATS[0]!) / 3;
    const [, , , faster] = recountBeats(BEATS, (times) => -Math.abs(times[0]! - third));
    expect(faster![0]).toBeCloseTo(third, 6);
    expect(faster![1]).toBeCloseTo(BEATS[1]!, 6);
  });
});
