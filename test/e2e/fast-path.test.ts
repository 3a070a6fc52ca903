import { join } from 'node:path';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MakeFilmResult } from '../../src/node/film/make-film.ts';
import { movingTake as takeOf } from '../moving-take.ts';
import { createTestProject, type TestProject } from '../project.ts';

const [WIDTH, HEIGHT, FPS] = [320, 180, 30];
const movingTake = (seed: number, width = WIDTH, height = HEIGHT): Promise<Uint8Array> =>
  takeOf({ seed, width, height, fps: FPS });

const COMPOSITION = `
import { GeneratedClip } from 'beatcut';
import { AbsoluteFill, Composition, Sequence, registerRoot, useCurrentFrame } from 'remotion';

const FadingIn = ({ children }) => <AbsoluteFill style={{ opacity: Math.min(1, useCurrentFrame() / 15) }}>{children}</AbsoluteFill>;
const Title = () => <AbsoluteFill style={{ fontSize: 30, translate: useCurrentFrame() * 5 + 'px' }}>moving</AbsoluteFill>;
const Film = ({ caption = 'a caption' }) => (
  <AbsoluteFill>
    <AbsoluteFill style={{ backgroundColor: 'navy' }} />
    <Sequence durationInFrames={60}><AbsoluteFill style={{ backgroundColor: 'black' }}><GeneratedClip prompt="one" /></AbsoluteFill></Sequence>
    <Sequence from={40} durationInFrames={60}><FadingIn><GeneratedClip prompt="two" /></FadingIn></Sequence>
    <Sequence from={10} durationInFrames={60}>
      <AbsoluteFill style={{ background: 'radial-gradient(transparent 50%, rgba(0, 0, 0, 0.6))' }} />
      <AbsoluteFill style={{ top: 120, paddingLeft: 12, font: 'bold 26px sans-serif', color: 'white', textShadow: '0 2px 6px #420' }}>{caption}</AbsoluteFill>
      <svg style={{ position: 'absolute', opacity: 0.5 }} viewBox="0 0 32 18"><circle cx="28" cy="4" r="3" fill="#cfc" /></svg>
    </Sequence>
    <Sequence from={74} durationInFrames={10}><AbsoluteFill style={{ backgroundColor: 'gray', mixBlendMode: 'multiply' }} /></Sequence>
    <Sequence from={84} durationInFrames={10}><Title /></Sequence>
    <Sequence from={94} durationInFrames={2}>still, but not for long</Sequence>
    <Sequence from={100} durationInFrames={14}><GeneratedClip prompt="three" focus={{ x: 0.2, y: 0.8 }} /></Sequence>
    <Sequence from={114} durationInFrames={14}><GeneratedClip prompt="four" /></Sequence>
    <Sequence from={128} durationInFrames={14}><GeneratedClip prompt="five" objectFit="contain" /></Sequence>
  </AbsoluteFill>
);
registerRoot(() => <Composition id="Film" component={Film} width={${WIDTH}} height={${HEIGHT}} fps={${FPS}} durationInFrames={142} />);
`;

let project: TestProject;
const render = async (...args: string[]): Promise<MakeFilmResult> => {
  const { stdout, stderr } = await project.run('render', 'Film', '--json', '--crf', '1', ...args);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as MakeFilmResult;
};
const overlays = async (): Promise<string[]> =>
  (await readdir(join(project.dir, '.beatcut', 'segments'))).filter((name) => name.endsWith('.overlay.gz'));
/** The hashes of all takes. */
const takes = async (): Promise<string[]> => {
  const lockFile = await readFile(join(project.dir, 'beatcut.lock.json'), 'utf8');
  const { clips } = JSON.parse(lockFile) as { clips: Record<string, { takes: { sha256: string }[] }> };
  return Object.values(clips).flatMap((clip) => clip.takes.map(({ sha256 }) => sha256));
};

beforeAll(async () => {
  project = await createTestProject({
    'beatcut.config.ts': 'export default { verify: { maxCutOffsetInFrames: null } };',
    'remotion/index.tsx': COMPOSITION,
    'takes/one.mp4': await movingTake(1),
    'takes/two.mp4': await movingTake(2),
    'takes/three.mp4': await movingTake(4, 208, 120),
    'takes/four.mp4': await movingTake(5, 360, 360),
    'takes/five.mp4': await movingTake(2, 240, 240),
    'other/one.mp4': await movingTake(3),
    'public/empty.txt': '',
    'map.csv':
      'file,shot\none.mp4,clip-1\ntwo.mp4,clip-2\nthree.mp4,clip-3\nfour.mp4,clip-4\nfive.mp4,clip-5\n',
  });
  const { exitCode, stderr } = await project.run(
    ...['import', 'takes', '--composition', 'Film', '--map', 'map.csv'],
  );
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});
afterAll(() => project.remove());

describe('frames without a browser', () => {
  it('show still overlays and takes of another shape as in the browser, which keeps what moves or blends', async () => {
    const { rendered, check, warnings } = await render('--check');
    // blended, moving, too short to be worth it, and not covering the frame
    expect(rendered!.frames).toMatchObject({ drawn: 26 + 14, decoded: 102 });
    expect(warnings.join()).toContain(
      '14 frames are drawn in the browser, which takes longer: a take of 240 × 240',
    );
    // one clip in sight, then two, then the other
    expect(await overlays()).toHaveLength(3);
    expect(check!.faults).toEqual([]);
    const likeness = (from: number, to: number): number[] =>
      check!.frames.filter(({ frame }) => frame >= from && frame < to).map(({ psnrDb }) => psnrDb);
    // an overlay's own colours in 4:2:0 take a little away
    const plain = Math.min(...likeness(0, 10));
    expect(Math.min(...likeness(10, 70))).toBeGreaterThan(plain - 2);
    expect(likeness(100, 128).length).toBeGreaterThan(3);
    expect(Math.min(...likeness(0, 74), ...likeness(100, 128))).toBeGreaterThan(36);
    expect(check!.meanPsnrDb).toBeGreaterThan(40);
  });

  it('draw an overlay again when it changes, and not when a take does', async () => {
    const before = await overlays();
    const known = await takes();
    await project.run('import', 'other/one.mp4', '--composition', 'Film', '--shot', 'clip-1');
    const added = (await takes()).find((sha256) => !known.includes(sha256))!;
    const picked = await project.run('pick', 'clip-1', added, '--composition', 'Film');
    expect(picked.exitCode).toBe(0);
    const { rendered, check } = await render('--check');
    expect(rendered!.frames.drawn).toBe(0);
    expect(rendered!.frames.decoded).toBeGreaterThan(0);
    expect(await overlays()).toEqual(before);
    expect(check!.faults).toEqual([]);
    await writeFile(
      join(project.dir, 'remotion', 'index.tsx'),
      COMPOSITION.replace('a caption', 'another one'),
    );
    const changed = await render('--check');
    expect(changed.rendered!.frames.drawn).toBe(0);
    expect(await overlays()).toHaveLength(6);
    expect(changed.check!.faults).toEqual([]);
  });
});
