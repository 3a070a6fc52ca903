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
