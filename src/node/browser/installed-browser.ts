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

/** The Chrome or Chromium that is installed on this machine, or `null`. A headless shell is preferred: it is faster. */
export function findInstalledBrowser(env: NodeJS.ProcessEnv = process.env): RenderBrowser | null {
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
  const executable = candidates.find(isExecutable);
  return executable === undefined
    ? null
    : { executable, chromeMode: chromeModeOf(executable), origin: `installed at ${executable}` };
}
