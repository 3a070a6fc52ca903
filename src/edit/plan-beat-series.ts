import { BeatcutError } from '../core/error.ts';
import { formatSeconds, secondsToFrame } from '../core/time.ts';
import { describeAnchor, findAnchor, type Anchor, type AnchorSong } from './anchor.ts';
import type { BeatClock } from './beat-clock.ts';
import type { EditPlan, PlannedCut, PlannedSlot } from './edit-plan.ts';
import { advance, describeLength, type MusicalLength } from './musical-length.ts';

/** Where a transition lies: around its beat, or beginning or ending on it. */
export type TransitionAlign = 'start' | 'centre' | 'end';

/**
 * One element of a series, in order.
 *
 * - A shot begins where the one before it ends, or `at` a place of the song. It lasts a length, or `until` a place, or with
 *   neither until the next shot with `at`, or the series' end.
 * - A gap shows nothing. An overlap lets the next shot begin before the end of the one before it, over it.
 * - A transition moves nothing.
 */
export type BeatSeriesItem =
  | {
      kind: 'shot';
      id: string;
      length: MusicalLength | null;
      at?: Anchor | undefined;
      until?: Anchor | undefined;
    }
  | { kind: 'gap'; length: MusicalLength | null; until?: Anchor | undefined }
  | { kind: 'overlap'; length: MusicalLength }
  | { kind: 'transition'; length: MusicalLength; align?: TransitionAlign | undefined };

/** What `planBeatSeries` takes. */
export interface PlanBeatSeriesOptions {
  items: readonly BeatSeriesItem[];
  clock: BeatClock;
  /** Where sections, phrases and drops lie; needed where items name them. */
  song?: AnchorSong;
  fps: number;
  /** Where the series begins, in seconds of the song. */
  startInSeconds: number;
  /** Where a last shot without a length ends, in seconds of the song. */
  endInSeconds: number;
  /** Where the first slot counts from, in beats; the first downbeat at or after the start by default. */
  originBeat?: number | undefined;
  /** How much earlier than its beat each inner cut is shown; 0 by default. */
  leadInSeconds?: number;
  /** Number of the first shot; 1 by default. */
  firstShotNumber?: number;
}

/** A slot before frames exist. */
interface MusicalSlot {
  shotId: string | null;
  startBeat: number;
  endBeat: number;
  /** The transition into it. */
  transition: Extract<BeatSeriesItem, { kind: 'transition' }> | null;
}

type SlotItem = Extract<BeatSeriesItem, { kind: 'shot' | 'gap' }>;

/** Two positions nearer than this are one. In beats. */
const SAME_PLACE_IN_BEATS = 1e-6;

const fault = (message: string, hint: string): BeatcutError =>
  new BeatcutError({ code: 'BEAT_SERIES_INVALID', message, hint });

const nameOf = (item: SlotItem): string => (item.kind === 'shot' ? `Shot "${item.id}"` : 'A gap');

/**
 * Lays shots out along the beats.
 *
 * 1. Positions are added up in beats, never in frames. The first slot counts from the first downbeat at or after the
 *    series' start (a pick-up before it belongs to the first shot).
 * 2. Each border becomes a frame by rounding its absolute time, so no border is further than half a frame from its beat
 *    (less `leadInSeconds`) and nothing drifts.
 * 3. A transition lies half before, half after its cut, or begins or ends with it, and moves no border: the shots on both
 *    sides get handles.
 *
 * @returns the plan in frames of the song (frame 0 is the song's beginning).
 * @throws BeatcutError `BEAT_SERIES_INVALID` when lengths are not positive, a transition has no shot on one side, or a
 * transition is longer than the shots beside it have room for; `ANCHOR_UNKNOWN` when the song lacks a named place.
 */
