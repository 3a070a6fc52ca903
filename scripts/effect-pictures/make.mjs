// Draws the pictures of docs/effects.md: four frames of each effect side by side.
// `npm run build && node scripts/effect-pictures/make.mjs [name …]`
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCompositions, renderStill } from '@remotion/renderer';
import { drawStrip, hearSongs, withPages } from '../example-pages.mjs';

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

hearSongs(['hardest-cut']);
const folder = mkdtempSync(join(tmpdir(), 'beatcut-pictures-'));
mkdirSync(OUT, { recursive: true });
try {
  await withPages('scripts/effect-pictures/index.tsx', async (pages) => {
    const wanted = process.argv.slice(2);
    for (const composition of await getCompositions(pages.serveUrl, pages)) {
      if (wanted.length > 0 && !wanted.includes(composition.id)) continue;
      const files = [];
      for (const frame of FRAMES[composition.id] ?? CUT_FRAMES) {
        const output = join(folder, `${composition.id}-${frame}.png`);
        await renderStill({ ...pages, composition, frame, output, imageFormat: 'png' });
        files.push(output);
      }
      await drawStrip(files, join(OUT, `${composition.id}.jpg`));
      console.log(`${OUT}/${composition.id}.jpg`);
    }
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
