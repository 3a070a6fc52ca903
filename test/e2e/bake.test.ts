import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrames } from '../../src/node/media/read-frames.ts';
import { encodeWav } from '../../src/node/media/wav.ts';
import { renderBandSong } from '../band-song.ts';
import { createTestProject, type TestProject } from '../project.ts';

const FPS = 24;
const song = renderBandSong({
  seed: 'bake',
  tempo: 132,
  lengthInBars: 4,
  leadInSeconds: 0.2,
  tailInSeconds: 0.5,
});

const box = `
import type { ReactNode } from 'react';
import { useShot } from 'beatcut';
import { AbsoluteFill, useCurrentFrame } from 'remotion';

/** Its colour tells the shot, its bar the frame in it. */
export const Box = ({ color }: { color: string }): ReactNode => (
  <AbsoluteFill style={{ background: color }}>
    <div style={{ width: useCurrentFrame() * 2, height: 20, background: 'white', color: 'black' }}>{useShot()?.shotNumber}</div>
  </AbsoluteFill>
);
`;

const film = (baked: boolean): string => `
import type { ReactNode } from 'react';
import { AutoCut, CUT_STYLES, Song } from 'beatcut';
import { staticFile } from 'remotion';
import { Box } from './box.tsx';
${baked ? "import { AutoCutBaked } from './film.baked.tsx';" : ''}

const style = {
  ...CUT_STYLES.montage,
  name: 'soft',
  transitions: [{ at: 'downbeat' as const, kind: 'dissolve' as const, lengthInBeats: 1 }],
};

export const Film = (): ReactNode => (
  <Song src={staticFile('song.wav')} muted>
    <AutoCut style={style}${baked ? ' baked={<AutoCutBaked />}' : ''}>
      <AutoCut.Shot id="red"><Box color="red" /></AutoCut.Shot>
      <AutoCut.Shot id="green" role="final">
        <Box color="green" />
      </AutoCut.Shot>
      <AutoCut.Shot id="blue"><Box color="blue" /></AutoCut.Shot>
      <AutoCut.Shot id="grey"><Box color="grey" /></AutoCut.Shot>
    </AutoCut>
  </Song>
);
`;

const root = `
import { songMetadata } from 'beatcut';
import { Composition, registerRoot, staticFile } from 'remotion';
import { Film } from './film.tsx';

registerRoot(() => (
  <Composition id="Film" component={Film} width={160} height={90} fps={${FPS}} durationInFrames={1}
    calculateMetadata={songMetadata({ src: staticFile('song.wav'), fps: ${FPS} })} />
));
`;

let project: TestProject;
const fileOf = (name: string): string => join(project.dir, 'remotion', name);
const bakedFile = (): string => fileOf('film.baked.tsx');

async function renderToFrames(name: string): Promise<Buffer[]> {
  const { exitCode, stderr } = await project.run(
    'render',
    'Film',
    '--json',
    '-o',
    `out/${name}.mp4`,
    '--crf',
    '0',
  );
  expect(exitCode, stderr).toBe(0);
  const frames: Buffer[] = [];
  const path = join(project.dir, 'out', `${name}.mp4`);
  for await (const { data } of readFrames({ path, widthInPixels: 160, heightInPixels: 90 }))
    frames.push(Buffer.from(data));
  return frames;
}

beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': root,
    'remotion/film.tsx': film(false),
    'remotion/box.tsx': box,
    'public/song.wav': encodeWav(song),
  });
});
afterAll(() => project.remove());

// one project goes through its life; each step begins where the last one ended
describe('a plan that is explained, baked, changed by hand and baked again', () => {
  let planned: Buffer[];

  it('explains itself like an editor and draws itself over the song', async () => {
    const { exitCode, stdout, stderr } = await project.run('plan', 'Film', '--explain', '--svg', 'plan.svg');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/auto-cut: \d+ slots from \d shots over 0:0\d\.\d+, style soft, seed 1/);
    expect(stdout).toMatch(/green, \d\.\d\d s: the final shot\./);
    expect(stdout).toMatch(/Dissolve over 0\.45 s on bar \d, a downbeat: .*\n.*Second best: .*\(\+\d+\.\d\d/);
    const svg = await readFile(join(project.dir, 'plan.svg'), 'utf8');
    expect(svg.match(/<title>bar \d/g)!.length).toBeGreaterThanOrEqual(2);
  });

  it('renders the same frames when it is baked, and the baked file type-checks', async () => {
    planned = await renderToFrames('planned');
    const { exitCode, stdout, stderr } = await project.run('bake', 'Film', '--json');
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      componentName: 'AutoCutBaked',
      isUpdate: false,
      isWritten: true,
    });
    const text = await readFile(bakedFile(), 'utf8');
    expect(text).toContain("import { Box } from './box.tsx';");
    expect(text).toContain('enter={fade()}');
    await writeFile(fileOf('film.tsx'), film(true));
    const baked = await renderToFrames('baked');
    expect(baked.length).toBe(planned.length);
    const different = baked.flatMap((frame, index) => (frame.equals(planned[index]!) ? [] : [index]));
    expect(different).toEqual([]);

    const config = {
      extends: join(import.meta.dirname, '..', '..', 'tsconfig.json'),
      include: ['remotion'],
    };
    await writeFile(join(project.dir, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(project.dir, 'node_modules', 'typescript', 'bin', 'tsc');
    await promisify(execFile)(process.execPath, [tsc, '--noEmit', '-p', project.dir]);
  });

  it('keeps what a person changed when it is baked again, and follows the plan in all else', async () => {
    const before = await readFile(bakedFile(), 'utf8');
    const moved = before.replace(
      /(id="red" name="red" from=\{0\} durationInFrames=)\{(\d+)\}/,
      (_, start, frames) => `${start}{${Number(frames) + 5}}`,
    );
    expect(moved).not.toBe(before);
    await writeFile(bakedFile(), moved);
    await writeFile(fileOf('film.tsx'), film(true).replace('color="blue"', 'color="navy"'));
    const dry = await project.run('bake', 'Film', '--dry-run');
    expect(dry.exitCode, dry.stderr).toBe(0);
    expect(dry.stdout).toMatch(/= red: ends at frame \d+ as you have it/);
    expect(dry.stdout).toMatch(/~ blue: content .*blue.* → .*navy/);
    expect(dry.stdout).toContain('Nothing was written.');
    expect(await readFile(bakedFile(), 'utf8')).toBe(moved);

    expect((await project.run('bake', 'Film')).exitCode).toBe(0);
    const after = await readFile(bakedFile(), 'utf8');
    expect(after).toContain(/id="red" .*/.exec(moved)![0]);
    expect(after).toContain('<Box color="navy" />');
    expect(after.replace('color="navy"', 'color="blue"')).toBe(moved);
  });
});
