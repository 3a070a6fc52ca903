// What the scripts that draw pictures of the examples share: songs that are heard, pages to draw in, strips of frames.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { bundle } from '@remotion/bundler';
import { openBrowser } from '@remotion/renderer';
import { findBrowser } from 'beatcut/node';

const PUBLIC_DIR = 'examples/public';

/** Hears songs of the examples that have no map yet. */
export function hearSongs(names) {
  for (const name of new Set(names)) {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['dist/cli.js', 'analyze', `${PUBLIC_DIR}/${name}.mp3`],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
  }
}

/** Bundles an entry point and runs something with what Remotion's functions need to draw its compositions. */
export async function withPages(entryPoint, run) {
  const serveUrl = await bundle({ entryPoint, publicDir: PUBLIC_DIR, symlinkPublicDir: true });
  const { executable, chromeMode } = await findBrowser();
  const puppeteerInstance = await openBrowser('chrome', { browserExecutable: executable, chromeMode });
  try {
    return await run({
      serveUrl,
      browserExecutable: executable,
      chromeMode,
      puppeteerInstance,
      logLevel: 'error',
    });
  } finally {
    await puppeteerInstance.close({ silent: true });
  }
}

/** Draws PNG files four in a row into a JPEG file, 320 pixels wide each, or 180 for upright ones. */
export async function drawStrip(files, target) {
  const images = await Promise.all(files.map((file) => loadImage(readFileSync(file))));
  const isUpright = images[0].height > images[0].width;
  const [width, height] = isUpright ? [180, 320] : [320, 180];
  const canvas = createCanvas(4 * (width + 4) - 4, Math.ceil(images.length / 4) * (height + 4) - 4);
  const context = canvas.getContext('2d');
  for (const [index, image] of images.entries()) {
    context.drawImage(image, (index % 4) * (width + 4), Math.floor(index / 4) * (height + 4), width, height);
  }
  writeFileSync(target, canvas.toBuffer('image/jpeg', 82));
}
