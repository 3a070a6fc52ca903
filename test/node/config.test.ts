import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig, requireEntryPoint, type ResolvedConfig } from '../../src/node/config.ts';
import type { VideoProvider } from '../../src/providers/video-provider.ts';

const never = async (): Promise<never> => {
  throw new Error('never');
};
const provider = (id: string): VideoProvider => {
  return { id, draft: true, plan: () => ({}) as never, start: never, poll: never, download: never };
};
const fakeSource = (id: string): string =>
  `{ id: '${id}', draft: false, plan() {}, start() {}, poll() {}, download() {} }`;

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'beatcut-config-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
});
const write = async (name: string, text: string): Promise<void> => {
  await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
  await writeFile(path.join(dir, name), text);
};
const load = (): Promise<ResolvedConfig> =>
  loadConfig({ projectDir: dir, builtInProviders: [provider('animatic')] });

describe('the config', () => {
  test('has a default for everything', async () => {
    await write('remotion/index.ts', 'registerRoot(Root);');
    expect(await load()).toMatchObject({
      configFile: undefined,
      publicDir: path.join(dir, 'public'),
      entryPoint: path.join(dir, 'remotion/index.ts'),
      lockFile: path.join(dir, 'beatcut.lock.json'),
      storeDir: path.join(dir, '.beatcut'),
      providers: [{ id: 'animatic' }],
      defaultProvider: 'animatic',
    });
  });

  test.each(['beatcut.config.ts', 'beatcut.config.mjs'])(
    'is read from %s; its first provider is the default',
    async (name) => {
      await write('film/index.tsx', '');
      await write(
        name,
        `export default { publicDir: 'assets', entryPoint: 'film/index.tsx', maxCostUsd: 5, providers: [${fakeSource('wan')}] }`,
      );
      expect(await load()).toMatchObject({
        configFile: path.join(dir, name),
        publicDir: path.join(dir, 'assets'),
        entryPoint: path.join(dir, 'film/index.tsx'),
        providers: [{ id: 'wan' }, { id: 'animatic' }],
        defaultProvider: 'wan',
        maxCostUsd: 5,
      });
    },
  );

  test('may put a provider of its own in the place of a built-in one', async () => {
    await write('beatcut.config.ts', `export default { providers: [${fakeSource('animatic')}] }`);
    const { providers } = await load();
    expect(providers.map(({ id, draft }) => [id, draft])).toEqual([['animatic', false]]);
  });

  test('finds the keys of .env in the environment, and overwrites none that is set there', async () => {
    process.env.BEATCUT_TEST_SET = 'outside';
    onTestFinished(() => {
      delete process.env.BEATCUT_TEST_SET;
      delete process.env.BEATCUT_TEST_KEY;
    });
    await write('.env', 'BEATCUT_TEST_KEY=inside\nBEATCUT_TEST_SET=inside\n');
    await write(
      'beatcut.config.ts',
      'export default { publicDir: `${process.env.BEATCUT_TEST_KEY}-${process.env.BEATCUT_TEST_SET}` }',
    );
    expect((await load()).publicDir).toBe(path.join(dir, 'inside-outside'));
  });

  test.each([
    { source: 'export default { publicDir: 3 }', at: 'publicDir' },
    { source: 'export default { publikDir: "x" }', at: 'publikDir' },
    { source: 'export default { providers: [{ id: "x" }] }', at: 'providers.0' },
    { source: `export default { providers: [${fakeSource('a')}, ${fakeSource('a')}] }`, at: 'twice' },
    { source: 'export default { defaultProvider: "x" }', at: 'defaultProvider' },
    { source: 'export default { entryPoint: "nowhere.ts" }', at: 'entryPoint' },
    { source: 'export default 3', at: 'the top level' },
  ])('that says $source is refused, naming the file and $at', async ({ source, at }) => {
    await write('beatcut.config.ts', source);
    await expect(load()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(new RegExp(`beatcut\\.config\\.ts.*${at}`)),
    });
  });

  test('that can’t be run says why', async () => {
    await write('beatcut.config.ts', 'throw new Error("no power")');
    await expect(load()).rejects.toMatchObject({
      code: 'CONFIG_FAILED',
      message: expect.stringContaining('no power'),
    });
  });

  test('without an entry point says where one was looked for, once one is needed', async () => {
    const config = await load();
    expect(() => requireEntryPoint(config)).toThrow(/src\/index\.ts/);
  });
});
