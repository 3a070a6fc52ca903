import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio, decodeAudioChunks } from '../../../src/node/media/decode-audio.ts';
import { encodeVideo } from '../../../src/node/media/encode-video.ts';
import { clickErrorsMs, encodeClickTrack } from './click-track.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const codecs = [
  { name: 'pcm16.wav', args: ['-c:a', 'pcm_s16le'] },
  { name: 'pcm24-48k.wav', args: ['-c:a', 'pcm_s24le'], sampleRateHz: 48_000 },
  { name: 'lame.mp3', args: ['-c:a', 'libmp3lame', '-b:a', '128k'] },
  { name: 'lame-vbr-32k.mp3', args: ['-c:a', 'libmp3lame', '-q:a', '4'], sampleRateHz: 32_000 },
  { name: 'aac.m4a', args: ['-c:a', 'aac', '-b:a', '128k', '-f', 'mp4'] },
  { name: 'fdk.m4a', args: ['-c:a', 'libfdk_aac', '-b:a', '128k', '-f', 'mp4'] },
  { name: 'opus.opus', args: ['-c:a', 'libopus', '-b:a', '96k'] },
  { name: 'opus.webm', args: ['-c:a', 'libopus', '-b:a', '96k'] },
];

const codeOf = async (file: string): Promise<unknown> =>
  decodeAudio({ path: file }).then(
    () => 'decoded',
    (error: { code: string }) => error.code,
  );

