import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deliver } from '../../../src/node/delivery/deliver.ts';
import { requirePresets } from '../../../src/node/delivery/deliver-film.ts';
import { provenanceFileOf } from '../../../src/node/delivery/finish-film.ts';
import { encodeVideo } from '../../../src/node/media/encode-video.ts';
import type { Project } from '../../../src/node/project.ts';
import { describeProvenance } from '../../../src/node/provenance/describe-provenance.ts';
import { readFilmRecord, writeFilmRecord } from '../../../src/node/verify/film-record.ts';
import { openTestProject } from '../test-project.ts';

const composition = { id: 'Film', fps: 25, durationInFrames: 20, width: 64, height: 36 };

test('an interrupted delivery leaves complete files that verify knows, and the next one makes only the rest', async () => {
  const { dir } = await openTestProject(onTestFinished);
  const film = path.join(dir, 'film.mp4');
  await encodeVideo({
    path: film,
    frames: Array.from({ length: 20 }, (_, frame) => new Uint8Array(64 * 36 * 4).fill(frame * 10)),
    widthInPixels: 64,
    heightInPixels: 36,
    fps: 25,
  });
  const config = {
    projectDir: dir,
    storeDir: path.join(dir, '.beatcut'),
    publicDir: path.join(dir, 'public'),
  };
  const project = { config } as Project; // all that delivering looks at
  const { id, ...size } = composition;
  const plan = { composition: id, ...size, cuts: [], gaps: [], songs: [] };
  const { sha256 } = await writeFilmRecord({ ...config, outputFile: film, plan });
  const provenance = describeProvenance({
    file: film,
    sha256,
    composition,
    clips: [],
    songs: [],
    tools: {},
    renderedAt: new Date(0),
  });
  await writeFile(provenanceFileOf(film), JSON.stringify(provenance));

  const run = (stopAt?: string) => {
    const stop = new AbortController();
    return deliver({
      project,
      path: film,
      presets: requirePresets('preview,master,preview'),
      signal: stop.signal,
      onPreset: (preset) => {
        if (preset.id === stopAt) stop.abort(new Error('stopped'));
      },
    });
  };
  await expect(run('master')).rejects.toThrow('stopped');
  const preview = path.join(dir, 'film.preview.mp4');
  const known = await readFilmRecord({ ...config, outputFile: preview });
  expect(known).toMatchObject({ isSameFile: true, record: { plan: { width: 32, height: 18 } } });
  expect(existsSync(path.join(dir, 'film.master.mp4'))).toBe(false);
  expect((await readdir(dir)).filter((name) => name.includes('.tmp'))).toEqual([]);

  const { mtimeMs } = await stat(preview);
  const { films } = await run();
  expect(films.map(({ preset, isReused }) => [preset, isReused])).toEqual([
    ['preview', true],
    ['master', false],
  ]);
  expect((await stat(preview)).mtimeMs).toBe(mtimeMs);

  await writeFile(preview, 'cut short');
  expect((await run()).films.map(({ isReused }) => isReused)).toEqual([false, true]);
  await writeFile(film, 'another film');
  await expect(run()).rejects.toMatchObject({ code: 'FILM_UNKNOWN' });
});
