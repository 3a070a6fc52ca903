import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  analyzeSongFile,
  readSongMap,
  type AnalyzeSongFileResult,
} from '../../src/node/analyze-song-file.ts';
import { runFfmpeg } from '../../src/node/media/ffmpeg.ts';
import { encodeWav } from '../../src/node/media/wav.ts';
import { parseSongMap } from '../../src/song/song-map.ts';
import { renderSong, type RenderedSong } from '../../src/testing/index.ts';

let folder: string;
let song: RenderedSong;
let songBytes: Uint8Array;
beforeAll(() => {
  song = renderSong({
    score: {
      tempo: 120,
      leadInSeconds: 0.3,
      sections: [
        {
          label: 'A',
          lengthInBars: 6,
          chords: 'Am F C G',
          parts: { kick: 'X.x.', snare: '.X.X', hat: 'xxxxxxxx', bass: '1:1 1:1 5:1 8:1', pad: '*:4' },
        },
      ],
    },
    sampleRateHz: 22_050,
  });
  songBytes = encodeWav(song);
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inFolder = (...names: string[]): string => path.join(folder, ...names);

/** Writes the song into the public folder and hears it. */
async function hearSong(
  options: Partial<Parameters<typeof analyzeSongFile>[0]> = {},
): Promise<AnalyzeSongFileResult> {
  await mkdir(inFolder('public', 'music'), { recursive: true });
  await writeFile(inFolder('public', 'music', 'song.wav'), songBytes);
  return analyzeSongFile({
    path: inFolder('public', 'music', 'song.wav'),
    publicDir: inFolder('public'),
    ...options,
  });
}

describe('readSongMap', () => {
  const read = (): Promise<unknown> =>
    readSongMap({ path: inFolder('public', 'music', 'song.wav'), publicDir: inFolder('public') });

  it('reads the map of a song, or a map file, as it was written', async () => {
    const { songMap, mapPath } = await hearSong();
    expect(await read()).toEqual(songMap);
    expect(await readSongMap({ path: mapPath })).toEqual(songMap);
  });

  it('says when a song has not been heard, or has changed since', async () => {
    await mkdir(inFolder('public', 'music'), { recursive: true });
    await writeFile(inFolder('public', 'music', 'song.wav'), songBytes);
    await expect(read()).rejects.toMatchObject({ code: 'SONG_MAP_MISSING' });
    const { mapPath } = await hearSong();
    await writeFile(inFolder('public', 'music', 'song.wav.corrections.json'), '{ "version": 1 }');
    await expect(read()).rejects.toMatchObject({ code: 'SONG_MAP_STALE' });
    await writeFile(mapPath, '{ "version": 1 }');
    await expect(readSongMap({ path: mapPath })).rejects.toMatchObject({ code: 'DOCUMENT_BROKEN' });
  });
});

describe('analyzeSongFile', () => {
  it('writes the map of a song in the public folder to where compositions look for it', async () => {
    const { songMap, mapPath, changed } = await hearSong();
    expect(mapPath).toBe(inFolder('public', 'beatcut', 'songs', 'music', 'song.wav.json'));
    expect(changed).toBe(true);
    expect(parseSongMap({ text: await readFile(mapPath, 'utf8'), path: mapPath })).toEqual(songMap);
    expect(songMap.source).toMatchObject({ file: 'song.wav', sizeInBytes: songBytes.length });
    expect(songMap.durationInSeconds).toBeCloseTo(song.channels[0].length / song.sampleRateHz, 2);
    expect(songMap.tempoBpm).toBeGreaterThan(117);
    expect(songMap.tempoBpm).toBeLessThan(123);
  });

  it('writes the map of any other song beside it, or where it is told to', async () => {
    await hearSong();
    const elsewhere = await hearSong({ publicDir: inFolder('other') });
    expect(elsewhere.mapPath).toBe(inFolder('public', 'music', 'song.wav.songmap.json'));
    const told = await hearSong({ mapPath: inFolder('maps', 'a.json') });
    expect(told.mapPath).toBe(inFolder('maps', 'a.json'));
  });

  it('uses a map again as long as song and corrections stay as they were', async () => {
    const first = await hearSong();
    const { mtimeMs } = await stat(first.mapPath);
    const second = await hearSong();
    expect(second).toEqual({ ...first, changed: false });
    expect((await stat(first.mapPath)).mtimeMs).toBe(mtimeMs);
    expect((await hearSong({ force: true })).changed).toBe(true);
    await writeFile(first.mapPath, 'broken');
    expect((await hearSong()).changed).toBe(true);
  });

  it('applies the corrections beside the song, hears again when they change, and never writes them', async () => {
    const plain = await hearSong();
    const file = inFolder('public', 'music', 'song.wav.corrections.json');
    const text = '{ "version": 1,\n  "shiftInSeconds": 0.1, "beats": { "addInSeconds": [0.05] } }';
    await writeFile(file, text);
    const corrected = await hearSong();
    expect(corrected).toMatchObject({ changed: true, correctionsPath: file });
    expect(corrected.songMap.beats[0]).toMatchObject({ timeInSeconds: 0.05, confidence: 1 });
    expect(corrected.songMap.beats[1]!.timeInSeconds).toBeCloseTo(
      plain.songMap.beats[0]!.timeInSeconds + 0.1,
      9,
    );
    await hearSong({ force: true });
    expect(await readFile(file, 'utf8')).toBe(text);
    await rm(file);
    expect((await hearSong()).songMap).toEqual(plain.songMap);
  });

  it('reads the tags, whose tempo is only a hint', async () => {
    await hearSong();
    const tagged = inFolder('tagged.mp3');
    await runFfmpeg({
      args: [
        ['-i', inFolder('public', 'music', 'song.wav'), '-metadata', 'title=Blue Room'],
        ['-metadata', 'artist=The Testers', '-metadata', 'TBPM=77', tagged],
      ].flat(),
      task: 'tag the song',
    });
    const { songMap } = await analyzeSongFile({ path: tagged });
    expect(songMap.source).toMatchObject({ title: 'Blue Room', artist: 'The Testers', taggedTempoBpm: 77 });
    expect(Math.abs(songMap.tempoBpm - 120)).toBeLessThan(3);
  });

  it('puts the synced lyrics beside the song into its map, and hears again when they change', async () => {
    expect((await hearSong()).lyricsPath).toBeNull();
    const file = inFolder('public', 'music', 'song.lrc');
    await writeFile(file, '[00:01.00]Blue room\n[00:03.00]in the rain');
    const sung = await hearSong();
    expect(sung).toMatchObject({ changed: true, lyricsPath: file });
    expect(sung.songMap.lyrics!.map(({ text, startMs }) => `${startMs} ${text}`)).toEqual([
      '1000 Blue room',
      '3000 in the rain',
    ]);
    expect(parseSongMap({ text: await readFile(sung.mapPath, 'utf8'), path: sung.mapPath })).toEqual(
      sung.songMap,
    );
    expect((await hearSong()).changed).toBe(false);
    await writeFile(file, 'no times here');
    const untimed = await hearSong();
    expect(untimed.songMap.lyrics).toBeUndefined();
    expect(untimed.songMap.warnings.at(-1)).toContain('The lyrics song.lrc have no times');
  });

  it('refuses what is no song, by name, and leaves every file as it was', async () => {
    const { mapPath } = await hearSong();
    const before = await readFile(mapPath, 'utf8');
    const codeFor = async (bytes: Uint8Array | string): Promise<unknown> => {
      await writeFile(inFolder('public', 'music', 'song.wav'), bytes);
      return analyzeSongFile({
        path: inFolder('public', 'music', 'song.wav'),
        publicDir: inFolder('public'),
      }).catch((error: { code: string }) => error.code);
    };
    const silence = encodeWav({ channels: [new Float32Array(44_100)], sampleRateHz: 22_050 });
    expect(await codeFor('')).toBe('SONG_EMPTY');
    expect(await codeFor('la la la'.repeat(1000))).toBe('SONG_UNREADABLE');
    expect(await codeFor(silence)).toBe('SONG_SILENT');
    expect(await codeFor(songBytes.subarray(0, songBytes.length / 2 + 1))).toBe('SONG_TRUNCATED');
    await rm(inFolder('public', 'music', 'song.wav'));
    await expect(analyzeSongFile({ path: inFolder('public', 'music', 'song.wav') })).rejects.toMatchObject({
      code: 'SONG_NOT_FOUND',
    });
    await writeFile(inFolder('public', 'music', 'song.wav.corrections.json'), '{ "version": 1, "shift": 1 }');
    await expect(hearSong()).rejects.toMatchObject({ code: 'DOCUMENT_BROKEN' });
    expect(await readFile(mapPath, 'utf8')).toBe(before);
    expect(await readdir(path.dirname(mapPath))).toEqual(['song.wav.json']);
  });

  it('takes what is there of a song that was cut off, if asked, and says so', async () => {
    await writeFile(inFolder('cut.wav'), songBytes.subarray(0, songBytes.length / 2 + 1));
    const { songMap } = await analyzeSongFile({ path: inFolder('cut.wav'), allowTruncated: true });
    expect(songMap.warnings[0]).toContain('cut off');
  });

  it('hears half a second: no beats to speak of, but a map', async () => {
    const half = song.channels.map((channel) => channel.subarray(0, 11_025));
    await writeFile(inFolder('half.wav'), encodeWav({ channels: half, sampleRateHz: song.sampleRateHz }));
    const { songMap } = await analyzeSongFile({ path: inFolder('half.wav') });
    expect(songMap.durationInSeconds).toBeCloseTo(0.5, 3);
    expect(songMap.warnings).not.toEqual([]);
  });

  it('stops when it is told to, and writes nothing', async () => {
    const controller = new AbortController();
    const hearing = hearSong({
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(hearing).rejects.toThrow('enough');
    expect(await readdir(inFolder('public'))).toEqual(['music']);
  });
});
