import { createHash } from 'node:crypto';
import type { PlannedCut } from '../../edit/edit-plan.ts';
import { clamp, median } from '../../core/numbers.ts';
import { frameToSeconds } from '../../core/time.ts';
import { probeVideo } from '../media/probe-video.ts';
import { difference, findJumps } from '../media/picture-change.ts';
import { readFrames } from '../media/read-frames.ts';
import { calmLimit, findMiddleRange, type MiddleRange } from './transition-extent.ts';
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
  /**
   * Whether the cut lies at `frame` or further from its planned place: a blend between shots that move much may show no more
   * than that it is off.
   */
  isAtLeast: boolean;
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
/** How far around a planned cut, besides its transition, the pictures of both shots are compared. */
const MARGIN_IN_FRAMES = 6;
/**
 * How far it is looked for where no other cut is near: a cut further off than this is none of this place. A late transition,
 * too, shall leave frames of the shots alone, which tell how much they change by themselves.
 */
const FAR_MARGIN_IN_FRAMES = 12;
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
 *    new one begins where the difference to B falls below it; the middle lies between. Shots that move much leave it open:
 *    then a planned middle outside of both is off by at least its distance, and of one between them nothing is said. A zoom
 *    moves the picture as a whole and is measured by its speed instead (`findZoomMiddle`), and a picture that jumps changes
 *    where it jumps. Where the picture shows when the transition begins and ends, as it changes more than the shots do, the
 *    middle lies so that its length covers them (`findMiddleRange`).
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

/** Where a cut was found in some pictures. */
export interface CutPlace {
  /** In frames from the first of the pictures. */
  frame: number;
  /** As in `MeasuredCut`. */
  isAtLeast: boolean;
}

/** Remembers where cuts were found in pictures. */
export interface CutMemory {
  find: (key: string) => CutPlace | null | undefined;
  keep: (key: string, place: CutPlace | null) => void;
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
): CutWindow => {
  const [start, end] = [startOf(planned), endOf(planned)];
  const [before, after] = [previous === undefined ? 0 : endOf(previous), next && startOf(next) - 1];
  // a transition needs frames of the shots alone; of two hard cuts each has its half, lest one is taken for the other
  const isHard = planned.transitionInFrames === 0;
  const half = (edge: number, near: number): number => (isHard ? Math.round((edge + near) / 2) : edge);
  return {
    planned,
    first: Math.max(
      before,
      start - FAR_MARGIN_IN_FRAMES,
      Math.min(half(before, start), start - MARGIN_IN_FRAMES),
    ),
    last: Math.min(
      after ?? Infinity,
      end + FAR_MARGIN_IN_FRAMES,
      Math.max(after === undefined ? Infinity : half(after, end), end + MARGIN_IN_FRAMES),
    ),
  };
};

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
  if (key !== undefined) memory?.keep(key, place);
  if (place === null) {
    return { planned, frame: null, timeInSeconds: null, offsetInFrames: null, isAtLeast: false };
  }
  const frame = first + place.frame;
  const timeInSeconds = frameToSeconds({ frame, fps });
  const offsetInFrames = (timeInSeconds - planned.timeInSeconds) * fps - middleOffset(planned);
  return { planned, frame, timeInSeconds, offsetInFrames, isAtLeast: place.isAtLeast };
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
  // the frames furthest away: an early or late transition reaches the others
  const around = [
    ...changes.slice(first + 1, Math.max(first + 1, startOf(planned))).slice(0, MARGIN_IN_FRAMES),
    ...changes.slice(Math.min(last + 1, endOf(planned) + 2), last + 1).slice(-MARGIN_IN_FRAMES),
  ];
  return Math.max(0, ...around) > (difference(before, after) * RIVAL_SHARE) / 2;
}

/**
 * A middle is told where it must lie within a range up to this one, in frames, so that it is not told to be on time where it
 * may be off by more than the frame or so that a cut may be off. It does not grow with the frame rate, as offsets and their
 * limit are in frames.
 */
const MAX_RANGE_IN_FRAMES = 2;

/** The middle of a transition, to the half frame: finer the picture does not tell. */
function findMiddle(material: CutMaterial): CutPlace | null {
  const { frames, changes, first, last, planned } = material;
  if (last - first < 1 || isFlickering(material)) return null;
  const { leaps, flashes } = findLeapsAndFlashes(material);
  const leap = leapOf(material, leaps);
  if (leap !== null) return { frame: leap - first, isAtLeast: false };
  const near = nearOf(material);
  const zoom = findZoomMiddle({
    frames: grayFrames(frames, near.first, near.last).map((picture) =>
      flashes.length > 0 ? { ...picture, data: formOf(picture.data, 1) } : picture,
    ),
    lengthInFrames: planned.transitionInFrames,
  });
  if (typeof zoom === 'number') return { frame: roundToHalf(near.first + zoom) - first, isAtLeast: false };
  const covering =
    flashes.length > 0
      ? null
      : findMiddleRange({
          changes,
          first,
          last,
          startFrame: startOf(planned),
          lengthInFrames: planned.transitionInFrames,
        });
  const isBounded = covering !== null && covering.latest - covering.earliest <= MAX_RANGE_IN_FRAMES;
  if (zoom === 'steady' || (zoom === 'unclear' && !isBounded)) return null;
  const blend = findBlend(material, flashes.length > 0);
  if (blend === null) return null;
  const within = (frame: number): number =>
    covering === null ? frame : clamp(frame, covering.earliest, covering.latest);
  const [earliest, latest] = [within(blend.earliest), within(blend.latest)];
  if (latest - earliest <= MAX_RANGE_IN_FRAMES) {
    const middle = within((blend.earliest + blend.latest) / 2);
    return { frame: roundToHalf(middle) - first, isAtLeast: false };
  }
  const plannedMiddle = (startOf(planned) + endOf(planned)) / 2;
  const nearest = clamp(plannedMiddle, earliest, latest);
  return nearest === plannedMiddle ? null : { frame: roundToHalf(nearest) - first, isAtLeast: true };
}

