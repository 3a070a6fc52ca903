import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  renderOnLambda,
  requireLambdaSettings,
  type LambdaFunctions,
  type RenderOnLambdaOptions,
} from '../../../src/node/cloud/render-on-lambda.ts';

import { projectVariables } from '../../../src/node/film/open-film.ts';

let folder: string;
let calls: string[];
let uploaded: string[];
let seen: Record<string, unknown>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beatcut-lambda-'));
  calls = [];
  uploaded = [];
  seen = {};
  await mkdir(path.join(folder, 'public/beatcut/clips'), { recursive: true });
  for (const name of [
    'song.mp3',
    'beatcut/catalogue.json',
    'beatcut/clips/used.mp4',
    'beatcut/clips/other.mp4',
  ])
    await writeFile(path.join(folder, 'public', name), name);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** AWS as far as a render sees it. */
const createFunctions = (change: Partial<LambdaFunctions> = {}): LambdaFunctions => {
  let polls = 0;
  const functions: LambdaFunctions = {
    getFunctions: async () => [{ functionName: 'render-2048', memorySizeInMb: 2048, diskSizeInMb: 2048 }],
    getOrCreateBucket: async () => ({ bucketName: 'bucket' }),
    deploySite: async (options) => {
      uploaded = (await readdir(options.options.publicDir, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(options.options.publicDir, path.join(entry.parentPath, entry.name)))
        .sort();
      seen['site'] = { siteName: options.siteName, bucketName: options.bucketName };
      return { serveUrl: 'site' };
    },
    estimatePrice: (options) => {
      seen['price'] = options;
      return 0.05;
    },
    renderMediaOnLambda: async (options) => {
      seen['render'] = options;
      return { renderId: 'r1', bucketName: 'bucket' };
    },
    getRenderProgress: async () => {
      polls += 1;
      return {
        done: polls === 3,
        overallProgress: polls / 3,
        fatalErrorEncountered: false,
        errors: [],
        costs: { accruedSoFar: 0.04 },
      };
    },
    downloadMedia: async ({ outPath }) => {
      await writeFile(outPath, 'the film');
      return { outputPath: outPath };
    },
    ...change,
  };
  return Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      (options: never) => {
        calls.push(name);
        return (run as (options: never) => unknown)(options);
      },
    ]),
  ) as unknown as LambdaFunctions; // the same functions, counted
};

const render = (functions: LambdaFunctions, change: Partial<RenderOnLambdaOptions> = {}) =>
  renderOnLambda({
    settings: { region: 'eu-central-1' },
    composition: { id: 'Film', durationInFrames: 100 },
    inputProps: { word: 'sea' },
    entryPoint: path.join(folder, 'index.ts'),
    rootDir: folder,
    publicDir: path.join(folder, 'public'),
    clipFiles: ['beatcut/clips/used.mp4'],
    outputFile: path.join(folder, 'out/film.mp4'),
    functions,
    delay: async () => {},
    ...change,
  });

describe('renderOnLambda', () => {
  it('estimates, uploads only the clips that are shown, renders once, waits and downloads', async () => {
    const progress: number[] = [];
    const result = await render(createFunctions(), { onProgress: (share) => progress.push(share) });
    expect(result).toEqual({ renderId: 'r1', estimatedUsd: 0.05, costUsd: 0.04 });
    expect(calls).toEqual([
      'getFunctions',
      'estimatePrice',
      'getOrCreateBucket',
      'deploySite',
      'renderMediaOnLambda',
      'getRenderProgress',
      'getRenderProgress',
      'getRenderProgress',
      'downloadMedia',
    ]);
    expect(uploaded).toEqual(['beatcut/catalogue.json', 'beatcut/clips/used.mp4', 'song.mp3']);
    expect(seen['price']).toMatchObject({
      lambdasInvoked: 6,
      durationInMilliseconds: 30_000,
      memorySizeInMb: 2048,
    });
    expect(seen['render']).toMatchObject({
      composition: 'Film',
      inputProps: { word: 'sea' },
      serveUrl: 'site',
      privacy: 'private',
    });
    expect(await readFile(path.join(folder, 'out/film.mp4'), 'utf8')).toBe('the film');
    expect(progress.at(-1)).toBe(1);
  });

  it('uploads and starts nothing above the limit of costs', async () => {
    await expect(render(createFunctions(), { maxCostUsd: 0.01 })).rejects.toMatchObject({
      code: 'COST_LIMIT',
    });
    expect(calls).toEqual(['getFunctions', 'estimatePrice']);
  });

  it('a render that fails is not started again, and leaves no file', async () => {
    const failing = createFunctions({
      getRenderProgress: async () => ({
        done: false,
        overallProgress: 0.2,
        fatalErrorEncountered: true,
        errors: [{ message: 'Out of memory\nstack' }],
        costs: { accruedSoFar: 0.01 },
      }),
    });
    await expect(render(failing)).rejects.toThrow('The render r1 failed on Lambda: Out of memory');
    expect(calls.filter((name) => name === 'renderMediaOnLambda')).toHaveLength(1);
    expect(await readdir(folder)).not.toContain('out');
  });

  it('asks again when AWS does not answer, never starts again, and names the render when it gives up', async () => {
    let polls = 0;
    const flaky = createFunctions({
      getRenderProgress: async () => {
        polls += 1;
        if (polls % 3 !== 0) throw new Error('socket hang up');
        return {
          done: polls === 6,
          overallProgress: polls / 6,
          fatalErrorEncountered: false,
          errors: [],
          costs: { accruedSoFar: 0.04 },
        };
      },
    });
    expect(await render(flaky, { variables: { REMOTION_WORD: 'sea' } })).toMatchObject({ costUsd: 0.04 });
    expect(seen['render']).toMatchObject({ envVariables: { REMOTION_WORD: 'sea' } });
    const silent = createFunctions({ downloadMedia: () => Promise.reject(new Error('503')) });
    calls = [];
    await expect(render(silent)).rejects.toThrow('the render r1 in the bucket bucket: 503');
    expect(calls.filter((name) => name === 'renderMediaOnLambda')).toHaveLength(1);
    expect(calls.filter((name) => name === 'downloadMedia')).toHaveLength(5);
  });

  it('a composition’s variables are its own, without the keys to a cloud', () => {
    expect(
      projectVariables({
        REMOTION_WORD: 'sea',
        REMOTION_AWS_SECRET_ACCESS_KEY: 'secret',
        REMOTION_GCP_PRIVATE_KEY: 'secret',
        HOME: '/home',
      }),
    ).toEqual({ REMOTION_WORD: 'sea' });
  });

  it('says what is missing: a function, the settings', async () => {
    await expect(render(createFunctions({ getFunctions: async () => [] }))).rejects.toMatchObject({
      code: 'LAMBDA_NOT_DEPLOYED',
    });
    expect(() => requireLambdaSettings(undefined)).toThrow('where on AWS');
  });
});
