import { describe, expect, it } from 'vitest';
import { findAnchor, type Anchor } from '../../src/edit/anchor.ts';
import { createBeatClock } from '../../src/edit/beat-clock.ts';
import type { BeatSeriesItem } from '../../src/edit/beat-series-item.ts';
import { planBeatSeries } from '../../src/edit/plan-beat-series.ts';
import { anchorSong } from './anchor-song.ts';

const song = anchorSong();
const clock = createBeatClock(song);
const at = (anchor: Anchor): number => findAnchor({ anchor, song, clock });

describe('findAnchor', () => {
  it.each<[Anchor, number]>([
    // with the pick-up before its first downbeat
    ['A', -1],
    ['B', 32],
    ['chorus', 32],
    ['Chorus 2', 96],
    [{ section: 'chorus', nth: 2 }, 96],
    [{ section: 'a', nth: 2 }, 64],
    ['drop', 32],
    [{ drop: 2 }, 96],
    ['build', 24],
    [{ drop: 2, offsetInBars: -1 }, 92],
    [{ bar: 17 }, 64],
    [{ bar: 17, beatInBar: 3 }, 66],
    [{ bar: 17, offsetInBeats: 0.5 }, 64.5],
    ['bar 17', 64],
    ['beat 9', 9],
    [{ beat: 9.5 }, 9.5],
    ['phrase 2', 16],
    [{ phrase: 3 }, 32],
    ['0:08', 15],
    [{ seconds: 8.5 }, 16],
  ])('finds %j at beat %d', (anchor, beat) => {
    expect(at(anchor)).toBeCloseTo(beat, 6);
  });

  it('knows the start and the end of the song', () => {
    expect(clock.timeOfBeat(at('start'))).toBeCloseTo(0);
    expect(clock.timeOfBeat(at('end'))).toBeCloseTo(song.durationInSeconds);
  });

  it('lays a section that was drawn by hand beside its downbeat onto it, and a far one where it was drawn', () => {
    const drawn = (startInSeconds: number): number =>
      findAnchor({
        anchor: 'solo',
        clock,
        song: {
          ...song,
          sections: [{ startInSeconds, endInSeconds: 40, label: 'X', name: 'solo', energy: 1 }],
        },
      });
    expect(drawn(clock.timeOfBeat(40) + 0.05)).toBe(40);
    expect(drawn(clock.timeOfBeat(40.4))).toBeCloseTo(40.4);
  });

  it('lets names that a person gave go before its own words', () => {
    const named = {
      ...song,
      sections: song.sections.map((section, index) =>
        index === 2 ? { ...section, name: 'Drop 2' } : section,
      ),
    };
    expect(findAnchor({ anchor: 'drop 2', song: named, clock })).toBe(64);
  });

  it('says what is not there and lists what is', () => {
    const missing = (anchor: Anchor): { message: string; hint?: string | undefined } => {
      try {
        at(anchor);
      } catch (error) {
        return error as Error;
      }
      throw new Error('found');
    };
    expect(missing('bridge').message).toBe('There is no "bridge" in the song.');
    expect(missing('bridge').hint).toContain(
      'A (0:00.000), chorus (0:16.500), A 2 (0:32.500), chorus 2 (0:48.500)',
    );
    expect(missing('bridge').hint).toContain('drop (0:16.500), drop 2 (0:48.500), phrase 1–8');
    expect(missing('chorus 3').message).toBe('"chorus 3" is not in the song: it has 2 × section "chorus".');
    expect(missing({ drop: 1.5 }).message).toContain('it has 2 × drop');
    expect(missing({ bar: 400 }).message).toContain('"bar 400" lies at 13:18.500, outside of the song');
    expect(missing({ bar: -3 }).message).toContain('outside of the song');
    expect(() => findAnchor({ anchor: 'drop', song: { ...song, buildUps: [] }, clock })).toThrow(
      'it has no drop',
    );
  });
});

