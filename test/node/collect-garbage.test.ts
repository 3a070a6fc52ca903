import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeRenderRecord } from '../../src/node/film/render-record.ts';
import { deleteUnneeded, listUnneeded } from '../../src/node/store/collect-garbage.ts';
import { openTestProject } from './test-project.ts';

const DAY_MS = 24 * 60 * 60_000;

test('what killed processes left behind is found everywhere, and what is at work or a user’s is not', async () => {
  const { dir, lockFile, journal, publicDir } = await openTestProject(onTestFinished);
  const storeDir = path.join(dir, '.beatcut');
  const temporaryDir = path.join(dir, 'tmp');
  const now = Date.now();
  const put = async (file: string, ageInMs: number): Promise<void> => {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), 'x');
    const at = new Date(now - ageInMs);
    await utimes(path.join(dir, file), at, at);
  };
  const uuid = '0b6f6a52-3c4d-4f0e-9a68-2f1f6e1e2d3c';
  const sha256 = 'ab'.repeat(32);
  const remains = [
    `.${uuid}.tmp.json`,
    `.beatcut/jobs/.${sha256.slice(0, 16)}-${sha256.slice(0, 16)}.4711.draft`,
    `.beatcut/takes/incoming/fetch-${sha256}.part`,
    `public/beatcut/.${uuid}.tmp.json`,
    `public/beatcut/clips/.${sha256}.mp4.4711.tmp`,
    `public/beatcut/songs/.${uuid}.tmp.json`,
  ];
  for (const file of remains) await put(file, 2 * DAY_MS);
  await put(`public/beatcut/clips/.${'cd'.repeat(32)}.mp4.4711.tmp`, 1000);
  await put(`public/beatcut/clips/${sha256}.mp4`, 2 * DAY_MS);
  await put('public/.secret', 2 * DAY_MS);
  await mkdir(temporaryDir);
  const folders = await Promise.all([0, 0].map(() => mkdtemp(path.join(temporaryDir, 'beatcut-'))));
  await put(`${path.relative(dir, folders[0]!)}/frame.png`, 0);
  await put('tmp/beatcut-project-of-mine/film.mp4', 2 * DAY_MS);
  for (const folder of [folders[0]!, path.join(temporaryDir, 'beatcut-project-of-mine')]) {
    await utimes(folder, new Date(now - 2 * DAY_MS), new Date(now - 2 * DAY_MS));
  }
  const list = async (): ReturnType<typeof listUnneeded> =>
    listUnneeded({
      lockFile: await lockFile.read(),
      journal,
      storeDir,
      lockFileDir: dir,
      publicDir,
      temporaryDir,
    });
  const found = await list();
  expect(found.map((file) => path.relative(dir, file.path)).sort()).toEqual(
    [...remains, path.relative(dir, folders[0]!)].sort(),
  );
  expect(found.at(-1)).toMatchObject({ sizeInBytes: 1, kind: 'remains' });
  await deleteUnneeded(found);
  expect(await list()).toEqual([]);
  expect((await readdir(temporaryDir)).sort()).toEqual(
    [path.basename(folders[1]!), 'beatcut-project-of-mine'].sort(),
  );
});

test('what beatcut can make again goes by age and size, but never what the newest render of a film is joined of', async () => {
  const { dir, lockFile, journal, publicDir } = await openTestProject(onTestFinished);
  const storeDir = path.join(dir, '.beatcut');
  const outputFile = path.join(dir, 'out', 'film.mp4');
  const now = Date.now();
  const nameOf = (letter: string): string => `${letter.repeat(64)}.ts`;
  const put = async (file: string, ageInDays: number, sizeInBytes = 100): Promise<void> => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, 'x'.repeat(sizeInBytes));
    const at = new Date(now - ageInDays * DAY_MS);
    await utimes(file, at, at);
  };
  const segment = (letter: string): string => path.join(storeDir, 'segments', nameOf(letter));
  await put(segment('a'), 90); // of the film
  await put(segment('b'), 90);
  await put(segment('c'), 20);
  await put(segment('d'), 10);
  await put(path.join(storeDir, 'sweeps', `${'e'.repeat(16)}.json`), 50);
  await put(path.join(storeDir, 'segments', 'takes', `${'f'.repeat(64)}.json`), 50);
  await put(path.join(storeDir, 'segments', 'notes.txt'), 90);
  await put(outputFile, 0);
  await writeRenderRecord({
    storeDir,
    outputFile,
    fingerprint: 'one',
    segments: [nameOf('a')],
    measurement: { fps: 30, frameCount: 1, cuts: [], unplannedCuts: [] },
    checks: [],
  });
  const list = async (
    limits: { maxCacheBytes?: number; unusedDays?: number },
    kind = 'cache',
  ): Promise<string[]> => {
    const files = await listUnneeded({
      lockFile: await lockFile.read(),
      journal,
      storeDir,
      lockFileDir: dir,
      publicDir,
      temporaryDir: path.join(dir, 'tmp'),
      ...limits,
    });
    return files.flatMap((file) => (file.kind === kind ? [file.name[0]!] : [])).sort();
  };
  expect(await list({})).toEqual(['b', 'e', 'f']);
  const begun = path.join(dir, 'out', '.4711.unfinished.mp4');
  await put(begun, 2);
  expect(await list({}, 'remains')).toEqual(['.']);
  await rm(begun);
  expect(await list({ unusedDays: 15 })).toEqual(['b', 'c', 'e', 'f']);
  // the film's own segment and the newest of the others
  expect(await list({ maxCacheBytes: 200 })).toEqual(['b', 'c', 'e', 'f']);
  expect(await list({ maxCacheBytes: 0, unusedDays: 0 })).toEqual(['b', 'c', 'd', 'e', 'f']);
  await rm(outputFile);
  expect(await list({})).toEqual(['a', 'b', 'e', 'f']);
});