/** The part of a window in which the shots have moved least: it is nearer to the transition. */
const nearOf = ({ first, last, planned }: CutMaterial): { first: number; last: number } => ({
  first: Math.max(first, startOf(planned) - MARGIN_IN_FRAMES),
  last: Math.min(last, endOf(planned) + MARGIN_IN_FRAMES),
});

const roundToHalf = (frame: number): number => Math.round(frame * 2) / 2;

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
function findJump({ changes, first, last, planned }: CutMaterial): CutPlace | null {
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
  const place = (changes[planned.frame] ?? 0) >= largest / 2 ? planned.frame : frame;
  return { frame: place - first, isAtLeast: false };
}

/** Frames of a window at which the picture jumps, and of those that jump in brightness alone. */
function findLeapsAndFlashes({ frames, changes, first, last }: CutMaterial): {
  leaps: number[];
  flashes: number[];
} {
  const jumps = findJumps(changes.slice(first + 1, last + 1)).map((index) => first + 1 + index);
  const isFlash = (frame: number): boolean => {
    const [from, to] = [frames.get(frame - 1)!, frames.get(frame)!]; // all frames of a window are kept
    return difference(formOf(from, CHANNELS), formOf(to, CHANNELS)) < FLASH_SHARE * changes[frame]!;
  };
  return { leaps: jumps.filter((frame) => !isFlash(frame)), flashes: jumps.filter(isFlash) };
}

/** A jump is one of brightness if less than this share of it is left once both pictures have the same brightness and contrast. */
const FLASH_SHARE = 0.5;
/** Contrast below this, as a standard deviation of 255, is not raised: it is noise. */
const MIN_CONTRAST = 8;
const [FORM_MEAN, FORM_CONTRAST] = [128, 48];
/** Red, green and blue. */
const CHANNELS = 3;

/** A picture each of whose channels has a brightness and contrast that are always the same: a flash may be coloured. */
function formOf(picture: Uint8Array, channels: number): Uint8Array {
  const form = new Uint8Array(picture.length);
  for (let channel = 0; channel < channels; channel++) {
    const values = picture.filter((_, index) => index % channels === channel);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const gain = FORM_CONTRAST / Math.max(MIN_CONTRAST, Math.sqrt(variance));
    for (const [index, value] of values.entries()) {
      form[index * channels + channel] = clamp(FORM_MEAN + (value - mean) * gain, 0, 255);
    }
  }
  return form;
}

/** The frame at which the picture jumps instead of changing by and by, as a presentation without an effect of its own lets it. */
function leapOf(
  { frames, changes, first, last, planned }: CutMaterial,
  leaps: readonly number[],
): number | null {
  const [leap, ...others] = leaps;
  if (leap === undefined || others.length > 0) return null;
  if (changes[leap]! < RIVAL_SHARE * difference(frames.get(first)!, frames.get(last)!)) return null;
  // a jump inside a take is none of the transition, in the middle of which the picture then changes besides
  const within = median(changes.slice(startOf(planned) + 1, endOf(planned) + 1));
  const [before, after] = [
    changes.slice(first + 1, startOf(planned)),
    changes.slice(endOf(planned) + 2, last + 1),
  ];
  return within <= calmLimit(Math.max(median(before), median(after))) ? leap : null;
}

/**
 * Between which places, in fractions of a frame, one picture gives way to the other: where the old one has gone, and where
 * the new one is there. Under a flash only the form of the pictures counts.
 */
function findBlend(material: CutMaterial, hasFlash: boolean): MiddleRange | null {
  const { frames } = material;
  const { first, last } = nearOf(material);
  if (first >= last) return null;
  const pictures = Array.from({ length: last - first + 1 }, (_, index) => {
    const picture = frames.get(first + index)!; // all frames of a window are kept
    return hasFlash ? formOf(picture, CHANNELS) : picture;
  });
  const [before, after] = [pictures[0]!, pictures.at(-1)!];
  const half = difference(before, after) / 2;
  if (half * 2 < MIN_DIFFERENCE) return null;
  const departed = crossing({
    first,
    last,
    level: half,
    valueAt: (frame) => difference(pictures[frame - first]!, before),
  });
  const arrived = crossing({
    first,
    last,
    level: -half,
    valueAt: (frame) => -difference(pictures[frame - first]!, after),
  });
  return { earliest: Math.min(departed, arrived), latest: Math.max(departed, arrived) };
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
