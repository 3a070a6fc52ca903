import { createHash } from 'node:crypto';
import type { PlannedCut } from '../../edit/edit-plan.ts';
import { frameToSeconds } from '../../core/time.ts';
import { probeVideo } from '../media/probe-video.ts';
import { difference, findJumps } from '../media/picture-change.ts';
import { readFrames } from '../media/read-frames.ts';
import { findMiddleRange } from './transition-extent.ts';
import { findZoomMiddle, type GrayPicture } from './zoom-speed.ts';

/** What `measureCuts` takes. */
export interface MeasureCutsOptions {
  /** The rendered film. */
  path: string;
  /** The cuts that were planned, in frames of the film. */
  cuts: readonly PlannedCut[];
  signal?: AbortSignal | undefined;
}

/** One cut as it was found in the picture. */
export interface MeasuredCut {
  planned: PlannedCut;
  /**
   * Where the picture changes, in frames: for a hard cut the first frame of the new shot, for a transition its middle, to the
   * half frame. `null` when the picture hardly changes there, zooms or blends in a way that shows no middle, or flickers so that no cut stands out.
   */
  frame: number | null;
  timeInSeconds: number | null;
  /** Measured time minus the planned one, in frames; positive when the cut comes late. */
  offsetInFrames: number | null;
}

/** What `measureCuts` gives. */
export interface CutMeasurement {
  fps: number;
  frameCount: number;
  cuts: MeasuredCut[];
  /** Frames at which the picture jumps although no cut was planned there. */
  unplannedCuts: number[];
}

/** Frames are compared at this size: large enough for composition, small enough to ignore noise and grain. */
export const CUT_PICTURE = { widthInPixels: 96, heightInPixels: 54 } as const;
const { widthInPixels: WIDTH, heightInPixels: HEIGHT } = CUT_PICTURE;
/** How far around a planned cut it is looked for, besides its transition. */
const MARGIN_IN_FRAMES = 6;
/** Mean difference of two pictures, of 255, under which nothing can be said about a cut between them. */
const MIN_DIFFERENCE = 3;

/**
 * Finds the cuts of a rendered film in its picture and compares them with the beats they were planned for.
 *
 * 1. The film is decoded to small pictures, every frame of it.
 * 2. A hard cut is the largest change between two consecutive frames around its planned place. Where several others are
 *    nearly as large, or the shots beside a transition change as much as it does, nothing is said.
 * 3. For a transition, the picture before it (A) and the one after it (B) are taken, a few frames away. Each frame between
 *    is compared with both. The old shot ends where the difference to A passes half of the difference between A and B, the
 *    new one begins where the difference to B falls below it; the middle lies between. A zoom moves the picture as a whole
 *    and is measured by its speed instead (`findZoomMiddle`). Where the picture shows when the transition begins and ends,
 *    as it changes more than the shots do, the middle lies so that its length covers them (`findMiddleRange`).
 * 4. Jumps between consecutive frames anywhere else are reported as unplanned.
 *
 * The comparison with the shots on both sides is the idea of twin comparison (Zhang, Kankanhalli, Smoliar: Automatic
 * partitioning of full-motion video, Multimedia Systems 1, 1993), turned around since the places are known.
 */
export async function measureCuts({ path, cuts, signal }: MeasureCutsOptions): Promise<CutMeasurement> {
  const { fps } = await probeVideo({ path, signal });
  const finder = createCutFinder({ cuts, fps });
  for await (const { data } of readFrames({ path, ...CUT_PICTURE, signal })) finder.push(data);
  return { fps, ...finder.finish() };
}

/** The frames among which a cut is looked for. */
interface CutWindow {
  planned: PlannedCut;
  first: number;
  last: number;
}

/** Finds cuts while a film is decoded. */
export interface CutFinder {
  /** Takes the next frame: a small RGB picture, which is kept only while a cut is looked for around it. */
  push: (frame: Uint8Array) => void;
  /** What was found once all frames are pushed. */
  finish: () => Omit<CutMeasurement, 'fps'>;
}

/** Remembers where cuts were found in pictures; the frames count from the first of these. */
export interface CutMemory {
  find: (key: string) => number | null | undefined;
  keep: (key: string, frame: number | null) => void;
}

/** What `createCutFinder` takes. */
export interface CreateCutFinderOptions {
  cuts: readonly PlannedCut[];
  fps: number;
  /** Spares measuring the same cut between the same pictures again. None by default. */
  memory?: CutMemory | undefined;
}

