import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitClip } from '../../src/edit/fit-clip.ts';
import { encodeVideoToBytes } from '../../src/node/media/encode-video.ts';
import type { FitWish } from '../../src/clips/fit-wish.ts';
import type { MakeFilmResult } from '../../src/node/film/make-film.ts';
import { readFrames } from '../../src/node/media/read-frames.ts';
import { createTestClip } from '../../src/testing/index.ts';
import { createTestProject, type TestProject } from '../project.ts';

const FPS = 24;
/** 24 pictures; on each the bar stands one column of 16 pixels further to the right. */
const TAKE = { width: 384, height: 48, fps: FPS, durationInSeconds: 1 };
/** 120 BPM: a beat is 12 frames. */
const SHOTS: { id: string; beats: number; wish: FitWish }[] = [
  { id: 'trim', beats: 1, wish: { inPointInSeconds: 0.25 } },
  { id: 'speed', beats: 1, wish: { fit: 'speed' } },
  { id: 'slow', beats: 3, wish: {} },
  { id: 'hold', beats: 3, wish: { fit: 'hold' } },
  { id: 'loop', beats: 3, wish: { fit: 'loop' } },
  { id: 'boomerang', beats: 3, wish: { fit: 'boomerang' } },
];

/** Takes of a square that leaps to the right once, for `sync`: a slot of 4 beats is 2 s. */
const LEAPS: { id: string; takeInSeconds: number; leapInSeconds: number; wish: FitWish }[] = [
  { id: 'leap', takeInSeconds: 4, leapInSeconds: 1.66, wish: { sync: 'action' } },
  { id: 'leap-slowed', takeInSeconds: 1.75, leapInSeconds: 0.9, wish: { sync: 'action' } },
  { id: 'leap-too-short', takeInSeconds: 1.5, leapInSeconds: 0.7, wish: { sync: 'action', minSpeed: 0.9 } },
];
const LEAP_BEATS = 4;
const LEAP_SIZE = { widthInPixels: 96, heightInPixels: 54 };

/** Where the left edge of the square is, in shares of the width: it creeps, and leaps within a third of a second. */
const squareAt = (timeInSeconds: number, leapInSeconds: number): number =>
  0.05 + 0.02 * timeInSeconds + 0.5 / (1 + Math.exp(-(timeInSeconds - leapInSeconds) / 0.06));
const SQUARE_WIDTH = 0.25;

function* leapingSquare(leapInSeconds: number, takeInSeconds: number): Generator<Uint8Array> {
  const { widthInPixels: width, heightInPixels: height } = LEAP_SIZE;
  for (let frame = 0; frame < Math.round(takeInSeconds * FPS); frame++) {
    const left = squareAt(frame / FPS, leapInSeconds) * width;
    const row = Array.from({ length: width }, (_, x) => {
      const covered = Math.min(x + 1, left + SQUARE_WIDTH * width) - Math.max(x, left);
      // little contrast: motion curves end at a change of the whole range in a second
      const value = 40 + 60 * Math.min(1, Math.max(0, covered));
      return [value, value, value, 255];
    }).flat();
    const picture = new Uint8Array(4 * width * height);
    for (let y = 0; y < height; y++) picture.set(row, y * row.length);
    yield picture;
  }
}

const COMPOSITION = `
import { BeatSeries, GeneratedClip, Lyrics, Song } from 'beatcut';
import { Composition, registerRoot } from 'remotion';

const map = {
  version: 1, durationInSeconds: 20, tempoBpm: 120, alternativeTempoBpm: 0, beatsPerBar: 4,
  beats: Array.from({ length: 40 }, (_, index) => ({
    timeInSeconds: index / 2, bar: Math.floor(index / 4) + 1, beatInBar: (index % 4) + 1, confidence: 1,
  })),
  sections: [], energy: { valuesPerSecond: 10, overall: [], low: [], mid: [], high: [] }, confidence: 1, warnings: [],
  lyrics: ['la la la', 'la \u{10600}'].map((text, index) => ({
    text, startMs: 200 * index, endMs: 200 * (index + 1), timestampMs: null, confidence: 1, pageBreakAfter: true,
  })),
};
const Film = () => (
  <Song src="/none.mp3" map={map} muted>
    <BeatSeries>
      ${SHOTS.map(
        ({ id, beats, wish }) => `<BeatSeries.Shot id="${id}" beats={${beats}}>
        <GeneratedClip prompt="${id}" objectFit="fill" {...${JSON.stringify(wish)}} />
      </BeatSeries.Shot>`,
      ).join('\n')}
      ${LEAPS.map(
        ({ id, wish }) => `<BeatSeries.Shot id="${id}" beats={${LEAP_BEATS}}>
        <GeneratedClip prompt="${id}" objectFit="fill" {...${JSON.stringify(wish)}} />
      </BeatSeries.Shot>`,
      ).join('\n')}
    </BeatSeries>
    <Lyrics fontFamily="Nowhere, sans-serif" style={{ opacity: 0 }} />
  </Song>
);
registerRoot(() => <Composition id="Film" component={Film} width={192} height={108} fps={${FPS}} durationInFrames={${12 * (SHOTS.reduce((sum, { beats }) => sum + beats, 0) + LEAPS.length * LEAP_BEATS)}} />);
`;

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/.keep': '',
    ...Object.fromEntries(
      await Promise.all(
        LEAPS.map(
          async ({ id, takeInSeconds, leapInSeconds }) =>
            [
              `takes/${id}.mp4`,
              await encodeVideoToBytes({
                frames: leapingSquare(leapInSeconds, takeInSeconds),
                ...LEAP_SIZE,
                fps: FPS,
                preset: 'veryfast',
              }),
            ] as const,
        ),
      ),
    ),
    ...Object.fromEntries(
      SHOTS.map(({ id }, index) => [`takes/${id}.mp4`, createTestClip({ ...TAKE, seed: index })]),
    ),
  });
});
afterAll(() => project.remove());

