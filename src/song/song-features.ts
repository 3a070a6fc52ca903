import { createEnvelopeMeter, ENVELOPE_VALUES_PER_SECOND } from './envelope-meter.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { createMagnitudeTransform } from './magnitude-transform.ts';
import { createMonoResampler, LISTENING_RATE_HZ } from './mono-resampler.ts';
import { peakOf } from './peak-of.ts';

/** Onset strengths per second. */
export const FRAMES_PER_SECOND = 100;
/** Bands of onset strength, spread evenly over the logarithm of frequency from 40 Hz to 10 kHz. */
export const ONSET_BAND_COUNT = 12;
/** Tone and timbre vectors per second. */
export const TEXTURES_PER_SECOND = 10;
/** Tone bands: semitones from E1 (41.2 Hz) on. */
export const TONE_COUNT = 60;
/** Timbre bands, spread evenly over the logarithm of frequency. */
export const TIMBRE_COUNT = 20;

/** What the ear passes on of a song: small, and independent of how loud the file is. */
export interface SongFeatures {
  durationInSeconds: number;
  /** Largest sample of the mono signal. */
  peak: number;
  /** Onset strength in `ONSET_BAND_COUNT` bands, lowest first, `FRAMES_PER_SECOND` values a second, the first at time 0. */
  onsets: readonly Float32Array[];
  /** `TONE_COUNT` loudnesses of semitones per texture frame. */
  tones: Float32Array;
  /** `TIMBRE_COUNT` loudnesses of bands per texture frame. */
  timbres: Float32Array;
  /** Power below 150 Hz, in between, and above 2.5 kHz, `ENVELOPE_VALUES_PER_SECOND` values a second. */
  envelopes: readonly [low: Float32Array, mid: Float32Array, high: Float32Array];
}

/** Listens to a song block by block. */
export interface SongListener {
  /** Takes the next block, one array per channel. */
  push(channels: readonly Float32Array[]): void;
  /** The whole song; the listener is used up. */
  heard(): HeardSong;
  /** Everything that was heard, in one piece; the listener is used up. */
  finish(): SongFeatures;
}

/** A song of any length that was heard, of which a stretch at a time is looked at. */
export interface HeardSong {
  durationInSeconds: number;
  /** Largest sample of the mono signal. */
  peak: number;
  /** What was heard between two times, as if it were a song of its own. */
  between(fromInSeconds: number, toInSeconds: number): SongFeatures;
  /** Forgets the envelopes, which take the most room, when they have done their work. */
  forgetEnvelopes(): void;
}

const ONSET_WINDOW = 1024;
const TONE_WINDOW = 4096;
/** Bands per octave of the spectrum that onsets are taken from. */
const BANDS_PER_OCTAVE = 12;
const LOWEST_BAND_HZ = 40;
const HIGHEST_BAND_HZ = 10_000;
/** An onset is a rise over this many frames (20 ms). */
const FLUX_LAG = 2;
/** Songs that are longer take half the room, and are thought about a stretch at a time. */
export const LONG_SECONDS: number = 12 * 60;
/** Samples per channel that go through all steps at once: few enough to stay in fast memory. */
const BLOCK_LENGTH = 1 << 14;
/** Compression of magnitudes relative to the level that the song has had lately: 40 dB below it is about 1. */
const COMPRESSION = 100;
/** How fast the memory of the song's level fades: to 37 % in 20 s. */
const LEVEL_DECAY_PER_FRAME = Math.exp(-1 / (20 * FRAMES_PER_SECOND));
/** Below this level (−100 dB) there is silence, not a quiet song. */
const LEVEL_FLOOR = 1e-5;

/**
 * Creates a listener that turns sound into `SongFeatures` in one pass, with memory that grows by 13 kB per second of song,
 * half as much once it lasts longer than `LONG_SECONDS`, whatever the file's rate and number of channels.
 *
 * Onset strength is spectral flux with a maximum filter over frequency, which keeps vibrato from looking like onsets
 * (S. Böck, G. Widmer, "Maximum filter vibrato suppression for onset detection", DAFx, 2013), on magnitudes compressed
 * relative to the recent level of the song, so that neither gain nor a fade changes it.
 */
