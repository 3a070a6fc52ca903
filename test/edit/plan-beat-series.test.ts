import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBeatClock } from '../../src/edit/beat-clock.ts';
import type { BeatSeriesItem } from '../../src/edit/beat-series-item.ts';
import { planBeatSeries } from '../../src/edit/plan-beat-series.ts';

/** A song with a downbeat on every fourth beat. */
const songOf = (times: number[], { pickUp = 0, beatsPerBar = 4 } = {}) => ({
  beatsPerBar,
  beats: times.map((timeInSeconds, index) => ({
    timeInSeconds,
    bar: Math.floor((index - pickUp) / beatsPerBar) + 1,
    beatInBar: ((index - pickUp + 10 * beatsPerBar) % beatsPerBar) + 1,
    confidence: 1,
  })),
});
const steady = (bpm: number, count: number, offset = 0): number[] =>
  Array.from({ length: count }, (_, index) => offset + (index * 60) / bpm);
const shots = (...lengths: ({ beats: number } | { bars: number } | null)[]): BeatSeriesItem[] =>
  lengths.map((length, index) => ({ kind: 'shot', id: `s${index + 1}`, length }) as BeatSeriesItem);

describe('createBeatClock', () => {
  it('counts beats from the first downbeat and gives times between them', () => {
    const clock = createBeatClock(songOf(steady(120, 20, 0.3), { pickUp: 2 }));
    expect(clock.timeOfBeat(0)).toBeCloseTo(1.3);
    expect(clock.timeOfBeat(-2)).toBeCloseTo(0.3);
    expect(clock.timeOfBeat(0.5)).toBeCloseTo(1.55);
    expect(clock.barAtBeat(6)).toBeCloseTo(1.5);
    expect(clock.beatOfBar(2)).toBe(8);
  });

  it('goes on at the last tempo after the last beat', () => {
    const clock = createBeatClock(songOf([0, 0.5, 1, 1.5, 2, 2.6, 3.2]));
    expect(clock.timeOfBeat(8)).toBeCloseTo(4.4);
    expect(clock.beatAtTime(4.4)).toBeCloseTo(8);
  });

  it('follows bars of different lengths', () => {
    const song = songOf(steady(60, 9));
    song.beats.forEach((beat, index) => (beat.beatInBar = [1, 2, 3, 1, 2, 3, 4, 1, 2][index]!));
    const clock = createBeatClock(song);
    expect(clock.beatOfBar(1)).toBe(3);
    expect(clock.beatOfBar(2)).toBe(7);
  });

  it('ticks at 120 BPM in a song without beats', () => {
    const clock = createBeatClock({ beats: [], beatsPerBar: 0 });
    expect(clock.hasBeats).toBe(false);
    expect(clock.timeOfBeat(8)).toBe(4);
  });
});

