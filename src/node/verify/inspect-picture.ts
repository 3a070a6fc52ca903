import type { PlannedCut } from '../../edit/edit-plan.ts';
import { openCutMemory } from './cut-memory.ts';
import { createFlashFinder, type FlashInspection } from './find-flashes.ts';
import type { FrameStretch } from './frame-stretch.ts';
import { createCutFinder, CUT_PICTURE, type MeasuredCut } from './measure-cuts.ts';
import { readSmallPictures } from './small-pictures.ts';

/** What `inspectPicture` takes. */
export interface InspectPictureOptions {
  path: string;
  fps: number;
  cuts: readonly PlannedCut[];
  /** Folder of what was decoded before: parts of a film that are known there are not decoded again. None by default. */
  picturesDir?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the number of frames that were looked at. */
  onProgress?: ((frames: number) => void) | undefined;
}

/** What `inspectPicture` gives. */
export interface PictureInspection extends FlashInspection {
  frameCount: number;
  cuts: MeasuredCut[];
  /** Frames at which the picture jumps although no cut was planned there. */
  unplannedCuts: number[];
  /** Where the picture is black. */
  black: FrameStretch[];
  /** Where the picture stands still for at least `MIN_FROZEN_SECONDS` and is not black. */
  frozen: FrameStretch[];
  /** Frames that repeat the one before them while the picture around them moves. */
  duplicates: number[];
}

/** The shortest standstill that is reported. Shorter ones are duplicates. */
export const MIN_FROZEN_SECONDS = 0.5;

/** Up to this brightness, of 255, a picture is black: on average, and at its lightest place. */
const BLACK_MEAN = 10;
const BLACK_LIGHTEST = 40;
/**
 * Up to this change, of 255, on average and at any place, two pictures are the same: what x264 leaves when it codes one
 * picture again and again (measured: 0.11 and 5 from `veryfast` to `medium`). What moves changes some place by more.
 */
const SAME_MEAN = 0.12;
const SAME_MOST = 8;
/** A single repetition is coded worse. It changes this much less than the frames around it, so many to each side. */
const REPEATED_SHARE = 0.25;
const NEIGHBOURS = 4;

/** How a picture differs from the one before it, of 255. */
export interface PictureChange {
  mean: number;
  most: number;
}

/**
 * Looks at every frame of a film once: where it is black, stands still, repeats itself or flashes, and where its cuts are. Only the
 * frames around the next cuts are held in memory, however long the film is.
 */
export async function inspectPicture(options: InspectPictureOptions): Promise<PictureInspection> {
  const { path, fps, cuts, picturesDir, signal, onProgress } = options;
  const memory = picturesDir === undefined ? undefined : await openCutMemory(picturesDir);
  const finder = createCutFinder({ cuts, fps, memory });
  const flashFinder = createFlashFinder({ ...CUT_PICTURE, fps });
  const black: boolean[] = [];
  const changes: PictureChange[] = [];
  let previous: Uint8Array | undefined;
  for await (const data of readSmallPictures({ path, fps, picturesDir, signal })) {
    finder.push(data);
    flashFinder.push(data);
    black.push(isBlack(data));
    changes.push(previous === undefined ? { mean: 255, most: 255 } : changeOf(data, previous));
    previous = data;
    if (black.length % 100 === 0) onProgress?.(black.length);
  }
  const found = finder.finish();
  await memory?.save();
  return {
    ...found,
    ...findStandstills({ black, same: findRepetitions(changes), fps }),
    ...flashFinder.finish(),
  };
}

/** What stands still or is black, by what each frame is. */
export function findStandstills({
  black,
  same,
  fps,
}: {
  /** By frame: whether it is black. */
  black: readonly boolean[];
  /** By frame: whether it shows the same as the one before it. */
  same: readonly boolean[];
  fps: number;
}): Pick<PictureInspection, 'black' | 'frozen' | 'duplicates'> {
  const still = stretchesOf(same.map((isSame, frame) => isSame && black[frame] !== true));
  // [frames] / [frames/s] = [s]
  const isFrozen = ({ startFrame, endFrame }: FrameStretch): boolean =>
    (endFrame - startFrame) / fps >= MIN_FROZEN_SECONDS;
  return {
    black: stretchesOf(black),
    frozen: still.filter(isFrozen),
    duplicates: still
      .filter((stretch) => !isFrozen(stretch))
      .flatMap(({ startFrame, endFrame }) =>
        Array.from({ length: endFrame - startFrame }, (_, index) => startFrame + index),
      ),
  };
}

function changeOf(a: Uint8Array, b: Uint8Array): PictureChange {
  let sum = 0;
  let most = 0;
  for (let index = 0; index < a.length; index++) {
    const change = Math.abs(a[index]! - b[index]!);
    if (change > most) most = change;
    sum += change;
  }
  return { mean: sum / a.length, most };
}

/** By frame: whether it shows the same as the one before it. */
export function findRepetitions(changes: readonly PictureChange[]): boolean[] {
  return changes.map(({ mean, most }, frame) => {
    if (mean <= SAME_MEAN && most <= SAME_MOST) return true;
    const around = changes
      .slice(Math.max(1, frame - NEIGHBOURS), frame + NEIGHBOURS + 1)
      .map((change) => change.mean)
      .sort((x, y) => x - y);
    return frame > 0 && mean < REPEATED_SHARE * around[around.length >> 1]!;
  });
}

function isBlack(rgb: Uint8Array): boolean {
  let sum = 0;
  for (const value of rgb) {
    if (value > BLACK_LIGHTEST) return false;
    sum += value;
  }
  return sum / rgb.length <= BLACK_MEAN;
}

function stretchesOf(frames: readonly boolean[]): FrameStretch[] {
  const stretches: FrameStretch[] = [];
  for (const [frame, belongs] of frames.entries()) {
    if (!belongs) continue;
    const last = stretches.at(-1);
    if (last?.endFrame === frame) last.endFrame = frame + 1;
    else stretches.push({ startFrame: frame, endFrame: frame + 1 });
  }
  return stretches;
}
