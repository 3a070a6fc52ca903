import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../src/node/media/decode-audio.ts';
import { encodeVideo } from '../../../src/node/media/encode-video.ts';
import { runFfmpeg } from '../../../src/node/media/ffmpeg.ts';
import { copySong } from '../../../src/node/segments/copy-song.ts';
import { joinSegments } from '../../../src/node/segments/join-segments.ts';
import { clickErrorsMs, encodeClickTrack } from '../media/click-track.ts';

const [FPS, FRAMES] = [30, 120];
let folder: string;
let segment: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
  const picture = path.join(folder, 'picture.mp4');
  const frames = Array.from({ length: FRAMES }, () => new Uint8Array(32 * 32 * 4));
  await encodeVideo({ path: picture, frames, widthInPixels: 32, heightInPixels: 32, fps: FPS });
  segment = path.join(folder, 'segment.ts');
  await runFfmpeg({ args: ['-i', picture, '-c', 'copy', segment], task: 'make a segment' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FDK = ['-c:a', 'libfdk_aac', '-b:a', '128k', '-f', 'mp4'];
const copy = async (file: string, durationInSeconds = FRAMES / FPS): Promise<string | null> => {
  const outputFile = `${file}.copy.m4a`;
  return (await copySong({ file, durationInSeconds, fps: FPS, outputFile })) ? outputFile : null;
};
/** The encoded sound of a file, frame by frame, without its container. */
const bytesOf = async (file: string): Promise<Buffer> =>
  (
    await runFfmpeg({
      args: ['-i', file, '-map', '0:a', '-c', 'copy', '-f', 'adts', 'pipe:1'],
      task: 'take the sound out',
    })
  ).stdout;

describe('copySong', () => {
  it.each([
    ['fdk.m4a', 44_100, FDK],
    ['fdk.mp4', 48_000, FDK],
    ['native.m4a', 44_100, ['-c:a', 'aac', '-b:a', '160k', '-f', 'mp4']],
  ] as const)('puts the bytes of %s at %i Hz under a picture, in time', async (name, sampleRateHz, args) => {
    const song = await encodeClickTrack({ folder, name, args: [...args], sampleRateHz });
    const sound = (await copy(song))!;
    const film = path.join(folder, `${name}.film.mp4`);
    const segments = [{ file: segment, frameCount: FRAMES }];
    await joinSegments({ segments, soundFile: sound, fps: FPS, outputFile: film });
    expect((await bytesOf(film)).equals(await bytesOf(song))).toBe(true);
    const { channels, sampleRateHz: rate } = await decodeAudio({ path: film });
    expect(rate).toBe(sampleRateHz);
    for (const error of clickErrorsMs(channels[0]!, rate)) expect(Math.abs(error)).toBeLessThan(0.1);
  });

  it('leaves songs to the encoder that are longer or shorter than the film, or in another form', async () => {
    const song = await encodeClickTrack({ folder, name: 'song.m4a', args: FDK });
    expect(await copy(song, 3)).toBeNull();
    expect(await copy(song, 5)).toBeNull();
    for (const [name, args] of [
      ['song.mp3', ['-c:a', 'libmp3lame']],
      ['song.aac', ['-c:a', 'libfdk_aac', '-f', 'adts']],
    ] as const)
      expect(await copy(await encodeClickTrack({ folder, name, args: [...args] }))).toBeNull();
  });
});
