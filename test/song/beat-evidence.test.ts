import { describe, expect, it } from 'vitest';
import { barRepetition, profileBeats, repetitionOf, soundEvidenceOf } from '../../src/song/beat-evidence.ts';
import { FRAMES_PER_SECOND } from '../../src/song/song-features.ts';

const BEAT_SECONDS = 0.4;
const BEATS = 64;
const beats = Array.from({ length: BEATS }, (_, n) => 0.2 + n * BEAT_SECONDS);

/** One row of onsets: `soundsAt(beat, part)` tells how strong the onset is at each quarter of each beat. */
function onsets(strengthAt: (beat: number, quarter: number) => number): Float32Array {
  const row = new Float32Array(Math.ceil((beats.at(-1)! + 1) * FRAMES_PER_SECOND));
  beats.forEach((time, beat) => {
    for (let quarter = 0; quarter < 4; quarter++)
      row[Math.round((time + (quarter * BEAT_SECONDS) / 4) * FRAMES_PER_SECOND)] = strengthAt(beat, quarter);
  });
  return row;
}

/** Kicks on the first beat of every bar, hats on all beats, and a riff that is another in each beat of the bar. */
const bars = (meter: number): Float32Array[] => [
  onsets((beat, quarter) => (beat % meter === 0 && quarter === 0 ? 1 : 0)),
  onsets((_, quarter) => (quarter === 0 ? 1 : 0)),
  onsets((beat, quarter) => (((beat % meter) * 7 + quarter * 3) % 5 === 0 ? 1 : 0)),
];
const METERS = [2, 3, 4, 5, 6, 7];

describe('what sounds from beat to beat', () => {
  it('shows each onset in the part of the beat in which it sounds', () => {
    const profile = profileBeats(beats, [onsets((beat, quarter) => (beat === 3 && quarter === 2 ? 1 : 0))]);
    expect(profile.beats).toBe(BEATS - 1);
    const parts = profile.values.length / profile.beats;
    const heard = [...profile.values.keys()].filter((at) => profile.values[at]! > 0);
    expect(heard).toContain(3 * parts + parts / 2);
    expect(heard.every((at) => Math.floor(at / parts) === 3)).toBe(true);
  });

  it.each([3, 4, 5, 7])('repeats most after a bar of %i beats', (meter) => {
    const repetition = repetitionOf(profileBeats(beats, bars(meter)));
    const worths = METERS.map((other) => barRepetition(repetition, other));
    expect(METERS[worths.indexOf(Math.max(...worths))]).toBe(meter);
    expect(repetition[meter - 1]).toBeGreaterThan(0.9);
    expect(repetition[0]).toBeLessThan(0.5);
  });

  it('says nothing of bars where all beats are alike or nothing sounds', () => {
    for (const rows of [[onsets(() => 1)], [onsets(() => 0)]]) {
      const repetition = repetitionOf(profileBeats(beats, rows));
      for (const meter of METERS) expect(barRepetition(repetition, meter)).toBeCloseTo(0, 3);
    }
  });

  it('tells the parts of a beat apart when the count is right, and not when it is three quarters of it', () => {
    const rows = bars(4).slice(0, 2);
    const contrast = (times: readonly number[]): number => {
      const profile = profileBeats(times, rows);
      return soundEvidenceOf(profile, repetitionOf(profile))[0]!;
    };
    const slower = Array.from({ length: 47 }, (_, n) => 0.2 + (n * BEAT_SECONDS * 4) / 3);
    expect(contrast(beats)).toBeGreaterThan(2 * contrast(slower));
  });

  it('gives finite numbers for a song of one beat', () => {
    const profile = profileBeats([0.2], bars(4));
    expect(soundEvidenceOf(profile, repetitionOf(profile)).every(Number.isFinite)).toBe(true);
  });
});
