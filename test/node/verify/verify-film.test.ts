import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlannedCut } from '../../../src/edit/edit-plan.ts';
import { runFfmpeg } from '../../../src/node/media/ffmpeg.ts';
import { encodeWav } from '../../../src/node/media/wav.ts';
import { drawVerifyPage } from '../../../src/node/verify/draw-verify-page.ts';
import {
  readFilmRecord,
  writeFilmRecord,
  type FilmPlanRecord,
} from '../../../src/node/verify/film-record.ts';
import { findStandstills } from '../../../src/node/verify/inspect-picture.ts';
import {
  verifyFilm,
  type VerifyFilmOptions,
  type VerifyReport,
} from '../../../src/node/verify/verify-film.ts';
import { parseVerifyLimits } from '../../../src/node/verify/verify-limits.ts';
import { renderBandSong } from '../../band-song.ts';
import { encodeFilm } from '../encode-film.ts';

const FPS = 25;
const FRAMES = 200;
const [WIDTH, HEIGHT] = [128, 72];

const song = renderBandSong({
  seed: 'verify',
  tempo: 120,
  lengthInBars: 4,
  leadInSeconds: 0,
  tailInSeconds: 0,
});

let folder: string;
const songFile = (): string => path.join(folder, 'song.wav');

const cutAt = (beat: number): PlannedCut => ({
  frame: Math.round(beat * 0.5 * FPS),
  timeInSeconds: beat * 0.5,
  beat,
  fromShot: `shot ${beat}`,
  toShot: `shot ${beat + 4}`,
  transitionInFrames: 0,
  transitionStartFrame: Math.round(beat * 0.5 * FPS),
});

const plan: FilmPlanRecord = {
  composition: 'Test',
  fps: FPS,
  width: WIDTH,
  height: HEIGHT,
  durationInFrames: FRAMES,
  cuts: [cutAt(4), cutAt(8), cutAt(12)],
  gaps: [],
  songs: [{ path: 'song.wav', startFrame: 0, durationInSeconds: 8 }],
};

/** A picture that moves: diagonal waves whose kind depends on the shot. */
function picture(shot: number, frame: number): Uint8Array {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const value = 128 + 90 * Math.sin(x * (0.05 + 0.06 * shot) + y * 0.04 * shot + frame * 0.12 + shot * 2);
      rgba.set([value, shot * 60, 255 - value], 4 * (y * WIDTH + x));
    }
  }
  return rgba;
}

/** Frames whose shots change where the cuts lie, moved by some frames. */
function* film({ late = 0, faults = false }: { late?: number; faults?: boolean }): Generator<Uint8Array> {
  const white = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
  const black = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let frame = 0; frame < FRAMES; frame++) {
    const shot = plan.cuts.filter((cut) => cut.frame + (cut.beat === 8 ? late : 0) <= frame).length;
    if (faults && frame >= 20 && frame < 25) yield black;
    else if (faults && frame >= 120 && frame < 140) yield picture(shot, 120);
    else if (faults && frame === 170) yield picture(shot, 169);
    else if (faults && frame >= 174 && frame % 4 === 0) yield white;
    else yield picture(shot, frame);
  }
}

/** Encodes a film with the song, late by some milliseconds. */
async function make(
  name: string,
  options: { late?: number; faults?: boolean; soundDelayMs?: number } = {},
): Promise<string> {
  const file = path.join(folder, `${name}.mp4`);
  await encodeFilm({
    path: file,
    frames: film(options),
    widthInPixels: WIDTH,
    heightInPixels: HEIGHT,
    fps: FPS,
    preset: 'veryfast',
    songFile: songFile(),
    ...(options.soundDelayMs !== undefined && { soundDelayMs: options.soundDelayMs }),
  });
  return file;
}

const verify = (file: string, options: Partial<VerifyFilmOptions> = {}): Promise<VerifyReport> =>
  verifyFilm({ path: file, plan, songFileOf: () => songFile(), ...options });

