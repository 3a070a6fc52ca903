import { access, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../src/node/media/decode-audio.ts';
import { probeVideo } from '../../src/node/media/probe-video.ts';
import { readFrames } from '../../src/node/media/read-frames.ts';
import { encodeWav } from '../../src/node/media/wav.ts';
import type { MakeFilmResult } from '../../src/node/film/make-film.ts';
import { renderBandSong } from '../band-song.ts';
import { createTestProject, type TestProject } from '../project.ts';

const FPS = 24;
const song = renderBandSong({
  seed: 'e2e',
  tempo: 132,
  lengthInBars: 5,
  leadInSeconds: 0.2,
  tailInSeconds: 0.5,
});

const COMPOSITION = `
import { BeatSeries, GeneratedClip, Song, Treatment, songMetadata } from 'beatcut';
import { infiniteZoom } from 'beatcut/transitions';
import { fade } from '@remotion/transitions/fade';
import { Composition, Sequence, registerRoot, staticFile, useCurrentFrame } from 'remotion';

const src = staticFile('song.wav');
const Late = ({ word }) => (useCurrentFrame() >= 2 ? <GeneratedClip id="late" prompt={'a ' + word + ' in the rain'} /> : null);
const Film = ({ word = 'lighthouse' }) => (
  <Song src={src}>
    <Treatment look="ink on paper" characters={{ maya: 'a woman with a red scarf' }}>
      <BeatSeries>
        <BeatSeries.Shot id="one" bars={1}><GeneratedClip prompt="{maya} runs along a beach at dawn" /></BeatSeries.Shot>
        <BeatSeries.Shot id="two" beats={3}><GeneratedClip prompt="a night train crosses a snowy forest" /></BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={infiniteZoom()} />
        <BeatSeries.Shot id="three" beats={5}><GeneratedClip prompt="a green meadow at noon, {maya} dances" /></BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={fade()} />
        <BeatSeries.Shot id="four"><GeneratedClip prompt="neon city street at night" /></BeatSeries.Shot>
      </BeatSeries>
      <Sequence from={170} durationInFrames={8}><Late word={word} /></Sequence>
    </Treatment>
  </Song>
);
const Titled = () => (
  <Sequence from={24}>
    <Song src={staticFile('other.wav')}>
      <BeatSeries>
        <BeatSeries.Shot bars={1}><GeneratedClip prompt="a harbour" /></BeatSeries.Shot>
        <BeatSeries.Shot bars={1}><GeneratedClip prompt="a bridge" /></BeatSeries.Shot>
        <BeatSeries.Shot bars={9}><GeneratedClip prompt="a tower" /></BeatSeries.Shot>
      </BeatSeries>
    </Song>
  </Sequence>
);
const Lost = () => (
  <Song src={src}><BeatSeries><BeatSeries.Shot until="refrain"><GeneratedClip prompt="a maze" /></BeatSeries.Shot></BeatSeries></Song>
);
registerRoot(() => (<>
  <Composition id="Lost" component={Lost} width={320} height={180} fps={${FPS}} durationInFrames={96} />
  <Composition id="Titled" component={Titled} width={320} height={180} fps={${FPS}} durationInFrames={96} />
  <Composition id="Film" component={Film} width={320} height={180} fps={${FPS}} durationInFrames={1}
    calculateMetadata={songMetadata({ src, fps: ${FPS} })} />
</>));
`;

let project: TestProject;
const film = (): string => join(project.dir, 'out', 'Film.mp4');
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
const takes = async (): Promise<string[]> =>
  (await readdir(join(project.dir, '.beatcut', 'takes'))).filter((name) => name.endsWith('.mp4')).sort();

beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/song.wav': encodeWav(song),
    'public/other.wav': encodeWav(song),
  });
});
afterAll(() => project.remove());

