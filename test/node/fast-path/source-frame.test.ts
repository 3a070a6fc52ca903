import { describe, expect, it } from 'vitest';
import { sourceFrameAt } from '../../../src/node/fast-path/source-frame.ts';

const timestamps = (fps: number, count = 100): number[] =>
  Array.from({ length: count }, (_, frame) => Number((frame / fps).toFixed(6)));

describe('sourceFrameAt', () => {
  it.each([
    [30, 30],
    [24, 24],
    [25, 25],
    [60, 60],
    [30_000 / 1001, 30_000 / 1001],
  ])('shows each frame of a take of %d frames/s once in a film of %d', (takeFps, filmFps) => {
    const times = timestamps(takeFps);
    expect(times.map((_, frame) => sourceFrameAt(times, frame / filmFps))).toEqual(
      times.map((_, frame) => frame),
    );
  });

  it('repeats every fourth frame of 24 in a film of 30, and leaves out every second one of 60', () => {
    expect(Array.from({ length: 11 }, (_, frame) => sourceFrameAt(timestamps(24), frame / 30))).toEqual([
      0, 0, 1, 2, 3, 4, 4, 5, 6, 7, 8,
    ]);
    expect(Array.from({ length: 4 }, (_, frame) => sourceFrameAt(timestamps(60), frame / 30))).toEqual([
      0, 2, 4, 6,
    ]);
  });

  it('stays on the last frame after the end and on the first before the beginning', () => {
    expect(sourceFrameAt(timestamps(30, 10), 5)).toBe(9);
    expect(sourceFrameAt([0.2, 0.4], 0)).toBe(0);
  });
});
