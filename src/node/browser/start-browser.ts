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
    const running = await openBrowser('chrome', {
      browserExecutable: browser.executable,
      chromeMode: browser.chromeMode,
      chromiumOptions: { gl },
      logLevel: 'error',
    });
    keepToViewport(running);
    return running;
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

/**
 * Makes pages take pictures of what lies in their viewport, which is as large as the film. Remotion asks for pictures that may
 * reach beyond it. For those Chromium gives the page another size for a moment, and whether that shows at the edges of scaled
 * layers depends on the moment: in one of 4–8 pictures of the same page such edges were 1–5 levels of 255 brighter or darker, and
 * two renders of one film could differ.
 */
function keepToViewport(browser: RunningBrowser): void {
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (options) => {
    const page = await newPage(options);
    // oxlint-disable-next-line no-underscore-dangle -- Remotion names it so
    const session = page._client();
    const send = session.send.bind(session);
    session.send = async (method, ...args) => {
      const [parameters] = args;
      if (method === 'Page.captureScreenshot' && parameters !== undefined)
        Object.assign(parameters, { captureBeyondViewport: false });
      return send(method, ...args);
    };
    return page;
  };
}
