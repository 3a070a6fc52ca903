import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { chromeModeOf, findInstalledBrowser, isExecutable, type RenderBrowser } from './installed-browser.ts';
import { findUnpackedChromium, unpackChromium } from './packaged-chromium.ts';

/** What `findBrowser` takes. */
export interface FindBrowserOptions {
  /** The browser that the user asked for; `BEATCUT_BROWSER` by default. */
  executable?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Called before something is downloaded or unpacked, with a line for people. */
  onProgress?: (message: string) => void;
}

/** The browser that the user configured, or `null`. */
export function findConfiguredBrowser(
  executable: string | undefined = process.env['BEATCUT_BROWSER'],
): RenderBrowser | null {
  if (executable === undefined || executable === '') return null;
  if (!isExecutable(executable)) {
    throw new BeatcutError({
      code: 'BROWSER_MISSING',
      message: `The configured browser "${executable}" is not a program that can be run.`,
      hint: 'Correct BEATCUT_BROWSER (or the option), or unset it to let beatcut find one.',
    });
  }
  return { executable, chromeMode: chromeModeOf(executable), origin: `configured as ${executable}` };
}

/** A browser that is there already, without downloading anything; `null` when there is none. */
export const findReadyBrowser = (executable?: string): RenderBrowser | null =>
  findConfiguredBrowser(executable) ?? findInstalledBrowser() ?? findUnpackedChromium();

/**
 * Finds a browser to render with: the configured one, else an installed Chrome or Chromium, else the one that Remotion
 * downloads, else a headless Chromium from an npm package.
 *
 * @throws BeatcutError `BROWSER_MISSING` with everything that was tried.
 */
export async function findBrowser({
  executable,
  signal,
  onProgress,
}: FindBrowserOptions = {}): Promise<RenderBrowser> {
  const ready = findReadyBrowser(executable);
  if (ready !== null) return ready;
  const tried = ['no Chrome or Chromium is installed'];
  try {
    onProgress?.('No browser found; asking Remotion to download one');
    return await downloadWithRemotion(signal);
  } catch (error) {
    tried.push(`Remotion could not download its browser (${lastLine(messageOf(error))})`);
  }
  try {
    onProgress?.('Fetching a headless Chromium from npm (67 MB, once)');
    return await unpackChromium({ signal });
  } catch (error) {
    tried.push(messageOf(error));
  }
  throw new BeatcutError({
    code: 'BROWSER_MISSING',
    message: `No browser to render with: ${tried.join('; ')}.`,
    hint: 'Install Chrome or Chromium, or set BEATCUT_BROWSER to the path of one.',
  });
}

/** `ensureBrowser` in a process of its own: where the download fails, Remotion ends the process that asked for it. */
async function downloadWithRemotion(signal: AbortSignal | undefined): Promise<RenderBrowser> {
  const script = `
    const { ensureBrowser } = await import(${JSON.stringify(import.meta.resolve('@remotion/renderer'))});
    const status = await ensureBrowser({ logLevel: 'error' });
    if (status.type === 'no-browser') throw new Error('it has none for this platform');`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    ...(signal && { signal }),
  });
  return { executable: null, chromeMode: 'headless-shell', origin: 'downloaded by Remotion' };
}

/** The line of a failed process' output that names the error. */
const lastLine = (text: string): string => /^\w*Error: (.*)$/m.exec(text)?.[1] ?? text.split('\n')[0]!;
