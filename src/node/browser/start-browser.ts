import { openBrowser } from '@remotion/renderer';
import { BeatcutError, messageOf } from '../../core/error.ts';
import type { RenderBrowser } from './installed-browser.ts';
import type { GlMode } from './page-drawing.ts';

/** A browser that Remotion has started. */
export type RunningBrowser = Awaited<ReturnType<typeof openBrowser>>;

/**
 * Starts a browser for Remotion. Remotion ends the whole program on Ctrl-C as soon as a browser runs; here the signal does
 * it, so that everything is left as it should be. When the program exits, Remotion still ends the browser.
 *
 * @throws BeatcutError `BROWSER_FAILED`.
 */
export async function startBrowser(browser: RenderBrowser, gl: GlMode): Promise<RunningBrowser> {
  const before = new Set(process.listeners('SIGINT'));
  try {
    return await openBrowser('chrome', {
      browserExecutable: browser.executable,
      chromeMode: browser.chromeMode,
      chromiumOptions: { gl },
      logLevel: 'error',
    });
  } catch (cause) {
    throw new BeatcutError({
      code: 'BROWSER_FAILED',
      message: `The browser ${browser.origin} could not be started: ${messageOf(cause).split('\n')[0]}`,
      hint: 'Set BEATCUT_BROWSER to another Chrome or Chromium.',
      cause,
    });
  } finally {
    for (const listener of process.listeners('SIGINT')) {
      if (!before.has(listener)) process.removeListener('SIGINT', listener);
    }
  }
}