export function planBeatSeries({
  items,
  clock,
  song = { sections: [], durationInSeconds: Number.POSITIVE_INFINITY },
  fps,
  startInSeconds,
  endInSeconds,
  originBeat,
  leadInSeconds = 0,
  firstShotNumber = 1,
}: PlanBeatSeriesOptions): EditPlan {
  // the start is itself rounded to a frame: a downbeat up to half a frame before it counts as on it
  const startBar = Math.ceil(clock.barAtBeat(clock.beatAtTime(startInSeconds - 0.5 / fps)) - 1e-6);
  const slots = placeItems({
    items,
    clock,
    song,
    originBeat: originBeat ?? clock.beatOfBar(Math.max(0, startBar)),
    startInSeconds,
    endBeat: clock.beatAtTime(endInSeconds),
    frameInSeconds: 1 / fps,
  });

  // the series' own start and end are no cuts: they have no lead
  const frameOf = (beat: number, lead: number): number =>
    secondsToFrame({ timeInSeconds: clock.timeOfBeat(beat), fps, leadInSeconds: lead });
  const start = secondsToFrame({ timeInSeconds: startInSeconds, fps });
  const last = slots.length - 1;
  const isOpen = isOpenEnded(items);
  const end = isOpen
    ? secondsToFrame({ timeInSeconds: endInSeconds, fps })
    : frameOf(slots[last]?.endBeat ?? 0, 0);
  const frames = slots.map((slot, index) => ({
    startFrame: index === 0 ? start : frameOf(slot.startBeat, leadInSeconds),
    endFrame: index === last ? end : frameOf(slot.endBeat, leadInSeconds),
  }));

  const handles = slots.map((slot) => handlesOf({ slot, clock, song, fps }));
  const plannedSlots = slots.map((slot, index): PlannedSlot => {
    const { startFrame, endFrame } = frames[index]!;
    const into = handles[index]!;
    const outOf = handles[index + 1] ?? NO_HANDLES;
    const room = endFrame - startFrame;
    const name = slot.shotId === null ? 'A gap' : `Shot "${slot.shotId}"`;
    if (room < 1) throw fault(`${name} is shorter than a frame at ${fps} fps.`, 'Make it longer.');
    // what lies under the transitions at its borders must not meet
    const needed = into.after + outOf.before;
    if (needed > room) {
      throw fault(
        `${name} lasts ${room} frames, but the transitions at its borders need ${needed} frames of it.`,
        'Shorten the transitions or lengthen the shot.',
      );
    }
    return {
      shotId: slot.shotId,
      shotNumber: null,
      startFrame,
      endFrame,
      startBeat: slot.startBeat,
      endBeat: slot.endBeat,
      handleBeforeInFrames: into.before,
      handleAfterInFrames: outOf.after,
    };
  });
  let shotNumber = firstShotNumber;
  for (const slot of plannedSlots) if (slot.shotId !== null) slot.shotNumber = shotNumber++;

  const cuts = plannedSlots.slice(1).map((slot, index): PlannedCut => {
    const { before, after } = handles[index + 1]!;
    return {
      frame: slot.startFrame,
      timeInSeconds: clock.timeOfBeat(slot.startBeat) - leadInSeconds,
      beat: slot.startBeat,
      fromShot: slots[index]!.shotId,
      toShot: slot.shotId,
      transitionInFrames: before + after,
      transitionStartFrame: slot.startFrame - before,
    };
  });
  return { fps, slots: plannedSlots, cuts, endFrame: plannedSlots.at(-1)?.endFrame ?? start };
}

/** Whether the last slot lasts until the series ends. */
function isOpenEnded(items: readonly BeatSeriesItem[]): boolean {
  const item = items.at(-1);
  return item !== undefined && 'length' in item && item.length === null && !('until' in item && item.until);
}

/** Frames of a transition before and after its cut. */
interface TransitionHandles {
  before: number;
  after: number;
}
const NO_HANDLES: TransitionHandles = { before: 0, after: 0 };

/** How the transition into a slot lies around its cut. Centred, it is as long on both sides. */
function handlesOf({
  slot: { transition, startBeat },
  clock,
  song,
  fps,
}: Pick<PlanBeatSeriesOptions, 'clock' | 'fps'> & {
  slot: MusicalSlot;
  song: AnchorSong;
}): TransitionHandles {
  if (transition === null) return NO_HANDLES;
  const { length, align = 'centre' } = transition;
  const beats = advance({ fromBeat: startBeat, length, song, clock }) - startBeat;
  /** Time between the cut and some beats from it. */
  const secondsTo = (offsetInBeats: number): number =>
    Math.abs(clock.timeOfBeat(startBeat + offsetInBeats) - clock.timeOfBeat(startBeat));
  const framesIn = (timeInSeconds: number): number => Math.max(1, secondsToFrame({ timeInSeconds, fps }));
  if (align === 'start') return { before: 0, after: framesIn(length.seconds ?? secondsTo(beats)) };
  if (align === 'end') return { before: framesIn(length.seconds ?? secondsTo(-beats)), after: 0 };
  const half = framesIn((length.seconds ?? secondsTo(beats / 2) + secondsTo(-beats / 2)) / 2);
  return { before: half, after: half };
}

