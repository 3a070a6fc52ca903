import { describe, expect, it } from 'vitest';
import { bestStretch, resolveSongWindow, stretchVolume } from '../../src/song/best-stretch.ts';
import { anchorSong } from '../edit/anchor-song.ts';

/** Two quiet and two loud sections of 16 s each; the second loud one is louder. */
const song = {
  ...anchorSong(),
  energy: {
    valuesPerSecond: 10,
    overall: Array.from({ length: 655 }, (_, index) => {
      const time = index / 10;
      return time < 16.5 ? 0.4 : time < 32.5 ? 0.8 : time < 48.5 ? 0.4 : 1;
    }),
    low: [],
    mid: [],
    high: [],
  },
};

describe('bestStretch', () => {
  it.each([15, 30])('begins and ends on borders of phrases, with a drop in it, for %i seconds', (seconds) => {
    const { startInSeconds, durationInSeconds } = bestStretch(song, { durationInSeconds: seconds });
    const borders = song.phrases!.flatMap((phrase) => [phrase.startInSeconds, phrase.endInSeconds]);
    const downbeats = song.beats.filter(({ beatInBar }) => beatInBar === 1).map((beat) => beat.timeInSeconds);
    const end = startInSeconds + durationInSeconds;
    expect(borders.some((border) => Math.abs(border - startInSeconds) < 1e-6)).toBe(true);
    expect([...borders, ...downbeats].some((border) => Math.abs(border - end) < 1e-6)).toBe(true);
    expect(durationInSeconds).toBeLessThanOrEqual(seconds);
    expect(durationInSeconds).toBeGreaterThan(seconds * 0.75);
    const drop = song.buildUps!.find(
      ({ dropInSeconds }) => dropInSeconds >= startInSeconds && dropInSeconds < end,
    );
    expect(drop).toBeDefined();
  });

  it('prefers the louder of two like stretches', () => {
    expect(bestStretch(song, { durationInSeconds: 25 }).startInSeconds).toBeGreaterThan(32);
  });

  it('takes all of a song that is not longer, and any place of one without bars', () => {
    expect(bestStretch(song, { durationInSeconds: 300 })).toEqual({
      startInSeconds: 0,
      durationInSeconds: song.durationInSeconds,
      fadeInInSeconds: 0,
      fadeOutInSeconds: 0,
    });
    const noise = bestStretch(
      { ...song, beats: [], phrases: [], buildUps: [], sections: [] },
      { durationInSeconds: 15 },
    );
    expect(noise.durationInSeconds).toBe(15);
    expect(noise.startInSeconds).toBeGreaterThan(45);
  });

  it('comes up and goes within its fades', () => {
    const stretch = bestStretch(song, { durationInSeconds: 15 });
    expect(stretchVolume(stretch, 0)).toBe(0);
    expect(stretchVolume(stretch, 5)).toBe(1);
    expect(stretchVolume(stretch, stretch.durationInSeconds - 0.3)).toBeCloseTo(Math.SQRT1_2, 5);
    expect(stretchVolume(stretch, stretch.durationInSeconds)).toBeCloseTo(0);
  });

  it('keeps a window by its times inside the song', () => {
    expect(resolveSongWindow(song, { startInSeconds: 60, durationInSeconds: 30 })).toMatchObject({
      startInSeconds: 60,
      durationInSeconds: song.durationInSeconds - 60,
    });
  });
});
