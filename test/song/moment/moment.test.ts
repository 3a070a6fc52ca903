import { describe, expect, it } from 'vitest';
import { barAt } from '../../../src/edit/bar-at.ts';
import { createBeatClock } from '../../../src/edit/beat-clock.ts';
import { buildUpAt } from '../../../src/song/moment/build-up-at.ts';
import { energyAt } from '../../../src/song/moment/energy-at.ts';
import { lastHitAt } from '../../../src/song/moment/last-hit-at.ts';
import { latestIndex } from '../../../src/song/moment/latest-index.ts';
import { lyricsAt } from '../../../src/song/moment/lyrics-at.ts';
import { phraseAt, sectionAt } from '../../../src/song/moment/stretch-at.ts';
import { parseLrc } from '../../../src/song/lyrics/parse-lrc.ts';
import { parseSrt } from '../../../src/song/lyrics/parse-srt.ts';
import type { Hit } from '../../../src/song/song-map.ts';

describe('latestIndex', () => {
  it('finds what a search from the front finds', () => {
    const items = [0.5, 1, 1, 2.25, 7];
    for (let timeInSeconds = 0; timeInSeconds < 9; timeInSeconds += 0.25) {
      const index = latestIndex({ items, timeOf: (time) => time, timeInSeconds });
      expect(index).toBe(items.findLastIndex((time) => time <= timeInSeconds));
    }
    expect(latestIndex({ items: [], timeOf: Number, timeInSeconds: 1 })).toBe(-1);
  });
});

describe('energyAt', () => {
  /** Ten values a second: silence for a second, full loudness for one, then half of the range (−30 dB). */
  const curve = [...Array<number>(10).fill(0), ...Array<number>(10).fill(1), ...Array<number>(10).fill(0.5)];
  const zeros = curve.map(() => 0);
  const song = { energy: { valuesPerSecond: 10, overall: curve, low: curve, mid: zeros, high: zeros } };

  it('reads each curve at the time, with the middle of a value’s stretch as its place', () => {
    expect(energyAt(song, 1.5, { smoothingInSeconds: 0 })).toEqual({ overall: 1, low: 1, mid: 0, high: 0 });
    expect(energyAt(song, 1, { smoothingInSeconds: 0 }).low).toBeCloseTo(0.5);
    expect(energyAt(song, 2.5).overall).toBeCloseTo(0.5);
  });

  it('is 0 before the song and after it, and smooths over the time asked for', () => {
    expect(energyAt(song, -3).overall).toBe(0);
    expect(energyAt(song, 30).overall).toBe(0);
    const smoothed = energyAt(song, 0.8, { smoothingInSeconds: 1 }).overall;
    expect(smoothed).toBeGreaterThan(0.25);
    expect(smoothed).toBeLessThan(0.35);
  });

  it('falls no faster than asked for, and rises at once', () => {
    const options = { smoothingInSeconds: 0, releaseInSeconds: 2 };
    expect(energyAt(song, 2.15, options).overall).toBeCloseTo(0.9); // 0.2 s after 1, of 2 s
    expect(energyAt(song, 2.75, options).overall).toBeCloseTo(0.6);
    expect(energyAt(song, 1.05, options).overall).toBe(1);
  });

  it('spreads the loudest decibels over the whole range', () => {
    expect(energyAt(song, 2.5, { rangeDb: 30 }).overall).toBe(0);
    expect(energyAt(song, 2.5, { rangeDb: 40 }).overall).toBeCloseTo(0.25);
    expect(energyAt(song, 1.5, { rangeDb: 10 }).overall).toBe(1);
  });
});

describe('lastHitAt', () => {
  const hits: Hit[] = [
    { timeInSeconds: 1, kind: 'low', strength: 1 },
    { timeInSeconds: 1.5, kind: 'mid', strength: 0.5 },
    { timeInSeconds: 1.75, kind: 'high', strength: 0.2 },
  ];
  it('finds the last hit of the kinds and strength asked for', () => {
    expect(lastHitAt({ hits }, 2).hit?.kind).toBe('high');
    expect(lastHitAt({ hits }, 2, { kind: 'low' })).toMatchObject({
      sinceInSeconds: 1,
      strength: 1,
      pulse: 0,
    });
    expect(lastHitAt({ hits }, 2, { kind: ['low', 'mid'] }).hit?.kind).toBe('mid');
    expect(lastHitAt({ hits }, 2, { minStrength: 0.3 }).hit?.kind).toBe('mid');
    expect(lastHitAt({ hits }, 0.9)).toEqual({ hit: null, sinceInSeconds: Infinity, strength: 0, pulse: 0 });
    expect(lastHitAt({}, 1).hit).toBeNull();
  });

  it('gives a pulse that begins with the hit’s strength and reaches 0 at the end of the decay', () => {
    const pulseAt = (time: number): number =>
      lastHitAt({ hits }, time, { kind: 'mid', decayInSeconds: 0.4 }).pulse;
    expect(pulseAt(1.5)).toBe(0.5);
    expect(pulseAt(1.7)).toBeCloseTo(0.125);
    expect(pulseAt(1.95)).toBe(0);
  });

  it('takes a hit that lies a little ahead as begun, if asked', () => {
    const near = lastHitAt({ hits }, 0.99, { lookAheadInSeconds: 0.02 });
    expect(near).toMatchObject({ sinceInSeconds: 0, pulse: 1 });
  });
});

