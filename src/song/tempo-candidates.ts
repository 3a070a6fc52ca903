import { FRAMES_PER_SECOND } from './song-features.ts';

/** A tempo that the song may have. */
export interface TempoCandidate {
  periodInSeconds: number;
  /** How strongly the onsets repeat at it and at its multiples. */
  strength: number;
}

/** Slowest and fastest tempo that beatcut looks for. */
export const SLOWEST_BPM = 45;
export const FASTEST_BPM = 230;
/** Periods tried per octave. */
const PERIODS_PER_OCTAVE = 60;
/** Multiples of a period whose autocorrelation counts for it. */
const MULTIPLES = 4;

/** The autocorrelation of a sequence with mean 0 up to `longest` frames, 1 at lag 0 unless all is 0. */
export function autocorrelate(values: Float32Array, longest: number): Float32Array {
  const lags = new Float32Array(longest + 1);
  for (let lag = 0; lag <= longest; lag++) {
    let sum = 0;
    for (let index = lag; index < values.length; index++) sum += values[index]! * values[index - lag]!;
    lags[lag] = sum / Math.max(1, values.length - lag);
  }
  const power = lags[0]!;
  return power > 0 ? lags.map((lag) => lag / power) : lags;
}

/**
 * Tempi at which the onsets repeat: local maxima of a comb over the autocorrelation (period, 2, 3 and 4 periods),
 * strongest first. Source: E. Scheirer, "Tempo and beat analysis of acoustic musical signals", JASA, 1998, and
 * A. Klapuri et al., "Analysis of the meter of acoustic musical signals", IEEE TASLP, 2006.
 */
export function findTempoCandidates(onsets: Float32Array): TempoCandidate[] {
  const slowest = (60 / SLOWEST_BPM) * FRAMES_PER_SECOND;
  const correlation = autocorrelate(onsets, Math.ceil(slowest * MULTIPLES) + 2);
  const at = (lag: number): number => {
    const whole = Math.floor(lag);
    const part = lag - whole;
    return correlation[whole]! * (1 - part) + (correlation[whole + 1] ?? 0) * part;
  };
  const octaves = Math.log2(FASTEST_BPM / SLOWEST_BPM);
  const grid = Array.from({ length: Math.ceil(octaves * PERIODS_PER_OCTAVE) }, (_, index) => {
    const periodInFrames = (60 / FASTEST_BPM) * FRAMES_PER_SECOND * 2 ** (index / PERIODS_PER_OCTAVE);
    let strength = 0;
    for (let multiple = 1; multiple <= MULTIPLES; multiple++)
      strength += at(multiple * periodInFrames) / MULTIPLES;
    return { periodInSeconds: periodInFrames / FRAMES_PER_SECOND, strength };
  });
  return grid
    .filter(
      ({ strength }, index) =>
        strength > (grid[index - 1]?.strength ?? -1) && strength >= (grid[index + 1]?.strength ?? -1),
    )
    .sort((a, b) => b.strength - a.strength);
}