// one project goes through its life; each step begins where the last one ended
describe('a project from its song to the film', () => {
  it('lists every clip, wherever it is mounted, with slots and handles, and says that all are missing', async () => {
    const { exitCode, stdout } = await project.run('plan', 'Film', '--json');
    expect(exitCode).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan.songs).toEqual(['song.wav']);
    expect(plan.clips.map(({ shotId }: { shotId: string }) => shotId)).toEqual([
      'one',
      'two',
      'three',
      'four',
      'late',
    ]);
    expect(plan.clips.every(({ status }: { status: { state: string } }) => status.state === 'missing')).toBe(
      true,
    );
    expect(plan.clips[0].request).toEqual({
      prompt: 'a woman with a red scarf runs along a beach at dawn',
      look: 'ink on paper',
      aspectRatio: '16:9',
    });
    expect(plan.clips[2].slots[0]).toMatchObject({ handleBeforeInFrames: 5, handleAfterInFrames: 5 });
    // mounted by its own condition from the third frame of its sequence on
    expect(plan.clips[4].slots).toMatchObject([
      { startFrame: 172, endFrame: 178, handleBeforeInFrames: 0, handleAfterInFrames: 0 },
    ]);
    expect(plan.clips[4].request.prompt).toBe('a lighthouse in the rain');
  });

  it('finds prompts that are computed from props', async () => {
    const { stdout } = await project.run('plan', 'Film', '--json', '--props', '{"word":"windmill"}');
    expect(JSON.parse(stdout).clips[4].request.prompt).toBe('a windmill in the rain');
  });

  it('hears a song that only a component names, and counts cuts from the beginning of the film', async () => {
    const { exitCode, stdout, stderr } = await project.run('plan', 'Titled', '--json');
    expect(stderr).not.toContain('✖');
    expect(exitCode).toBe(0);
    const { cuts, clips } = JSON.parse(stdout);
    // the song begins a second into the film, which ends before the third shot
    expect(cuts).toHaveLength(1);
    expect(cuts[0].timeInSeconds).toBeCloseTo(1 + song.truth.beats[4]!, 1);
    expect(Math.abs(cuts[0].frame / FPS - cuts[0].timeInSeconds) * FPS).toBeLessThanOrEqual(0.5);
    expect(
      clips.map(({ slots }: { slots: { startFrame: number; endFrame: number }[] }) => slots[0]),
    ).toMatchObject([
      { startFrame: 24, endFrame: cuts[0].frame },
      { startFrame: cuts[0].frame, endFrame: 96 },
    ]);
  });

  it('stops a render with one error that lists every missing clip, and writes no film', async () => {
    const { exitCode, stderr } = await project.run('render', 'Film');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('5 of 5 clips of "Film" can\'t be rendered');
    for (const shot of ['one', 'two', 'three', 'four', 'late']) expect(stderr).toContain(`"${shot}"`);
    expect(stderr).toContain('npx beatcut generate Film');
    expect(stderr).toContain('--drafts');
    expect(await exists(film())).toBe(false);
  });

  it('renders with drafts: every cut within half a frame of its beat', async () => {
    const { exitCode, stdout, stderr } = await project.run('render', 'Film', '--drafts', '--json');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const { measurement, isReused }: MakeFilmResult = JSON.parse(stdout);
    expect(isReused).toBe(false);
    const byShot = Object.fromEntries(measurement.cuts.map((cut) => [cut.planned.toShot, cut]));
    expect(Object.keys(byShot)).toEqual(['two', 'three', 'four']);
    for (const [shot, beat] of [
      ['two', 4],
      ['three', 7],
      ['four', 12],
    ] as const) {
      const truth = song.truth.beats[beat]!;
      const measured = byShot[shot]!.timeInSeconds!;
      // half a frame, and what the analysis may be off by
      expect(Math.abs(measured - truth) * FPS).toBeLessThan(0.5 + 0.25);
      expect(Math.abs(byShot[shot]!.offsetInFrames!)).toBeLessThanOrEqual(0.505);
    }
    expect(measurement.unplannedCuts.every((frame) => frame >= 171 && frame <= 179)).toBe(true);
  });

  it('makes a file of the right size, rate and length, in which every frame differs from the one before', async () => {
    const probe = await probeVideo({ path: film() });
    const frameCount = Math.round((song.channels[0].length / song.sampleRateHz) * FPS);
    expect(probe).toMatchObject({
      width: 320,
      height: 180,
      fps: FPS,
      frameCount,
      codec: 'h264',
      hasAudio: true,
    });
    expect(probe.color.matrix).toBe('bt709');
    const frames: Uint8Array[] = [];
    for await (const { data } of readFrames({ path: film(), widthInPixels: 160, heightInPixels: 90 }))
      frames.push(data);
    const still = frames.flatMap((frame, index) =>
      index > 0 && frame.every((value, pixel) => value === frames[index - 1]![pixel]) ? [index] : [],
    );
    expect(still).toEqual([]);
  });

  it('plays the song exactly under the picture', async () => {
    const { channels, sampleRateHz } = await decodeAudio({
      path: film(),
      mono: true,
      sampleRateHz: song.sampleRateHz,
    });
    const lagInSamples = bestLag(song.channels[0], channels[0]!, Math.round(0.08 * sampleRateHz));
    expect(Math.abs(lagInSamples / sampleRateHz)).toBeLessThan(0.001);
  });

  it('keeps the film when nothing has changed', async () => {
    const before = await readFile(film());
    const { stdout } = await project.run('render', 'Film', '--drafts', '--json');
    expect(JSON.parse(stdout).isReused).toBe(true);
    expect((await readFile(film())).equals(before)).toBe(true);
  });

  it('brings public/beatcut back from lock file and takes without generating anything', async () => {
    const [lock, before] = [await readFile(join(project.dir, 'beatcut.lock.json'), 'utf8'), await takes()];
    await rm(join(project.dir, 'public', 'beatcut'), { recursive: true });
    const { exitCode } = await project.run('render', 'Film', '--drafts', '--json');
    expect(exitCode).toBe(0);
    expect(await takes()).toEqual(before);
    expect(await readFile(join(project.dir, 'beatcut.lock.json'), 'utf8')).toBe(lock);
    expect((await readdir(join(project.dir, 'public', 'beatcut', 'clips'))).toSorted()).toEqual(before);
  });

  it('says which clips are gone when the takes are deleted, and draws drafts again', async () => {
    await rm(join(project.dir, '.beatcut', 'takes'), { recursive: true });
    const refused = await project.run('render', 'Film');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr.match(/the file of its take is gone, expected .*\.mp4/g)).toHaveLength(5);
    const { exitCode, stdout } = await project.run('render', 'Film', '--drafts', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).warnings).toEqual(['5 of 5 clips are drafts.']);
  });

  it('moves cuts with a correction of the song and asks for no new clip', async () => {
    interface Plan {
      clips: { clipKey: string; status: { state: string } }[];
      cuts: { frame: number }[];
    }
    const planned = async (): Promise<Plan> =>
      JSON.parse((await project.run('plan', 'Film', '--json')).stdout);
    const before = await planned();
    const corrections = join(project.dir, 'public', 'song.wav.corrections.json');
    await writeFile(corrections, '{"version": 1, "shiftInSeconds": 0.25}');
    const after = await planned();
    await rm(corrections);
    expect(after.cuts.map(({ frame }) => frame)).toEqual(before.cuts.map(({ frame }) => frame + FPS / 4));
    expect(after.clips.map(({ clipKey }) => clipKey)).toEqual(before.clips.map(({ clipKey }) => clipKey));
    expect(after.clips.every(({ status }) => status.state === 'draft')).toBe(true);
  });

  it('names the compositions that exist when one does not', async () => {
    const { exitCode, stderr } = await project.run('plan', 'Fimm');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/There is no composition "Fimm"; the project has: .*Film/);
  });

  it('hands on what to do about an error in the composition', async () => {
    const { exitCode, stderr } = await project.run('plan', 'Lost');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The composition "Lost" could not be shown: There is no "refrain" in the song.');
    expect(stderr).toMatch(/→ Places of this song: A \(0:00\.000\), .*end \(/);
  });

  it('refuses a song that is none and an option that does not exist', async () => {
    const song = join(project.dir, 'public', 'song.wav');
    const original = await readFile(song);
    await writeFile(song, 'this is no music');
    const { exitCode, stderr } = await project.run('render', 'Film', '--drafts');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('song.wav');
    await writeFile(song, original);
    const misspelt = await project.run('render', 'Film', '--draft');
    expect(misspelt.exitCode).toBe(2);
    expect(misspelt.stderr).toContain('There is no option "--draft"');
  });

  it('leaves a broken lock file as it is and says where it is broken', async () => {
    const path = join(project.dir, 'beatcut.lock.json');
    const broken = (await readFile(path, 'utf8')).replace('"takes": [', '"takes": 7, "x": [');
    await writeFile(path, broken);
    const { exitCode, stderr } = await project.run('render', 'Film', '--drafts');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('beatcut.lock.json');
    expect(await readFile(path, 'utf8')).toBe(broken);
  });
});

/** The shift, in samples, by which the second signal matches the first best. */
function bestLag(reference: Float32Array, signal: Float32Array, range: number): number {
  let best = { lag: 0, score: -Infinity };
  const [from, to] = [44_100, 44_100 * 4];
  for (let lag = -range; lag <= range; lag++) {
    let score = 0;
    for (let index = from; index < to; index += 7) score += reference[index]! * (signal[index + lag] ?? 0);
    if (score > best.score) best = { lag, score };
  }
  return best.lag;
}