interface PlaceItemsOptions {
  items: readonly BeatSeriesItem[];
  clock: BeatClock;
  song: AnchorSong;
  startInSeconds: number;
  /** Where the first slot counts from. */
  originBeat: number;
  endBeat: number;
  frameInSeconds: number;
}

/** Where each slot lies in beats, with gaps where an anchor leaves some. */
function placeItems({
  items,
  clock,
  song,
  startInSeconds,
  originBeat,
  endBeat,
  frameInSeconds,
}: PlaceItemsOptions): MusicalSlot[] {
  const slots: MusicalSlot[] = [];
  let beat = originBeat;
  let overlapInBeats = 0;
  let transition: MusicalSlot['transition'] = null;
  const placeAt = (anchor: Anchor): number => findAnchor({ anchor, song, clock });

  for (const [index, item] of items.entries()) {
    requirePositive(item);
    if (item.kind === 'transition' || item.kind === 'overlap') {
      requireNeighbours(items, index);
      if (item.kind === 'transition') transition = item;
      else overlapInBeats = beat - backFrom(beat, item.length, { clock, song });
      continue;
    }
    const name = nameOf(item);
    const at = item.kind === 'shot' ? item.at : undefined;
    const isFirst = slots.length === 0;
    const slotStart =
      at === undefined || (isFirst && startInSeconds <= frameInSeconds && isSongStart(placeAt(at), clock))
        ? beat - overlapInBeats
        : placeAt(at);
    if (isFirst && at !== undefined) {
      beat = firstBeatAt({ name, at, slotStart, startInSeconds, originBeat, clock, frameInSeconds });
    }
    const gap = slotStart - beat;
    if (gap > SAME_PLACE_IN_BEATS) {
      if (transition !== null) {
        throw fault(
          `${name} begins after a pause, but a transition leads into it.`,
          'Let the shot before it last until there, or remove the transition.',
        );
      }
      slots.push({ shotId: null, startBeat: beat, endBeat: slotStart, transition: null });
    }
    const previous = slots.at(-1);
    if (previous !== undefined && gap < -SAME_PLACE_IN_BEATS) {
      requireOverlap({ name, slotStart, previous, transition });
    }
    const slotEnd = endOf({ item, next: nextAnchor(items, index), slotStart, placeAt, clock, song, endBeat });
    if (slotEnd <= slotStart) {
      throw fault(
        `${name} would begin at ${formatSeconds(clock.timeOfBeat(slotStart))} and end at ${formatSeconds(clock.timeOfBeat(slotEnd))}.`,
        'Shorten the shots before it, or correct its at and until.',
      );
    }
    if (previous !== undefined && slotEnd < previous.endBeat - SAME_PLACE_IN_BEATS) {
      throw fault(
        `${name} ends before the shot that it lies over.`,
        'Give a picture over a picture a <BeatSeries> of its own.',
      );
    }
    slots.push({
      shotId: item.kind === 'shot' ? item.id : null,
      startBeat: slotStart,
      endBeat: slotEnd,
      transition,
    });
    beat = slotEnd;
    transition = null;
    overlapInBeats = 0;
  }
  return slots;
}

/** Whether a place is the beginning of the song: its first shot counts from the first downbeat all the same. */
const isSongStart = (beat: number, clock: BeatClock): boolean => clock.timeOfBeat(beat) <= 1e-6;

