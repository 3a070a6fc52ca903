import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../src/node/media/decode-audio.ts';
import { analyzeSong } from '../../../src/song/index.ts';
import { CLICK_TIMES_IN_SECONDS, clickTrack, encodeClickTrack } from './click-track.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** How late each click is heard, in milliseconds. */
function lateMs(sound: { channels: Float32Array[]; sampleRateHz: number }): number[] {
  const { hits = [] } = analyzeSong(sound);
  return CLICK_TIMES_IN_SECONDS.map((time) => {
    const errors = hits.map(({ timeInSeconds }) => 1000 * (timeInSeconds - time));
    return errors.reduce((best, error) => (Math.abs(error) < Math.abs(best) ? error : best), Infinity);
  });
}

/** Every click of a file is heard when the click itself would be, without any file. */
async function expectOnTime(file: string): Promise<void> {
  const direct = lateMs(clickTrack(44_100));
  const late = lateMs(await decodeAudio({ path: file }));
  late.forEach((ms, index) => {
    expect(Math.abs(ms)).toBeLessThan(1.5);
    // a Vorbis encoder lets a little of a click sound before it
    expect(Math.abs(ms - direct[index]!)).toBeLessThan(1.2);
  });
}

describe('what the analysis calls t is what plays at time t', () => {
  it.each([
    { name: 'click.wav', args: ['-c:a', 'pcm_s16le'] },
    { name: 'click-48.wav', args: ['-c:a', 'pcm_s24le'], sampleRateHz: 48_000 },
    { name: 'click.mp3', args: ['-c:a', 'libmp3lame', '-b:a', '192k'] },
    { name: 'aac.m4a', args: ['-c:a', 'aac', '-b:a', '192k', '-f', 'mp4'] },
    { name: 'fdk.m4a', args: ['-c:a', 'libfdk_aac', '-b:a', '192k', '-f', 'mp4'] },
    { name: 'click.opus', args: ['-c:a', 'libopus', '-b:a', '128k'], sampleRateHz: 48_000 },
  ])('in $name', async (codec) => expectOnTime(await encodeClickTrack({ folder, ...codec })));

  it.each(['clicks.flac', 'clicks.ogg'])('in %s', (name) =>
    expectOnTime(path.join(import.meta.dirname, 'fixtures', name)),
  );
});