/** `measureCuts` on small RGB pictures, frame by frame. Only the frames around the next cuts are held in memory. */
export function createCutFinder({ cuts, fps, memory }: CreateCutFinderOptions): CutFinder {
  const sorted = [...cuts].sort((a, b) => a.frame - b.frame);
  const pending = sorted.map((planned, index) => windowOf(planned, sorted[index - 1], sorted[index + 1]));
  const measured: MeasuredCut[] = [];
  const changes: number[] = [];
  const kept = new Map<number, Uint8Array>();
  let previous: Uint8Array | undefined;
  const measureNext = (): void => {
    const window = pending.shift()!; // asked for only while one is left
    const range = { ...window, last: Math.min(window.last, changes.length - 1) };
    measured.push(measureCut({ ...range, frames: kept, changes, fps, memory }));
    const needed = Math.min(...pending.map(({ first }) => first));
    for (const frame of kept.keys()) if (frame < needed) kept.delete(frame);
  };
  return {
    push(data) {
      const frame = changes.length;
      changes.push(previous === undefined ? 0 : difference(data, previous));
      previous = data;
      if (pending.some(({ first, last }) => frame >= first && frame <= last)) kept.set(frame, data);
      while (pending.length > 0 && frame >= pending[0]!.last) measureNext();
    },
    finish() {
      while (pending.length > 0) measureNext();
      return {
        frameCount: changes.length,
        cuts: measured,
        unplannedCuts: findUnplannedCuts(changes, sorted),
      };
    },
  };
}

const windowOf = (
  planned: PlannedCut,
  previous: PlannedCut | undefined,
  next: PlannedCut | undefined,
): CutWindow => ({
  planned,
  first: Math.max(0, startOf(planned) - MARGIN_IN_FRAMES, previous === undefined ? 0 : endOf(previous)),
  last: Math.min(endOf(planned) + MARGIN_IN_FRAMES, next === undefined ? Infinity : startOf(next) - 1),
});

/** What one cut is measured with: the frames of its window, and by how much each frame differs from the one before it. */
interface CutMaterial extends CutWindow {
  frames: ReadonlyMap<number, Uint8Array>;
  changes: readonly number[];
}

function measureCut({
  fps,
  memory,
  ...material
}: CutMaterial & Pick<CreateCutFinderOptions, 'fps' | 'memory'>): MeasuredCut {
  const { planned, first } = material;
  const key = memory && keyOf(material);
  const known = key === undefined ? undefined : memory?.find(key);
  const find = planned.transitionInFrames === 0 ? findJump : findMiddle;
  const place = known === undefined ? find(material) : known;
  const frame = known === undefined || place === null ? place : first + place;
  if (key !== undefined) memory?.keep(key, frame === null ? null : frame - first);
  if (frame === null) return { planned, frame, timeInSeconds: null, offsetInFrames: null };
  const timeInSeconds = frameToSeconds({ frame, fps });
  const offsetInFrames = (timeInSeconds - planned.timeInSeconds) * fps - middleOffset(planned);
  return { planned, frame, timeInSeconds, offsetInFrames };
}

/** Names all that a measurement depends on, wherever in the film it lies. */
function keyOf({ frames, changes, first, last, planned }: CutMaterial): string {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([startOf(planned) - first, planned.transitionInFrames, changes.slice(first, last + 1)]),
  );
  for (let frame = first; frame <= last; frame++) hash.update(frames.get(frame) ?? '');
  return hash.digest('hex');
}

/** Changes of this share of the one that is looked for can be taken for it. */
const RIVAL_SHARE = 0.7;
/** So many of them make a flicker, in which a cut can't be told; one more jump is a cut inside a take. */
const MIN_RIVALS = 2;

/** Whether the shots on both sides of a transition change as much from frame to frame as from one to the other. */
function isFlickering({ frames, changes, first, last, planned }: CutMaterial): boolean {
  const [before, after] = [frames.get(first), frames.get(last)];
  if (before === undefined || after === undefined) return false;
  const around = changes.slice(first + 1, last + 1).filter((_, index) => {
    const frame = first + 1 + index;
    return frame < startOf(planned) || frame > endOf(planned) + 1;
  });
  return Math.max(0, ...around) > (difference(before, after) * RIVAL_SHARE) / 2;
}

/** A middle that must lie within so many frames is told although the speed of the zoom does not show it. */
const MAX_RANGE_IN_FRAMES = 2;

