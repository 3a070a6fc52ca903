import { writeMotion, type TakeChecks, type TakeStretch } from '../../clips/take-checks.ts';
import { BeatcutError } from '../../core/error.ts';
import { measureLoudness } from '../media/measure-loudness.ts';
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

/** Looks at every frame of a clip, and at its sound: what is black, frozen or cut, how it moves, how loud it is. */
export async function checkClip({ path, fps, hasAudio, signal }: CheckClipOptions): Promise<TakeChecks> {
  const pictures: Uint8Array[] = [];
  for await (const { data } of readFrames({ path, ...CHECK_SIZE, signal })) pictures.push(data);
  return { ...checkPictures(pictures, fps), ...(hasAudio && (await checkSound(path, signal))) };
}

/** The loudness of a sound track; nothing where it can't be read, since the picture is what a take is for. */
async function checkSound(
  path: string,
  signal: AbortSignal | undefined,
): Promise<Pick<TakeChecks, 'soundLufs' | 'soundPeakDbtp'>> {
  try {
    const { integratedLufs, truePeakDbtp } = await measureLoudness({ path, signal });
    if (!Number.isFinite(integratedLufs)) return { soundLufs: null };
    return { soundLufs: Number(integratedLufs.toFixed(1)), soundPeakDbtp: Number(truePeakDbtp.toFixed(1)) };
  } catch (error) {
    signal?.throwIfAborted();
    if (BeatcutError.isInstance(error)) return {};
    throw error;
  }
}

/** `checkClip` on the small pictures of a clip, three bytes (red, green, blue) a pixel. */
export function checkPictures(pictures: readonly Uint8Array[], fps: number): TakeChecks {
  const frames = pictures.map(lumaOf);
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
    fingerprint: fingerprintOf(frames, pictures),
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
  const weights = new Float64Array(count);
  // values per frame
  const step = MOTION_VALUES_PER_SECOND / fps;
  for (let index = 1; index < changes.length; index += 1) {
    // a change happens between two frames: each value gets the share that lies in its time
    for (let value = Math.floor((index - 1) * step); value < Math.min(count, index * step); value += 1) {
      const share = Math.min(value + 1, index * step) - Math.max(value, (index - 1) * step);
      sums[value]! += share * (changes[index]! / 255) * fps; // [1/frame] · [frames/s] = [1/s]
      weights[value]! += share;
    }
  }
  return Array.from(sums, (sum, value) => (weights[value]! > 0 ? sum / weights[value]! : 0));
}

/**
 * Hashes of the pictures at a quarter, a half and three quarters of a clip: each is scaled to 9 × 8, and each bit says
 * whether a place is lighter than the one to its right. Beside each stands its colour.
 * Source: N. Krawetz, Kind of Like That (difference hash), 2013.
 */
function fingerprintOf(frames: readonly Uint8Array[], pictures: readonly Uint8Array[]): string {
  return [0.25, 0.5, 0.75]
    .map((share) => {
      const index = Math.floor(share * frames.length);
      const none = new Uint8Array(0);
      return differenceHash(frames[index] ?? none) + chromaOf(pictures[index] ?? none);
    })
    .join('');
}

/** Rec. ITU-R BT.709: luma and the two colour differences, 0–255. */
const lumaOf = (picture: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: picture.length / 3 }, (_, pixel) =>
    Math.round(
      0.2126 * picture[3 * pixel]! + 0.7152 * picture[3 * pixel + 1]! + 0.0722 * picture[3 * pixel + 2]!,
    ),
  );

/** The mean chroma values of each quarter of a picture, as hex digits. */
function chromaOf(picture: Uint8Array): string {
  const { widthInPixels, heightInPixels } = CHECK_SIZE;
  const sums = new Float64Array(8);
  for (let pixel = 0; pixel < picture.length / 3; pixel += 1) {
    const [red, green, blue] = picture.subarray(3 * pixel, 3 * pixel + 3) as unknown as [
      number,
      number,
      number,
    ]; // a pixel
    const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    const right = pixel % widthInPixels < widthInPixels / 2 ? 0 : 1;
    const lower = pixel < picture.length / 6 ? 0 : 1;
    const quarter = 2 * (2 * lower + right);
    sums[quarter]! += (blue - luma) / 1.8556 + 128;
    sums[quarter + 1]! += (red - luma) / 1.5748 + 128;
  }
  const pixelsInQuarter = (widthInPixels * heightInPixels) / 4;
  return Array.from(sums, (sum) =>
    Math.min(255, Math.round(sum / pixelsInQuarter))
      .toString(16)
      .padStart(2, '0'),
  ).join('');
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
