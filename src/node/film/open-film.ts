import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { bundle } from '@remotion/bundler';
import { selectComposition } from '@remotion/renderer';
import type { VideoConfig } from 'remotion/no-react';
import { BeatcutError, messageOf } from '../../core/error.ts';
import {
  PAGE_ORDERS_VARIABLE,
  PAGE_REPORT_PREFIX,
  type PageOrders,
  type PageReport,
} from '../../edit/page-protocol.ts';
import { SONG_MAPS_PATH } from '../../song/song-map.ts';
import { findBrowser } from '../browser/find-browser.ts';
import type { RenderBrowser } from '../browser/installed-browser.ts';
import { usualPageDrawing, type PageDrawing } from '../browser/page-drawing.ts';
import { readRenderProfile } from '../browser/render-profile.ts';
import { startBrowser, type RunningBrowser } from '../browser/start-browser.ts';

/** What `openFilm` takes. */
export interface OpenFilmOptions {
  /** The project's folders; all absolute. */
  project: { rootDir: string; entryPoint: string; publicDir: string; storeDir: string };
  compositionId: string;
  /** Props for the composition, as `--props` gives them. */
  inputProps?: Record<string, unknown>;
  /** Hears a song of the public folder if that has not been done; tells whether its map has changed. */
  hearSong: (songPath: string) => Promise<{ changed: boolean }>;
  signal?: AbortSignal | undefined;
  /** Called with each step that takes time. */
  onProgress?: (step: string) => void;
}

/** A composition, bundled and open in a browser. */
export interface Film {
  composition: VideoConfig;
  /** What all calls to Remotion's renderer need. */
  renderer: {
    serveUrl: string;
    puppeteerInstance: RunningBrowser;
    browserExecutable: string | null;
    chromeMode: 'headless-shell' | 'chrome-for-testing';
    inputProps: Record<string, unknown>;
    logLevel: 'error';
  };
  browser: RenderBrowser;
  /** How the browser draws: as measured on this machine, else as usual. */
  drawing: PageDrawing;
  /** Paths below the public folder of the songs that its metadata asked for. */
  songs: string[];
  /** Closes the browser and deletes the bundle. */
  close(): Promise<void>;
}

/** How many songs a composition may ask for one after the other before something must be wrong. */
export const MAX_SONG_ROUNDS = 8;

/** The environment variables of a page: those that Remotion's own commands hand on, and its orders. */
export const pageEnvironment = (orders: PageOrders): Record<string, string> => ({
  ...projectVariables(),
  [PAGE_ORDERS_VARIABLE]: JSON.stringify(orders),
});

/** Variables of Remotion's own tools, keys to clouds among them: no page needs them. */
const SECRET_VARIABLE = /^REMOTION_(AWS|GCP)_/;

/** The variables that compositions may read: those whose names begin with `REMOTION_`, without the keys to clouds. */
export const projectVariables = (env: NodeJS.ProcessEnv = process.env): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith('REMOTION_') && !SECRET_VARIABLE.test(name) && value !== undefined
        ? [[name, value]]
        : [],
    ),
  );

/** The report in a line of the page's log, or `null` if it is none. */
export function parsePageReport(line: string): PageReport | null {
  // only our own page code writes lines with this beginning
  return line.startsWith(PAGE_REPORT_PREFIX)
    ? (JSON.parse(line.slice(PAGE_REPORT_PREFIX.length)) as PageReport)
    : null;
}

/**
 * Bundles the project, opens a browser and selects a composition. The songs that its metadata asks for are heard first
 * if need be.
 *
 * @throws BeatcutError `COMPOSITION_MISSING`, `COMPOSITION_FAILED`, `BUNDLE_FAILED`, or as `findBrowser`.
 */
