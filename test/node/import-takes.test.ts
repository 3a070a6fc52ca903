import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { PlannedClip } from '../../src/clips/planned-clip.ts';
import { chooseTake } from '../../src/clips/lock-file.ts';
import { importTakes, type ImportedFile, type ImportTakesOptions } from '../../src/node/import-takes.ts';
import { parseCsv } from '../../src/node/parse-csv.ts';
import { createTestClip } from '../../src/testing/create-test-clip.ts';
import { openTestProject, orderFor, type TestProject } from './test-project.ts';

let project: TestProject;
let folder: string;
const clips: PlannedClip[] = [
  ['a lake', 'verse'],
  ['a street', 'verse-2'],
  ['a hand', 'chorus'],
].map(([prompt, shotId], index) => ({ ...orderFor(prompt!, index + 1), shotId: shotId!, slots: [] }));

beforeEach(async () => {
  project = await openTestProject(onTestFinished);
  folder = path.join(project.dir, 'downloads');
  await mkdir(path.join(folder, 'more'), { recursive: true });
});
const put = (name: string, seed: number): Promise<void> =>
  writeFile(path.join(folder, name), createTestClip({ seed }));
const run = (options: Partial<ImportTakesOptions> = {}): Promise<ImportedFile[]> =>
  importTakes({ from: folder, clips, ...project, ...options });
const shotsOf = (files: ImportedFile[]): Record<string, string> =>
  Object.fromEntries(
    files.map((file) => [path.basename(file.file), 'clip' in file ? file.clip.shotId : file.status]),
  );

describe('importTakes', () => {
  test('matches files by shot id, number and clip key, and leaves alone what is not clear', async () => {
    await put('Verse_take3.mp4', 1);
    await put('verse 2 final.mp4', 2);
    await put('shot03.mp4', 3);
    await put(`more/gen-${clips[0]!.clipKey.slice(0, 10)}.mp4`, 4);
    await put('02 - street.mp4', 5);
    await put('IMG_9912.mp4', 6);
    await writeFile(path.join(folder, 'chorus.mp4'), 'not a video');
    await writeFile(path.join(folder, 'notes.txt'), 'chorus');
    const files = await run();
    expect(shotsOf(files)).toEqual({
      'Verse_take3.mp4': 'verse',
      'verse 2 final.mp4': 'verse-2',
      'shot03.mp4': 'chorus',
      [`gen-${clips[0]!.clipKey.slice(0, 10)}.mp4`]: 'verse',
      '02 - street.mp4': 'verse-2',
      'IMG_9912.mp4': 'unmatched',
      'chorus.mp4': 'unusable',
    });
    const lockFile = await project.lockFile.read();
    const { clips: locked } = lockFile;
    expect(locked[clips[0]!.clipKey]?.takes).toHaveLength(2);
    const chosen = chooseTake(locked[clips[2]!.clipKey]!, lockFile)!;
    expect(chosen).toMatchObject({ provider: 'files', model: 'unknown', draft: false });
    expect(await readFile(project.store.pathOf(chosen))).toEqual(
      await readFile(path.join(folder, 'shot03.mp4')),
    );
  });

  test('imports nothing twice', async () => {
    await put('verse.mp4', 1);
    await run();
    const before = await readFile(project.lockFile.path, 'utf8');
    expect(await run()).toMatchObject([{ status: 'known' }]);
    expect(await readFile(project.lockFile.path, 'utf8')).toBe(before);
  });

  test('goes by a CSV, which also says model, seed, cost and note', async () => {
    await put('gen 1.mp4', 1);
    await put('gen 2.mp4', 2);
    const mapFile = path.join(project.dir, 'map.csv');
    await writeFile(
      mapFile,
      'File,Shot,Model,Seed,Cost,Note\n"gen 1.mp4",chorus,kling 3.0,7,0.9,"warm, soft"\n',
    );
    const files = await run({ mapFile });
    expect(shotsOf(files)).toEqual({ 'gen 1.mp4': 'chorus', 'gen 2.mp4': 'unmatched' });
    expect(files[0]).toMatchObject({
      take: { model: 'kling 3.0', seed: 7, costUsd: 0.9, note: 'warm, soft' },
    });
    await writeFile(mapFile, 'name,shot\nx,chorus\n');
    await expect(run({ mapFile })).rejects.toMatchObject({ code: 'IMPORT_MAP_INVALID' });
  });

  test('a cost or seed that can’t be read stops the import, and a file of the CSV that is not there is named', async () => {
    await put('gen 1.mp4', 1);
    const mapFile = path.join(project.dir, 'map.csv');
    await writeFile(mapFile, 'file;shot;cost\ngen 1.mp4;chorus;0,35\ngone.mp4;chorus;\n');
    const files = await run({ mapFile });
    expect(shotsOf(files)).toEqual({ 'gen 1.mp4': 'chorus', 'gone.mp4': 'unmatched' });
    expect(files[0]).toMatchObject({ take: { costUsd: 0.35 } });
    for (const row of ['x.mp4,chorus,35 cents,', 'x.mp4,chorus,-1,', 'x.mp4,chorus,,seven']) {
      await writeFile(mapFile, `file,shot,cost,seed\n${row}\n`);
      await expect(run({ mapFile })).rejects.toMatchObject({
        code: 'IMPORT_MAP_INVALID',
        message: expect.stringContaining('x.mp4') as string,
      });
    }
  });

  test('puts all files to the shot that is named', async () => {
    await put('a.mp4', 1);
    await put('b.mp4', 2);
    expect(Object.values(shotsOf(await run({ shot: '#2' })))).toEqual(['verse-2', 'verse-2']);
    await expect(run({ shot: 'bridge' })).rejects.toMatchObject({ code: 'SHOT_UNKNOWN' });
    await expect(run({ from: path.join(folder, 'more') })).rejects.toMatchObject({ code: 'IMPORT_EMPTY' });
  });
});

test('a CSV is read with quotes, other separators and a byte order mark', () => {
  expect(parseCsv('\uFEFFa;B \r\n"x;1";"say ""hi"""\r\n\r\ny;\n')).toEqual([
    { a: 'x;1', b: 'say "hi"' },
    { a: 'y', b: '' },
  ]);
});
