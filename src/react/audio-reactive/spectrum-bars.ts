import { clamp } from '../../core/numbers.ts';

/** The lowest and the highest frequency of a spectrum's bars. */
const LOWEST_HZ = 40;
const HIGHEST_HZ = 12_000;
/** How far below the song's loudest bin a bar is 0. */
const RANGE_DB = 42;
/** Music has less power the higher it is; this much is given back, so that all bars move alike. */
const TILT_DB_PER_OCTAVE = 3;

/**
 * Gathers the linear bins of a spectrum into bars of equal musical width, as the ear hears them: each bar is its loudest
 * bin, in dB below a reference, raised by 3 dB per octave.
 *
 * @param bins magnitudes from 0 Hz up to half of the sample rate, 1 = as loud as it can be.
 * @returns 0–1 for each bar, from low to high.
 */
export function spectrumBars({
  bins,
  bars,
  sampleRateHz,
}: {
  bins: readonly number[];
  bars: number;
  sampleRateHz: number;
}): number[] {
  const binHz = sampleRateHz / 2 / bins.length;
  const octaves = Math.log2(HIGHEST_HZ / LOWEST_HZ);
  const edge = (bar: number): number => LOWEST_HZ * 2 ** ((octaves * bar) / bars);
  return Array.from({ length: bars }, (_, bar) => {
    const [from, to] = [edge(bar) / binHz, edge(bar + 1) / binHz];
    let most = 0;
    for (let bin = Math.floor(from); bin < Math.max(to, Math.floor(from) + 1) && bin < bins.length; bin++) {
      most = Math.max(most, bins[bin]!);
    }
    if (most <= 0) return 0;
    const tilt = TILT_DB_PER_OCTAVE * Math.log2(edge(bar + 0.5) / 1000);
    return clamp(1 + (20 * Math.log10(most) + tilt + HEADROOM_DB) / RANGE_DB);
  });
}

/** A full-scale mix spreads its power over many bins: its loudest ones lie about this far below full scale. */
const HEADROOM_DB = 22;
