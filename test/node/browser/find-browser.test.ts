import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { findBrowser, findConfiguredBrowser } from '../../../src/node/browser/find-browser.ts';
import { findInstalledBrowser } from '../../../src/node/browser/installed-browser.ts';
import { CHROMIUM_VERSION, findInstalledPackage } from '../../../src/node/browser/packaged-chromium.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatcut-browser-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});
const addProgram = (name: string, script: string): Promise<void> =>
  writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

test.runIf(process.platform === 'linux')(
  'passes over an installed browser that does not start, and says why',
  async () => {
    await addProgram('chromium', 'echo "libnss3.so: cannot open shared object file" >&2; exit 127');
    await addProgram('chromium-browser', 'echo "Chromium 143"');
    const { browser, broken } = findInstalledBrowser({ PATH: folder });
    expect(browser?.executable).toBe(join(folder, 'chromium-browser'));
    expect(broken).toEqual([
      `${join(folder, 'chromium')} does not start (libnss3.so: cannot open shared object file)`,
    ]);
  },
);

test.runIf(process.platform === 'linux')('asks a browser only once whether it starts', async () => {
  await addProgram('google-chrome', `echo asked >> ${join(folder, 'log')}; exit 1`);
  const first = findInstalledBrowser({ PATH: folder });
  await rm(join(folder, 'log'));
  expect(findInstalledBrowser({ PATH: folder })).toEqual(first);
  expect(first).toEqual({
    browser: null,
    broken: [`${join(folder, 'google-chrome')} does not start (exit code 1)`],
  });
  await expect(rm(join(folder, 'log'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('refuses a configured browser that is no program', () => {
  expect(() => findConfiguredBrowser(join(folder, 'nothing'))).toThrow('is not a program that can be run');
});

test.runIf(process.platform === 'linux')('ends at once when it is aborted, and fetches nothing', async () => {
  vi.stubEnv('PATH', folder);
  vi.stubEnv('BEATCUT_BROWSER', '');
  vi.stubEnv('BEATCUT_CACHE_DIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const lines: string[] = [];
  const signal = AbortSignal.abort(new Error('stopped'));
  const found = findBrowser({ signal, onProgress: (line) => lines.push(line) });
  await expect(found).rejects.toThrow('stopped');
  expect(lines).toEqual([]);
});

test("uses a project's own copy of the packaged Chromium only if it is of the expected version", async () => {
  const copy = join(folder, 'node_modules', '@sparticuz', 'chromium');
  await mkdir(join(copy, 'bin'), { recursive: true });
  await writeFile(join(copy, 'index.js'), '');
  await writeFile(join(copy, 'bin', 'chromium.br'), '');
  const setVersion = (version: string): Promise<void> =>
    writeFile(join(copy, 'package.json'), JSON.stringify({ main: 'index.js', version }));
  await setVersion('1.0.0');
  expect(findInstalledPackage(folder)).toBeNull();
  await setVersion(CHROMIUM_VERSION);
  expect(findInstalledPackage(folder)).toBe(join(await realpath(copy), 'bin'));
});
