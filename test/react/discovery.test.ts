import { describe, expect, it } from 'vitest';
import { createDiscoverySweep } from '../../src/react/discovery.ts';

const wish = (prompt: string) => ({ request: { prompt, aspectRatio: '16:9' }, references: [] });
const place = {
  sequenceStartFrame: 3,
  sequenceDurationInFrames: 12,
  shotId: 'a',
  shotNumber: 1,
  shotStartFrame: 5,
  shotEndFrame: 13,
};

describe('createDiscoverySweep', () => {
  it('makes one slot of consecutive frames, in whatever order they come, and counts none twice', () => {
    const sweep = createDiscoverySweep();
    for (const frame of [7, 5, 6, 6, 12]) sweep.addClip({ wish: wish('sea'), frame, place });
    expect(sweep.report(20).clips).toEqual([
      {
        wish: wish('sea'),
        slots: [
          { firstFrame: 5, lastFrame: 7, ...place },
          { firstFrame: 12, lastFrame: 12, ...place },
        ],
      },
    ]);
  });

  it('keeps the places of one clip in two shots apart and lists clips as they appear', () => {
    const sweep = createDiscoverySweep();
    sweep.addClip({ wish: wish('late'), frame: 9, place });
    sweep.addClip({ wish: wish('early'), frame: 3, place });
    sweep.addClip({ wish: wish('early'), frame: 4, place: { ...place, shotId: 'b', shotNumber: 2 } });
    const { clips } = sweep.report(20);
    expect(clips.map((clip) => clip.wish.request.prompt)).toEqual(['early', 'late']);
    expect(clips[0]!.slots.map((slot) => slot.shotId)).toEqual(['a', 'b']);
  });

  it('takes equal words for different clips where they continue the shot before them', () => {
    const sweep = createDiscoverySweep();
    const chained = { ...wish('on'), continueFrom: 'previous' };
    sweep.addClip({ wish: chained, frame: 3, place });
    sweep.addClip({ wish: chained, frame: 4, place });
    sweep.addClip({ wish: chained, frame: 9, place: { ...place, shotId: 'b', shotNumber: 2 } });
    expect(sweep.report(20).clips.map(({ slots }) => slots.map(({ shotId }) => shotId))).toEqual([
      ['a'],
      ['b'],
    ]);
  });

  it('numbers the shots of all series through the film, those without clips too', () => {
    const sweep = createDiscoverySweep();
    const slot = (shotId: string | null, startFrame: number) => ({
      shotId,
      shotNumber: shotId === null ? null : 1,
      startFrame,
      endFrame: startFrame + 5,
      startBeat: 0,
      endBeat: 1,
      handleBeforeInFrames: 0,
      handleAfterInFrames: 0,
    });
    sweep.addShots([slot('a', 0), slot(null, 5)]);
    sweep.addShots([slot('late-1', 20), slot('late-2', 25)]);
    sweep.addShots([slot('title', 10)]);
    const late = { ...place, shotId: 'late-2', shotNumber: 2, shotStartFrame: 25, shotEndFrame: 30 };
    sweep.addClip({ wish: wish('sea'), frame: 26, place: late });
    expect(sweep.report(40).clips[0]!.slots[0]!.shotNumber).toBe(4);
  });

  it('refuses two different shots with one id, but not a repeated one', () => {
    const sweep = createDiscoverySweep();
    const again = { ...place, sequenceStartFrame: 40, shotStartFrame: 42, shotEndFrame: 50 };
    sweep.addClip({ wish: wish('sea'), frame: 5, place });
    sweep.addClip({ wish: wish('sea'), frame: 45, place: again });
    expect(sweep.report(60).clips[0]!.slots).toHaveLength(2);
    sweep.addClip({ wish: wish('land'), frame: 46, place: again });
    expect(() => sweep.report(60)).toThrow(
      'Two shots of the film have the id "a": at frame 5 and at frame 42',
    );
  });

  it('keeps repetitions apart that follow each other without a gap', () => {
    const sweep = createDiscoverySweep();
    for (let frame = 0; frame < 9; frame++) {
      sweep.addClip({
        wish: wish('loop'),
        frame,
        place: { ...place, sequenceStartFrame: frame - (frame % 3), sequenceDurationInFrames: 3 },
      });
    }
    expect(
      sweep.report(9).clips[0]!.slots.map(({ firstFrame, lastFrame }) => [firstFrame, lastFrame]),
    ).toEqual([
      [0, 2],
      [3, 5],
      [6, 8],
    ]);
  });
});