export function createSongListener(sampleRateHz: number): SongListener {
  const resampler = createMonoResampler(sampleRateHz);
  const onsets = createOnsetMeter();
  const textures = createTextureMeter();
  const envelopes = createEnvelopeMeter();
  // the sound that windows still need, `kept` samples of it
  let buffer = new Float64Array(0);
  let kept = 0;
  let total = 0;
  let peak = 0;

  const hear = (samples: Float64Array): void => {
    peak = Math.max(peak, peakOf(samples));
    envelopes.push(samples);
    if (kept + samples.length > buffer.length) {
      const larger = new Float64Array(kept + samples.length);
      larger.set(buffer.subarray(0, kept));
      buffer = larger;
    }
    buffer.set(samples, kept);
    const start = total - kept;
    kept += samples.length;
    total += samples.length;
    const heard = buffer.subarray(0, kept);
    onsets.measure(heard, start, total);
    textures.measure(heard, start, total);
    const dropped = Math.max(0, kept - 2 * TONE_WINDOW);
    buffer.copyWithin(0, dropped, kept);
    kept -= dropped;
    if (total > LONG_SECONDS * LISTENING_RATE_HZ) {
      for (const numbers of [...onsets.onsets, textures.tones, textures.timbres, ...envelopes.envelopes])
        numbers.pack();
    }
  };
  const heard = (): HeardSong => {
    hear(resampler.finish());
    const durationInSeconds = total / LISTENING_RATE_HZ;
    hear(new Float64Array(TONE_WINDOW)); // lets the last windows run out
    const ends = {
      frames: Math.floor(durationInSeconds * FRAMES_PER_SECOND) + 1,
      textures: Math.floor(durationInSeconds * TEXTURES_PER_SECOND) + 1,
      values: Math.ceil(durationInSeconds * ENVELOPE_VALUES_PER_SECOND),
    };
    const between = (from: number, to: number): SongFeatures => {
      const slice = (numbers: GrowingNumbers, perSecond: number, end: number, width = 1): Float32Array =>
        numbers.slice(
          width * Math.round(from * perSecond),
          width * (to >= durationInSeconds ? end : Math.round(to * perSecond)),
        );
      const envelope = (band: 0 | 1 | 2): Float32Array =>
        slice(envelopes.envelopes[band], ENVELOPE_VALUES_PER_SECOND, ends.values);
      return {
        durationInSeconds: Math.min(to, durationInSeconds) - from,
        peak,
        onsets: onsets.onsets.map((band) => slice(band, FRAMES_PER_SECOND, ends.frames)),
        tones: slice(textures.tones, TEXTURES_PER_SECOND, ends.textures, TONE_COUNT),
        timbres: slice(textures.timbres, TEXTURES_PER_SECOND, ends.textures, TIMBRE_COUNT),
        envelopes: [envelope(0), envelope(1), envelope(2)],
      };
    };
    return {
      durationInSeconds,
      peak,
      between,
      forgetEnvelopes: () => envelopes.envelopes.forEach((numbers) => numbers.clear()),
    };
  };
  return {
    push(channels) {
      const length = channels.reduce((longest, channel) => Math.max(longest, channel.length), 0);
      for (let from = 0; from < length; from += BLOCK_LENGTH) {
        hear(resampler.push(channels.map((channel) => channel.subarray(from, from + BLOCK_LENGTH))));
      }
    },
    heard,
    finish() {
      const song = heard();
      return song.between(0, song.durationInSeconds);
    },
  };
}

/** Samples of the song from `start` on, of which the window of a frame is cut. */
interface Meter {
  measure(samples: Float64Array, start: number, end: number): void;
}

