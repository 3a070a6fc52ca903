import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { chromeModeOf } from '../../src/node/browser/installed-browser.ts';
import { writeRenderProfile } from '../../src/node/browser/render-profile.ts';
import { configureRemotion, type RemotionConfig } from '../../src/node/remotion-config.ts';

/** A browser of its own in an empty cache folder, and what is set by `configureRemotion`. */
async function createMachine(): Promise<{ browser: string; configure: () => Record<string, unknown> }> {
  const folder = await mkdtemp(join(tmpdir(), 'beatcut-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const browser = join(folder, 'chrome-headless-shell');
  await writeFile(browser, '');
  await chmod(browser, 0o755);
  vi.stubEnv('BEATCUT_BROWSER', browser);
  vi.stubEnv('BEATCUT_CACHE_DIR', join(folder, 'cache'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const configure = (): Record<string, unknown> => {
    const calls: Record<string, unknown> = {};
    const record =
      (name: keyof RemotionConfig) =>
      (value: unknown): void => {
        calls[name] = value;
      };
    const config: RemotionConfig = {
      setBrowserExecutable: record('setBrowserExecutable'),
      setChromeMode: record('setChromeMode'),
      setColorSpace: record('setColorSpace'),
      setX264Preset: record('setX264Preset'),
      setJpegQuality: record('setJpegQuality'),
      setVideoImageFormat: record('setVideoImageFormat'),
      setConcurrency: record('setConcurrency'),
      setChromiumOpenGlRenderer: record('setChromiumOpenGlRenderer'),
      setPublicDir: record('setPublicDir'),
    };
    configureRemotion({ config, publicDir: 'songs' });
    return calls;
  };
  return { browser, configure };
}

test('sets browser, colours and qualities of a render, and the public folder where it is another one', async () => {
  const { browser, configure } = await createMachine();
  expect(configure()).toEqual({
    setBrowserExecutable: browser,
    setChromeMode: 'headless-shell',
    setColorSpace: 'bt709',
    setX264Preset: 'veryfast',
    setJpegQuality: 92,
    setPublicDir: 'songs',
  });
});

test('draws as the profile of the machine says', async () => {
  const { browser, configure } = await createMachine();
  const origin = `configured as ${browser}`;
  await writeRenderProfile(
    { executable: browser, chromeMode: chromeModeOf(browser), origin },
    {
      measuredAt: '2026-11-24T12:00:00.000Z',
      drawing: { gl: 'angle', imageFormat: 'png', jpegQuality: 92, concurrency: 3 },
      trials: [],
    },
  );
  expect(configure()).toMatchObject({
    setVideoImageFormat: 'png',
    setConcurrency: 3,
    setChromiumOpenGlRenderer: 'angle',
  });
});
