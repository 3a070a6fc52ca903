import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { configureRemotion } from '../../src/node/remotion-config.ts';

test('sets browser, colours and qualities of a render, and the public folder where it is another one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'beatcut-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const browser = join(folder, 'chrome-headless-shell');
  await writeFile(browser, '');
  await chmod(browser, 0o755);
  vi.stubEnv('BEATCUT_BROWSER', browser);
  onTestFinished(() => void vi.unstubAllEnvs());
  const calls: [string, unknown][] = [];
  const record =
    (name: string) =>
    (value: unknown): void =>
      void calls.push([name, value]);
  const config = {
    setBrowserExecutable: record('setBrowserExecutable'),
    setChromeMode: record('setChromeMode'),
    setColorSpace: record('setColorSpace'),
    setX264Preset: record('setX264Preset'),
    setJpegQuality: record('setJpegQuality'),
    setPublicDir: record('setPublicDir'),
  };
  configureRemotion({ config, publicDir: 'songs' });
  expect(Object.fromEntries(calls)).toEqual({
    setBrowserExecutable: browser,
    setChromeMode: 'headless-shell',
    setColorSpace: 'bt709',
    setX264Preset: 'veryfast',
    setJpegQuality: 92,
    setPublicDir: 'songs',
  });
});