function createOnsetMeter(): Meter & { onsets: GrowingNumbers[] } {
  const transform = createMagnitudeTransform(ONSET_WINDOW);
  const bands = createBands(ONSET_WINDOW);
  const count = bands.length;
  const bandWeights = rowOfWeights(bands);
  const octaves = Math.log2(HIGHEST_BAND_HZ / LOWEST_BAND_HZ);
  const groups = Int32Array.from(bands, ({ centreHz }) =>
    Math.floor((ONSET_BAND_COUNT * Math.log2(centreHz / LOWEST_BAND_HZ)) / octaves),
  );
  const onsets = Array.from({ length: ONSET_BAND_COUNT }, () => new GrowingNumbers());
  const groupSizes = onsets.map((_, group) => Math.max(1, groups.filter((other) => other === group).length));
  const flux = new Float32Array(ONSET_BAND_COUNT);
  const history = Array.from({ length: FLUX_LAG + 1 }, () => new Float32Array(count));
  let level = LEVEL_FLOOR;
  let frame = 0;
  return {
    onsets,
    measure(samples, start, end) {
      for (; ; frame++) {
        const centre = Math.round((frame * LISTENING_RATE_HZ) / FRAMES_PER_SECOND);
        if (centre + ONSET_WINDOW / 2 > end) return;
        const magnitudes = transform(samples, centre - ONSET_WINDOW / 2 - start);
        const now = history[frame % history.length]!;
        const before = history[(frame + 1) % history.length]!; // FLUX_LAG frames ago
        const mean = sumBands(magnitudes, bandWeights, now) / count;
        level = Math.max(level * LEVEL_DECAY_PER_FRAME, mean, LEVEL_FLOOR);
        compress(now, COMPRESSION / level);
        flux.fill(0);
        addRises({ now, before, groups, flux });
        for (let group = 0; group < ONSET_BAND_COUNT; group++) {
          onsets[group]!.push(flux[group]! / groupSizes[group]!);
        }
      }
    },
  };
}

/** The magnitude in each band; returns their sum. */
function sumBands(
  magnitudes: Float32Array,
  { firstBins, ends, weights }: BandWeights,
  sums: Float32Array,
): number {
  let total = 0;
  let at = 0;
  for (let band = 0; band < ends.length; band++) {
    const end = ends[band]!;
    let bin = firstBins[band]!;
    let sum = 0;
    for (; at < end; at++, bin++) sum += weights[at]! * magnitudes[bin]!;
    sums[band] = sum;
    total += sum;
  }
  return total;
}

/** The weights of all bands in one row, which is read faster. */
interface BandWeights {
  firstBins: Int32Array;
  /** Where each band's weights end in the row. */
  ends: Int32Array;
  weights: Float32Array;
}

function rowOfWeights(bands: readonly Band[]): BandWeights {
  const ends = new Int32Array(bands.length);
  let length = 0;
  bands.forEach(({ weights }, band) => (ends[band] = length += weights.length));
  const row = new Float32Array(length);
  bands.forEach(({ weights }, band) => row.set(weights, ends[band]! - weights.length));
  return { firstBins: Int32Array.from(bands, ({ firstBin }) => firstBin), ends, weights: row };
}

function compress(magnitudes: Float32Array, scale: number): void {
  // not log1p, which takes twice as long: what it is exact about lies far below the precision of the numbers
  for (let band = 0; band < magnitudes.length; band++)
    magnitudes[band] = Math.log(1 + scale * magnitudes[band]!);
}

interface AddRisesOptions {
  now: Float32Array;
  before: Float32Array;
  groups: Int32Array;
  flux: Float32Array;
}

/** Adds to each group how far its bands rise above what they and their neighbours were before. */
function addRises({ now, before, groups, flux }: AddRisesOptions): void {
  const last = now.length - 1;
  for (let band = 0; band <= last; band++) {
    const own = before[band]!;
    const lower = band === 0 ? 0 : before[band - 1]!;
    const higher = band === last ? 0 : before[band + 1]!;
    const rise = now[band]! - Math.max(own, lower, higher);
    const group = groups[band]!;
    if (rise > 0) flux[group] = flux[group]! + rise;
  }
}

