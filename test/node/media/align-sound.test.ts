import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alignSound } from '../../../src/node/media/align-sound.ts';
import { decodeAudio } from '../../../src/node/media/decode-audio.ts';
import { encodeVideo } from '../../../src/node/media/encode-video.ts';
import { runFfmpeg } from '../../../src/node/media/ffmpeg.ts';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import { joinSegments } from '../../../src/node/segments/join-segments.ts';
import { clickErrorsMs, encodeClickTrack } from './click-track.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const size = { widthInPixels: 32, heightInPixels: 32 };

/** A film of 4 s with the click track, put together as Remotion does it: AAC as ADTS, copied into the MP4. */
async function makeFilm(name: string, sampleRateHz: number): Promise<string> {
  const picture = path.join(folder, `picture-${name}`);
  const frames = Array.from({ length: 120 }, () => new Uint8Array(32 * 32 * 4));
  await encodeVideo({ path: picture, frames, ...size, fps: 30 });
  const sound = await encodeClickTrack({
    folder,
    name: `${name}.aac`,
    args: ['-c:a', 'libfdk_aac', '-f', 'adts', '-b:a', '320k', '-cutoff', '18000'],
    sampleRateHz,
  });
  const film = path.join(folder, name);
  await runFfmpeg({ args: ['-i', picture, '-i', sound, '-c', 'copy', film], task: 'make a film' });
  return film;
}

const errorsOf = async (film: string): Promise<number[]> => {
  const { channels, sampleRateHz } = await decodeAudio({ path: film });
  return clickErrorsMs(channels[0]!, sampleRateHz);
};

describe('alignSound', () => {
  it.each([44_100, 48_000])('takes the encoder’s delay out of a rendered film at %i Hz', async (rate) => {
    const film = await makeFilm(`film-${rate}.mp4`, rate);
    const before = await probeVideo({ path: film });
    for (const error of await errorsOf(film)) expect(error).toBeCloseTo((2048 / rate) * 1000, 0);
    expect(await alignSound({ path: film })).toEqual({ changed: true });
    for (const error of await errorsOf(film)) expect(Math.abs(error)).toBeLessThan(0.1);
    const { sizeInBytes, ...after } = await probeVideo({ path: film });
    expect({ ...after, sizeInBytes: before.sizeInBytes }).toEqual(before);
    expect(sizeInBytes).toBeGreaterThan(0);
  });

  it('aligns a sound without a picture, which stays aligned when it is joined with one', async () => {
    const film = await makeFilm('both.mp4', 48_000);
    const sound = path.join(folder, 'alone.m4a');
    await runFfmpeg({ args: ['-i', film, '-vn', '-c', 'copy', '-f', 'mp4', sound], task: 'keep the sound' });
    expect(await alignSound({ path: sound })).toEqual({ changed: true });
    for (const error of await errorsOf(sound)) expect(Math.abs(error)).toBeLessThan(0.1);
    const segment = path.join(folder, 'segment.ts');
    const picture = path.join(folder, 'picture-both.mp4');
    await runFfmpeg({ args: ['-i', picture, '-c', 'copy', segment], task: 'make a segment' });
    const joined = path.join(folder, 'joined.mp4');
    const segments = [{ file: segment, frameCount: 120 }];
    await joinSegments({ segments, soundFile: sound, fps: 30, outputFile: joined });
    for (const error of await errorsOf(joined)) expect(Math.abs(error)).toBeLessThan(0.1);
  });

  it('does nothing to a film that is aligned already, or that has no sound', async () => {
    const film = await makeFilm('twice.mp4', 48_000);
    await alignSound({ path: film });
    const bytes = await readFile(film);
    expect(await alignSound({ path: film })).toEqual({ changed: false });
    expect(Buffer.compare(await readFile(film), bytes)).toBe(0);
    expect(await alignSound({ path: path.join(folder, 'picture-twice.mp4') })).toEqual({ changed: false });
  });
});