/** The column in which the bar stands, from how much each column of a row differs from the picture's edge colour. */
function barColumnOf(picture: Uint8Array, width: number): number {
  const luma = [...picture.subarray(0, width)];
  const ground = luma.toSorted((a, b) => a - b)[Math.floor(width / 2)]!;
  const weights = luma.map((value) => Math.max(0, value - ground - 20));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.reduce((total, weight, x) => total + weight * (x + 0.5), 0) / sum / 4 - 0.5;
}

/** The middle of the square, in pixels of a row. */
function squareMiddle(picture: Uint8Array): number {
  const weights = [...picture.subarray(0, 96)].map((value) => Math.max(0, value - 55));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.reduce((total, weight, x) => total + weight * (x + 0.5), 0) / sum;
}

describe('a film whose takes do not fit', () => {
  it('says so, and shows of each take exactly the pictures that the fit asks for', async () => {
    const imported = await project.run('import', 'takes', '--composition', 'Film');
    expect(imported.exitCode, imported.stderr).toBe(0);
    // what the plan says, the render says, too
    const rendered = await project.run('render', 'Film', '--json');
    expect(rendered.exitCode, rendered.stderr).toBe(0);
    const { warnings }: MakeFilmResult = JSON.parse(rendered.stdout);
    const said = warnings.join('\n');
    expect(said).not.toMatch(/Shot [1-8] .*What would fit/);
    expect(said).toMatch(
      /"leap-too-short".*No movement of the take can land on a beat: it is 1\.5 s long and the slot 2\.0 s\. A take of 4\.0 s, or minSpeed below 0\.9, would let it/,
    );
    // a letter of Linear A, which browsers and systems have no font for
    expect(said).toContain('A line of the lyrics would show boxes, the first at 0.2 s: "la \u{10600}".');
    expect(said).toContain('No font here has \u{10600} (asked for: Nowhere, sans-serif).');
    const { clips } = JSON.parse(
      await readFile(join(project.dir, 'public', 'beatcut', 'catalogue.json'), 'utf8'),
    );
    for (const clip of Object.values(clips)) expect(clip).toHaveProperty('actionsInSeconds');

    const pictures: Uint8Array[] = [];
    for await (const { data } of readFrames({
      path: join(project.dir, 'out', 'Film.mp4'),
      widthInPixels: 96,
      heightInPixels: 2,
      pixelFormat: 'gray',
    })) {
      pictures.push(data);
    }
    let start = 0;
    for (const { id, beats, wish } of SHOTS) {
      const { segments } = fitClip({
        ...wish,
        takeInSeconds: TAKE.durationInSeconds,
        shownInSeconds: beats / 2,
        frameInSeconds: 1 / FPS,
      });
      const expected = Array.from({ length: beats * 12 }, (_, frame) => {
        const time = frame / FPS;
        const segment = segments.findLast((one) => Math.round(one.startInSeconds * FPS) <= frame)!;
        return (segment.takeStartInSeconds + (time - segment.startInSeconds) * segment.speed) * FPS;
      });
      const seen = expected.map((_, frame) => barColumnOf(pictures[start + frame]!, 96));
      const deviations = seen.map((column, frame) => Math.abs(column - Math.floor(expected[frame]! + 1e-3)));
      // a hold grows, which moves the bar a little; a time between two pictures may show either
      expect(
        Math.max(...deviations),
        `${id}: ${seen.map((x) => x.toFixed(1)).join(' ')} for ${expected.map((x) => x.toFixed(1)).join(' ')}`,
      ).toBeLessThan(1.2);
      start += beats * 12;
    }

    for (const { id, leapInSeconds } of LEAPS.slice(0, 2)) {
      // the square is halfway when it moves fastest; its picture is known between frames from where it stands on both
      const halfway = 96 * (squareAt(leapInSeconds, leapInSeconds) + SQUARE_WIDTH / 2);
      const middles = pictures.slice(start, start + 12 * LEAP_BEATS).map(squareMiddle);
      const after = middles.findIndex((x) => x >= halfway);
      expect(after, `${id}: ${middles.map((x) => x.toFixed(1)).join(' ')}`).toBeGreaterThan(0);
      const [left, right] = [middles[after - 1]!, middles[after]!];
      const leapAt = after - 1 + (halfway - left) / (right - left);
      const offBeat = leapAt - 12 * Math.round(leapAt / 12);
      expect(Math.abs(offBeat), `${id} leaps ${offBeat.toFixed(2)} frames after a beat`).toBeLessThan(0.5);
      // away from the cuts
      expect(Math.round(leapAt / 12)).toBeGreaterThan(0);
      expect(Math.round(leapAt / 12)).toBeLessThan(LEAP_BEATS);
      start += 12 * LEAP_BEATS;
    }
  });
});
