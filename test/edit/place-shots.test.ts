import { describe, expect, it } from 'vitest';
import { createBeatClock } from '../../src/edit/beat-clock.ts';
import { placeShots, type PlacedShot } from '../../src/edit/place-shots.ts';
import { makeSong } from './planner/made-song.ts';

const FPS = 24;
const clock = createBeatClock(makeSong({ startInSeconds: 0, tempoBpm: 120 })); // a beat is 12 frames
const place = (shots: readonly PlacedShot[], startFrame = 0): ReturnType<typeof placeShots> =>
  placeShots({ shots, clock, fps: FPS, startFrame, songStartFrame: 0 });

describe('placeShots', () => {
  it('puts each cut into the middle of its transition, with handles on both sides', () => {
    const { plan } = place([
      { id: 'a', from: 0, durationInFrames: 54, enterInFrames: 0 },
      { id: 'b', from: 42, durationInFrames: 54, enterInFrames: 12 },
    ]);
    expect(plan.slots.map(({ startFrame, endFrame }) => [startFrame, endFrame])).toEqual([
      [0, 48],
      [48, 96],
    ]);
    expect(plan.cuts).toMatchObject([
      {
        frame: 48,
        beat: 4,
        timeInSeconds: 2,
        transitionInFrames: 12,
        transitionStartFrame: 42,
        fromShot: 'a',
      },
    ]);
    expect(plan.slots[0]).toMatchObject({ handleBeforeInFrames: 0, handleAfterInFrames: 6 });
  });

  it('says that a cut off the beat is where it is, and that a gap is one', () => {
    const { plan } = place([
      { id: 'a', from: 0, durationInFrames: 40, enterInFrames: 0 },
      { id: 'b', from: 51, durationInFrames: 20, enterInFrames: 0 },
    ]);
    expect(plan.slots.map(({ shotId }) => shotId)).toEqual(['a', null, 'b']);
    expect(plan.cuts[1]!.beat).toBeCloseTo(51 / 12, 9);
    expect(plan.slots.map(({ shotNumber }) => shotNumber)).toEqual([1, null, 2]);
  });

  it('shortens a transition without room instead of failing while someone drags a shot', () => {
    const { shots, plan } = place([
      { id: 'a', from: 0, durationInFrames: 45, enterInFrames: 0 },
      { id: 'b', from: 42, durationInFrames: 54, enterInFrames: 12 },
      { id: 'c', from: 30.4, durationInFrames: 0, enterInFrames: 12 },
    ]);
    expect(shots[1]!.enterInFrames).toBe(2);
    expect(shots[2]).toMatchObject({ from: 30, durationInFrames: 1, enterInFrames: 0 });
    expect(plan.slots).toHaveLength(3);
    expect(() => place([{ id: 'a', from: Number.NaN, durationInFrames: 1, enterInFrames: 0 }])).toThrow(
      /"a"/,
    );
  });
});
