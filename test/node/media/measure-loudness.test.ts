import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeVideo } from '../../../src/node/media/encode-video.ts';
import { measureLoudness } from '../../../src/node/media/measure-loudness.ts';
import { encodeWav } from '../../../src/node/media/wav.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beatcut-loudness-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sampleRateHz = 48_000;

interface Tone {
  seconds: number;
  /** Level of the peaks in dB below full scale; silence by default. */
  peakDb?: number;
  hz?: number;
}

/** Sines one after the other in both channels, faded in and out over 50 ms each. */
function tones(...parts: Tone[]): Float32Array[] {
  const samples = parts.flatMap(({ seconds, peakDb = Number.NEGATIVE_INFINITY, hz = 1000 }) => {
    const count = Math.round(seconds * sampleRateHz);
    const fade = 0.05 * sampleRateHz;
    return Array.from(
      { length: count },
      (_, index) =>
        10 ** (peakDb / 20) *
        Math.min(1, index / fade, (count - index) / fade) *
        Math.sin((2 * Math.PI * hz * index) / sampleRateHz + Math.PI / 4),
    );
  });
  return [Float32Array.from(samples), Float32Array.from(samples)];
}

async function wav(channels: Float32Array[]): Promise<string> {
  const file = path.join(folder, 'tones.wav');
  await writeFile(file, encodeWav({ channels, sampleRateHz }));
  return file;
}

const measure = async (...parts: Tone[]): ReturnType<typeof measureLoudness> =>
  measureLoudness({ path: await wav(tones(...parts)) });

describe('the loudness of a file', () => {
  // the signals of EBU Tech 3341 (cases 1 to 3) and Tech 3342 (case 1), shortened
  test('is that of a stereo sine of the same level, within 0.1 LU', async () => {
    for (const peakDb of [-23, -33]) {
      const { integratedLufs, rangeLu } = await measure({ seconds: 5, peakDb });
      expect(Math.abs(integratedLufs - peakDb)).toBeLessThan(0.1);
      expect(rangeLu).toBeLessThan(0.5);
    }
  });

  test('leaves out what is far below the rest', async () => {
    const { integratedLufs } = await measure(
      { seconds: 3, peakDb: -36 },
      { seconds: 24, peakDb: -23 },
      { seconds: 3, peakDb: -36 },
    );
    expect(Math.abs(integratedLufs + 23)).toBeLessThan(0.1);
  });

  test('ranges as far as loud and soft stretches lie apart, within 1 LU', async () => {
    const { rangeLu } = await measure({ seconds: 12, peakDb: -20 }, { seconds: 12, peakDb: -30 });
    expect(Math.abs(rangeLu - 10)).toBeLessThan(1);
  });

  test('has its peaks between the samples', async () => {
    // a quarter of the rate, 45° off: every sample lies 3 dB below the wave's peak
    const { truePeakDbtp } = await measure({ seconds: 1, peakDb: -6, hz: sampleRateHz / 4 });
    expect(truePeakDbtp).toBeGreaterThan(-6.4);
    expect(truePeakDbtp).toBeLessThan(-5.8);
  });

  test('adds the powers of what plays one after the other', async () => {
    // a second of −10 for a second of −18 dB: 10 · log₁₀((10⁻¹ + 10⁻¹·⁸) / 2) = −12.4
    const { integratedLufs } = await measure({ seconds: 6, peakDb: -10 }, { seconds: 6, peakDb: -18 });
    expect(Math.abs(integratedLufs + 12.4)).toBeLessThan(0.15);
  });

  test('is nothing for silence and for a moment', async () => {
    expect(await measure({ seconds: 1 })).toEqual({
      integratedLufs: -Infinity,
      rangeLu: 0,
      truePeakDbtp: -Infinity,
    });
    expect(await measure({ seconds: 0.2, peakDb: -6 })).toMatchObject({ integratedLufs: -Infinity });
  });

  test('says that a video has no sound, or that there is no file', async () => {
    const video = path.join(folder, 'silent.mp4');
    const frames = [new Uint8Array(16 * 16 * 4)];
    await encodeVideo({ path: video, frames, widthInPixels: 16, heightInPixels: 16, fps: 24 });
    await expect(measureLoudness({ path: video })).rejects.toMatchObject({ code: 'SONG_HAS_NO_AUDIO' });
    const missing = path.join(folder, 'missing.mp4');
    await expect(measureLoudness({ path: missing })).rejects.toMatchObject({ code: 'SONG_NOT_FOUND' });
  });
});
