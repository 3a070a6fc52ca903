import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { deliver } from '../../../src/node/delivery/deliver.ts';
import { requirePresets } from '../../../src/node/delivery/deliver-film.ts';
import { provenanceFileOf } from '../../../src/node/delivery/finish-film.ts';
import { encodeVideo } from '../../../src/node/media/encode-video.ts';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import type { Project } from '../../../src/node/project.ts';
import { describeProvenance } from '../../../src/node/provenance/describe-provenance.ts';
import { readFilmRecord, writeFilmRecord } from '../../../src/node/verify/film-record.ts';
import { openTestProject } from '../test-project.ts';

const require = createRequire(import.meta.url);

/** A film that was rendered, with its record and its provenance. */
async function renderedFilm({ frameCount = 20, width = 64, height = 36 } = {}) {
  const { dir } = await openTestProject(onTestFinished);
  const film = path.join(dir, 'film.mp4');
  await encodeVideo({
    path: film,
    frames: Array.from({ length: frameCount }, (_, frame) =>
      new Uint8Array(width * height * 4).fill((frame * 10) % 256),
    ),
    widthInPixels: width,
    heightInPixels: height,
    fps: 25,
  });
  const config = {
    projectDir: dir,
    storeDir: path.join(dir, '.beatcut'),
    publicDir: path.join(dir, 'public'),
  };
  const project = { config } as Project; // all that delivering looks at
  const composition = { id: 'Film', fps: 25, durationInFrames: frameCount, width, height };
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
  return { dir, film, config, project };
}

/** Delivers in a process of its own, and says which preset it begins. */
const DELIVERY = `
const [jitiFile, repository, film, config] = process.argv.slice(1);
const { createJiti } = await import(jitiFile);
const jiti = createJiti(repository + '/');
const { deliver } = await jiti.import(repository + '/src/node/delivery/deliver.ts');
const { requirePresets } = await jiti.import(repository + '/src/node/delivery/deliver-film.ts');
await deliver({
  project: { config: JSON.parse(config) },
  path: film,
  presets: requirePresets('preview,master'),
  onPreset: ({ id }) => console.log(id),
});
`;

test('a delivery that is killed leaves nothing half written, and the next one goes on where it was', async () => {
  // enough to be caught at it
  const { dir, film, config, project } = await renderedFilm({ frameCount: 300, width: 320, height: 180 });
  const child = spawn(process.execPath, [
    ...['--input-type=module', '-e', DELIVERY, pathToFileURL(require.resolve('jiti')).href],
    ...[path.resolve(import.meta.dirname, '../../..'), film, JSON.stringify(config)],
  ]);
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) if (line === 'master') break;
  child.kill('SIGKILL');
  await ended;
  const preview = path.join(dir, 'film.preview.mp4');
  expect(await readFilmRecord({ ...config, outputFile: preview })).toMatchObject({ isSameFile: true });
  expect(existsSync(path.join(dir, 'film.master.mp4'))).toBe(false);
  const { mtimeMs } = await stat(preview);
  const { films } = await deliver({ project, path: film, presets: requirePresets('preview,master') });
  expect(films.map(({ preset, isReused }) => [preset, isReused])).toEqual([
    ['preview', true],
    ['master', false],
  ]);
  expect((await stat(preview)).mtimeMs).toBe(mtimeMs);
  expect((await probeVideo({ path: films[1]!.file })).frameCount).toBe(300);
});

test('an interrupted delivery leaves complete files that verify knows, and the next one makes only the rest', async () => {
  const { dir, film, config, project } = await renderedFilm();
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
