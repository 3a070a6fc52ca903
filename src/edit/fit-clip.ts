import type { CatalogueClip } from '../clips/catalogue.ts';
import type { ClipFit, FitSlot, FitWish, SlotBeat } from '../clips/fit-wish.ts';
import type { TakeStretch } from '../clips/take-checks.ts';
import { alignAction } from './align-action.ts';

/** What `fitClip` takes. */
export interface FitClipOptions extends FitWish {
  /** Length of the take. */
  takeInSeconds: number;
  /** How long it is shown, handles included. */
  shownInSeconds: number;
  /** How long one frame of the take lasts. */
  frameInSeconds: number;
  /** The part of the take without black or frozen pictures at its ends; all of it by default. */
  usable?: TakeStretch | undefined;
  /** When the take moves most, strongest first; for `sync`. */
  actionsInSeconds?: readonly number[] | undefined;
  /** The beats of the slot, from when the clip is first shown; for `sync`. */
  beats?: readonly SlotBeat[] | undefined;
}

/** A stretch of a slot in which a take runs at one speed. */
export interface FittedSegment {
  /** From when the clip is first shown. */
  startInSeconds: number;
  durationInSeconds: number;
  /** The time in the take at the segment's beginning. */
  takeStartInSeconds: number;
  /** 1 is the take's own speed; negative runs backwards, 0 holds the picture. */
  speed: number;
}

/** How a take is played in its slot. */
export interface FittedClip {
  /** Fill the slot without a gap. */
  segments: FittedSegment[];
  /** Speed of the first segment. */
  playbackRate: number;
  /** Whether the take is so short that it plays slower than it may. */
  tooShort: boolean;
  /** Where the strongest movement is seen, from when the clip is first shown; absent where it could not be moved. */
  actionAtInSeconds?: number;
  /** What does not fit, with what would. Plain sentences. */
  notes: string[];
}

/** Below this speed a slowed-down take stutters visibly; above the fastest one movement looks like a mistake. */
export const DEFAULT_SPEEDS = { slowest: 0.5, fastest: 2 } as const;
/** Shorter by less than this, a take still fills its slot: what rounding to frames may cost. In seconds. */
const ROUNDING_TOLERANCE = 1e-3;
/** The longest that `hold` lets a picture stand. */
const MAX_HOLD_IN_SECONDS = 2;

/** Whether a take is as long as its slot, but for what rounding to frames may cost. */
export const fillsSlot = ({
  takeInSeconds,
  shownInSeconds,
}: Pick<FitClipOptions, 'takeInSeconds' | 'shownInSeconds'>): boolean =>
  takeInSeconds >= shownInSeconds - ROUNDING_TOLERANCE;

/** The part of a take that a fit works with. */
interface Material {
  start: number;
  end: number;
  shown: number;
  frame: number;
  slowest: number;
  fastest: number;
}

/**
 * Fits a take into its slot, so that no black frame and, but for `hold`, no frozen one is ever shown.
 *
 * - `trim` plays it from its in-point at its own speed and leaves the rest out.
 * - `speed` plays all of it, faster or slower within the limits.
 * - `hold` plays it at its own speed and lets its last picture stand for what remains.
 * - `loop` begins again from the in-point; `boomerang` runs back and forth. The speed is changed within the limits so that
 *   whole turns fill the slot.
 *
 * A take that is too short for `trim` is slowed down, below the limit if it must be. `sync: 'action'` chooses the in-point,
 * and slows down within the limit, so that the strongest movement falls on a beat.
 */
export function fitClip(options: FitClipOptions): FittedClip {
  const { fit = 'trim', shownInSeconds: shown, frameInSeconds: frame, sync } = options;
  const { minSpeed = DEFAULT_SPEEDS.slowest, maxSpeed = DEFAULT_SPEEDS.fastest } = options;
  const material = { ...rangeOf(options), shown, frame, slowest: minSpeed, fastest: maxSpeed };
  const notes: string[] = [];
  if (sync === 'action') {
    const aligned = alignFit(options, material, notes);
    if (aligned !== null) return aligned;
  }
  const segments = FITS[fit](material);
  const slowest = Math.min(...segments.map(({ speed }) => Math.abs(speed) || 1));
  // rounding may slow a fitting take down by a hair
  const tooShort = slowest < material.slowest - 1e-9;
  if (tooShort) notes.push(describeShortness(material, slowest));
  const first = segments[0]!; // every fit fills its slot
  return { segments, playbackRate: first.speed, tooShort, notes };
}

/** What the edit must know of a take to fit it. */
export type FittableTake = Pick<CatalogueClip, 'durationInSeconds' | 'fps' | 'usable' | 'actionsInSeconds'>;

/** `fitClip` for a take and a slot of a film. */
export const fitTake = ({ take, slot }: { take: FittableTake; slot: FitSlot }): FittedClip =>
  fitClip({
    ...slot.wish,
    takeInSeconds: take.durationInSeconds,
    frameInSeconds: 1 / take.fps,
    usable: take.usable,
    actionsInSeconds: take.actionsInSeconds,
    shownInSeconds: slot.shownInSeconds,
    beats: slot.beats,
  });

