import { createLoudnessMeter } from '../../song/loudness-meter.ts';

/** What `measureLoudness` takes. */
export interface MeasureLoudnessOptions {
  /** Left and right, or one channel. */
  channels: readonly Float32Array[];
  sampleRateHz: number;
}

/** Integrated loudness by ITU-R BS.1770, in LUFS. Silence, and anything shorter than 400 ms, is −Infinity. */
export function measureLoudness({ channels, sampleRateHz }: MeasureLoudnessOptions): number {
  const meter = createLoudnessMeter({ sampleRateHz, withTruePeak: false });
  meter.push(channels);
  return meter.finish().integratedLufs;
}
