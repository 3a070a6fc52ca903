import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../src/node/browser/find-browser.ts';
import { GL_MODES } from '../../src/node/browser/page-drawing.ts';
import type { MakeFilmResult } from '../../src/node/film/make-film.ts';
import type { MeasureProfileResult } from '../../src/node/profile/measure-profile.ts';
import { createTestProject, type TestProject } from '../project.ts';

const COMPOSITION = `
import { AbsoluteFill, Composition, registerRoot, useCurrentFrame } from 'remotion';
const Film = () => (
  <AbsoluteFill style={{ background: 'linear-gradient(' + useCurrentFrame() * 7 + 'deg, #204060, #e0a020)' }} />
);
registerRoot(() => <Composition id="Film" component={Film} width={128} height={72} fps={20} durationInFrames={20} />);
`;

let project: TestProject;
let cache: string;
beforeAll(async () => {
  // a profile of its own: what is measured here, of tiny frames, must not be used for others
  const { executable } = await findBrowser();
  cache = await mkdtemp(join(tmpdir(), 'beatcut-cache-'));
  vi.stubEnv('BEATCUT_CACHE_DIR', cache);
  vi.stubEnv('BEATCUT_BROWSER', executable ?? '');
  project = await createTestProject({ 'remotion/index.tsx': COMPOSITION, 'public/.keep': '' });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await project.remove();
  await rm(cache, { recursive: true, force: true });
});

describe('beatcut profile', () => {
  it('measures every way to draw, keeps the fastest, and renders use it', async () => {
    const { exitCode, stdout, stderr } = await project.run('profile', 'Film', '--frames', '4', '--json');
    expect(exitCode, stderr).toBe(0);
    const { drawing, usual, trials, file }: MeasureProfileResult = JSON.parse(stdout);
    expect(trials[0]).toMatchObject({ drawing: usual });
    expect(trials[0]!.framesPerSecond).toBeGreaterThan(0);
    expect(new Set(trials.map((trial) => trial.drawing.gl))).toEqual(new Set(GL_MODES));
    for (const { framesPerSecond, fault } of trials)
      expect(framesPerSecond === null).toBe(fault !== undefined);
    expect(file.startsWith(cache)).toBe(true);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ drawing });
    const render = await project.run('render', 'Film', '--json');
    expect(render.exitCode, render.stderr).toBe(0);
    const { rendered }: MakeFilmResult = JSON.parse(render.stdout);
    expect(rendered?.frames).toMatchObject({ total: 20, drawn: 20 });
  }, 300_000);
});
