import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { areAlike, describeChecks, readMotion, writeMotion } from '../../../src/clips/take-checks.ts';
import { CHECK_SIZE, checkClip, checkPictures } from '../../../src/node/checks/check-clip.ts';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import { encodeWav } from '../../../src/node/media/wav.ts';
import { startFfmpeg } from '../../../src/node/media/ffmpeg.ts';
import { createRandom } from '../../../src/core/random.ts';

const { widthInPixels, heightInPixels } = CHECK_SIZE;
const fps = 24;
/** Grey, three bytes a pixel. */
const picture = (lumaAt: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: 3 * widthInPixels * heightInPixels }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return lumaAt(pixel % widthInPixels, Math.floor(pixel / widthInPixels));
  });
/** Stripes that move by some pixels a frame, with a pattern of their own. */
const moving = (count: number, speed: number, seed: number, from = 0): Uint8Array[] => {
  const random = createRandom(seed);
  const pattern = Array.from({ length: 997 }, () => 40 + 170 * random());
  return Array.from({ length: count }, (_, frame) =>
    picture((x, y) => {
      const at = x + y * 31 + (from + frame) * speed;
      const [whole, part] = [Math.floor(at), at % 1];
      return pattern[whole % 997]! * (1 - part) + pattern[(whole + 1) % 997]! * part;
    }),
  );
};
const still = (frame: Uint8Array, count: number): Uint8Array[] => Array<Uint8Array>(count).fill(frame);

describe('the checks of a clip', () => {
  test('find nothing in a picture that moves', () => {
    const checks = checkPictures(moving(72, 0.1, 1), fps);
    expect(describeChecks(checks)).toEqual([]);
  });

  test('find black and frozen stretches and cuts where they are', () => {
    const dark = picture(() => 3);
    const a = moving(24, 0.1, 1);
    const frames = [...still(dark, 12), ...a, ...still(a.at(-1)!, 24), ...moving(24, 0.1, 2)];
    const checks = checkPictures(frames, fps);
    expect(checks.black).toEqual([{ startInSeconds: 0, endInSeconds: 0.5 }]);
    expect(checks.frozen).toEqual([{ startInSeconds: 1.5, endInSeconds: 2.5 }]);
    expect(checks.cutsInSeconds).toEqual([0.5, 2.5]);
    expect(describeChecks(checks)).toEqual([
      'black 0.0–0.5 s',
      'frozen 1.5–2.5 s',
      'cuts inside at 0.5, 2.5 s',
    ]);
  });

  test('the motion curve rises with the speed, second by second, and comes back from its text', () => {
    const checks = checkPictures([...moving(24, 0.02, 1), ...moving(24, 0.2, 1, 24)], fps);
    const values = readMotion(checks.motion);
    expect(values).toHaveLength(24);
    const mean = (from: number, to: number): number =>
      values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
    expect(mean(13, 24) / mean(1, 11)).toBeGreaterThan(4);
    const curve = writeMotion([0, 0.01, 0.25, 1, 3], 12);
    expect(readMotion(curve).map((value) => Number(value.toFixed(2)))).toEqual([0, 0.01, 0.25, 1, 1]);
  });

  test('tell the same picture under noise from another one', () => {
    const random = createRandom(9);
    const one = moving(24, 0.1, 1);
    const noisy = one.map((frame) => frame.map((luma) => luma + 4 * random() - 2));
    const [a, b, c] = [one, noisy, moving(24, 0.1, 5)].map((frames) => checkPictures(frames, fps));
    expect(areAlike(a!, b!)).toBe(true);
    expect(areAlike(a!, c!)).toBe(false);
  });

  test('tell the same shapes in another colour apart', () => {
    const grey = moving(24, 0.1, 1);
    const tinted = grey.map((frame) =>
      frame.map((value, index) => Math.max(0, Math.min(255, value + [40, -10, -20][index % 3]!))),
    );
    const [a, b] = [grey, tinted].map((frames) => checkPictures(frames, fps));
    expect(areAlike(a!, b!)).toBe(false);
    expect(areAlike(b!, b!)).toBe(true);
  });

  test('look at a real file, picture and sound', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'beatcut-check-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'clip.mp4');
    const ffmpeg = startFfmpeg({
      args: [
        ['-f', 'image2pipe', '-c:v', 'rawvideo', '-frame_size', String(3 * widthInPixels * heightInPixels)],
        ['-video_size', `${widthInPixels}x${heightInPixels}`, '-pixel_format', 'rgb24', '-framerate', '24'],
        ['-i', 'pipe:0', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-crf', '10', file],
      ].flat(),
      task: 'make a clip',
    });
    ffmpeg.stdin.end(Buffer.concat(moving(48, 0.1, 3).map((frame) => Buffer.from(frame))));
    await ffmpeg.finished;
    const { fps: probedFps, hasAudio } = await probeVideo({ path: file });
    const checks = await checkClip({ path: file, fps: probedFps, hasAudio });
    expect(describeChecks(checks)).toEqual([]);
    expect(areAlike(checks, checkPictures(moving(48, 0.1, 3), fps))).toBe(true);
    expect(checks).not.toHaveProperty('soundLufs');
  });

  test('measure the loudness of a sound track, and say that it is silent or too loud', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'beatcut-check-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const [gain, warnings] of [
      [0.1, []],
      [0, ['a silent sound track']],
    ] as const) {
      const sound = path.join(folder, 'sound.wav');
      const sine = Float32Array.from(
        { length: 96_000 },
        (_, index) => gain * Math.sin((Math.PI * index) / 24),
      );
      await writeFile(sound, encodeWav({ channels: [sine, sine], sampleRateHz: 48_000 }));
      const file = path.join(folder, 'clip.mov');
      const ffmpeg = startFfmpeg({
        args: [
          ['-f', 'image2pipe', '-c:v', 'rawvideo', '-frame_size', String(3 * widthInPixels * heightInPixels)],
          ['-video_size', `${widthInPixels}x${heightInPixels}`, '-pixel_format', 'rgb24', '-framerate', '24'],
          [
            '-i',
            'pipe:0',
            '-i',
            sound,
            '-c:v',
            'libx264',
            '-pix_fmt',
            'yuv420p',
            '-c:a',
            'pcm_s16le',
            '-y',
            file,
          ],
        ].flat(),
        task: 'make a clip',
      });
      ffmpeg.stdin.end(Buffer.concat(moving(48, 0.1, 3).map((frame) => Buffer.from(frame))));
      await ffmpeg.finished;
      const checks = await checkClip({ path: file, fps: 24, hasAudio: true });
      expect(describeChecks(checks)).toEqual(warnings);
      // a stereo sine of 1 kHz is as loud as its peaks: 20 · log₁₀(0.1) = −20
      if (gain > 0) expect(checks).toMatchObject({ soundLufs: -20, soundPeakDbtp: -20 });
      else expect(checks.soundLufs).toBeNull();
    }
    const quiet = checkPictures(moving(24, 0.1, 1), fps);
    expect(describeChecks({ ...quiet, soundLufs: -9, soundPeakDbtp: 0.8 })).toEqual([
      'sound above full scale (0.8 dBTP)',
    ]);
  });
});
