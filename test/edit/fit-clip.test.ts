import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLIP_FITS } from '../../src/clips/fit-wish.ts';
import { fitClip, type FitClipOptions, type FittedClip } from '../../src/edit/fit-clip.ts';

const FRAME = 1 / 24;
/** A movement is seen nearest to its beat where the player, which rounds down, begins half a picture later. */
const HALF_A_PICTURE = FRAME / 2;
const fit = (options: Partial<FitClipOptions>): FittedClip =>
  fitClip({ takeInSeconds: 5, shownInSeconds: 4, frameInSeconds: FRAME, ...options });
/** The time of the take that is seen at a time of the slot. */
const takeTimeAt = ({ segments }: FittedClip, time: number): number => {
  const segment = segments.findLast(({ startInSeconds }) => startInSeconds <= time + 1e-9)!;
  return segment.takeStartInSeconds + (time - segment.startInSeconds) * segment.speed;
};
const speedsOf = ({ segments }: FittedClip): number[] => segments.map(({ speed }) => speed);

describe('fitClip', () => {
  it('trims a take that is long enough, from its in-point', () => {
    expect(fit({})).toEqual({
      segments: [{ startInSeconds: 0, durationInSeconds: 4, takeStartInSeconds: 0, speed: 1 }],
      playbackRate: 1,
      tooShort: false,
      notes: [],
    });
    expect(takeTimeAt(fit({ inPointInSeconds: 0.5 }), 1)).toBeCloseTo(1.5);
  });

  it('slows a shorter take down so that its last frame is reached, not passed', () => {
    const fitted = fit({ takeInSeconds: 3 });
    expect(takeTimeAt(fitted, 4)).toBeCloseTo(3 - FRAME);
    expect(fitted.tooShort).toBe(false);
    const short = fit({ takeInSeconds: 1 });
    expect(short.tooShort).toBe(true);
    expect(short.notes).toEqual([
      '1.0 s of the take fill 4.0 s only at 0.24 of its speed. What would fit: a take of 4.0 s, fit="boomerang", fit="hold" or a slot of 2.0 s.',
    ]);
  });

  it('plays all of a take faster or slower, within limits', () => {
    expect(takeTimeAt(fit({ fit: 'speed', takeInSeconds: 6 }), 4)).toBeCloseTo(6 - FRAME);
    expect(speedsOf(fit({ fit: 'speed', takeInSeconds: 20 }))).toEqual([2]);
    expect(speedsOf(fit({ fit: 'speed', takeInSeconds: 20, maxSpeed: 3 }))).toEqual([3]);
    expect(speedsOf(fit({ fit: 'speed', takeInSeconds: 4 }))).toEqual([1]);
    expect(fit({ fit: 'speed', takeInSeconds: 3, minSpeed: 0.9 }).tooShort).toBe(true);
  });

  it('holds the last picture for what remains, and slows down before it holds for too long', () => {
    const held = fit({ fit: 'hold', takeInSeconds: 3 });
    expect(speedsOf(held)).toEqual([1, 0]);
    expect(takeTimeAt(held, 3.9)).toBeCloseTo(3 - FRAME);
    const slow = fit({ fit: 'hold', takeInSeconds: 3, shownInSeconds: 6 });
    expect(slow.segments[1]!.durationInSeconds).toBeCloseTo(2);
    expect(slow.segments[0]!.speed).toBeCloseTo((3 - FRAME) / 4);
    expect(fit({ fit: 'hold' }).segments).toHaveLength(1);
  });

  it('loops and runs back and forth in whole turns where the speed allows it', () => {
    const looped = fit({ fit: 'loop', takeInSeconds: 1.9 });
    expect(looped.segments.map(({ takeStartInSeconds }) => takeStartInSeconds)).toEqual([0, 0]);
    expect(looped.segments[0]!.speed).toBeCloseTo(0.95);
    const back = fit({ fit: 'boomerang', takeInSeconds: 2 });
    expect(speedsOf(back)).toEqual([expect.closeTo(0.979, 3), expect.closeTo(-0.979, 3)]);
    expect(takeTimeAt(back, 2)).toBeCloseTo(2 - FRAME);
    expect(takeTimeAt(back, 4)).toBeCloseTo(0);
    // 1.4 turns: an odd rest
    expect(speedsOf(fit({ fit: 'loop', takeInSeconds: 2.9, minSpeed: 0.9 }))).toEqual([1, 1]);
  });

  it('leaves out black and frozen ends, but not against an in-point', () => {
    const usable = { startInSeconds: 0.4, endInSeconds: 4.8 };
    expect(takeTimeAt(fit({ usable }), 0)).toBeCloseTo(0.4);
    expect(takeTimeAt(fit({ usable, inPointInSeconds: 0 }), 0)).toBe(0);
  });

  it('never shows what lies outside of the take, whatever it is asked for, and leaves no gap', () => {
    const seconds = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          takeInSeconds: seconds(0.3, 20),
          shownInSeconds: seconds(0.05, 30),
          fit: fc.constantFrom(...CLIP_FITS),
          inPointInSeconds: fc.option(seconds(0, 25), { nil: undefined }),
          outPointInSeconds: fc.option(seconds(0, 25), { nil: undefined }),
          sync: fc.constantFrom('action' as const, undefined),
          actionsInSeconds: fc.array(seconds(0, 20), { maxLength: 4 }),
          beats: fc.array(fc.record({ atInSeconds: seconds(-1, 30), isDownbeat: fc.boolean() }), {
            maxLength: 8,
          }),
        }),
        (options) => {
          const wish = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
          const fitted = fit(wish);
          let end = 0;
          for (const segment of fitted.segments) {
            expect(segment.startInSeconds).toBeCloseTo(end, 6);
            end = segment.startInSeconds + segment.durationInSeconds;
          }
          expect(end).toBeCloseTo(options.shownInSeconds, 6);
          for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
            // the last picture of a slot is shown a frame before its end
            const time = takeTimeAt(fitted, share * Math.max(0, options.shownInSeconds - FRAME));
            expect(time).toBeGreaterThanOrEqual(-1e-6);
            // a picture lasts until the next one, the last one until the take's end
            expect(time).toBeLessThan(Math.max(options.takeInSeconds, 2 * FRAME) + 1.1e-3);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('fitClip with sync="action"', () => {
  const beats = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((atInSeconds, index) => ({
    atInSeconds,
    isDownbeat: index % 4 === 0,
  }));
  const sync = (options: Partial<FitClipOptions>): FittedClip => fit({ sync: 'action', beats, ...options });

  it('chooses the in-point so that the strongest movement falls on a downbeat inside the slot', () => {
    const fitted = sync({ takeInSeconds: 8, actionsInSeconds: [4.3, 1] });
    expect(fitted.actionAtInSeconds).toBe(2);
    expect(fitted.playbackRate).toBe(1);
    expect(takeTimeAt(fitted, 2)).toBeCloseTo(4.3 + HALF_A_PICTURE);
  });

  it('takes another beat when the take has too little before or after the movement', () => {
    const early = sync({ actionsInSeconds: [0.7] });
    expect(early.actionAtInSeconds).toBe(0.5);
    expect(takeTimeAt(early, 0.5)).toBeCloseTo(0.7 + HALF_A_PICTURE);
    const late = sync({ actionsInSeconds: [4.4] });
    expect(late.actionAtInSeconds).toBe(3.5);
    expect(takeTimeAt(late, 3.5)).toBeCloseTo(4.4 + HALF_A_PICTURE);
  });

  it('slows down within the limit where that helps, and says so where nothing helps', () => {
    const slowed = sync({ takeInSeconds: 3.5, actionsInSeconds: [1.7] });
    expect(slowed.playbackRate).toBeGreaterThan(0.8);
    expect(slowed.playbackRate).toBeLessThan(1);
    expect(takeTimeAt(slowed, slowed.actionAtInSeconds!)).toBeCloseTo(1.7 + HALF_A_PICTURE);
    const failed = sync({ takeInSeconds: 3.5, actionsInSeconds: [1.7], minSpeed: 0.95 });
    expect(failed.actionAtInSeconds).toBeUndefined();
    expect(failed.notes[0]).toContain(
      'No movement of the take can land on a beat: it is 3.5 s long and the slot 4.0 s.',
    );
    expect(sync({ actionsInSeconds: [] }).notes[0]).toContain('knows of no movement');
    expect(sync({ fit: 'loop', actionsInSeconds: [1] }).notes[0]).toContain('not with "loop"');
  });
});