describe('planBeatSeries with anchors', () => {
  const plan = (items: BeatSeriesItem[], options: { startInSeconds?: number; fps?: number } = {}) =>
    planBeatSeries({
      items,
      clock,
      song,
      fps: options.fps ?? 30,
      startInSeconds: options.startInSeconds ?? 0,
      endInSeconds: song.durationInSeconds,
    });
  const beatsOf = (items: BeatSeriesItem[]): [string | null, number, number][] =>
    plan(items).slots.map(({ shotId, startBeat, endBeat }) => [
      shotId,
      Number(startBeat.toFixed(6)),
      Number(endBeat.toFixed(6)),
    ]);
  const shot = (
    id: string,
    rest: Partial<Extract<BeatSeriesItem, { kind: 'shot' }>> = {},
  ): BeatSeriesItem => ({
    kind: 'shot',
    id,
    length: null,
    ...rest,
  });

  it('lets shots last phrases and sections, from wherever they begin', () => {
    expect(
      beatsOf([
        shot('a', { length: { beats: 3 } }),
        shot('b', { length: { phrases: 1 } }),
        shot('c', { length: { sections: 1 } }),
        shot('d', { length: { sections: 2 } }),
      ]),
    ).toEqual([
      ['a', 0, 3],
      ['b', 3, 16],
      ['c', 16, 32],
      ['d', 32, 96],
    ]);
    expect(() => plan([shot('a', { length: { sections: 9 } })])).toThrow('that the song has left (4)');
    expect(() => plan([shot('a', { length: { phrases: 0.5 } })])).toThrow(
      'are not a whole number of phrases',
    );
  });

  it('ends a shot at a place and begins one at a place, with a gap or none between', () => {
    expect(
      beatsOf([
        shot('intro', { until: 'drop' }),
        shot('hit', { length: { beats: 0.5 } }),
        shot('verse', { at: 'A 2' }),
        shot('hook', { at: 'chorus 2', until: 'end' }),
      ]),
    ).toEqual([
      ['intro', 0, 32],
      ['hit', 32, 32.5],
      [null, 32.5, 64],
      ['verse', 64, 96],
      ['hook', 96, expect.closeTo(clock.beatAtTime(song.durationInSeconds), 4)],
    ]);
  });

  it('leaves the film empty before a first shot that begins later', () => {
    const { slots } = plan([shot('a', { at: { bar: 3 }, length: { bars: 1 } })]);
    // bar 3 begins on beat 8, at 0.5 s + 8 · 0.5 s
    expect(slots.map(({ shotId, startFrame, endFrame }) => [shotId, startFrame, endFrame])).toEqual([
      [null, 0, 135],
      ['a', 135, 195],
    ]);
    // a bar from the beginning of the song ends on a bar, whatever comes before the first downbeat
    expect(plan([shot('a', { at: 'A', length: { bars: 1 } }), shot('b')]).cuts[0]!.beat).toBe(4);
    const { slots: onTime } = plan([shot('a', { at: { bar: 3 } })], { startInSeconds: 4.49 });
    expect(onTime).toHaveLength(1);
    expect(() => plan([shot('a', { at: 'A' })], { startInSeconds: 20 })).toThrow(
      'before its series (0:20.000)',
    );
  });

  it('lets a shot lie over the end of the one before it', () => {
    const items: BeatSeriesItem[] = [
      shot('a', { length: { bars: 2 } }),
      { kind: 'overlap', length: { beats: 2 } },
      shot('b', { length: { bars: 2 } }),
    ];
    expect(beatsOf(items)).toEqual([
      ['a', 0, 8],
      ['b', 6, 14],
    ]);
    const { cuts, slots } = plan(items);
    expect(cuts[0]).toMatchObject({ beat: 6, frame: slots[1]!.startFrame });
    expect(() =>
      plan([shot('a', { length: { bars: 2 } }), shot('b', { at: 'A', length: { bars: 9 } })]),
    ).toThrow('would begin before the shot before it');
    expect(() =>
      plan([shot('a', { length: { bars: 2 } }), shot('b', { at: { beat: 2 }, length: { beats: 1 } })]),
    ).toThrow('ends before the shot that it lies over');
  });

  it('refuses two ends for one shot, and a transition across a pause', () => {
    expect(() => plan([shot('a', { length: { bars: 1 }, until: 'drop' })])).toThrow(
      'has 1 bars and until="drop"',
    );
    expect(() =>
      plan([
        shot('a', { length: { bars: 1 } }),
        { kind: 'transition', length: { beats: 1 } },
        shot('b', { at: 'drop' }),
      ]),
    ).toThrow('a transition leads into it');
  });

  it('begins or ends a transition on its beat when asked, without moving the cut', () => {
    const cutOf = (align: 'start' | 'centre' | 'end') => {
      const { cuts, slots } = plan([
        shot('a', { until: 'drop' }),
        { kind: 'transition', length: { beats: 1 }, align },
        shot('b', { until: 'A 2' }),
      ]);
      return {
        frame: cuts[0]!.frame,
        from: cuts[0]!.transitionStartFrame - cuts[0]!.frame,
        length: cuts[0]!.transitionInFrames,
        after: slots[0]!.handleAfterInFrames,
        before: slots[1]!.handleBeforeInFrames,
      };
    };
    expect(cutOf('centre')).toEqual({ frame: 495, from: -8, length: 16, after: 8, before: 8 });
    expect(cutOf('start')).toEqual({ frame: 495, from: 0, length: 15, after: 15, before: 0 });
    expect(cutOf('end')).toEqual({ frame: 495, from: -15, length: 15, after: 0, before: 15 });
  });

  it('follows tempo changes, at every frame rate', () => {
    const changing = anchorSong({ tempoAt: (beat) => (beat < 32 ? 96 : beat < 64 ? 96 + beat : 170) });
    const ownClock = createBeatClock(changing);
    for (const fps of [24, 25, 29.97, 30, 50, 60]) {
      const { cuts } = planBeatSeries({
        items: Array.from({ length: 60 }, (_, index) =>
          shot(`s${index}`, { length: { beats: index % 3 === 0 ? 0.5 : 2 } }),
        ),
        clock: ownClock,
        song: changing,
        fps,
        startInSeconds: 0,
        endInSeconds: changing.durationInSeconds,
      });
      for (const cut of cuts) {
        expect(Math.abs(cut.frame - ownClock.timeOfBeat(cut.beat) * fps)).toBeLessThanOrEqual(0.5 + 1e-6);
      }
    }
  });
});