describe('sectionAt and phraseAt', () => {
  const sections = ['A', 'B', 'A'].map((label, index) => ({
    startInSeconds: 10 * index,
    endInSeconds: 10 * index + 10,
    label,
    energy: 0.5,
  }));
  it('tell the stretch, how far it has run, and which of its label it is', () => {
    expect(sectionAt({ sections }, 22.5)).toEqual({
      ...sections[2],
      index: 2,
      count: 3,
      occurrence: 2,
      progress: 0.25,
      sinceStartInSeconds: 2.5,
      untilEndInSeconds: 7.5,
    });
    expect(sectionAt({ sections }, 9.99, { lookAheadInSeconds: 0.02 })).toMatchObject({
      label: 'B',
      progress: 0,
    });
  });

  it('give null outside of all stretches', () => {
    expect(sectionAt({ sections }, -1)).toBeNull();
    expect(sectionAt({ sections }, 30)).toBeNull();
    expect(phraseAt({}, 1)).toBeNull();
    const phrases = [{ startInSeconds: 1, endInSeconds: 9, bars: 4 }];
    expect(phraseAt({ phrases }, 0.5)).toBeNull();
    expect(phraseAt({ phrases }, 3)).toMatchObject({ index: 0, bars: 4, progress: 0.25 });
  });
});

describe('buildUpAt', () => {
  const buildUps = [
    { startInSeconds: 10, dropInSeconds: 20, strength: 0.8 },
    { startInSeconds: 50, dropInSeconds: 60, strength: 0.5 },
  ];
  it('tells build-ups, drops and the time between', () => {
    expect(buildUpAt({ buildUps }, 5)).toEqual({
      buildUp: null,
      progress: 0,
      untilDropInSeconds: 15,
      sinceDropInSeconds: Infinity,
      dropPulse: 0,
    });
    expect(buildUpAt({ buildUps }, 15)).toMatchObject({ buildUp: buildUps[0], progress: 0.5, dropPulse: 0 });
    expect(buildUpAt({ buildUps }, 20)).toMatchObject({ buildUp: null, progress: 0, dropPulse: 0.8 });
    expect(buildUpAt({ buildUps }, 20.5).dropPulse).toBeCloseTo(0.2);
    expect(buildUpAt({ buildUps }, 70)).toMatchObject({
      untilDropInSeconds: Infinity,
      sinceDropInSeconds: 10,
    });
    expect(buildUpAt({}, 3).buildUp).toBeNull();
  });
});

describe('barAt', () => {
  /** One beat of pick-up, two bars of three, one of four, at 120 BPM from 1 s on. */
  const beats = [3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 1].map((beatInBar, index) => ({
    timeInSeconds: 1 + index / 2,
    beatInBar,
    bar: 0,
    confidence: 1,
  }));
  const clock = createBeatClock({ beats, beatsPerBar: 3 });

  it('counts beats and bars, also where the meter changes, in the pick-up and beyond the ends', () => {
    const at = (time: number): string => {
      const { bar, beatInBar, beatsInBar } = barAt(clock, time);
      return `${bar}: ${beatInBar}/${beatsInBar}`;
    };
    expect(at(1)).toBe('0: 3/3');
    expect(at(1.5)).toBe('1: 1/3');
    expect(at(3)).toBe('2: 1/3');
    expect(at(4.5)).toBe('3: 1/4');
    expect(at(6.4)).toBe('3: 4/4');
    expect(at(6.5)).toBe('4: 1/3');
    expect(at(0)).toBe('0: 1/3');
    expect(at(9)).toBe('5: 3/3');
  });

  it('tells how much of the bar has passed, and where it lies', () => {
    expect(barAt(clock, 5.5)).toMatchObject({ progress: 0.5, startInSeconds: 4.5, endInSeconds: 6.5 });
    expect(barAt(clock, 4.49, { lookAheadInSeconds: 0.02 })).toMatchObject({ bar: 3, progress: 0 });
  });
});

describe('lyricsAt', () => {
  const text =
    '[00:01.00]<00:01.00>Blue <00:01.50>room\n[00:03.00]in the rain\n[00:05.00]\n[00:06.00]the end';
  const lyrics = parseLrc({ text, path: 'song.lrc', durationInSeconds: 8 });

  it('tells word, line and progress', () => {
    expect(lyricsAt({ lyrics }, 1.75)).toMatchObject({ line: 'Blue room', caption: { text: ' room' } });
    expect(lyricsAt({ lyrics }, 1.25).progress).toBeCloseTo(0.5);
    expect(lyricsAt({ lyrics }, 3).line).toBe('in the rain');
    expect(lyricsAt({ lyrics }, 5.5)).toMatchObject({ caption: null, line: '', captionsOfLine: [] });
    expect(lyricsAt({ lyrics }, 0)).toMatchObject({ caption: null, line: '' });
    expect(lyricsAt({}, 1).line).toBe('');
  });

  it('takes each entry of an SRT file for a line', () => {
    const srt = '1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:02,500 --> 00:00:03,000\ntwo\n';
    const captions = parseSrt({ text: srt, path: 'song.srt' });
    expect([1.5, 2.2, 2.6].map((time) => lyricsAt({ lyrics: captions }, time).line)).toEqual([
      'one',
      '',
      'two',
    ]);
  });
});
