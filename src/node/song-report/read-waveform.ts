import { decodeAudioChunks } from '../media/decode-audio.ts';

/** A song's outline, for drawing. */
export interface Waveform {
  /** Values per second in `peaks`; the first covers the time from 0. */
  valuesPerSecond: number;
  /** The highest absolute sample of each stretch, 0–1. */
  peaks: Float32Array;
}

/** What `readWaveform` takes. */
export interface ReadWaveformOptions {
  /** The song. */
  path: string;
  signal?: AbortSignal | undefined;
}

const VALUES_PER_SECOND = 100;
const SAMPLE_RATE_HZ = 8000;

/** Reads a song's outline, in memory that grows by 400 bytes per second of song. */
export async function readWaveform({ path, signal }: ReadWaveformOptions): Promise<Waveform> {
  const samplesPerValue = SAMPLE_RATE_HZ / VALUES_PER_SECOND;
  let peaks = new Float32Array(0);
  let sampleCount = 0;
  const chunks = decodeAudioChunks({
    path,
    sampleRateHz: SAMPLE_RATE_HZ,
    mono: true,
    allowTruncated: true, // it has been judged before
    signal,
  });
  for await (const { channels, expectedSampleCount } of chunks) {
    const samples = channels[0]!; // mono
    const neededValues = Math.ceil((sampleCount + samples.length) / samplesPerValue);
    if (neededValues > peaks.length) {
      const larger = new Float32Array(
        Math.max(2 * neededValues, Math.ceil(expectedSampleCount / samplesPerValue)),
      );
      larger.set(peaks);
      peaks = larger;
    }
    for (const sample of samples) {
      const value = Math.floor(sampleCount++ / samplesPerValue);
      peaks[value] = Math.max(peaks[value]!, Math.abs(sample));
    }
  }
  return {
    valuesPerSecond: VALUES_PER_SECOND,
    peaks: peaks.subarray(0, Math.ceil(sampleCount / samplesPerValue)),
  };
}
