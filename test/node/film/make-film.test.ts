import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAnimaticProvider } from '../../../src/node/animatic.ts';
import type { LambdaFunctions } from '../../../src/node/cloud/render-on-lambda.ts';
import { makeFilm } from '../../../src/node/film/make-film.ts';
import { openProject } from '../../../src/node/project.ts';

test('refuses what it can not make before anything is opened or paid for', async () => {
  const projectDir = await mkdtemp(path.join(tmpdir(), 'beatcut-make-film-'));
  onTestFinished(() => rm(projectDir, { recursive: true, force: true }));
  const project = await openProject({
    projectDir,
    builtInProviders: [createAnimaticProvider()],
    probe: () => Promise.reject(new Error()),
  });
  const before = await readdir(projectDir);
  const steps: unknown[] = [];
  const film = { project, compositionId: 'Film', onStep: (step: unknown) => steps.push(step) };

  await expect(makeFilm({ ...film, outputFile: path.join(projectDir, 'film.avi') })).rejects.toMatchObject({
    code: 'OUTPUT_INVALID',
  });
  const functions = new Proxy({} as LambdaFunctions, {
    get: () => () => {
      throw new Error('nothing may be asked of AWS');
    },
  });
  await expect(
    makeFilm({
      ...film,
      outputFile: path.join(projectDir, 'film.mp4'),
      check: true,
      lambda: { settings: { region: 'eu-central-1' }, functions, delay: async () => {} },
    }),
  ).rejects.toMatchObject({ code: 'CHECK_NOT_ON_LAMBDA' });
  expect(steps).toEqual([]);
  expect(await readdir(projectDir)).toEqual(before);
});
