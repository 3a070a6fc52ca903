import path from 'node:path';
import { runFfmpeg } from '../../../src/node/media/ffmpeg.ts';
import { encodeWav } from '../../../src/node/media/wav.ts';
import { writeFileAtomic } from '../../../src/node/write-file-atomic.ts';

/** Where the clicks of `clickTrack` begin. */
export const CLICK_TIMES_IN_SECONDS: readonly number[] = [0.25, 1, 1.75, 2.5, 3.25];
const DURATION_IN_SECONDS = 4;

/** A short decaying 3 kHz tone at each of the times, the same in both channels. */
export function clickTrack(sampleRateHz: number): { channels: Float32Array[]; sampleRateHz: number } {
  const samples = new Float32Array(DURATION_IN_SECONDS * sampleRateHz);
  for (const time of CLICK_TIMES_IN_SECONDS) {
    const first = Math.round(time * sampleRateHz);
    for (let index = 0; index < 0.01 * sampleRateHz; index++) {
      const age = index / sampleRateHz; // [samples] / [samples/s] = [s]
      samples[first + index] = 0.8 * Math.exp(-age / 0.001) * Math.cos(2 * Math.PI * 3000 * age);
    }
  }
  return { channels: [samples, samples], sampleRateHz };
}

/** How late each click is in decoded sound, in milliseconds, by the highest cross-correlation with the click itself. */
export function clickErrorsMs(samples: Float32Array, sampleRateHz: number): number[] {
  const reference = clickTrack(sampleRateHz).channels[0]!;
  const lengthInSamples = Math.round(0.005 * sampleRateHz);
  const reachInSamples = Math.round(0.05 * sampleRateHz);
  return CLICK_TIMES_IN_SECONDS.map((time) => {
    const first = Math.round(time * sampleRateHz);
    let best = Number.NEGATIVE_INFINITY;
    let bestLag = 0;
    for (let lag = -reachInSamples; lag <= reachInSamples; lag++) {
      let product = 0;
      for (let index = 0; index < lengthInSamples; index++) {
        product += reference[first + index]! * (samples[first + index + lag] ?? 0);
      }
      if (product > best) [best, bestLag] = [product, lag];
    }
    return (bestLag / sampleRateHz) * 1000;
  });
}

/** Writes the click track into `folder` as `click.wav` and encodes it with the ffmpeg arguments into `name`. */
export async function encodeClickTrack(options: {
  folder: string;
  name: string;
  args: string[];
  sampleRateHz?: number;
}): Promise<string> {
  const { folder, name, args, sampleRateHz = 44_100 } = options;
  const wav = path.join(folder, `${name}.source.wav`);
  const encoded = path.join(folder, name);
  await writeFileAtomic({ path: wav, data: encodeWav(clickTrack(sampleRateHz)) });
  await runFfmpeg({ args: ['-i', wav, ...args, encoded], task: `encode ${name}` });
  return encoded;
}
