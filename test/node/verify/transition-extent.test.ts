import { describe, expect, it } from 'vitest';
import { findMiddleRange } from '../../../src/node/verify/transition-extent.ts';

/** Changes of shots that move by 2.4 a frame, with a transition over frames 411 to 422 and what comes on top. */
const changesWith = (more: Readonly<Record<number, number>> = {}): number[] =>
  Array.from({ length: 440 }, (_, frame) => more[frame] ?? (frame >= 412 && frame <= 423 ? 12 : 2.4));
const range = (changes: readonly number[]): ReturnType<typeof findMiddleRange> =>
  findMiddleRange({ changes, first: 405, last: 429, startFrame: 411, lengthInFrames: 12 });

describe('findMiddleRange', () => {
  it('knows the middle of a transition all of whose frames change', () => {
    expect(range(changesWith())).toEqual({ earliest: 417, latest: 417 });
  });

  it('leaves open where the middle is when frames at the ends hardly change', () => {
    expect(range(changesWith({ 412: 2.5, 423: 2.5 }))).toEqual({ earliest: 416, latest: 418 });
  });

  it('does not move the middle for a shot that moves faster just before it is left', () => {
    expect(range(changesWith({ 411: 4.2 }))).toEqual({ earliest: 416, latest: 417 });
    expect(range(changesWith({ 424: 4.2 }))).toEqual({ earliest: 417, latest: 418 });
  });

  it('does not tell when the shots change as much as the transition', () => {
    expect(range(changesWith({ 409: 9, 410: 9, 411: 9 }))).toBeNull();
  });
});
