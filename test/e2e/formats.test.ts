import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { bundle } from '@remotion/bundler';
import { getCompositions, openBrowser, renderStill } from '@remotion/renderer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/node/browser/find-browser.ts';
import { createTestClip } from '../../src/testing/index.ts';
import { createTestProject, type TestProject } from '../project.ts';

const FPS = 24;
/** 24 pictures; on the seventh the bar stands in the seventh of 24 columns. */
const TAKE = { width: 384, height: 216, fps: FPS, durationInSeconds: 1 };
const FRAME = 6;
const BAR_AT = (FRAME + 0.5) / 24;
const SHORT_SIDE = 144;
const COMPOSITION = `
import { FormatCompositions, GeneratedClip } from 'beatcut';
import { AbsoluteFill, registerRoot, Sequence } from 'remotion';

const Film = () => (
  <AbsoluteFill style={{ backgroundColor: 'black' }}>
    <Sequence durationInFrames={24}><GeneratedClip id="bar" prompt="a bar" focus={{ x: ${BAR_AT}, y: 0.5 }} /></Sequence>
    <Sequence from={24} durationInFrames={24}><GeneratedClip id="blurred" prompt="a bar" objectFit="blur" /></Sequence>
    <Sequence from={48} durationInFrames={24}><GeneratedClip id="middle" prompt="a bar" /></Sequence>
  </AbsoluteFill>
);
registerRoot(() => <FormatCompositions id="Film" component={Film} clipsFrom="16:9" shortSideInPixels={${SHORT_SIDE}} fps={${FPS}} durationInFrames={72} />);
`;

type Luma = (x: number, y: number) => number;
let project: TestProject;
let close: () => Promise<void>;
let still: (composition: string, frame: number) => Promise<{ width: number; height: number; luma: Luma }>;

beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/.keep': '',
    'takes/bar.mp4': createTestClip(TAKE),
  });
  const [imported, serveUrl] = await Promise.all([
    project.run('import', 'takes', '--composition', 'Film-16x9'),
    bundle({
      entryPoint: join(project.dir, 'remotion', 'index.tsx'),
      publicDir: join(project.dir, 'public'),
      // what is imported meanwhile is seen through it
      symlinkPublicDir: true,
    }),
  ]);
  expect(imported.exitCode, imported.stderr).toBe(0);
  const { executable, chromeMode } = await findBrowser();
  const puppeteerInstance = await openBrowser('chrome', { browserExecutable: executable, chromeMode });
  close = () => puppeteerInstance.close({ silent: true });
  const common = { serveUrl, browserExecutable: executable, chromeMode, puppeteerInstance };
  const compositions = await getCompositions(serveUrl, { ...common, logLevel: 'error' });
  still = async (id, frame) => {
    const composition = compositions.find((one) => one.id === id)!; // all formats are compositions
    const output = join(project.dir, `${id}-${frame}.png`);
    await renderStill({ ...common, composition, frame, output, imageFormat: 'png', logLevel: 'error' });
    const image = await loadImage(await readFile(output));
    const { width, height } = image;
    const context = createCanvas(width, height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const luma: Luma = (x, y) => {
      const at = 4 * (Math.round(y) * width + Math.round(x));
      return 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
    };
    return { width, height, luma };
  };
});
afterAll(async () => {
  await close?.();
  await project.remove();
});

/** The middle of the brightest stretch of a row, in pixels, or `null` where it is even. */
function barIn({ width, luma }: { width: number; luma: Luma }, y: number): number | null {
  const row = Array.from({ length: width }, (_, x) => luma(x, y));
  const [darkest, brightest] = [Math.min(...row), Math.max(...row)];
  if (brightest - darkest < 30) return null;
  const bright = row.flatMap((value, x) => (value > (darkest + brightest) / 2 ? [x + 0.5] : []));
  return bright.reduce((sum, x) => sum + x, 0) / bright.length;
}

describe('one film in four formats with one set of clips', () => {
  it.each([
    ['16x9', 256, 144],
    ['9x16', 144, 256],
    ['1x1', 144, 144],
    ['4x5', 144, 180],
  ])('%s keeps the focus in sight, and all of the picture with a blurred surround', async (format, w, h) => {
    const id = `Film-${format}`;
    const focused = await still(id, FRAME);
    expect(focused).toMatchObject({ width: w, height: h });
    /** Where a point of the picture lies when the crop begins so far from its left edge. */
    const pictureWidth = Math.max(w, (h * 16) / 9);
    const crop = Math.min(pictureWidth - w, Math.max(0, BAR_AT * pictureWidth - w / 2));
    expect(barIn(focused, h / 2)).toBeCloseTo(BAR_AT * pictureWidth - crop, -0.5);

    // cropped in the middle the bar is cut off where its place is
    const middle = await still(id, 48 + FRAME);
    const inMiddle = BAR_AT * pictureWidth - (pictureWidth - w) / 2;
    // half cut off, it says nothing
    if (inMiddle < -20) expect(barIn(middle, h / 2)).toBeNull();
    else if (inMiddle > 20) expect(barIn(middle, h / 2)).toBeCloseTo(inMiddle, -0.5);

    const blurred = await still(id, 24 + FRAME);
    expect(barIn(blurred, h / 2)).toBeCloseTo(BAR_AT * w, -0.5);
    const stripHeight = (w * 9) / 16;
    if (stripHeight > h - 20) return;
    // above and below it, darker, and neither black nor sharp
    const [surround, ground] = [blurred.luma(w / 2, 6), blurred.luma(w / 2, h / 2)];
    expect(surround).toBeGreaterThan(0.4 * ground);
    expect(surround).toBeLessThan(0.9 * ground);
    for (let x = 1; x < w; x++) {
      expect(Math.abs(blurred.luma(x, 6) - blurred.luma(x - 1, 6))).toBeLessThan(25);
    }
  });
});