const statusOf = (report: VerifyReport): Record<string, string> =>
  Object.fromEntries(report.checks.map(({ id, status }) => [id, status]));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beatcut-verify-'));
  await writeFile(songFile(), encodeWav({ channels: song.channels, sampleRateHz: song.sampleRateHz }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('verifyFilm', () => {
  it('passes a film that is what was planned', async () => {
    const report = await verify(await make('right'));
    expect(report.checks.filter(({ status }) => status === 'failed' || status === 'warning')).toEqual([]);
    expect(report.passed).toBe(true);
    expect(report.picture.cuts.map(({ frame }) => frame)).toEqual([50, 100, 150]);
    for (const { offsetMs, strength } of report.sound!.offsets) {
      expect(Math.abs(offsetMs!)).toBeLessThan(0.1);
      expect(strength).toBeGreaterThan(0.1);
    }
    const beats = report.checks.find(({ id }) => id === 'beats')!;
    expect(beats.value).toBeLessThan(30);
    expect(report.sound!.heard!.tempoBpm).toBeCloseTo(120, 0);
  });

  it('finds a cut that came late, black, standing and repeated pictures, and sound that is late', async () => {
    const report = await verify(await make('wrong', { late: 3, faults: true, soundDelayMs: 40 }));
    expect(report.passed).toBe(false);
    expect(report.picture.cuts[1]!.offsetInFrames).toBeCloseTo(3, 1);
    expect(report.picture.black).toEqual([{ startFrame: 20, endFrame: 25 }]);
    expect(report.picture.frozen).toEqual([{ startFrame: 121, endFrame: 140 }]);
    expect(report.picture.duplicates).toEqual([170]);
    for (const { offsetMs } of report.sound!.offsets) expect(Math.abs(offsetMs! - 40)).toBeLessThan(1);
    expect(statusOf(report)).toMatchObject({
      cuts: 'failed',
      'sound-offset': 'failed',
      black: 'warning',
      frozen: 'warning',
      flashes: 'warning',
    });
    expect(report.picture.flashes).toMatchObject([{ kind: 'general' }]);

    const lenient = await verify(path.join(folder, 'wrong.mp4'), {
      limits: parseVerifyLimits('maxCutOffsetInFrames=4, maxSoundOffsetMs=none'),
      hearBeats: false,
    });
    expect(lenient.passed).toBe(true);
    const strict = await verify(path.join(folder, 'wrong.mp4'), {
      limits: parseVerifyLimits(
        'maxBlackSeconds=0,maxFrozenSeconds=0.5,maxDuplicateShare=0,maxFlashesPerSecond=3,maxTruePeakDbtp=-60,minLoudnessLufs=0',
      ),
      hearBeats: false,
    });
    expect(statusOf(strict)).toMatchObject({
      black: 'failed',
      frozen: 'failed',
      duplicates: 'failed',
      flashes: 'failed',
      'true-peak': 'failed',
      'loudness-floor': 'failed',
    });
  });

  it('says what differs from the plan, and looks at a file alone where there is none', async () => {
    const file = path.join(folder, 'right.mp4');
    const other = await verify(file, {
      plan: { ...plan, width: 64, fps: 30, durationInFrames: 199 },
      hearBeats: false,
    });
    expect(statusOf(other)).toMatchObject({ size: 'failed', fps: 'failed', frames: 'failed' });
    const alone = await verify(file, { plan: null, hearBeats: false });
    expect(alone.passed).toBe(true);
    expect(statusOf(alone)).not.toHaveProperty('cuts');
  });

  it('tells a file that is cut short, and a film whose song is not to be heard', async () => {
    const whole = await readFile(path.join(folder, 'right.mp4'));
    const short = path.join(folder, 'short.mp4');
    await writeFile(short, whole.subarray(0, Math.round(whole.length * 0.6)));
    const cut = await verify(short, { plan: null, hearBeats: false });
    expect(statusOf(cut)).toMatchObject({ decoding: 'failed' });
    expect(cut.passed).toBe(false);

    const silent = path.join(folder, 'no-song.mp4');
    await runFfmpeg({
      args: ['-i', path.join(folder, 'right.mp4'), '-c:v', 'copy', '-af', 'volume=0', '-y', silent],
      task: 'silence',
    });
    const unheard = await verify(silent, { hearBeats: false });
    expect(unheard.checks.filter(({ status }) => status === 'failed').map(({ message }) => message)).toEqual([
      'The film is silent, although a song was planned.',
    ]);
    const muted = { ...plan, songs: plan.songs.map((planned) => ({ ...planned, heard: null })) };
    expect((await verify(silent, { plan: muted, hearBeats: false })).passed).toBe(true);
  });

  it('compares a song only where the film lets it be heard', async () => {
    const heard = { startFrame: 0, endFrame: 60 };
    const report = await verify(path.join(folder, 'right.mp4'), {
      plan: { ...plan, songs: plan.songs.map((planned) => ({ ...planned, heard })) },
      hearBeats: false,
    });
    // [frames] / [frames/s] = [s]
    for (const { timeInSeconds } of report.sound!.offsets) expect(timeInSeconds).toBeLessThan(60 / FPS);
    expect(statusOf(report)).toMatchObject({ 'sound-offset': 'ok' });
  });

  it('does not listen again to the very same sound under another picture', async () => {
    const soundsDir = path.join(folder, 'sounds');
    const options = { hearBeats: false, soundsDir };
    const first = await verify(path.join(folder, 'right.mp4'), options);
    const [name] = await readdir(soundsDir);
    const record = path.join(soundsDir, name!);
    const text = await readFile(record, 'utf8');
    // what is stored is told apart from what would be heard
    await writeFile(record, text.replace(/"clippedStretches":\d+/, '"clippedStretches":777'));
    const other = await verify(await make('other-picture', { late: 3 }), options);
    expect(other.sound).toEqual({ ...first.sound, clippedStretches: 777 });
    const later = await verify(path.join(folder, 'wrong.mp4'), options);
    expect(later.sound!.clippedStretches).not.toBe(777);
    await writeFile(record, 'broken');
    expect((await verify(path.join(folder, 'right.mp4'), options)).sound).toEqual(first.sound);
  });

  it('draws a page in one file, with pictures of the worst cut first', async () => {
    const report = await verify(path.join(folder, 'wrong.mp4'), { hearBeats: false });
    const page = await drawVerifyPage({ report, title: '<Film> & co', cutCount: 2 });
    expect(page).toContain('&lt;Film&gt; &amp; co');
    expect(page.match(/data:image\/jpeg;base64/g)).toHaveLength(14 + 9);
    expect(page).toContain('<h2>Flashing</h2>');
    expect(page.indexOf('+3.00 frames')).toBeLessThan(page.indexOf('<h3>shot 4'));
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
  });
});

describe('film records', () => {
  it('know a film wherever it is moved to, and tell a changed one', async () => {
    const place = { storeDir: path.join(folder, '.beatcut'), projectDir: folder };
    const outputFile = path.join(folder, 'right.mp4');
    await writeFilmRecord({ ...place, outputFile, plan });
    const moved = path.join(folder, 'elsewhere.mp4');
    await writeFile(moved, await readFile(outputFile));
    expect(await readFilmRecord({ ...place, outputFile: moved })).toMatchObject({
      isSameFile: true,
      record: { plan },
    });
    await writeFile(
      outputFile,
      Buffer.concat([await readFile(outputFile), Buffer.from([0, 0, 0, 8]), Buffer.from('free')]),
    );
    expect(await readFilmRecord({ ...place, outputFile })).toMatchObject({ isSameFile: false });
    await writeFile(moved, 'another');
    expect(await readFilmRecord({ ...place, outputFile: moved })).toBeNull();
  });
});

describe('findStandstills', () => {
  it('counts short repetitions as duplicates, long ones as frozen, and black as neither', () => {
    const same = [false, true, false, ...Array.from({ length: 12 }, () => true), false, true, true];
    const black = same.map((_, frame) => frame >= 16);
    expect(findStandstills({ black, same, fps: 24 })).toEqual({
      black: [{ startFrame: 16, endFrame: 18 }],
      frozen: [{ startFrame: 3, endFrame: 15 }],
      duplicates: [1],
    });
  });
});

describe('parseVerifyLimits', () => {
  it('refuses names that it does not know, and what is no number', () => {
    expect(() => parseVerifyLimits('cuts=1')).toThrow('got "cuts=1"');
    for (const text of ['maxUnseenCuts=1=2', 'maxUnseenCuts=Infinity', 'maxUnseenCuts=', ''])
      expect(() => parseVerifyLimits(text)).toThrow(`got "${text}"`);
    expect(parseVerifyLimits('maxCutOffsetInFrames=none')).toEqual({ maxCutOffsetInFrames: null });
  });
});