/** The part of a take that may be shown: between its points, without black or frozen ends. */
function rangeOf({
  takeInSeconds,
  frameInSeconds,
  inPointInSeconds,
  outPointInSeconds,
  usable = { startInSeconds: 0, endInSeconds: takeInSeconds },
}: FitClipOptions): { start: number; end: number } {
  const start = Math.max(0, inPointInSeconds ?? usable.startInSeconds);
  const end = Math.min(takeInSeconds, outPointInSeconds ?? usable.endInSeconds);
  // points that lie behind the take's end, or cross, would show nothing
  if (end - start >= 2 * frameInSeconds) return { start, end };
  return { start: Math.min(start, Math.max(0, takeInSeconds - 2 * frameInSeconds)), end: takeInSeconds };
}

const one = (material: Material, takeStartInSeconds: number, speed: number): FittedSegment[] => [
  { startInSeconds: 0, durationInSeconds: material.shown, takeStartInSeconds, speed },
];

/** The speed at which a take's last frame is reached at the end of the slot, not passed: nothing lies beyond it. */
const speedToFill = ({ start, end, shown, frame }: Material): number =>
  Math.max(end - start - frame, frame) / shown;

const fills = ({ start, end, shown }: Material): boolean => end - start >= shown - ROUNDING_TOLERANCE;

const FITS: Record<ClipFit, (material: Material) => FittedSegment[]> = {
  trim: (material) => one(material, material.start, fills(material) ? 1 : speedToFill(material)),

  speed: (material) => {
    const natural = (material.end - material.start) / material.shown;
    const speed = Math.abs(natural - 1) < 1e-3 ? 1 : Math.min(material.fastest, speedToFill(material));
    return one(material, material.start, speed);
  },

  hold(material) {
    if (fills(material)) return one(material, material.start, 1);
    const { start, end, shown, frame, slowest } = material;
    const lastPicture = end - frame;
    // the shorter the take, the slower it runs into a hold of bearable length
    const playing = Math.max(shown - MAX_HOLD_IN_SECONDS, Math.min(shown, lastPicture - start));
    const speed = Math.min(1, (lastPicture - start) / playing);
    if (speed < slowest) return one(material, start, speedToFill(material));
    return [
      { startInSeconds: 0, durationInSeconds: playing, takeStartInSeconds: start, speed },
      {
        startInSeconds: playing,
        durationInSeconds: shown - playing,
        takeStartInSeconds: lastPicture,
        speed: 0,
      },
    ];
  },

  loop: (material) => turns(material, material.end - material.start, (index) => ({ index, forward: true })),

  // the pictures at which it turns are shown once
  boomerang: (material) =>
    turns(material, material.end - material.start - material.frame, (index) => ({
      index,
      forward: index % 2 === 0,
    })),
};

/** Turns of a take, one after the other: as many as come nearest to its own speed. */
function turns(
  material: Material,
  turnInSeconds: number,
  describe: (index: number) => { index: number; forward: boolean },
): FittedSegment[] {
  if (fills(material)) return one(material, material.start, 1);
  const { start, shown, slowest, fastest } = material;
  const count = Math.max(1, Math.round(shown / turnInSeconds));
  const even = (count * turnInSeconds) / shown;
  // an odd rest is better than a speed that looks wrong
  const speed = even >= slowest && even <= fastest && count > 1 ? even : 1;
  const length = turnInSeconds / speed;
  const total = Math.ceil(shown / length - 1e-6);
  return Array.from({ length: total }, (_, turn) => {
    const { forward } = describe(turn);
    return {
      startInSeconds: turn * length,
      durationInSeconds: Math.min(length, shown - turn * length),
      takeStartInSeconds: forward ? start : start + turnInSeconds,
      speed: forward ? speed : -speed,
    };
  });
}

/** A fit by `sync: 'action'`, or `null` with a note when the movement can't land on a beat. */
function alignFit(options: FitClipOptions, material: Material, notes: string[]): FittedClip | null {
  const { fit = 'trim', beats = [], actionsInSeconds = [] } = options;
  if (fit !== 'trim' && fit !== 'speed') {
    notes.push(`sync="action" works with fit="trim" and "speed", not with "${fit}".`);
    return null;
  }
  if (beats.length === 0) {
    notes.push('sync="action" found no beat in the slot: the clip plays from its in-point.');
    return null;
  }
  if (actionsInSeconds.length === 0) {
    notes.push('sync="action" knows of no movement in the take: it plays from its in-point.');
    return null;
  }
  const aligned = alignAction({ ...material, actionsInSeconds, beats });
  if (aligned === null) {
    notes.push(
      `No movement of the take can land on a beat: it is ${(material.end - material.start).toFixed(1)} s long and the slot ${material.shown.toFixed(1)} s. A take of ${(2 * material.shown).toFixed(1)} s, or minSpeed below ${material.slowest}, would let it.`,
    );
    return null;
  }
  const { takeStartInSeconds, speed, actionAtInSeconds } = aligned;
  return {
    segments: one(material, takeStartInSeconds, speed),
    playbackRate: speed,
    tooShort: false,
    actionAtInSeconds,
    notes,
  };
}

function describeShortness({ start, end, shown, slowest }: Material, speed: number): string {
  const length = end - start;
  const ways = [
    `a take of ${shown.toFixed(1)} s`,
    ...(length >= 0.5 ? ['fit="boomerang"'] : []),
    ...(shown - length / slowest <= MAX_HOLD_IN_SECONDS ? ['fit="hold"'] : []),
    `a slot of ${(length / slowest).toFixed(1)} s`,
  ];
  const list = `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`;
  return `${length.toFixed(1)} s of the take fill ${shown.toFixed(1)} s only at ${speed.toFixed(2)} of its speed. What would fit: ${list}.`;
}