export async function openFilm(options: OpenFilmOptions): Promise<Film> {
  const { project, compositionId, inputProps = {}, hearSong, signal, onProgress } = options;
  const browser = await findBrowser({
    signal,
    ...(onProgress && { onProgress }),
  });
  const drawing = readRenderProfile(browser)?.drawing ?? usualPageDrawing();
  onProgress?.('Bundling the composition');
  const bundlesDir = join(project.storeDir, 'bundles');
  await mkdir(bundlesDir, { recursive: true });
  await removeOldBundles(bundlesDir);
  const outDir = await mkdtemp(join(bundlesDir, 'bundle-'));
  const puppeteer: { instance?: RunningBrowser } = {};
  const close = async (): Promise<void> => {
    try {
      await puppeteer.instance?.close({ silent: true });
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };
  try {
    const serveUrl = await bundleProject({ project, outDir, signal });
    puppeteer.instance = await startBrowser(browser, drawing.gl);
    const renderer: Film['renderer'] = {
      serveUrl,
      puppeteerInstance: puppeteer.instance,
      browserExecutable: browser.executable,
      chromeMode: browser.chromeMode,
      inputProps,
      logLevel: 'error',
    };
    onProgress?.(`Opening ${compositionId}`);
    const { composition, songs } = await selectWithSongs({
      renderer,
      compositionId,
      publicDir: project.publicDir,
      hearSong,
    });
    signal?.throwIfAborted();
    return { composition, renderer, browser, drawing, songs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How long a bundle may have been left behind by a process that was killed. */
const OLD_BUNDLE_MS = 24 * 60 * 60_000;

/** Removes what killed processes have left behind. */
async function removeOldBundles(bundlesDir: string): Promise<void> {
  for (const name of await readdir(bundlesDir)) {
    const folder = join(bundlesDir, name);
    // another process may be faster
    const status = await stat(folder).catch(() => null);
    if (status !== null && Date.now() - status.mtimeMs > OLD_BUNDLE_MS)
      await rm(folder, { recursive: true, force: true });
  }
}

async function bundleProject({
  project,
  outDir,
  signal,
}: {
  project: OpenFilmOptions['project'];
  outDir: string;
  signal: AbortSignal | undefined;
}): Promise<string> {
  signal?.throwIfAborted();
  try {
    return await bundle({
      entryPoint: resolve(project.entryPoint),
      rootDir: project.rootDir,
      publicDir: project.publicDir,
      outDir,
      symlinkPublicDir: true,
    });
  } catch (cause) {
    throw new BeatcutError({
      code: 'BUNDLE_FAILED',
      message: `The project could not be bundled from ${project.entryPoint}: ${messageOf(cause)}`,
      hint: 'Mend the error that the bundler names; "npx remotion studio" shows it too.',
      cause,
    });
  }
}

/** Selects a composition again after each song that had to be heard first. */
async function selectWithSongs({
  renderer,
  compositionId,
  publicDir,
  hearSong,
}: {
  renderer: Film['renderer'];
  compositionId: string;
  publicDir: string;
  hearSong: OpenFilmOptions['hearSong'];
}): Promise<{ composition: VideoConfig; songs: string[] }> {
  const heard = new Set<string>();
  for (let round = 0; ; round++) {
    const songs = new Set<string>();
    const selected = await selectComposition({
      ...renderer,
      id: compositionId,
      envVariables: pageEnvironment({ report: true, songsHeard: await listSongsHeard(publicDir) }),
      onBrowserLog: ({ text }) => {
        const report = parsePageReport(text);
        if (report?.kind === 'song') songs.add(report.src);
      },
    }).then(
      (composition) => ({ composition }),
      (error: unknown) => ({ error }),
    );
    const changed = await hearNewSongs({ songs, heard, hearSong });
    if (changed && round < MAX_SONG_ROUNDS) continue;
    if ('composition' in selected) return { composition: selected.composition, songs: [...songs] };
    throw explainSelectError(selected.error, compositionId);
  }
}

/** Hears the songs that were not heard before, and remembers them; tells whether a map has changed. */
export async function hearNewSongs({
  songs,
  heard,
  hearSong,
}: {
  songs: Iterable<string>;
  heard: Set<string>;
  hearSong: OpenFilmOptions['hearSong'];
}): Promise<boolean> {
  let changed = false;
  for (const song of songs) {
    if (heard.has(song)) continue;
    heard.add(song);
    changed = (await hearSong(song)).changed || changed;
  }
  return changed;
}

/** The songs that have a map, as paths below the public folder. */
export async function listSongsHeard(publicDir: string): Promise<string[]> {
  const entries = await readdir(join(publicDir, SONG_MAPS_PATH), { recursive: true }).catch(() => []);
  return entries
    .filter((path) => path.endsWith('.json'))
    .map((path) => path.slice(0, -'.json'.length).replaceAll(sep, '/'));
}

/** Remotion's complaint about an unknown composition names those that exist. */
function explainSelectError(cause: unknown, compositionId: string): BeatcutError {
  const message = messageOf(cause);
  const available = /available compositions?:?\s*([^\n]*)/i.exec(message)?.[1];
  if (available !== undefined || /could not find composition/i.test(message)) {
    return new BeatcutError({
      code: 'COMPOSITION_MISSING',
      message: `There is no composition "${compositionId}"${available ? `; the project has: ${available.replace(/\.$/, '')}` : ''}.`,
      hint: 'Compositions are listed by: npx remotion compositions',
      cause,
    });
  }
  return new BeatcutError({
    code: 'COMPOSITION_FAILED',
    message: `The composition "${compositionId}" could not be opened: ${message.split('\n')[0]}`,
    hint: 'Open it in Remotion Studio to see the error in place: npx remotion studio',
    cause,
  });
}
