import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitClip } from '../../src/edit/fit-clip.ts';
import type { FitWish } from '../../src/clips/fit-wish.ts';
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
const COMPOSITION = `
import { BeatSeries, GeneratedClip, Song } from 'beatcut';
import { Composition, registerRoot } from 'remotion';

const map = {
  version: 1, durationInSeconds: 20, tempoBpm: 120, alternativeTempoBpm: 0, beatsPerBar: 4,
  beats: Array.from({ length: 40 }, (_, index) => ({
    timeInSeconds: index / 2, bar: Math.floor(index / 4) + 1, beatInBar: (index % 4) + 1, confidence: 1,
  })),
  sections: [], energy: { valuesPerSecond: 10, overall: [], low: [], mid: [], high: [] }, confidence: 1, warnings: [],
};
const Film = () => (
  <Song src="/none.mp3" map={map} muted>
    <BeatSeries>
      ${SHOTS.map(
        ({ id, beats, wish }) => `<BeatSeries.Shot id="${id}" beats={${beats}}>
        <GeneratedClip prompt="${id}" objectFit="fill" {...${JSON.stringify(wish)}} />
      </BeatSeries.Shot>`,
      ).join('\n')}
    </BeatSeries>
  </Song>
);
registerRoot(() => <Composition id="Film" component={Film} width={192} height={108} fps={${FPS}} durationInFrames={${12 * SHOTS.reduce((sum, { beats }) => sum + beats, 0)}} />);
`;

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/.keep': '',
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

describe('a film whose takes do not fit', () => {
  it('says so in the plan, and shows of each take exactly the pictures that the fit asks for', async () => {
    const imported = await project.run('import', 'takes', '--composition', 'Film');
    expect(imported.exitCode, imported.stderr).toBe(0);
    const plan = await project.run('plan', 'Film');
    expect(plan.stdout).not.toContain('What would fit');
    const { clips } = JSON.parse(
      await readFile(join(project.dir, 'public', 'beatcut', 'catalogue.json'), 'utf8'),
    );
    for (const clip of Object.values(clips)) expect(clip).toHaveProperty('actionsInSeconds');

    const rendered = await project.run('render', 'Film', '--json');
    expect(rendered.exitCode, rendered.stderr).toBe(0);
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
  });
});
