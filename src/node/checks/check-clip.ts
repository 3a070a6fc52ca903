import { writeMotion, type TakeChecks, type TakeStretch } from '../../clips/take-checks.ts';
import { decodeAudioChunks } from '../media/decode-audio.ts';
import { difference, findJumps } from '../media/picture-change.ts';
import { readFrames } from '../media/read-frames.ts';

/** What `checkClip` takes. */
export interface CheckClipOptions {
  path: string;
  fps: number;
  hasAudio: boolean;
  signal?: AbortSignal | undefined;
}

/** Pictures are looked at in this size: noise and grain average out, and a minute of them fits into a megabyte. */
export const CHECK_SIZE = { widthInPixels: 32, heightInPixels: 18 } as const;

/** Luma up to which a picture is black, 0–255: on average, and its lightest place. */
const BLACK_MEAN = 12;
const BLACK_LIGHTEST = 32;
const MIN_BLACK_SECONDS = 0.15;
/** Mean change from frame to frame, of 255, under which nothing moves: what coding the same picture again leaves. */
const FROZEN_CHANGE = 0.05;
const MIN_FROZEN_SECONDS = 0.5;
const MOTION_VALUES_PER_SECOND = 12;
const SOUND_SAMPLE_RATE_HZ = 16_000;
/** Below this a sound track counts as silent: under the noise of 16 bits. */
const SILENT_DB = -80;

/** Looks at every frame of a clip, and at its sound: what is black, frozen or cut, how it moves, how loud it is. */
export async function checkClip({ path, fps, hasAudio, signal }: CheckClipOptions): Promise<TakeChecks> {
  const frames: Uint8Array[] = [];
  for await (const { data } of readFrames({ path, ...CHECK_SIZE, pixelFormat: 'gray', signal })) {
    frames.push(data);
  }
  return {
    ...checkPictures(frames, fps),
    ...(hasAudio && { soundLevelDb: await measureSoundLevel(path, signal) }),
  };
}

/** `checkClip` on the small grey pictures of a clip. */
export function checkPictures(frames: readonly Uint8Array[], fps: number): TakeChecks {
  const changes = frames.map((frame, index) => (index === 0 ? 0 : difference(frame, frames[index - 1]!)));
  const black = stretchesOf(frames.map(isBlack), fps, MIN_BLACK_SECONDS);
  const frozen = stretchesOf(
    changes.map((change, index) => index > 0 && change < FROZEN_CHANGE),
    fps,
    MIN_FROZEN_SECONDS,
  ).filter((stretch) => !black.some((other) => overlap(stretch, other)));
  const cuts = findJumps(changes);
  return {
    ...(black.length > 0 && { black }),
    ...(frozen.length > 0 && { frozen }),
    ...(cuts.length > 0 && { cutsInSeconds: cuts.map((frame) => rounded(frame / fps)) }),
    fingerprint: fingerprintOf(frames),
    motion: writeMotion(motionOf(changes, fps), MOTION_VALUES_PER_SECOND),
  };
}

function isBlack(frame: Uint8Array): boolean {
  let sum = 0;
  let lightest = 0;
  for (const luma of frame) {
    sum += luma;
    lightest = Math.max(lightest, luma);
  }
  return sum / frame.length <= BLACK_MEAN && lightest <= BLACK_LIGHTEST;
}

/** Where frames in a row have something in common, for long enough. */
function stretchesOf(frames: readonly boolean[], fps: number, minSeconds: number): TakeStretch[] {
  const stretches: TakeStretch[] = [];
  let first: number | undefined;
  for (let index = 0; index <= frames.length; index += 1) {
    if (frames[index] === true) first ??= index;
    else if (first !== undefined) {
      // [frames] / [frames/s] = [s]
      if ((index - first) / fps >= minSeconds) {
        stretches.push({ startInSeconds: rounded(first / fps), endInSeconds: rounded(index / fps) });
      }
      first = undefined;
    }
  }
  return stretches;
}

const overlap = (a: TakeStretch, b: TakeStretch): boolean =>
  a.startInSeconds < b.endInSeconds && b.startInSeconds < a.endInSeconds;

const rounded = (seconds: number): number => Number(seconds.toFixed(3));

/** How much the picture moves: shares of the range of brightness per second, `MOTION_VALUES_PER_SECOND` values a second. */
function motionOf(changes: readonly number[], fps: number): number[] {
  const count = Math.ceil((changes.length / fps) * MOTION_VALUES_PER_SECOND);
  const sums = new Float64Array(count);
  const frames = new Float64Array(count);
  for (let index = 1; index < changes.length; index += 1) {
    const value = Math.min(count - 1, Math.floor((index / fps) * MOTION_VALUES_PER_SECOND));
    sums[value]! += (changes[index]! / 255) * fps; // [1/frame] · [frames/s] = [1/s]
    frames[value]! += 1;
  }
  return Array.from(sums, (sum, value) => sum / Math.max(1, frames[value]!));
}

/**
 * Hashes of the pictures at a quarter, a half and three quarters of a clip: each is scaled to 9 × 8, and each bit says
 * whether a place is lighter than the one to its right.
 * Source: N. Krawetz, Kind of Like That (difference hash), 2013.
 */
function fingerprintOf(frames: readonly Uint8Array[]): string {
  return [0.25, 0.5, 0.75]
    .map((share) => differenceHash(frames[Math.floor(share * frames.length)] ?? new Uint8Array(0)))
    .join('');
}

const HASH_COLUMNS = 9;
const HASH_ROWS = 8;

function differenceHash(frame: Uint8Array): string {
  const { widthInPixels, heightInPixels } = CHECK_SIZE;
  const meanAt = (column: number, row: number): number => {
    let sum = 0;
    let count = 0;
    for (
      let y = Math.floor((row * heightInPixels) / HASH_ROWS);
      y < ((row + 1) * heightInPixels) / HASH_ROWS;
      y += 1
    ) {
      const from = Math.floor((column * widthInPixels) / HASH_COLUMNS);
      for (let x = from; x < ((column + 1) * widthInPixels) / HASH_COLUMNS; x += 1) {
        sum += frame[y * widthInPixels + x] ?? 0;
        count += 1;
      }
    }
    return sum / count;
  };
  let hash = '';
  for (let row = 0; row < HASH_ROWS; row += 1) {
    let byte = 0;
    for (let column = 0; column < HASH_COLUMNS - 1; column += 1) {
      byte = byte * 2 + (meanAt(column, row) > meanAt(column + 1, row) ? 1 : 0);
    }
    hash += byte.toString(16).padStart(2, '0');
  }
  return hash;
}

/** Mean power of a sound track in dB below full scale; `null` for silence. */
async function measureSoundLevel(path: string, signal: AbortSignal | undefined): Promise<number | null> {
  let power = 0;
  let count = 0;
  const chunks = decodeAudioChunks({
    path,
    sampleRateHz: SOUND_SAMPLE_RATE_HZ,
    mono: true,
    allowTruncated: true,
    signal,
  });
  for await (const { channels } of chunks) {
    for (const sample of channels[0]!) power += sample * sample; // mono
    count += channels[0]!.length;
  }
  const level = 10 * Math.log10(power / Math.max(1, count));
  return level > SILENT_DB ? Number(level.toFixed(1)) : null;
}
