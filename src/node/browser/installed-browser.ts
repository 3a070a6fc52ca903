import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser that Remotion can render with. */
export interface RenderBrowser {
  /** Path of the program, or `null` for the one that Remotion downloads. */
  executable: string | null;
  /** How Remotion has to start it. */
  chromeMode: 'headless-shell' | 'chrome-for-testing';
  /** Where it came from, for people. */
  origin: string;
}

const HEADLESS_SHELLS = ['chromium-headless-shell', 'chrome-headless-shell'];
const CHROMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const MAC_CHROMES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Whether a path is a program that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const isHeadlessShell = (path: string): boolean => /headless[-_]shell/.test(path);

/** How a browser at a path has to be started: only headless shells are named so. */
export const chromeModeOf = (path: string): RenderBrowser['chromeMode'] =>
  isHeadlessShell(path) ? 'headless-shell' : 'chrome-for-testing';

/** What `findInstalledBrowser` returns. */
export interface InstalledBrowser {
  /** A headless shell if there is one: it is faster. `null` when nothing is installed that starts. */
  browser: RenderBrowser | null;
  /** What was found before it and does not start, each with the reason, for people. */
  broken: string[];
}

/** Looks for a Chrome or Chromium on this machine. */
export function findInstalledBrowser(env: NodeJS.ProcessEnv = process.env): InstalledBrowser {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const inPath = [...HEADLESS_SHELLS, ...CHROMES].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const onWindows = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    env[name] === undefined ? [] : [join(env[name], 'Google', 'Chrome', 'Application', 'chrome.exe')],
  );
  const candidates =
    process.platform === 'win32'
      ? onWindows
      : [...inPath, ...(process.platform === 'darwin' ? MAC_CHROMES : [])];
  const broken: string[] = [];
  for (const executable of candidates.filter(isExecutable)) {
    const fault = faultOf(executable);
    if (fault === null) {
      const origin = `installed at ${executable}`;
      return { browser: { executable, chromeMode: chromeModeOf(executable), origin }, broken };
    }
    broken.push(`${executable} does not start (${fault})`);
  }
  return { browser: null, broken };
}

const START_TIMEOUT_MS = 10_000;
const knownFaults = new Map<string, string | null>();

/**
 * Why a browser does not start, or `null` if it does, by asking for its version once per process. On Linux a browser may
 * be a stub that tells people to install a snap, or lack system libraries; elsewhere this is not asked, since Chrome on
 * Windows would open a window.
 */
export function faultOf(executable: string): string | null {
  if (process.platform !== 'linux') return null;
  const known = knownFaults.get(executable);
  if (known !== undefined) return known;
  let fault: string | null = null;
  try {
    execFileSync(executable, ['--version'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: START_TIMEOUT_MS,
    });
  } catch (error) {
    const { stderr, status, code } = error as { stderr?: Buffer; status?: number | null; code?: string }; // what execFileSync throws
    fault = code ?? (stderr?.toString().trim().split('\n').at(-1) || `exit code ${status}`);
  }
  knownFaults.set(executable, fault);
  return fault;
}
