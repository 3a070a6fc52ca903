import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLyrics } from '../../../src/node/media/read-lyrics.ts';
import { readTags } from '../../../src/node/media/read-tags.ts';
import { encodeClickTrack } from './click-track.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An ID3v2.3 tag with a SYLT frame: lyrics, English, times in milliseconds. */
function syncedLyricsTag(entries: readonly [text: string, timestampMs: number][]): Buffer {
  const body = Buffer.concat([
    Buffer.from([0, ...Buffer.from('eng'), 2, 1, 0]),
    ...entries.map(([text, timestampMs]) => {
      const time = Buffer.alloc(4);
      time.writeUInt32BE(timestampMs);
      return Buffer.concat([Buffer.from(`${text}\0`, 'latin1'), time]);
    }),
  ]);
  const frame = Buffer.concat([Buffer.from('SYLT'), Buffer.alloc(6), body]);
  frame.writeUInt32BE(body.length, 4);
  const size = [21, 14, 7, 0].map((shift) => (frame.length >> shift) & 0x7f);
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([3, 0, 0, ...size]), frame]);
}

describe('readTags', () => {
  it.each([
    { name: 'tags.mp3', args: ['-metadata', 'TBPM=128'] },
    { name: 'tags.m4a', args: ['-c:a', 'aac', '-f', 'mp4'] },
    { name: 'tags.opus', args: ['-c:a', 'libopus'] },
  ])('reads title, artist and album of $name', async ({ name, args }) => {
    const tags = ['title= Blue Room ', 'artist=The Testers', 'album=Lab'].flatMap((tag) => [
      '-metadata',
      tag,
    ]);
    const file = await encodeClickTrack({ folder, name, args: [...args, ...tags] });
    const expected = { title: 'Blue Room', artist: 'The Testers', album: 'Lab' };
    expect(await readTags({ path: file })).toEqual(
      name === 'tags.mp3' ? { ...expected, tempoBpm: 128 } : expected,
    );
  });

  it('finds none in a file without tags, or in no song at all', async () => {
    const file = await encodeClickTrack({ folder, name: 'none.mp3', args: ['-map_metadata', '-1'] });
    expect(await readTags({ path: file })).toEqual({});
    const text = path.join(folder, 'text.mp3');
    await writeFile(text, 'no song');
    expect(await readTags({ path: text })).toEqual({});
  });
});

describe('readLyrics', () => {
  it('reads synced lyrics from the tags, and from a file beside the song first', async () => {
    const plain = await encodeClickTrack({
      folder,
      name: 'sung.mp3',
      args: ['-map_metadata', '-1', '-id3v2_version', '0'],
    });
    expect(await readLyrics({ path: plain })).toBeNull();

    const song = path.join(folder, 'song.mp3');
    const tag = syncedLyricsTag([
      ['Morning light', 1000],
      ['on the stairs', 2000],
    ]);
    await writeFile(song, Buffer.concat([tag, await readFile(plain)]));
    const tagged = await readLyrics({ path: song, durationInSeconds: 4 });
    expect(tagged!.file).toBe(song);
    expect(tagged!.captions.map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
      ['Morning light', 1000, 2000],
      ['on the stairs', 2000, 4000],
    ]);

    await writeFile(path.join(folder, 'song.srt'), '1\n00:00:01,000 --> 00:00:02,000\nfrom SRT\n');
    expect((await readLyrics({ path: song }))!.captions[0]!.text).toBe('from SRT');
    await writeFile(path.join(folder, 'song.lrc'), '[00:01.00]from LRC');
    expect((await readLyrics({ path: song }))!.captions[0]!.text).toBe('from LRC');
    await writeFile(path.join(folder, 'song.lrc'), 'no times');
    await expect(readLyrics({ path: song })).rejects.toMatchObject({ code: 'LYRICS_UNTIMED' });
  });
});
