import type { FrameStretch } from './frame-stretch.ts';
import { createLuminanceTracker, createRedTracker, readCells, type FlashTracker } from './flash-trackers.ts';

/** Frames in which the picture flashes more than `MOST_FLASHES` times within a second. */
export interface FlashStretch extends FrameStretch {
  /** What flashes: brightness in general, or saturated red, which is dangerous at lower contrast. */
  kind: 'general' | 'red';
  /** The most flashes in any second of it: pairs of opposing changes, so that halves occur. */
  flashesPerSecond: number;
}

/** What `createFlashFinder` finds. */
export interface FlashInspection {
  /** The most flashes in any second of the film, general or red. */
  flashesPerSecond: number;
  /** Where there are more than `MOST_FLASHES`. */
  flashes: FlashStretch[];
}

/** Finds flashes while a film is decoded. */
export interface FlashFinder {
  /** Takes the next frame, a small RGB picture. It is not kept. */
  push: (frame: Uint8Array) => void;
  /** What was found once all frames are pushed. */
  finish: () => FlashInspection;
}

/** What `createFlashFinder` takes. */
export interface CreateFlashFinderOptions {
  /** Size of the pictures, in pixels, even. */
  widthInPixels: number;
  heightInPixels: number;
  fps: number;
}

/** Flashes that WCAG 2.3.1 and ITU-R BT.1702 allow within a second. */
export const MOST_FLASHES = 3;
/** The share of the picture that must flash to count: a quarter of the screen (ITU-R BT.1702). */
const AREA_SHARE = 0.25;
/** How long the places of the picture may take to change by enough, in seconds: a flash may swell and decay. */
const TOGETHER_IN_SECONDS = 0.08;
/** Over more than one frame so much more area must change one way than the other. */
const ONE_WAY_RATIO = 3;

/**
 * Counts flashes after WCAG 2.2, success criterion 2.3.1, and Recommendation ITU-R BT.1702-3.
 *
 * 1. The picture is divided into cells of 2 × 2 pixels. For each the changes between neighbouring peaks and valleys are
 *    found: of relative luminance by 0.1 and more with the darker side under 0.8, and into and out of saturated red.
 * 2. A change counts where a quarter of the picture makes it together: in one frame, or within `TOGETHER_IN_SECONDS` with
 *    hardly any area changing the other way. What moves through the picture brightens as much as it darkens, at each place
 *    at another time, and does not count. This is where the finder differs from the text, which knows no movement.
 * 3. Two opposing changes are a flash. A second has more than three flashes when at least a quarter of the picture changes
 *    more than six times in it.
 *
 * The area is that of the whole screen, as for broadcasting; WCAG's quarter of any 10 degrees of sight is stricter for a film
 * that fills a near screen.
 */
export function createFlashFinder(options: CreateFlashFinderOptions): FlashFinder {
  const { widthInPixels, heightInPixels, fps } = options;
  const cellCount = (widthInPixels / 2) * (heightInPixels / 2);
  const counters = [
    { kind: 'general', tracker: createLuminanceTracker(cellCount), counter: createCounter(cellCount, fps) },
    { kind: 'red', tracker: createRedTracker(cellCount), counter: createCounter(cellCount, fps) },
  ] satisfies { kind: FlashStretch['kind']; tracker: FlashTracker; counter: Counter }[];
  return {
    push(frame) {
      const cells = readCells(frame, options);
      for (const { tracker, counter } of counters) counter.push(tracker.push(cells));
    },
    finish: () => ({
      flashesPerSecond: Math.max(...counters.map(({ counter }) => counter.peak())) / 2,
      flashes: counters
        .flatMap(({ kind, counter }) => counter.stretches().map((stretch) => ({ ...stretch, kind })))
        .sort((a, b) => a.startFrame - b.startFrame),
    }),
  };
}

/** Counts the changes of cells, frame by frame. */
interface Counter {
  /** Takes the cells that change in the next frame. */
  push: (changes: CellChanges) => void;
  /** The most changes of a quarter of the picture in any second. */
  peak: () => number;
  stretches: () => Omit<FlashStretch, 'kind'>[];
}

/** The cells that change in one frame, by direction. */
type CellChanges = ReturnType<FlashTracker['push']>;

function createCounter(cellCount: number, fps: number): Counter {
  const area = AREA_SHARE * cellCount;
  const togetherInFrames = Math.max(1, Math.round(TOGETHER_IN_SECONDS * fps));
  /** Changes of the last frames that do not count yet. */
  const recent: CellChanges[] = [];
  /** By cell: the frames of its changes that count. */
  const counted = Array.from({ length: cellCount }, (): number[] => []);
  const stretches: Omit<FlashStretch, 'kind'>[] = [];
  let frame = -1;
  let peak = 0;

  /** Lets the changes of one direction in the last frames count, if they are made together. */
  const count = (direction: keyof CellChanges, other: keyof CellChanges): boolean => {
    const here = recent.at(-1)!;
    const isOneWay = sumOf(recent, direction) >= ONE_WAY_RATIO * sumOf(recent, other);
    const isTogether = here[direction].length >= area || (isOneWay && sumOf(recent, direction) >= area);
    if (!isTogether) return false;
    for (const [index, changes] of recent.entries()) {
      for (const cell of changes[direction]) counted[cell]!.push(frame - (recent.length - 1 - index));
      changes[direction] = [];
    }
    return true;
  };

  return {
    push(changes) {
      frame += 1;
      recent.push(changes);
      if (recent.length > togetherInFrames) recent.shift();
      const ups = count('up', 'down');
      const downs = count('down', 'up');
      if (!ups && !downs) return;
      const { changes: most, since } = commonest(counted, { from: frame - fps, area });
      peak = Math.max(peak, most);
      if (most <= 2 * MOST_FLASHES) return;
      const last = stretches.at(-1);
      if (last !== undefined && since <= last.endFrame) {
        last.endFrame = frame + 1;
        last.flashesPerSecond = Math.max(last.flashesPerSecond, most / 2);
      } else {
        stretches.push({ startFrame: since, endFrame: frame + 1, flashesPerSecond: most / 2 });
      }
    },
    peak: () => peak,
    stretches: () => stretches,
  };
}

const sumOf = (changes: readonly CellChanges[], direction: keyof CellChanges): number =>
  changes.reduce((sum, { [direction]: cells }) => sum + cells.length, 0);

/** How often an area of the picture changes after a frame, and since when. Changes before that are forgotten. */
function commonest(
  counted: readonly number[][],
  { from, area }: { from: number; area: number },
): { changes: number; since: number } {
  const cellsByCount: number[] = [];
  let since = Infinity;
  for (const frames of counted) {
    while (frames.length > 0 && frames[0]! <= from) frames.shift();
    if (frames.length === 0) continue;
    cellsByCount[frames.length] = (cellsByCount[frames.length] ?? 0) + 1;
    since = Math.min(since, frames[0]!);
  }
  let cells = 0;
  for (let changes = cellsByCount.length - 1; changes > 0; changes--) {
    cells += cellsByCount[changes] ?? 0;
    if (cells >= area) return { changes, since };
  }
  return { changes: 0, since };
}