/** Where a series begins whose first shot begins at an anchor: there, or before it, which leaves a gap. */
function firstBeatAt({
  name,
  at,
  slotStart,
  startInSeconds,
  originBeat,
  clock,
  frameInSeconds,
}: Pick<PlaceItemsOptions, 'startInSeconds' | 'originBeat' | 'clock' | 'frameInSeconds'> & {
  name: string;
  at: Anchor;
  slotStart: number;
}): number {
  if (slotStart === originBeat) return originBeat;
  const laterInSeconds = clock.timeOfBeat(slotStart) - startInSeconds;
  if (laterInSeconds < -frameInSeconds) {
    throw fault(
      `${name} begins at "${describeAnchor(at)}" (${formatSeconds(clock.timeOfBeat(slotStart))}), before its series (${formatSeconds(startInSeconds)}).`,
      'Move the <BeatSeries> out of its <Sequence>, or give the shot a later place.',
    );
  }
  return laterInSeconds > frameInSeconds / 2 ? clock.beatAtTime(startInSeconds) : slotStart;
}

/** Where a slot ends: by its length, its `until`, the next shot's `at`, or the end of the series. */
function endOf({
  item,
  next,
  slotStart,
  placeAt,
  clock,
  song,
  endBeat,
}: Pick<PlaceItemsOptions, 'clock' | 'song' | 'endBeat'> & {
  item: SlotItem;
  /** The anchor of the slot after it; `null` when it is the last one. */
  next: Anchor | undefined | null;
  slotStart: number;
  placeAt: (anchor: Anchor) => number;
}): number {
  if (item.length !== null && item.until !== undefined) {
    throw fault(
      `${nameOf(item)} has ${describeLength(item.length)} and until="${describeAnchor(item.until)}".`,
      'Keep one of both.',
    );
  }
  if (item.length !== null) return advance({ fromBeat: slotStart, length: item.length, song, clock });
  if (item.until !== undefined) return placeAt(item.until);
  if (next === null) return endBeat;
  if (next !== undefined) return placeAt(next);
  throw fault(
    `${nameOf(item)} has no length and is not the last one.`,
    'Give it beats={…}, bars={…}, phrases={…}, sections={…}, seconds={…} or until="…", or the next shot at="…".',
  );
}

/** The anchor of the slot after an item: `undefined` if it has none, `null` if there is no such slot. */
function nextAnchor(items: readonly BeatSeriesItem[], index: number): Anchor | undefined | null {
  const next = items.slice(index + 1).find(({ kind }) => kind === 'shot' || kind === 'gap');
  if (next === undefined) return null;
  return next.kind === 'shot' ? next.at : undefined;
}

/** The position that lies a length before another one. */
const backFrom = (
  beat: number,
  length: MusicalLength,
  { clock, song }: Pick<PlaceItemsOptions, 'clock' | 'song'>,
): number => {
  if (length.bars !== undefined) return clock.beatOfBar(clock.barAtBeat(beat) - length.bars);
  if (length.seconds !== undefined) return clock.beatAtTime(clock.timeOfBeat(beat) - length.seconds);
  return 2 * beat - advance({ fromBeat: beat, length, song, clock });
};

function requireOverlap({
  name,
  slotStart,
  previous,
  transition,
}: {
  name: string;
  slotStart: number;
  previous: MusicalSlot;
  transition: MusicalSlot['transition'];
}): void {
  if (slotStart <= previous.startBeat + SAME_PLACE_IN_BEATS) {
    throw fault(
      `${name} would begin before the shot before it (at beat ${Number(slotStart.toFixed(2))}, that one at ${Number(previous.startBeat.toFixed(2))}).`,
      'Put the shots in the order in which they are seen, or shorten the overlap.',
    );
  }
  if (transition !== null) {
    throw fault(
      `${name} overlaps the shot before it, and a transition leads into it.`,
      'A transition makes shots overlap by itself: remove the overlap.',
    );
  }
}

function requirePositive(item: BeatSeriesItem): void {
  const { length } = item;
  if (length === null || Object.values(length).every((value) => Number.isFinite(value) && value > 0)) return;
  throw fault(`A ${item.kind} of ${describeLength(length)} has no length.`, 'Lengths must be above 0.');
}

function requireNeighbours(items: readonly BeatSeriesItem[], index: number): void {
  const isSlot = (item: BeatSeriesItem | undefined): boolean => item?.kind === 'shot' || item?.kind === 'gap';
  if (isSlot(items[index - 1]) && isSlot(items[index + 1])) return;
  const name = items[index]!.kind === 'transition' ? 'Transition' : 'Overlap';
  throw fault(
    `A ${name.toLowerCase()} must stand between two shots.`,
    `Move <BeatSeries.${name}> between two <BeatSeries.Shot>s.`,
  );
}
