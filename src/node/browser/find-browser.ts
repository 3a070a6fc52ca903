import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BeatcutError, messageOf } from '../../core/error.ts';
import {
  chromeModeOf,
  faultOf,
  findInstalledBrowser,
  isExecutable,
  type RenderBrowser,
} from './installed-browser.ts';
import { findUnpackedChromium, unpackChromium } from './packaged-chromium.ts';

/** What `findBrowser` takes. */
export interface FindBrowserOptions {
  /** The browser that the user asked for; `BEATCUT_BROWSER` by default. */
  executable?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Called before something is downloaded or unpacked, with a line for people. */
  onProgress?: ((message: string) => void) | undefined;
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
  findConfiguredBrowser(executable) ?? findInstalledBrowser().browser ?? findUnpackedChromium();

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
  const { broken } = findInstalledBrowser();
  const tried = broken.length > 0 ? broken : ['no Chrome or Chromium is installed'];
  try {
    return await findBrowserOfRemotion({ signal, onProgress });
  } catch (error) {
    signal?.throwIfAborted();
    tried.push(`Remotion's own browser can't be used (${lastLine(messageOf(error))})`);
  }
  try {
    onProgress?.('Fetching a headless Chromium from npm (67 MB, once)');
    return await unpackChromium({ signal });
  } catch (error) {
    signal?.throwIfAborted();
    tried.push(messageOf(error));
  }
  throw new BeatcutError({
    code: 'BROWSER_MISSING',
    message: `No browser to render with: ${tried.join('; ')}.`,
    hint: 'Install Chrome or Chromium, or set BEATCUT_BROWSER to the path of one.',
  });
}

/** What the process that runs `ensureBrowser` prints before it downloads something. */
const DOWNLOAD_BEGINS = 'download';

/**
 * The browser that Remotion downloads, unless it has done so before. `ensureBrowser` runs in a process of its own: where
 * the download fails, Remotion ends the process that asked for it.
 */
async function findBrowserOfRemotion({
  signal,
  onProgress,
}: Pick<FindBrowserOptions, 'signal' | 'onProgress'>): Promise<RenderBrowser> {
  const script = `
    const { ensureBrowser } = await import(${JSON.stringify(import.meta.resolve('@remotion/renderer'))});
    const onBrowserDownload = () => {
      console.log('${DOWNLOAD_BEGINS}');
      return { version: null, onProgress: () => {} };
    };
    const status = await ensureBrowser({ logLevel: 'error', onBrowserDownload });
    if (status.type === 'no-browser') throw new Error('it has none for this platform');
    console.log(status.path);`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    ...(signal && { signal }),
  });
  run.child.stdout?.once('data', (text: string) => {
    if (text.startsWith(DOWNLOAD_BEGINS)) onProgress?.('No browser found; Remotion downloads one');
  });
  const { stdout } = await run;
  const fault = faultOf(stdout.trim().split('\n').at(-1)!);
  if (fault !== null) throw new Error(`it does not start: ${fault}`);
  return { executable: null, chromeMode: 'headless-shell', origin: 'downloaded by Remotion' };
}

/** The line of a failed process' output that names the error. */
const lastLine = (text: string): string => /^\w*Error: (.*)$/m.exec(text)?.[1] ?? text.split('\n')[0]!;
