import { describe, expect, it } from 'vitest';
import { findBuildUps } from '../../src/song/build-ups.ts';
import { analyzeSong } from '../../src/song/index.ts';
import { findPhrases } from '../../src/song/phrases.ts';
import type { Beat } from '../../src/song/song-map.ts';
import { renderSong } from '../../src/testing/index.ts';

/** Bars of two seconds from 1 s on, after a pick-up of one beat. */
const beatsOf = (bars: number): Beat[] =>
  Array.from({ length: 4 * bars + 1 }, (_, index) => ({
    timeInSeconds: 0.5 + index / 2,
    bar: Math.floor((index + 3) / 4),
    beatInBar: ((index + 3) % 4) + 1,
    confidence: 1,
  }));
const startOfBar = (bar: number): number => 1 + 2 * (bar - 1);

describe('findPhrases', () => {
  /** The phrases of sections with these lengths in bars, as `first bar: bars`. */
  function phrasesOf(...lengths: number[]): string[] {
    const total = lengths.reduce((sum, length) => sum + length, 0);
    let bar = 1;
    const sections = lengths.map((length, index) => {
      const startInSeconds = index === 0 ? 0 : startOfBar(bar);
      bar += length;
      return { startInSeconds, endInSeconds: startOfBar(bar), label: 'A', energy: 1 };
    });
    const phrases = findPhrases({ beats: beatsOf(total), sections, durationInSeconds: startOfBar(bar) });
    phrases.forEach(({ startInSeconds, endInSeconds, bars }) =>
      expect(endInSeconds - startInSeconds).toBeCloseTo(2 * bars),
    );
    return phrases.map(({ startInSeconds, bars }) => `${(startInSeconds - 1) / 2 + 1}: ${bars}`);
  }

  it('divides each section into four bars, from its own beginning', () => {
    expect(phrasesOf(8, 4)).toEqual(['1: 4', '5: 4', '9: 4']);
    expect(phrasesOf(6, 8)).toEqual(['1: 4', '5: 2', '7: 4', '11: 4']);
  });

  it('leaves no bar alone, unless a section has only one', () => {
    expect(phrasesOf(9)).toEqual(['1: 4', '5: 5']);
    expect(phrasesOf(1, 4)).toEqual(['1: 1', '2: 4']);
  });

  it('finds none where there are no bars', () => {
    const sections = [{ startInSeconds: 0, endInSeconds: 9, label: 'A', energy: 1 }];
    expect(findPhrases({ beats: [], sections, durationInSeconds: 9 })).toEqual([]);
  });
});

describe('findBuildUps', () => {
  /** Energy curves that have one value per bar. */
  function buildUpsOf(low: number[], overall: number[] = low): string[] {
    const curve = (values: number[]): number[] => [
      ...Array<number>(10).fill(values[0]!),
      ...values.flatMap((value) => Array<number>(20).fill(value)),
    ];
    const energy = { valuesPerSecond: 10, overall: curve(overall), low: curve(low), mid: [], high: [] };
    return findBuildUps({ beats: beatsOf(low.length), energy }).map(
      ({ startInSeconds, dropInSeconds, strength }) => {
        expect(strength).toBeGreaterThan(0);
        expect(strength).toBeLessThanOrEqual(1);
        return `${(startInSeconds - 1) / 2 + 1}–${(dropInSeconds - 1) / 2 + 1}`;
      },
    );
  }

  it('begins where the bass went away, and ends with the downbeat on which it returns', () => {
    expect(buildUpsOf([0.9, 0.9, 0.9, 0.9, 0.3, 0.3, 0.3, 0.3, 0.9, 0.9, 0.9, 0.9])).toEqual(['5–9']);
  });

  it('finds none in a song that stays as it is, fades in slowly or only ends', () => {
    expect(buildUpsOf(Array<number>(12).fill(0.8))).toEqual([]);
    expect(buildUpsOf(Array.from({ length: 16 }, (_, bar) => 0.5 + bar / 100))).toEqual([]);
    expect(buildUpsOf([0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.3, 0.3, 0.3, 0.3])).toEqual([]);
  });

  it('is at most eight bars long', () => {
    const [buildUp] = buildUpsOf([...Array<number>(14).fill(0.2), ...Array<number>(4).fill(0.9)]);
    expect(buildUp).toBe('7–15');
  });
});

describe('a song with a drop, heard as a whole', () => {
  it('builds up to the bar in which kick and bass return', () => {
    const full = { kick: 'XXXX', snare: '.X.X', hat: 'xxxxxxxx', bass: '1:1 1:1 5:1 8:1', pad: '*:4' };
    const { kick: _, bass: __, ...light } = full;
    const song = renderSong({
      score: {
        tempo: 120,
        sections: [
          { label: 'A', lengthInBars: 8, chords: 'Am F C G', parts: full },
          { label: 'B', lengthInBars: 8, chords: 'Am F C G', parts: light },
          { label: 'A', lengthInBars: 8, chords: 'Am F C G', parts: full },
        ],
      },
      sampleRateHz: 22_050,
    });
    const { buildUps = [], phrases = [], sections } = analyzeSong(song);
    expect(buildUps).toHaveLength(1);
    expect(Math.abs(buildUps[0]!.dropInSeconds - 32)).toBeLessThan(0.1);
    expect(Math.abs(buildUps[0]!.startInSeconds - 16)).toBeLessThan(2.1);
    // phrases begin with sections and follow each other without a gap
    for (const { startInSeconds } of sections.slice(1)) {
      expect(phrases.some((phrase) => Math.abs(phrase.startInSeconds - startInSeconds) < 1e-6)).toBe(true);
    }
    phrases.slice(1).forEach((phrase, index) => {
      expect(phrase.startInSeconds).toBeCloseTo(phrases[index]!.endInSeconds, 6);
    });
  });
});
