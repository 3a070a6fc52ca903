import { readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Film } from './open-film.ts';

/** Where fonts are installed on Linux, macOS and Windows, and what chooses among them. */
const FONT_FOLDERS: readonly string[] = [
  ...['/usr/share/fonts', '/usr/local/share/fonts', '/etc/fonts', '/System/Library/Fonts', '/Library/Fonts'],
  'C:\\Windows\\Fonts',
  ...['.fonts', '.local/share/fonts', '.config/fontconfig', 'Library/Fonts'].map((name) =>
    path.join(os.homedir(), name),
  ),
  path.join(os.homedir(), 'AppData', 'Local', 'Microsoft', 'Windows', 'Fonts'),
];

/** Variables by which a browser chooses a language and a time zone. */
const LOCALE_VARIABLES = ['LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'TZ'] as const;

/** What the pictures of a page depend on besides the page: the browser, the installed fonts, language and time zone. */
export async function describeBrowser({
  renderer,
  drawing,
}: Pick<Film, 'renderer' | 'drawing'>): Promise<unknown> {
  return {
    program: await describeProgram(renderer.browserExecutable),
    mode: renderer.chromeMode,
    gl: drawing.gl,
    fonts: (await Promise.all(FONT_FOLDERS.map((folder) => datesOf(folder)))).flat(),
    locale: LOCALE_VARIABLES.map((name) => process.env[name] ?? null),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** A program by its path, size and date: what an update changes, without starting it. */
async function describeProgram(executable: string | null): Promise<unknown> {
  if (executable === null) return 'the browser that Remotion downloads';
  const status = await stat(executable).catch(() => null);
  return [path.resolve(executable), status?.size ?? 0, status?.mtimeMs ?? 0];
}

/** The files of a folder and of those below it by size and date of change, whichever way they were put there. */
async function datesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const lists = await Promise.all(
    entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return datesOf(file);
        const status = await stat(file).catch(() => null);
        return status === null ? [] : [`${file} ${status.size} ${status.mtimeMs}`];
      }),
  );
  return lists.flat();
}
