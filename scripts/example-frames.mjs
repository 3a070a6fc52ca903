// Draws the pictures in the examples' READMEs: some frames of each film, with animatics for clips that are missing.
// `npm run build && node scripts/example-frames.mjs [id …]`
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { bundle } from '@remotion/bundler';
import { openBrowser, renderStill, selectComposition } from '@remotion/renderer';
import { findBrowser } from 'beatcut/node';

/** Each example by its composition: its folder, its song, and frames that show what it does. */
export const EXAMPLES = {
  HardestCut: { folder: 'hardest-cut', song: 'hardest-cut', frames: [40, 300, 700, 1250] },
  OneWayIn: { folder: 'one-way-in', song: 'one-way-in', frames: [50, 104, 216, 262, 310, 352, 480, 610] },
  LampPromo: { folder: 'lamp-promo', song: 'lamp-promo', frames: [40, 110, 222, 272, 300, 384, 428, 600] },
  LyricVideo: { folder: 'lyric-video', song: 'lyric-video', frames: [40, 96, 160, 262, 372, 410, 470, 630] },
  'LyricVideo-9x16': {
    folder: 'lyric-video',
    picture: 'frames-9x16.jpg',
    song: 'lyric-video',
    frames: [40, 96, 160, 372],
  },
  Greeting: { folder: 'greeting', song: 'greeting', frames: [40, 98, 150, 220, 260, 320, 420, 520] },
  Tides: { folder: 'tides', song: 'tides', frames: [60, 150, 260, 360, 440, 540, 640, 760] },
  Teaser: { folder: 'teaser', song: 'one-way-in', frames: [10, 90, 180, 270] },
};

/**
 * Renders frames of examples to PNG files `<folder>/<id>-<frame>.png`.
 *
 * @param {{ids?: string[], scale?: number, output: string, framesOf?: (id: string) => number[]}} options
 * @returns {Promise<{id: string, frame: number, path: string}[]>}
 */
export async function renderExampleFrames({
  ids = Object.keys(EXAMPLES),
  scale = 1,
  output,
  framesOf = (id) => EXAMPLES[id].frames,
}) {
  for (const song of new Set(ids.map((id) => EXAMPLES[id].song))) {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['dist/cli.js', 'analyze', `examples/public/${song}.mp3`],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
  }
  const serveUrl = await bundle({
    entryPoint: 'remotion/index.ts',
    publicDir: 'examples/public',
    symlinkPublicDir: true,
  });
  const { executable, chromeMode } = await findBrowser();
  const puppeteerInstance = await openBrowser('chrome', { browserExecutable: executable, chromeMode });
  const common = {
    serveUrl,
    browserExecutable: executable,
    chromeMode,
    puppeteerInstance,
    logLevel: 'error',
    onBrowserLog: () => undefined, // says only that there is no catalogue of clips
    envVariables: { REMOTION_BEATCUT: JSON.stringify({ animatics: true }) },
  };
  const pictures = [];
  try {
    for (const id of ids) {
      const composition = await selectComposition({ ...common, id });
      for (const frame of framesOf(id)) {
        const path = join(output, `${id}-${frame}.png`);
        await renderStill({ ...common, composition, frame, scale, output: path, imageFormat: 'png' });
        pictures.push({ id, frame, path });
      }
    }
  } finally {
    await puppeteerInstance.close({ silent: true });
  }
  return pictures;
}

/** Pictures of four side by side, 320 pixels wide or 180 for upright ones. */
async function drawStrip(pictures, target) {
  const images = await Promise.all(pictures.map(async ({ path }) => loadImage(readFileSync(path))));
  const isUpright = images[0].height > images[0].width;
  const [width, height] = isUpright ? [180, 320] : [320, 180];
  const canvas = createCanvas(4 * (width + 4) - 4, Math.ceil(images.length / 4) * (height + 4) - 4);
  const context = canvas.getContext('2d');
  for (const [index, image] of images.entries()) {
    context.drawImage(image, (index % 4) * (width + 4), Math.floor(index / 4) * (height + 4), width, height);
  }
  writeFileSync(target, canvas.toBuffer('image/jpeg', 82));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const ids =
    process.argv.length > 2
      ? process.argv.slice(2)
      : Object.keys(EXAMPLES).filter((id) => id !== 'HardestCut');
  const output = mkdtempSync(join(tmpdir(), 'beatcut-examples-'));
  try {
    const pictures = await renderExampleFrames({ ids, scale: 0.5, output });
    for (const id of ids) {
      const target = `examples/${EXAMPLES[id].folder}/${EXAMPLES[id].picture ?? 'frames.jpg'}`;
      await drawStrip(
        pictures.filter((picture) => picture.id === id),
        target,
      );
      console.log(target);
    }
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
