import type { ReactNode } from 'react';
import { Sequence } from 'remotion';
import { describe, expect, it } from 'vitest';
import { Song, useBeat, useSongTime } from '../../src/react/song.tsx';
import { useBuildUp } from '../../src/react/use-build-up.ts';
import { useEnergy } from '../../src/react/use-energy.ts';
import { useHits, useLastHit } from '../../src/react/use-hits.ts';
import { useLyrics } from '../../src/react/use-lyrics.ts';
import { useBar, usePhrase, useSection } from '../../src/react/use-section.ts';
import type { SongMap } from '../../src/song/song-map.ts';
import { renderForFrame } from './render-for-frame.tsx';

/** 130 BPM from 0.31 s on, so that hardly a beat falls on a frame. */
const timeOfBeat = (beat: number): number => 0.31 + (beat * 60) / 130;
const song: SongMap = {
  version: 1,
  durationInSeconds: 20,
  tempoBpm: 130,
  alternativeTempoBpm: 0,
  beatsPerBar: 4,
  beats: Array.from({ length: 40 }, (_, index) => ({
    timeInSeconds: timeOfBeat(index),
    bar: Math.floor(index / 4) + 1,
    beatInBar: (index % 4) + 1,
    confidence: 1,
  })),
  sections: [
    { startInSeconds: 0, endInSeconds: timeOfBeat(16), label: 'A', energy: 0.5 },
    { startInSeconds: timeOfBeat(16), endInSeconds: 20, label: 'B', energy: 1 },
  ],
  phrases: [{ startInSeconds: timeOfBeat(0), endInSeconds: timeOfBeat(16), bars: 4 }],
  hits: Array.from({ length: 20 }, (_, index) => ({
    timeInSeconds: timeOfBeat(index),
    kind: index % 2 === 0 ? ('low' as const) : ('mid' as const),
    strength: 0.8,
  })),
  buildUps: [{ startInSeconds: timeOfBeat(8), dropInSeconds: timeOfBeat(16), strength: 0.6 }],
  energy: {
    valuesPerSecond: 50,
    overall: Array<number>(1000).fill(0.5),
    low: Array<number>(1000).fill(1),
    mid: [],
    high: [],
  },
  lyrics: [
    { text: 'hello', startMs: 1300, endMs: 2000, timestampMs: 1650, confidence: 1, pageBreakAfter: true },
  ],
  confidence: 1,
  warnings: [],
};
const fps = 30;
/** The frame on which a cut at a time lies. */
const frameOf = (timeInSeconds: number): number => Math.round(timeInSeconds * fps);

/** What a hook gives on a frame of the composition, in a sequence that begins later than the song. */
function onFrame<T>(frame: number, hook: () => T): T {
  let value: { given: T } | undefined;
  const Probe = (): ReactNode => {
    value = { given: hook() };
    return null;
  };
  renderForFrame({
    frame,
    fps,
    durationInFrames: 600,
    children: (
      <Song src="song.mp3" map={song} muted>
        <Sequence from={5} layout="none">
          <Probe />
        </Sequence>
      </Song>
    ),
  });
  return value!.given;
}

describe('the hooks of a song', () => {
  it('begin everything on the frame on which a cut lies, and not before', () => {
    for (const beat of [1, 5, 7, 10, 15]) {
      const frame = frameOf(timeOfBeat(beat));
      expect(onFrame(frame, useBeat).beat).toBe(beat);
      expect(onFrame(frame - 1, useBeat).beat).toBe(beat - 1);
      expect(onFrame(frame - 1, useBeat).beatPhase).toBeGreaterThan(0.9);
      expect(onFrame(frame, useBeat).beatPhase).toBeLessThan(0.04);
      expect(onFrame(frame, useLastHit).hit?.timeInSeconds).toBe(timeOfBeat(beat));
      expect(onFrame(frame - 1, useLastHit).hit?.timeInSeconds).toBe(timeOfBeat(beat - 1));
    }
    const drop = frameOf(timeOfBeat(16));
    expect([drop - 1, drop].map((frame) => onFrame(frame, useSection)?.label)).toEqual(['A', 'B']);
    expect([drop - 1, drop].map((frame) => onFrame(frame, useBar).bar)).toEqual([4, 5]);
    expect(onFrame(drop - 1, useBuildUp)).toMatchObject({ buildUp: song.buildUps![0], dropPulse: 0 });
    expect(onFrame(drop, useBuildUp).dropPulse).toBeCloseTo(0.6, 1);
    expect(onFrame(drop - 1, usePhrase)?.index).toBe(0);
    expect(onFrame(drop, usePhrase)).toBeNull();
  });

  it('tell time, energy, hits of each kind and lyrics', () => {
    expect(onFrame(60, useSongTime)).toBe(2);
    expect(onFrame(60, useEnergy)).toEqual({ overall: 0.5, low: 1, mid: 0, high: 0 });
    const { low, mid, high } = onFrame(frameOf(timeOfBeat(4)), useHits);
    expect(low.sinceInSeconds).toBeLessThan(1 / fps);
    expect(mid.sinceInSeconds).toBeCloseTo(60 / 130, 1);
    expect(high).toMatchObject({ hit: null, pulse: 0 });
    expect(onFrame(45, useLyrics)).toMatchObject({ line: 'hello', captions: song.lyrics });
  });

  it('snap lyrics to beats only when asked', () => {
    const snapped = onFrame(45, () => useLyrics({ snapToBeatsInSeconds: 0.12 }));
    expect(snapped.captions[0]!.startMs).toBeCloseTo(1000 * timeOfBeat(2));
    expect(onFrame(45, useLyrics).captions[0]!.startMs).toBe(1300);
  });

  it('say what they need when there is no song around them', () => {
    const Probe = (): ReactNode => String(useEnergy().low);
    expect(() => renderForFrame({ frame: 0, children: <Probe /> })).toThrow('useEnergy() needs a song');
  });
});
