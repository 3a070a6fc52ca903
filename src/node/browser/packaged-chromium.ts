import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import tar from 'tar-fs';
import { BeatcutError } from '../../core/error.ts';
import { cacheFolder } from '../cache-folder.ts';
import type { RenderBrowser } from './installed-browser.ts';

/** The package asks for Node 22, but only its archives are used, whatever Node unpacks them. From 148 on Chromium can draw elements on a canvas, which half of Remotion's transitions need. */
export const CHROMIUM_VERSION = '153.0.0';
const PACKAGE = '@sparticuz/chromium';

const unpackedFolder = (): string => join(cacheFolder(), `chromium-${CHROMIUM_VERSION}`);
const launcherOf = (folder: string): string => join(folder, 'chromium-headless-shell');

const asBrowser = (folder: string): RenderBrowser => ({
  executable: launcherOf(folder),
  chromeMode: 'headless-shell',
  origin: `from the npm package ${PACKAGE}@${CHROMIUM_VERSION}`,
});

/** The packaged Chromium if an earlier run has unpacked it, else `null`. */
export const findUnpackedChromium = (): RenderBrowser | null =>
  existsSync(launcherOf(unpackedFolder())) ? asBrowser(unpackedFolder()) : null;

/**
 * Unpacks the headless Chromium of an npm package into the cache folder, with the system libraries and the fonts that it
 * brings along, so that it runs on a machine that has nothing but Node. The package is taken from `node_modules` if the
 * project has it, else fetched with npm. The folder appears complete or not at all.
 *
 * @throws BeatcutError `BROWSER_PACKAGE_UNUSABLE` on a platform that the package is not made for, or when it can't be had.
 */
export async function unpackChromium({
  signal,
}: { signal?: AbortSignal | undefined } = {}): Promise<RenderBrowser> {
  const ready = findUnpackedChromium();
  if (ready !== null) return ready;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw unusable(`${PACKAGE} has no Chromium for ${process.platform} ${process.arch}`);
  }
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'chromium-'));
  try {
    const archives = findInstalledPackage() ?? (await fetchPackage(join(work, 'package'), signal));
    const folder = join(work, 'unpacked');
    await mkdir(folder);
    await pipeline(
      createReadStream(join(archives, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(folder, 'chromium')),
    );
    await chmod(join(folder, 'chromium'), 0o755);
    const libraries = (await readdir(archives)).filter((name) => name.endsWith('.tar.br'));
    for (const name of libraries) {
      await pipeline(createReadStream(join(archives, name)), createBrotliDecompress(), tar.extract(folder));
    }
    await writeFile(join(folder, 'beatcut-fonts.conf'), FONTS_CONF);
    await writeFile(launcherOf(folder), LAUNCHER, { mode: 0o755 });
    await rename(folder, unpackedFolder()).catch(async (error: unknown) => {
      // another process was faster
      if (findUnpackedChromium() === null) throw error;
    });
    return asBrowser(unpackedFolder());
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Starts the browser with its own libraries after the system's, and with its own fonts where the system has none. */
const LAUNCHER = `#!/bin/sh
here="$(cd "$(dirname "$0")" && pwd)"
export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
if [ ! -e /etc/fonts/fonts.conf ]; then
  export FONTCONFIG_FILE="$here/beatcut-fonts.conf"
fi
exec "$here/chromium" "$@"
`;

const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

const unusable = (reason: string, cause?: unknown): BeatcutError =>
  new BeatcutError({
    code: 'BROWSER_PACKAGE_UNUSABLE',
    message: reason,
    hint: 'Install Chrome or Chromium, or set BEATCUT_BROWSER to one.',
    cause,
  });

/** The folder of the archives in the project's own copy of the package; `null` if it has none of just this version. */
export function findInstalledPackage(projectDir: string = process.cwd()): string | null {
  const require = createRequire(join(projectDir, 'package.json'));
  try {
    // the package's main file lies in build/, its archives in bin/
    let folder = dirname(require.resolve(PACKAGE));
    while (folder !== dirname(folder)) {
      if (existsSync(join(folder, 'bin', 'chromium.br'))) {
        const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
        const { version } = JSON.parse(manifest) as { version?: unknown }; // an object, as npm makes sure
        return version === CHROMIUM_VERSION ? join(folder, 'bin') : null;
      }
      folder = dirname(folder);
    }
  } catch {
    // not installed
  }
  return null;
}

/** Fetches the package with npm, which checks its integrity, and returns the folder of its archives. */
async function fetchPackage(folder: string, signal: AbortSignal | undefined): Promise<string> {
  await mkdir(folder);
  // npm is a script: Windows needs a shell to find it, but never gets here
  const npm = spawn(
    'npm',
    ['pack', `${PACKAGE}@${CHROMIUM_VERSION}`, '--pack-destination', folder, '--loglevel=error'],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal && { signal }),
    },
  );
  let stderr = '';
  npm.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    npm.once('error', reject);
    npm.once('close', resolve);
  }).catch((cause: unknown) => {
    throw unusable(`npm, which fetches ${PACKAGE}, could not be started`, cause);
  });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (code !== 0 || archive === undefined) {
    throw unusable(
      `npm could not fetch ${PACKAGE}@${CHROMIUM_VERSION}: ${reasonOf(stderr) || `exit code ${code}`}`,
    );
  }
  await pipeline(createReadStream(join(folder, archive)), createGunzip(), tar.extract(folder));
  return join(folder, 'package', 'bin');
}

/** The line of npm's output that says what went wrong: the first one that is no error code. */
const reasonOf = (stderr: string): string | undefined =>
  stderr
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .find((line) => line !== '' && !line.startsWith('code ') && !line.startsWith('A complete log'));
