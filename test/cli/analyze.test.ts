import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav } from '../../src/node/media/wav.ts';
import { decodeAudio } from '../../src/node/media/decode-audio.ts';
import type { SongMap } from '../../src/song/song-map.ts';
import { renderSong } from '../../src/testing/index.ts';
import { createTestProject, type TestProject } from '../project.ts';

const SAMPLE_RATE_HZ = 22_050;

const songBytes = (): Uint8Array =>
  encodeWav(
    renderSong({
      score: {
        tempo: 110,
        leadInSeconds: 0.4,
        sections: [
          {
            label: 'A',
            lengthInBars: 6,
            parts: { kick: 'X.X.', snare: '.X.X', hat: 'x.x.x.x.', bass: '1:2 5:2' },
          },
        ],
      },
      sampleRateHz: SAMPLE_RATE_HZ,
    }),
  );

describe('beatcut analyze', () => {
  let project: TestProject;
  let wholeSong: Uint8Array;
  beforeAll(async () => {
    wholeSong = songBytes();
    project = await createTestProject({ 'public/song.wav': wholeSong, 'elsewhere/<demo>.wav': wholeSong });
  });
  afterAll(() => project.remove());
  const read = (...names: string[]): Promise<string> => readFile(path.join(project.dir, ...names), 'utf8');

  it('writes map and picture where the project looks for them, and tells what was heard', async () => {
    const { exitCode, stdout, stderr } = await project.run('analyze', 'public/song.wav');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/song\.wav\n0:1\d\.\d+ · 1(09|10)\.\d BPM/);
    expect(stdout).toMatch(/section +start +end +bars +energy\nA/);
    expect(stdout).toContain(path.join('public', 'beatcut', 'songs', 'song.wav.json'));
    const map = JSON.parse(await read('public/beatcut/songs/song.wav.json')) as SongMap;
    expect(Math.abs(map.tempoBpm - 110)).toBeLessThan(2);
    const svg = await read('public/beatcut/songs/song.wav.svg');
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('BPM');
    expect(svg).not.toContain('NaN');
  });

  it('prints JSON alone with --json, and hears nothing twice', async () => {
    const { stdout } = await project.run('analyze', 'public/song.wav', '--json');
    const heard = JSON.parse(stdout) as SongMap & { changed: boolean; mapPath: string };
    expect(heard.changed).toBe(false);
    expect(heard.beats.length).toBeGreaterThan(20);
    expect(path.basename(heard.mapPath)).toBe('song.wav.json');
  });

  it('writes a page that holds the song, and a sound file with a click on each beat', async () => {
    const { exitCode, stderr } = await project.run(
      'analyze',
      'elsewhere/<demo>.wav',
      '--html=check/page.html',
      '--click=check/click.wav',
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect((await readdir(path.join(project.dir, 'elsewhere'))).sort()).toEqual([
      '<demo>.wav',
      '<demo>.wav.songmap.json',
      '<demo>.wav.songmap.svg',
    ]);
    const page = await read('check/page.html');
    expect(page).toContain(Buffer.from(wholeSong).toString('base64'));
    expect(page).toContain('&lt;demo&gt;.wav');
    expect(page).not.toContain('<demo>');

    const { beats } = JSON.parse(await read('elsewhere/<demo>.wav.songmap.json')) as SongMap;
    const clicked = await decodeAudio({ path: path.join(project.dir, 'check', 'click.wav') });
    const song = await decodeAudio({ path: path.join(project.dir, 'public', 'song.wav') });
    expect(clicked.channels[0]!.length).toBe(song.channels[0]!.length);
    for (const { timeInSeconds } of beats) {
      const at = Math.round(timeInSeconds * SAMPLE_RATE_HZ);
      const before = clicked.channels[0]![at - 1]! - 0.6 * song.channels[0]![at - 1]!;
      const onBeat = clicked.channels[0]![at]! - 0.6 * song.channels[0]![at]!;
      expect(Math.abs(before)).toBeLessThan(0.05);
      expect(onBeat).toBeGreaterThan(0.3);
    }
  });

  it.each([
    ['no song', 'none.mp3', null, 'There is no song at none.mp3', 'Check the path'],
    ['an empty song', 'empty.mp3', '', 'is empty', 'again'],
    ['a song that is no audio', 'notes.mp3', 'verse, chorus, verse\n'.repeat(200), "can't be read", 'player'],
    [
      'a silent song',
      'silent.wav',
      encodeWav({ channels: [new Float32Array(SAMPLE_RATE_HZ)], sampleRateHz: SAMPLE_RATE_HZ }),
      'nothing to cut to',
      'player',
    ],
    ['a truncated song', 'cut.wav', 'half', 'is cut off', '--allow-truncated'],
  ])(
    'refuses %s with what, where and what to do, and writes nothing',
    async (_, name, contents, message, hint) => {
      const file = path.join(project.dir, name);
      if (contents !== null) {
        await writeFile(file, contents === 'half' ? wholeSong.subarray(0, wholeSong.length / 2) : contents);
      }
      const before = await readdir(project.dir);
      const { exitCode, stderr } = await project.run('analyze', name);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(message);
      expect(stderr).toContain(name);
      expect(stderr.split('→')[1]).toContain(hint);
      expect(stderr).not.toContain('    at '); // no stack
      expect(await readdir(project.dir)).toEqual(before);
    },
  );

  it('takes what is there of a truncated song with --allow-truncated, with a warning', async () => {
    await writeFile(path.join(project.dir, 'cut.wav'), wholeSong.subarray(0, wholeSong.length / 2));
    const { exitCode, stdout } = await project.run('analyze', 'cut.wav', '--allow-truncated');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/! The song .*cut\.wav is cut off/);
    await access(path.join(project.dir, 'cut.wav.songmap.json'));
  });
});