interface Band {
  centreHz: number;
  firstBin: number;
  weights: Float32Array;
}

/** Overlapping triangles, evenly spaced over the logarithm of frequency, at least one bin apart. */
function createBands(windowSize: number): Band[] {
  const binHz = LISTENING_RATE_HZ / windowSize;
  const peaks: number[] = [];
  for (let hz = LOWEST_BAND_HZ; hz < HIGHEST_BAND_HZ; hz *= 2 ** (1 / BANDS_PER_OCTAVE)) {
    const bin = Math.round(hz / binHz);
    if (bin !== peaks.at(-1)) peaks.push(bin);
  }
  return peaks.slice(1, -1).map((peak, index) => {
    const left = peaks[index]!;
    const right = peaks[index + 2]!;
    const weights = new Float32Array(right - left - 1);
    for (let bin = left + 1; bin < right; bin++) {
      weights[bin - left - 1] = bin <= peak ? (bin - left) / (peak - left) : (right - bin) / (right - peak);
    }
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { centreHz: peak * binHz, firstBin: left + 1, weights: weights.map((weight) => weight / sum) };
  });
}

function createTextureMeter(): Meter & { tones: GrowingNumbers; timbres: GrowingNumbers } {
  const transform = createMagnitudeTransform(TONE_WINDOW);
  const binHz = LISTENING_RATE_HZ / TONE_WINDOW;
  const tones = new GrowingNumbers();
  const timbres = new GrowingNumbers();
  const octaves = Math.log2(HIGHEST_BAND_HZ / LOWEST_BAND_HZ);
  // the bins of each tone and timbre, and the one after the last
  const toneBins = firstBins(TONE_COUNT, (tone) => 41.203 * 2 ** ((tone - 0.5) / 12));
  const timbreBins = firstBins(
    TIMBRE_COUNT,
    (timbre) => LOWEST_BAND_HZ * 2 ** ((timbre * octaves) / TIMBRE_COUNT),
  );
  function firstBins(count: number, lowestHzOf: (band: number) => number): number[] {
    return Array.from({ length: count + 1 }, (_, band) => Math.max(1, Math.ceil(lowestHzOf(band) / binHz)));
  }
  // the power of all bins below each
  const powerBelow = new Float64Array(TONE_WINDOW / 2 + 2);
  const measureBands = (bins: readonly number[], scale: number, measured: GrowingNumbers): void => {
    for (let band = 0; band < bins.length - 1; band++) {
      const power = powerBelow[bins[band + 1]!]! - powerBelow[bins[band]!]!;
      measured.push(Math.log(1 + scale * Math.sqrt(power)));
    }
  };
  let level = LEVEL_FLOOR;
  let frame = 0;
  return {
    tones,
    timbres,
    measure(samples, start, end) {
      for (; ; frame++) {
        const centre = Math.round((frame * LISTENING_RATE_HZ) / TEXTURES_PER_SECOND);
        if (centre + TONE_WINDOW / 2 > end) return;
        const magnitudes = transform(samples, centre - TONE_WINDOW / 2 - start);
        for (let bin = 1; bin < magnitudes.length; bin++) {
          powerBelow[bin + 1] = powerBelow[bin]! + magnitudes[bin]! * magnitudes[bin]!;
        }
        level = Math.max(
          level * LEVEL_DECAY_PER_FRAME ** (FRAMES_PER_SECOND / TEXTURES_PER_SECOND),
          Math.sqrt(powerBelow[magnitudes.length]!),
          LEVEL_FLOOR,
        );
        measureBands(toneBins, COMPRESSION / level, tones);
        measureBands(timbreBins, COMPRESSION / level, timbres);
      }
    },
  };
}