describe('planBeatSeries', () => {
  it('puts every border within half a frame of its beat, at any tempo and frame rate, without drift', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 50, max: 200, noNaN: true }),
        fc.constantFrom(23.976, 24, 25, 29.97, 30, 50, 60),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 400 }),
        (bpm, fps, lengths) => {
          const clock = createBeatClock(songOf(steady(bpm, 40, 0.123)));
          const plan = planBeatSeries({
            items: shots(...lengths.map((beats) => ({ beats }))),
            clock,
            fps,
            startInSeconds: 0,
            endInSeconds: 10_000,
          });
          let beat = 0;
          plan.cuts.forEach((cut, index) => {
            beat += lengths[index]!;
            expect(cut.beat).toBe(beat);
            expect(Math.abs(cut.frame / fps - clock.timeOfBeat(beat)) * fps).toBeLessThanOrEqual(0.5 + 1e-6);
            expect(plan.slots[index]!.endFrame).toBe(plan.slots[index + 1]!.startFrame);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets the first shot begin with the song and the last one end with it', () => {
    const plan = planBeatSeries({
      items: shots({ bars: 1 }, { bars: 1 }, null),
      clock: createBeatClock(songOf(steady(120, 30, 0.4), { pickUp: 1 })),
      fps: 25,
      startInSeconds: 0,
      endInSeconds: 14,
    });
    expect(plan.slots.map((slot) => slot.startFrame)).toEqual([0, 73, 123]); // 0.9 s + 2 s, + 4 s
    expect(plan.endFrame).toBe(350);
  });

  it('centres a transition on its cut, moves no border and gives both shots the handles', () => {
    const items: BeatSeriesItem[] = [
      { kind: 'shot', id: 'a', length: { bars: 1 } },
      { kind: 'transition', length: { beats: 1 } },
      { kind: 'shot', id: 'b', length: { bars: 1 } },
    ];
    const options = {
      clock: createBeatClock(songOf(steady(120, 30))),
      fps: 30,
      startInSeconds: 0,
      endInSeconds: 10,
    };
    const plan = planBeatSeries({ items, ...options });
    const plain = planBeatSeries({ items: items.filter(({ kind }) => kind !== 'transition'), ...options });
    expect(plan.slots.map(({ startFrame, endFrame }) => [startFrame, endFrame])).toEqual(
      plain.slots.map(({ startFrame, endFrame }) => [startFrame, endFrame]),
    );
    // a beat at 120 BPM lasts 15 frames: half of it, rounded, on each side
    expect(plan.cuts[0]).toMatchObject({ frame: 60, transitionInFrames: 16 });
    expect(plan.slots[0]).toMatchObject({ handleBeforeInFrames: 0, handleAfterInFrames: 8 });
    expect(plan.slots[1]).toMatchObject({ handleBeforeInFrames: 8, handleAfterInFrames: 0 });
  });

  it('counts from the next bar when the series begins inside the song', () => {
    const plan = planBeatSeries({
      items: shots({ bars: 1 }, { bars: 1 }),
      clock: createBeatClock(songOf(steady(120, 60))),
      fps: 30,
      startInSeconds: 5,
      endInSeconds: 30,
    });
    expect(plan.cuts[0]!.timeInSeconds).toBeCloseTo(8);
    expect(plan.slots[0]!.startFrame).toBe(150);
  });

  it('counts from the bar that it begins with when its start is a downbeat rounded to a frame', () => {
    const clock = createBeatClock(songOf(steady(128, 60)));
    for (let bar = 0; bar < 11; bar++) {
      const startInSeconds = Math.round(clock.timeOfBeat(bar * 4) * 30) / 30;
      const plan = planBeatSeries({
        items: shots({ bars: 1 }, { bars: 1 }),
        clock,
        fps: 30,
        startInSeconds,
        endInSeconds: 60,
      });
      expect(plan.cuts[0]!.beat).toBeCloseTo((bar + 1) * 4);
    }
  });

  it('begins a late series on its frame and keeps its borders on the beats of the whole song, at 29.97 fps too', () => {
    const clock = createBeatClock(songOf(steady(128, 2400, 0.211)));
    for (const fps of [24, 29.97, 30000 / 1001, 59.94]) {
      for (const startFrame of [1, 37, 500, 12_345, 20_000]) {
        const startInSeconds = startFrame / fps;
        const plan = planBeatSeries({
          items: shots(...Array.from({ length: 120 }, () => ({ beats: 1 }))),
          clock,
          fps,
          startInSeconds,
          endInSeconds: 1100,
        });
        expect(plan.slots[0]!.startFrame).toBe(startFrame);
        const firstBeat = plan.cuts[0]!.beat - 1;
        expect(firstBeat % 4).toBeCloseTo(0, 6);
        plan.cuts.forEach((cut, index) => {
          expect(cut.beat).toBe(firstBeat + 1 + index);
          const seconds = 0.211 + (cut.beat * 60) / 128;
          expect(Math.abs(cut.frame - seconds * fps)).toBeLessThanOrEqual(0.5 + 1e-6);
          expect(plan.slots[index]!.endFrame).toBe(cut.frame);
        });
        const frames = plan.slots.reduce((sum, slot) => sum + slot.endFrame - slot.startFrame, 0);
        expect(startFrame + frames).toBe(plan.endFrame);
      }
    }
  });

  it('shows cuts earlier by the lead, but neither the start nor the end', () => {
    const plan = planBeatSeries({
      items: shots({ bars: 1 }, null),
      clock: createBeatClock(songOf(steady(120, 30))),
      fps: 30,
      startInSeconds: 0,
      endInSeconds: 10,
      leadInSeconds: 0.1,
    });
    expect(plan.slots.map(({ startFrame }) => startFrame)).toEqual([0, 57]);
    expect(plan.cuts[0]!.timeInSeconds).toBeCloseTo(1.9);
    expect(plan.endFrame).toBe(300);
  });

  it('says which shot is too short for its transitions', () => {
    const items: BeatSeriesItem[] = [
      { kind: 'shot', id: 'long', length: { bars: 1 } },
      { kind: 'transition', length: { beats: 4 } },
      { kind: 'shot', id: 'short', length: { beats: 1 } },
    ];
    const plan = (): unknown =>
      planBeatSeries({
        items,
        clock: createBeatClock(songOf(steady(120, 30))),
        fps: 30,
        startInSeconds: 0,
        endInSeconds: 9,
      });
    expect(plan).toThrow(
      'Shot "short" lasts 15 frames, but the transitions at its borders need 30 frames of it.',
    );
  });

  it('refuses a transition without a shot on one side or at no known place, and a length of nothing', () => {
    const plan = (items: BeatSeriesItem[]) => (): unknown =>
      planBeatSeries({
        items,
        clock: createBeatClock(songOf([])),
        fps: 30,
        startInSeconds: 0,
        endInSeconds: 9,
      });
    expect(plan([{ kind: 'transition', length: { beats: 1 } }])).toThrow('must stand between two shots');
    const [first, second] = shots({ beats: 4 }, { beats: 4 });
    const aside = { kind: 'transition', length: { beats: 1 }, align: 'middle' as 'centre' } as const;
    expect(plan([first!, aside, second!])).toThrow('A transition has align="middle".');
    expect(plan(shots({ beats: 0 }))).toThrow('A shot of 0 beats has no length');
    expect(plan(shots(null, { beats: 1 }))).toThrow('"s1" has no length and is not the last one');
  });
});