/** The middle of a transition, to the half frame: finer the picture does not tell. */
function findMiddle(material: CutMaterial): number | null {
  const { frames, changes, first, last, planned } = material;
  if (last - first < 1 || isFlickering(material)) return null;
  const zoom = findZoomMiddle({ frames: grayFrames(frames, first, last), first: 0, last: last - first });
  const covering = findMiddleRange({
    changes,
    first,
    last,
    startFrame: startOf(planned),
    lengthInFrames: planned.transitionInFrames,
  });
  const isBounded = covering !== null && covering.latest - covering.earliest <= MAX_RANGE_IN_FRAMES;
  if (zoom === 'steady' || (zoom === 'unclear' && !isBounded)) return null;
  const middle = typeof zoom === 'number' ? first + zoom : findBlend(material, isBounded);
  if (middle === null) return null;
  const isShown = covering === null || typeof zoom === 'number';
  const place = isShown ? middle : Math.min(covering.latest, Math.max(covering.earliest, middle));
  return Math.round(place * 2) / 2;
}

/** The green of some pictures, which carries most of what the eye sees as brightness. */
const grayFrames = (frames: CutMaterial['frames'], first: number, last: number): GrayPicture[] =>
  Array.from({ length: last - first + 1 }, (_, index) => {
    const rgb = frames.get(first + index)!; // all frames of a window are kept
    return {
      data: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => rgb[pixel * 3 + 1]!),
      width: WIDTH,
      height: HEIGHT,
    };
  });

const startOf = (cut: PlannedCut): number => cut.transitionStartFrame;
const endOf = (cut: PlannedCut): number => cut.transitionStartFrame + cut.transitionInFrames;
/** How far the middle of a transition lies behind its cut, in frames: 0 when it is centred. */
const middleOffset = (cut: PlannedCut): number => (startOf(cut) + endOf(cut)) / 2 - cut.frame;

/** The frame that differs most from the one before it, or the planned one if it differs half as much; none in a flicker. */
function findJump({ changes, first, last, planned }: CutMaterial): number | null {
  let jump: { frame: number; size: number } | null = null;
  for (let frame = first + 1; frame <= last; frame++) {
    const size = changes[frame]!;
    if (size >= MIN_DIFFERENCE && size > (jump?.size ?? 0)) jump = { frame, size };
  }
  if (jump === null) return null;
  const { frame, size: largest } = jump;
  const rivals = changes
    .slice(first + 1, last + 1)
    .filter((size, index) => first + 1 + index !== frame && size >= largest * RIVAL_SHARE);
  if (rivals.length >= MIN_RIVALS) return null;
  // a take may jump by itself close by
  return (changes[planned.frame] ?? 0) >= largest / 2 ? planned.frame : frame;
}

/** From when the old shot has gone to when the new one is there, in frames; what takes longer has its middle anywhere between. */
const MAX_BLEND_SPREAD = 10;

/** The place between two frames, in fractions of a frame, where one picture gives way to the other. */
function findBlend({ frames, first, last }: CutMaterial, isBounded: boolean): number | null {
  const before = frames.get(first);
  const after = frames.get(last);
  if (before === undefined || after === undefined || last <= first) return null;
  const half = difference(before, after) / 2;
  if (half * 2 < MIN_DIFFERENCE) return null;
  const departed = crossing({
    first,
    last,
    level: half,
    valueAt: (frame) => difference(frames.get(frame)!, before),
  });
  const arrived = crossing({
    first,
    last,
    level: -half,
    valueAt: (frame) => -difference(frames.get(frame)!, after),
  });
  if (Math.abs(arrived - departed) > MAX_BLEND_SPREAD && !isBounded) return null;
  return (departed + arrived) / 2;
}

/** Where a curve that rises from under a level to above it first passes it, between frames by linear interpolation. */
function crossing({
  first,
  last,
  level,
  valueAt,
}: {
  first: number;
  last: number;
  level: number;
  valueAt: (frame: number) => number;
}): number {
  let previous = valueAt(first);
  for (let frame = first + 1; frame <= last; frame++) {
    const value = valueAt(frame);
    if (value >= level) return frame - (value - level) / Math.max(value - previous, Number.EPSILON);
    previous = value;
  }
  return last;
}

/** Frames whose picture jumps, away from all planned cuts and their transitions. */
function findUnplannedCuts(changes: readonly number[], cuts: readonly PlannedCut[]): number[] {
  return findJumps(changes).filter(
    (frame) => !cuts.some((cut) => frame >= startOf(cut) - 1 && frame <= endOf(cut) + 1),
  );
}
