// Draws the pictures of docs/effects.md: four frames of each effect side by side.
// `npm run build && node scripts/effect-pictures/make.mjs [name …]`
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { bundle } from '@remotion/bundler';
import { getCompositions, openBrowser, renderStill } from '@remotion/renderer';
import { findBrowser } from 'beatcut/node';

const OUT = 'docs/images/effects';
/** The frames of each picture: 24 a second, the first downbeat of the song at 0.25 s, a beat each 12.86 frames. */
const CUT_FRAMES = [46, 53, 60, 67];
const HIT_FRAMES = [57, 58, 61, 66];
const SONG_FRAMES = [150, 330, 346, 372];
const FRAMES = {
  'infinite-zoom': [36, 54, 62, 108],
  flash: HIT_FRAMES,
  strobe: [56, 58, 68, 71],
  'punch-in': HIT_FRAMES,
  shake: [57, 58, 60, 63],
  'rgb-split': HIT_FRAMES,
  reactive: [320, 326, 330, 340],
  'reactive-color': SONG_FRAMES,
  'reactive-camera': SONG_FRAMES,
  'particle-field': SONG_FRAMES,
  spectrum: SONG_FRAMES,
  'spectrum-ring': SONG_FRAMES,
  waveform: SONG_FRAMES,
};
const [WIDTH, HEIGHT] = [320, 180];

const analyzed = spawnSync(process.execPath, ['dist/cli.js', 'analyze', 'examples/public/hardest-cut.mp3'], {
  stdio: 'inherit',
});
if (analyzed.status !== 0) process.exit(1);
const serveUrl = await bundle({
  entryPoint: 'scripts/effect-pictures/index.tsx',
  publicDir: 'examples/public',
  symlinkPublicDir: true,
});
const { executable, chromeMode } = await findBrowser();
const puppeteerInstance = await openBrowser('chrome', { browserExecutable: executable, chromeMode });
const folder = mkdtempSync(join(tmpdir(), 'beatcut-pictures-'));
mkdirSync(OUT, { recursive: true });
try {
  const common = {
    serveUrl,
    browserExecutable: executable,
    chromeMode,
    puppeteerInstance,
    logLevel: 'error',
  };
  const wanted = process.argv.slice(2);
  for (const composition of await getCompositions(serveUrl, common)) {
    if (wanted.length > 0 && !wanted.includes(composition.id)) continue;
    const canvas = createCanvas(4 * WIDTH + 3 * 4, HEIGHT);
    const context = canvas.getContext('2d');
    for (const [index, frame] of (FRAMES[composition.id] ?? CUT_FRAMES).entries()) {
      const output = join(folder, `${composition.id}-${frame}.png`);
      await renderStill({ ...common, composition, frame, output, imageFormat: 'png' });
      context.drawImage(await loadImage(output), index * (WIDTH + 4), 0, WIDTH, HEIGHT);
    }
    writeFileSync(join(OUT, `${composition.id}.jpg`), canvas.toBuffer('image/jpeg', 82));
    console.log(`${OUT}/${composition.id}.jpg`);
  }
} finally {
  await puppeteerInstance.close({ silent: true });
  rmSync(folder, { recursive: true, force: true });
}