describe('decodeAudio', () => {
  it.each(codecs)('puts the clicks of $name where they were, within 1 ms', async (codec) => {
    const file = await encodeClickTrack({ folder, ...codec });
    const { channels, sampleRateHz, durationInSeconds, warnings } = await decodeAudio({ path: file });
    expect(channels).toHaveLength(2);
    for (const error of clickErrorsMs(channels[0]!, sampleRateHz)) expect(Math.abs(error)).toBeLessThan(1);
    expect(durationInSeconds).toBeGreaterThan(3.99);
    expect(durationInSeconds).toBeLessThan(4.05);
    expect(warnings).toEqual([]);
  });

  // made from the same click track with ffmpeg 5.1, since Remotion's has no encoder for them:
  // ffmpeg -i click.wav -ac 1 -sample_fmt s16 -c:a flac -bitexact clicks.flac
  // ffmpeg -i click.wav -ac 1 -c:a libvorbis -q:a 3 -bitexact clicks.ogg
  it.each(['clicks.flac', 'clicks.ogg'])(
    'puts the clicks of the fixture %s where they were, within 1 ms',
    async (name) => {
      const file = path.join(import.meta.dirname, 'fixtures', name);
      const { channels, sampleRateHz, durationInSeconds } = await decodeAudio({ path: file });
      for (const error of clickErrorsMs(channels[0]!, sampleRateHz)) expect(Math.abs(error)).toBeLessThan(1);
      expect(durationInSeconds).toBeCloseTo(4, 2);

      const bytes = await readFile(file);
      const cut = path.join(folder, `cut-${name}`);
      await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.9)));
      expect(await codeOf(cut)).toBe('SONG_TRUNCATED');
    },
  );

  it('keeps the delay of a raw ADTS file, which every player plays too: one frame of 1024 samples', async () => {
    const file = await encodeClickTrack({ folder, name: 'adts.aac', args: ['-c:a', 'aac', '-f', 'adts'] });
    const { channels, sampleRateHz } = await decodeAudio({ path: file });
    for (const error of clickErrorsMs(channels[0]!, sampleRateHz)) {
      expect(error).toBeCloseTo((1024 / 44_100) * 1000, 0);
    }
  });

  it('gives 16-bit samples back bit by bit', async () => {
    const file = await encodeClickTrack({ folder, name: 'exact.wav', args: ['-c:a', 'pcm_s16le'] });
    const bytes = await readFile(file);
    const dataOffset = bytes.indexOf('data', 0, 'latin1') + 8;
    const { channels } = await decodeAudio({ path: file });
    for (let index = 0; index < channels[0]!.length; index++) {
      const expected = bytes.readInt16LE(dataOffset + index * 4) / 2 ** 15;
      if (channels[0]![index] !== expected) expect(channels[0]![index]).toBe(expected);
    }
  });

  it.each([8000, 11_025, 22_050, 48_000])('resamples to %i Hz mono without moving anything', async (rate) => {
    const file = await encodeClickTrack({ folder, name: `resample-${rate}.mp3`, args: ['-q:a', '2'] });
    const { channels, sampleRateHz } = await decodeAudio({ path: file, sampleRateHz: rate, mono: true });
    expect(sampleRateHz).toBe(rate);
    expect(channels).toHaveLength(1);
    for (const error of clickErrorsMs(channels[0]!, rate)) expect(Math.abs(error)).toBeLessThan(1);
  });

  it('says how far it is and ends at 1', async () => {
    const file = await encodeClickTrack({ folder, name: 'progress.wav', args: ['-c:a', 'pcm_s16le'] });
    const shares: number[] = [];
    await decodeAudio({ path: file, onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('stops the decoder when the caller leaves the loop or aborts', async () => {
    const file = await encodeClickTrack({ folder, name: 'stop.wav', args: ['-c:a', 'pcm_s16le'] });
    for await (const chunk of decodeAudioChunks({ path: file })) {
      expect(chunk.channels).toHaveLength(2);
      break;
    }
    const controller = new AbortController();
    const decoding = decodeAudio({
      path: file,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(decoding).rejects.toThrow('enough');
  });
});

describe('decodeAudio on bad input', () => {
  it('names what is wrong with a file', async () => {
    const at = (name: string): string => path.join(folder, name);
    await writeFile(at('empty.mp3'), '');
    await writeFile(at('text.mp3'), 'These are the lyrics, not the song.\n'.repeat(50));
    await encodeVideo({
      path: at('mute.mp4'),
      frames: Array.from({ length: 5 }, () => new Uint8Array(32 * 32 * 4)),
      widthInPixels: 32,
      heightInPixels: 32,
      fps: 25,
    });
    expect(await codeOf(at('none.mp3'))).toBe('SONG_NOT_FOUND');
    expect(await codeOf(folder)).toBe('SONG_NOT_FOUND');
    expect(await codeOf(at('empty.mp3'))).toBe('SONG_EMPTY');
    expect(await codeOf(at('text.mp3'))).toBe('SONG_UNREADABLE');
    expect(await codeOf(at('mute.mp4'))).toBe('SONG_HAS_NO_AUDIO');
  });

  it('notices a WAV file that was cut off between two packets', async () => {
    const whole = await encodeClickTrack({
      folder,
      name: 'blocks.wav',
      args: ['-c:a', 'pcm_s16le', '-bitexact'],
    });
    const cut = path.join(folder, 'cut-blocks.wav');
    await writeFile(cut, (await readFile(whole)).subarray(0, 44 + 50 * 4096));
    expect(await codeOf(cut)).toBe('SONG_TRUNCATED');
  });

  it.each([
    ...codecs,
    { name: 'faststart.m4a', args: ['-c:a', 'libfdk_aac', '-movflags', '+faststart', '-f', 'mp4'] },
  ])('refuses $name when it was cut off, and takes what is there only if asked', async (codec) => {
    const whole = await encodeClickTrack({ folder, ...codec, name: `whole-${codec.name}` });
    const bytes = await readFile(whole);
    const cut = path.join(folder, `cut-${codec.name}`);
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.61)));
    const code = await codeOf(cut);
    // an MP4 whose index lies at the missing end holds nothing that could be decoded
    const hasIndex = !['aac.m4a', 'fdk.m4a'].includes(codec.name);
    expect(code).toBe(hasIndex ? 'SONG_TRUNCATED' : 'SONG_UNREADABLE');
    if (!hasIndex) return;
    const { durationInSeconds, warnings } = await decodeAudio({ path: cut, allowTruncated: true });
    expect(durationInSeconds).toBeGreaterThan(1);
    expect(warnings[0]).toContain('cut off');
  });
});
