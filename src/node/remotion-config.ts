import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findReadyBrowser } from './browser/find-browser.ts';
import type { RenderBrowser } from './browser/installed-browser.ts';
import { FRAME_JPEG_QUALITY, type GlMode } from './browser/page-drawing.ts';
import { readRenderProfile } from './browser/render-profile.ts';

/** The parts of Remotion's `Config` that are set. */
export interface RemotionConfig {
  setBrowserExecutable(path: string): void;
  setChromeMode(mode: 'headless-shell' | 'chrome-for-testing'): void;
  setColorSpace(space: 'bt709'): void;
  setX264Preset(preset: 'veryfast'): void;
  setJpegQuality(quality: number): void;
  setVideoImageFormat(format: 'jpeg' | 'png'): void;
  setConcurrency(pages: number): void;
  setChromiumOpenGlRenderer(mode: NonNullable<GlMode>): void;
  setPublicDir(path: string): void;
}

/** What `configureRemotion` takes. */
export interface ConfigureRemotionOptions {
  /** `Config` of `@remotion/cli/config`. */
  config: RemotionConfig;
  /** The public folder, if it is not `public`; the same as in `beatcut.config.ts`. */
  publicDir?: string;
}

/** Commands of Remotion that need a browser of their own. */
const RENDERING_COMMANDS = new Set(['render', 'still', 'compositions', 'benchmark']);

/**
 * Sets Remotion up as `beatcut render` does, so that `npx remotion render` and `npx remotion studio` work and look alike:
 * the same browser, BT.709 colours, a fast encoder, the same quality of the frames, and what `beatcut profile` has found to be
 * fastest. Called in `remotion.config.ts`.
 *
 * @example
 * import { Config } from '@remotion/cli/config';
 * import { configureRemotion } from 'beatcut/remotion-config';
 *
 * configureRemotion({ config: Config });
 */
export function configureRemotion({ config, publicDir }: ConfigureRemotionOptions): void {
  if (publicDir !== undefined) config.setPublicDir(publicDir);
  config.setColorSpace('bt709');
  config.setX264Preset('veryfast');
  config.setJpegQuality(FRAME_JPEG_QUALITY);
  const needsBrowser = process.argv.some((argument) => RENDERING_COMMANDS.has(argument));
  const browser = findReadyBrowser() ?? (needsBrowser ? fetchBrowser() : null);
  if (browser === null) return;
  if (browser.executable !== null) config.setBrowserExecutable(browser.executable);
  config.setChromeMode(browser.chromeMode);
  const drawing = readRenderProfile(browser)?.drawing;
  if (drawing === undefined) return;
  config.setVideoImageFormat(drawing.imageFormat);
  config.setConcurrency(drawing.concurrency);
  if (drawing.gl !== null) config.setChromiumOpenGlRenderer(drawing.gl);
}

/** Runs `beatcut browser` and waits for it: a Remotion config can't wait for a promise. */
function fetchBrowser(): RenderBrowser {
  const cli = fileURLToPath(new URL('./cli.js', import.meta.url));
  const output = execFileSync(process.execPath, [cli, 'browser', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as RenderBrowser; // written by our own command
}
