// Draws the pictures in the examples' READMEs: some frames of each film, with animatics for clips that are missing.
// `npm run build && node scripts/example-frames.mjs [id …]`
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderStill, selectComposition } from '@remotion/renderer';
import { drawStrip, hearSongs, withPages } from './example-pages.mjs';

/** Each example by its composition: its folder, its song, and frames that show what it does. */
export const EXAMPLES = {
  HardestCut: { folder: 'hardest-cut', song: 'hardest-cut', frames: [40, 300, 700, 1250] },
  AutoCut: { folder: 'auto-cut', song: 'hardest-cut', frames: [60, 150, 224, 330, 590, 850, 1060, 1340] },
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
  hearSongs(ids.map((id) => EXAMPLES[id].song));
  return withPages('remotion/index.ts', async (pages) => {
    const common = {
      ...pages,
      onBrowserLog: () => undefined, // says only that there is no catalogue of clips
      envVariables: { REMOTION_BEATCUT: JSON.stringify({ animatics: true }) },
    };
    const pictures = [];
    for (const id of ids) {
      const composition = await selectComposition({ ...common, id });
      for (const frame of framesOf(id)) {
        const path = join(output, `${id}-${frame}.png`);
        await renderStill({ ...common, composition, frame, scale, output: path, imageFormat: 'png' });
        pictures.push({ id, frame, path });
      }
    }
    return pictures;
  });
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
        pictures.filter((picture) => picture.id === id).map(({ path }) => path),
        target,
      );
      console.log(target);
    }
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
