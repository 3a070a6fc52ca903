import { ENVELOPE_VALUES_PER_SECOND } from './envelope-meter.ts';
import { movingMean, meanOf, normaliseOnsets, standardise } from './onset-strength.ts';
import { ONSET_BAND_COUNT, TEXTURES_PER_SECOND, TONE_COUNT, type SongFeatures } from './song-features.ts';

/** Frames per second that the beat network sees. */
export const NETWORK_FRAMES_PER_SECOND = 50;
/** Tones below this one are the bass's. */
const BASS_TONES = 24;
/** Spans over which harmony is compared before and after, in texture frames. */
const HARMONY_SPANS = [3, 8];
/**
 * Rows of numbers that the network sees.
 *
 * @public The training asks for it.
 */
export const NETWORK_INPUT_COUNT: number = ONSET_BAND_COUNT + 2 * HARMONY_SPANS.length + 3;

/**
 * What the beat network sees of a song, one row per kind of number, `NETWORK_FRAMES_PER_SECOND` values a second:
 * onset strength in each band relative to what is usual around it, how much bass and harmony change on two spans, and
 * the loudness of three bands. None depends on the file's gain.
 */
export function networkInputsOf(features: SongFeatures): Float32Array[] {
  const length = Math.ceil(features.durationInSeconds * NETWORK_FRAMES_PER_SECOND);
  const onsets = normaliseOnsets(features).map((band) => {
    const row = new Float32Array(length);
    for (let frame = 0; frame < length; frame++) {
      const at = 2 * frame; // the band has twice as many frames
      row[frame] = Math.log1p((valueAt(band, at - 1) + 2 * valueAt(band, at) + valueAt(band, at + 1)) / 2);
    }
    return row;
  });
  const harmony = HARMONY_SPANS.flatMap((span) => [
    harmonyChange(features.tones, 0, BASS_TONES, span),
    harmonyChange(features.tones, BASS_TONES, TONE_COUNT, span),
  ]).map((change) => {
    const row = new Float32Array(length);
    for (let frame = 0; frame < length; frame++) {
      const at = (frame * TEXTURES_PER_SECOND) / NETWORK_FRAMES_PER_SECOND;
      const whole = Math.floor(at);
      const before = valueAt(change, whole);
      const after = whole + 1 < change.length ? change[whole + 1]! : before;
      row[frame] = before + (at - whole) * (after - before);
    }
    return standardise(row);
  });
  const levels = features.envelopes.map((power) => levelOf(power, length));
  return [...onsets, ...harmony, ...levels];
}

/** The value at an index; 0 beyond the ends. */
const valueAt = (values: Float32Array, index: number): number =>
  index >= 0 && index < values.length ? values[index]! : 0;

/** How unlike the tones of the `span` frames before and after each texture frame are: 1 − cosine. */
function harmonyChange(tones: Float32Array, first: number, last: number, span: number): Float32Array {
  const frames = tones.length / TONE_COUNT;
  const width = last - first;
  const sums = new Float64Array((frames + 1) * width);
  for (let frame = 0; frame < frames; frame++) {
    for (let tone = 0; tone < width; tone++) {
      sums[(frame + 1) * width + tone] =
        sums[frame * width + tone]! + tones[frame * TONE_COUNT + first + tone]!;
    }
  }
  return Float32Array.from({ length: frames }, (_, frame) => {
    const from = Math.max(0, frame - span) * width;
    const at = frame * width;
    const next = Math.min(frames, frame + 1) * width;
    const to = Math.min(frames, frame + 1 + span) * width;
    let dot = 0;
    let before = 0;
    let after = 0;
    for (let tone = 0; tone < width; tone++) {
      const a = sums[at + tone]! - sums[from + tone]!;
      const b = sums[to + tone]! - sums[next + tone]!;
      dot += a * b;
      before += a * a;
      after += b * b;
    }
    return before * after > 0 ? 1 - dot / Math.sqrt(before * after) : 0;
  });
}

/** The loudness in a band relative to its mean over ±5 s, on a logarithmic scale. */
function levelOf(power: Float32Array, length: number): Float32Array {
  const perFrame = ENVELOPE_VALUES_PER_SECOND / NETWORK_FRAMES_PER_SECOND;
  const floor = 1e-3 * meanOf(power);
  const level = new Float32Array(length);
  const end = floor > 0 ? length : 0;
  for (let frame = 0; frame < end; frame++) {
    const middle = frame * perFrame;
    const to = Math.min(power.length, middle + perFrame / 2);
    let sum = 0;
    for (let at = Math.max(0, middle - perFrame / 2); at < to; at++) sum += power[at]!;
    level[frame] = Math.log(sum / perFrame + floor);
  }
  const usual = movingMean(level, 5 * NETWORK_FRAMES_PER_SECOND);
  return level.map((value, frame) => 0.5 * (value - usual[frame]!));
}
