import { normaliseOnsets } from './onset-strength.ts';
import { FRAMES_PER_SECOND, type SongFeatures } from './song-features.ts';

/** What sounds at each part of each beat, in rows from low to high: `values[(beat · rows + row) · PARTS + part]`. */
interface BeatProfile {
  beats: number;
  rows: number;
  values: Float32Array;
}

/** Onset bands that a row of a profile holds. */
const BANDS_PER_ROW = 2;
/** Moments of a beat that a profile shows: they hold halves, thirds and quarters. */
const PARTS = 12;
/** Onsets so many frames before or after a moment belong to it. */
const REACH = 2;
/** Up to how many beats apart beats are compared. */
const LONGEST_LAG = 16;
/** Distances in beats whose repetition tells tempi apart: those of bars, and of what is one bar of another tempo. */
const TELLING_LAGS = [3, 4, 5, 7, 8, 16];

/** Onset strength in rows from low to high, `FRAMES_PER_SECOND` values a second, for `profileBeats`. */
export function onsetRowsOf(features: SongFeatures): Float32Array[] {
  const bands = normaliseOnsets(features);
  return bands
    .filter((_, band) => band % BANDS_PER_ROW === 0)
    .map((first, row) => {
      const sums = new Float32Array(first.length);
      for (const band of bands.slice(row * BANDS_PER_ROW, (row + 1) * BANDS_PER_ROW)) {
        for (let frame = 0; frame < sums.length; frame++) sums[frame]! += Math.log1p(band[frame]!);
      }
      return sums;
    });
}

/** What sounds at each twelfth of the way from each beat to the next. */
export function profileBeats(timesInSeconds: readonly number[], rows: readonly Float32Array[]): BeatProfile {
  const beats = Math.max(0, timesInSeconds.length - 1);
  const values = new Float32Array(beats * rows.length * PARTS);
  rows.forEach((onsets, row) => {
    for (let beat = 0; beat < beats; beat++) {
      const first = timesInSeconds[beat]! * FRAMES_PER_SECOND;
      const step = (timesInSeconds[beat + 1]! * FRAMES_PER_SECOND - first) / PARTS;
      for (let part = 0; part < PARTS; part++) {
        const centre = Math.round(first + part * step);
        const to = Math.min(onsets.length - 1, centre + REACH);
        let most = 0;
        for (let frame = Math.max(0, centre - REACH); frame <= to; frame++)
          if (onsets[frame]! > most) most = onsets[frame]!;
        values[(beat * rows.length + row) * PARTS + part] = most;
      }
    }
  });
  return { beats, rows: rows.length, values };
}

/**
 * How much a beat sounds like the ones 1, 2, 3 … beats later, beyond what all beats have in common: the correlation of
 * their profiles, −1–1. It is the beat-synchronous autocorrelation that meters show in (E. Scheirer, "Tempo and beat
 * analysis of acoustic musical signals", JASA, 1998; M. Gainza, "Automatic musical meter detection", ICASSP, 2009).
 */
export function repetitionOf({ beats, rows, values }: BeatProfile): number[] {
  const width = rows * PARTS;
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at++) means[at % width]! += values[at]! / beats;
  const centred = values.map((value, at) => value - means[at % width]!);
  return Array.from({ length: LONGEST_LAG }, (_, index) => {
    const lag = (index + 1) * width;
    let product = 0;
    let before = 0;
    let after = 0;
    for (let at = 0; at + lag < centred.length; at++) {
      const one = centred[at]!;
      const other = centred[at + lag]!;
      product += one * other;
      before += one * one;
      after += other * other;
    }
    return before * after > 0 ? product / Math.sqrt(before * after) : 0;
  });
}

/** How much more beats are alike that lie one or two bars of so many beats apart than those a beat more or less apart. */
export function barRepetition(repetition: readonly number[], beatsPerBar: number): number {
  const at = (lag: number): number => repetition[lag - 1] ?? 0;
  // what is near in time is alike anyway: the difference takes that out
  const peak = (lag: number): number => at(lag) - (at(lag - 1) + at(lag + 1)) / 2;
  return (peak(beatsPerBar) + peak(2 * beatsPerBar)) / 2;
}

/**
 * What the sound from beat to beat says of a way to count a song: how much the place in the beat tells of the sound, and
 * how much beats are alike that lie 3, 4, 5, 7, 8 and 16 beats apart.
 */
export const soundEvidenceOf = (profile: BeatProfile, repetition: readonly number[]): number[] => [
  contrastOf(profile),
  ...TELLING_LAGS.map((lag) => repetition[lag - 1]!),
];

/**
 * Share of the variance of onsets that the part of the beat explains, 0–1. In a song that is counted at three quarters of
 * its tempo, all parts of the beat sound alike.
 */
function contrastOf({ beats, rows, values }: BeatProfile): number {
  let contrast = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let squares = 0;
    const parts = new Float64Array(PARTS);
    for (let beat = 0; beat < beats; beat++) {
      for (let part = 0; part < PARTS; part++) {
        const value = values[(beat * rows + row) * PARTS + part]!;
        sum += value;
        squares += value * value;
        parts[part]! += value;
      }
    }
    const count = beats * PARTS;
    const mean = sum / count;
    const variance = squares / count - mean * mean;
    if (!(variance > 1e-9)) continue; // a row in which nothing happens, or no beats
    let between = 0;
    for (const part of parts) between += (part / beats - mean) ** 2 / PARTS;
    contrast += between / variance / rows;
  }
  return contrast;
}
