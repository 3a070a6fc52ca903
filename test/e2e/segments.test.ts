import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, watch, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MakeFilmResult } from '../../src/node/film/make-film.ts';
import { chooseTake } from '../../src/clips/lock-file.ts';
import { createAnimaticProvider } from '../../src/node/animatic.ts';
import { pickClipTake } from '../../src/node/edit-takes.ts';
import { openProject } from '../../src/node/project.ts';
import { encodeVideoToBytes } from '../../src/node/media/encode-video.ts';
import { readFrames } from '../../src/node/media/read-frames.ts';
import { encodeWav } from '../../src/node/media/wav.ts';
import { renderSong } from '../../src/testing/index.ts';
import { createTestProject, type TestProject } from '../project.ts';

const [WIDTH, HEIGHT, FPS] = [160, 90, 30];

/** A take that says on every frame which one it is: the ground's brightness counts up in steps that are easy to tell. */
async function countingTake({ fps, color }: { fps: number; color: 0 | 1 | 2 }): Promise<Uint8Array> {
  const frames = Array.from({ length: Math.round(fps * 3) }, (_, frame) => {
    const picture = new Uint8Array(WIDTH * HEIGHT * 4).fill(40);
    for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
      // a coloured half, so that takes differ, and a counting half
      if (pixel % WIDTH < WIDTH / 2) picture[pixel * 4 + color] = 200;
      else picture.fill(brightnessOf(frame), pixel * 4, pixel * 4 + 3);
    }
    return picture;
  });
  return encodeVideoToBytes({ frames, widthInPixels: WIDTH, heightInPixels: HEIGHT, fps, crf: 4 });
}
const brightnessOf = (frame: number): number => 30 + ((frame * 37) % 200);

const COMPOSITION = `
import { BeatSeries, GeneratedClip, Song, songMetadata } from 'beatcut';
import { infiniteZoom } from 'beatcut/transitions';
import { fade } from '@remotion/transitions/fade';
import { AbsoluteFill, Composition, Sequence, registerRoot, staticFile } from 'remotion';

const src = staticFile('song.wav');
const Film = ({ title = 'one' }) => (
  <Song src={src}>
    <BeatSeries>
      <BeatSeries.Shot id="red" bars={1}><GeneratedClip prompt="red" /></BeatSeries.Shot>
      <BeatSeries.Transition beats={1} presentation={fade()} />
      <BeatSeries.Shot id="green" bars={1}><GeneratedClip prompt="green" /></BeatSeries.Shot>
      <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
      <BeatSeries.Shot id="blue"><GeneratedClip prompt="blue" /></BeatSeries.Shot>
    </BeatSeries>
    <Sequence from={150} durationInFrames={12}>
      <AbsoluteFill style={{ color: 'white', fontSize: 20 }}>{title}</AbsoluteFill>
    </Sequence>
  </Song>
);
registerRoot(() => (
  <Composition id="Film" component={Film} width={${WIDTH}} height={${HEIGHT}} fps={${FPS}} durationInFrames={1}
    calculateMetadata={songMetadata({ src })} />
));
`;

const song = renderSong({
  score: {
    seed: 'segments',
    tempo: 120,
    sections: [
      { label: 'all', lengthInBars: 3, parts: { kick: 'X...X...X...X...', snare: '....X.......X...' } },
    ],
  },
});

let project: TestProject;
const film = (): string => join(project.dir, 'out', 'Film.mp4');
const isSegment = (name: string): boolean => /^[0-9a-f]{64}\.ts$/.test(name);
const segments = async (): Promise<string[]> =>
  (await readdir(join(project.dir, '.beatcut', 'segments')).catch(() => [])).filter(isSegment);
const render = async (...args: string[]): Promise<MakeFilmResult> => {
  const { stdout, stderr, exitCode } = await project.run('render', 'Film', '--json', ...args);
  // its takes flicker so that no cut stands out, and none is said to be off
  expect([stderr, exitCode]).toEqual(['', 0]);
  return JSON.parse(stdout) as MakeFilmResult;
};
async function decode(): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for await (const { data } of readFrames({ path: film(), widthInPixels: WIDTH, heightInPixels: HEIGHT }))
    frames.push(data);
  return frames;
}

beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/song.wav': encodeWav(song),
    'takes/red.mp4': await countingTake({ fps: 30, color: 0 }),
    'takes/green.mp4': await countingTake({ fps: 24, color: 1 }),
    'takes/blue.mp4': await countingTake({ fps: 30, color: 2 }),
    'takes/green other.mp4': await countingTake({ fps: 24, color: 0 }),
  });
  const { exitCode } = await project.run('import', 'takes', '--composition', 'Film');
  expect(exitCode).toBe(0);
});
afterAll(() => project.remove());

// one film goes through an editing session; each step begins where the last one ended
describe('a film in segments', () => {
  it('goes on after it was killed, draws no finished segment twice, and shows the very frames of the browser', async () => {
    const segmentsDir = join(project.dir, '.beatcut', 'segments');
    await mkdir(segmentsDir, { recursive: true });
    const watching = watch(segmentsDir);
    const child = spawn(
      process.execPath,
      [resolve(import.meta.dirname, '../../dist/cli.js'), 'render', 'Film'],
      {
        cwd: project.dir,
        stdio: 'ignore',
      },
    );
    const ended = new Promise((done) => child.once('close', done));
    // a finished segment gets its name by a rename
    for await (const { filename } of watching) if (isSegment(filename ?? '')) break;
    child.kill('SIGKILL');
    await ended;
    await expect(readFile(film())).rejects.toThrow('ENOENT');
    const finished = (await segments()).length;
    const { rendered, check } = await render('--check');
    expect(rendered!.segments.reused).toBe(finished);
    const { drawn, decoded, reused, total } = rendered!.frames;
    expect(drawn + decoded + reused).toBe(total);
    // those without a browser, too
    expect(decoded).toBeGreaterThan(50);
    expect(check!.faults).toEqual([]);
    expect(check!.meanPsnrDb).toBeGreaterThan(36);
  });

  it('shows each frame of a take at its time', async () => {
    const frames = await decode();
    const shown = frames.slice(0, 45).map((frame) => frame[((HEIGHT / 2) * WIDTH + WIDTH * 0.75) * 3]!);
    shown.forEach((brightness, frame) => expect(Math.abs(brightness - brightnessOf(frame))).toBeLessThan(5));
  });

  it('draws only what shows another title, and nothing when nothing has changed', async () => {
    const before = await decode();
    expect((await render()).isReused).toBe(true);
    const { rendered } = await render('--props', '{"title":"two"}');
    expect(rendered!.frames).toMatchObject({ drawn: 0, decoded: 12 });
    const after = await decode();
    const changed = after.flatMap((frame, index) =>
      Buffer.compare(frame, before[index]!) === 0 ? [] : [index],
    );
    expect(changed[0]).toBe(150);
    expect(changed.at(-1)).toBe(161);
  });

  it('draws only the shot whose take was swapped', async () => {
    const { lockFile } = await openProject({
      projectDir: project.dir,
      builtInProviders: [createAnimaticProvider()],
    });
    const locked = await lockFile.read();
    const clip = Object.values(locked.clips).find(({ request }) => request.prompt === 'green')!;
    const other = clip.takes.find((take) => take !== chooseTake(clip, locked))!;
    await pickClipTake({ lockFile, clip: 'green', take: other.sha256 });
    const { rendered } = await render('--props', '{"title":"two"}');
    // a bar and a beat at 120 beats a minute, of 180 frames
    expect(rendered!.frames.drawn + rendered!.frames.decoded).toBeLessThan(90);
    expect(rendered!.frames.reused).toBeGreaterThan(90);
  });

  it('says what it can not know, and draws it again after any change', async () => {
    const source = COMPOSITION.replace(
      '{title}</AbsoluteFill>',
      '<canvas width={20} height={20} />{title}</AbsoluteFill>',
    );
    await writeFile(join(project.dir, 'remotion', 'index.tsx'), source);
    const { warnings } = await render();
    expect(warnings.join()).toMatch(/12 frames show a canvas/);
    await writeFile(
      join(project.dir, 'remotion', 'index.tsx'),
      `${source}\nconsole.log;`.replace('fontSize: 20', 'fontSize: 20, color: "#fff"'),
    );
    const { rendered } = await render();
    expect(rendered!.frames).toMatchObject({ drawn: 12, decoded: 0 });
  });
});
