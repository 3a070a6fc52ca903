/** Second-order filter that keeps its state between samples. */
export interface StateVariableFilter {
  /** Filters one sample; the cutoff may move from sample to sample. */
  process: (sample: number, cutoffHz: number) => { low: number; band: number; high: number };
}

/**
 * Creates a state-variable filter that stays stable and in tune while its cutoff moves.
 * Source: V. Zavalishin, The Art of VA Filter Design (2012), section 4: trapezoidal integration, zero-delay feedback.
 */
export function createFilter(sampleRateHz: number, resonance = 0.7): StateVariableFilter {
  let first = 0;
  let second = 0;
  let g = 0;
  let knownCutoffHz = Number.NaN;
  const damping = 1 / resonance;
  const output = { low: 0, band: 0, high: 0 };
  return {
    process: (sample, cutoffHz) => {
      if (cutoffHz !== knownCutoffHz) {
        knownCutoffHz = cutoffHz;
        g = Math.tan((Math.PI * Math.min(cutoffHz, 0.45 * sampleRateHz)) / sampleRateHz);
      }
      const high = (sample - (damping + g) * first - second) / (1 + g * (damping + g));
      const band = g * high + first;
      const low = g * band + second;
      first = g * high + band;
      second = g * band + low;
      output.low = low;
      output.band = band;
      output.high = high;
      return output;
    },
  };
}

/**
 * Creates a sawtooth without audible aliases.
 * Source: V. Välimäki, A. Huovilainen, Antialiasing oscillators in subtractive synthesis, IEEE Signal Processing
 * Magazine 24 (2007): polynomial bandlimited step (PolyBLEP).
 */
export function createSaw(sampleRateHz: number, startPhase = 0): (frequencyHz: number) => number {
  let phase = startPhase;
  return (frequencyHz) => {
    const step = frequencyHz / sampleRateHz;
    let value = 2 * phase - 1;
    if (phase < step) {
      const t = phase / step;
      value -= t + t - t * t - 1;
    } else if (phase > 1 - step) {
      const t = (phase - 1) / step;
      value -= t * t + t + t + 1;
    }
    phase += step;
    if (phase >= 1) phase -= 1;
    return value;
  };
}

/** An attack that rises evenly, a hold, and a release that falls exponentially to silence. */
export function envelope(options: {
  ageInSeconds: number;
  attackInSeconds: number;
  holdInSeconds: number;
  releaseInSeconds: number;
}): number {
  const { ageInSeconds, attackInSeconds, holdInSeconds, releaseInSeconds } = options;
  const attack = Math.min(1, ageInSeconds / attackInSeconds);
  if (ageInSeconds <= holdInSeconds) return attack;
  const left = 1 - (ageInSeconds - holdInSeconds) / releaseInSeconds;
  return left <= 0 ? 0 : attack * left * left;
}

/** 6 dB → 2. */
export const dbToGain = (db: number): number => 10 ** (db / 20);
