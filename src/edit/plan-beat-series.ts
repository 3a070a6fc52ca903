import { BeatcutError } from '../core/error.ts';
import { secondsToFrame } from '../core/time.ts';
import type { BeatClock } from './beat-clock.ts';
import type { EditPlan, PlannedCut, PlannedSlot } from './edit-plan.ts';

/** A length in musical or real time; exactly one of the three. */
export type MusicalLength =
  | { beats: number; bars?: never; seconds?: never }
  | { bars: number; beats?: never; seconds?: never }
  | { seconds: number; beats?: never; bars?: never };

/** One element of a series, in order. A shot without a length lasts until the series ends and must be the last one. */
export type BeatSeriesItem =
  | { kind: 'shot'; id: string; length: MusicalLength | null }
  | { kind: 'gap'; length: MusicalLength }
  | { kind: 'transition'; length: MusicalLength };

/** What `planBeatSeries` takes. */
export interface PlanBeatSeriesOptions {
  items: readonly BeatSeriesItem[];
  clock: BeatClock;
  fps: number;
  /** Where the series begins, in seconds of the song. */
  startInSeconds: number;
  /** Where a last shot without a length ends, in seconds of the song. */
  endInSeconds: number;
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
}

const fault = (message: string, hint: string): BeatcutError =>
  new BeatcutError({ code: 'BEAT_SERIES_INVALID', message, hint });

const describe = (length: MusicalLength): string =>
  Object.entries(length)
    .map(([unit, value]) => `${value} ${unit}`)
    .join(', ');

/** The position that lies a musical length after another one, in beats. */
function advance(clock: BeatClock, fromBeat: number, length: MusicalLength): number {
  if (length.beats !== undefined) return fromBeat + length.beats;
  if (length.bars !== undefined) return clock.beatOfBar(clock.barAtBeat(fromBeat) + length.bars);
  return clock.beatAtTime(clock.timeOfBeat(fromBeat) + length.seconds);
}

/** How long a transition of a musical length around a cut lasts. */
function transitionSeconds(clock: BeatClock, cutBeat: number, length: MusicalLength): number {
  if (length.seconds !== undefined) return length.seconds;
  const beats = advance(clock, cutBeat, length) - cutBeat;
  return clock.timeOfBeat(cutBeat + beats / 2) - clock.timeOfBeat(cutBeat - beats / 2);
}

/**
 * Lays shots out along the beats.
 *
 * 1. Positions are added up in beats, never in frames. The first slot counts from the first downbeat at or after the
 *    series' start (a pick-up before it belongs to the first shot).
 * 2. Each border becomes a frame by rounding its absolute time, so no border is further than half a frame from its beat
 *    (less `leadInSeconds`) and nothing drifts.
 * 3. A transition lies half before, half after its cut and moves no border: the shots on both sides get handles.
 *
 * @returns the plan in frames of the song (frame 0 is the song's beginning).
 * @throws BeatcutError `BEAT_SERIES_INVALID` when lengths are not positive, a transition has no shot on one side, or a
 * transition is longer than the shots beside it have room for.
 */
export function planBeatSeries({
  items,
  clock,
  fps,
  startInSeconds,
  endInSeconds,
  leadInSeconds = 0,
  firstShotNumber = 1,
}: PlanBeatSeriesOptions): EditPlan {
  const slots: MusicalSlot[] = [];
  const transitions = new Map<number, MusicalLength>(); // by the index of the slot after it
  // the start is itself rounded to a frame: a downbeat up to half a frame before it counts as on it
  const startBar = Math.ceil(clock.barAtBeat(clock.beatAtTime(startInSeconds - 0.5 / fps)) - 1e-6);
  let beat = clock.beatOfBar(Math.max(0, startBar));

  for (const [index, item] of items.entries()) {
    if (
      item.length !== null &&
      !Object.values(item.length).every((value) => Number.isFinite(value) && value > 0)
    ) {
      throw fault(
        `A ${item.kind} of ${describe(item.length)} has no length.`,
        'Lengths in beats, bars or seconds must be above 0.',
      );
    }
    if (item.kind === 'transition') {
      const [before, after] = [items[index - 1], items[index + 1]];
      if (
        before === undefined ||
        after === undefined ||
        before.kind === 'transition' ||
        after.kind === 'transition'
      ) {
        throw fault(
          'A transition must stand between two shots.',
          'Move <BeatSeries.Transition> between two <BeatSeries.Shot>s.',
        );
      }
      transitions.set(slots.length, item.length);
      continue;
    }
    if (item.length === null && index !== items.length - 1) {
      throw fault(
        `Shot ${item.kind === 'shot' ? `"${item.id}"` : index + 1} has no length and is not the last one.`,
        'Give it beats={…}, bars={…} or seconds={…}.',
      );
    }
    const endBeat = item.length === null ? clock.beatAtTime(endInSeconds) : advance(clock, beat, item.length);
    if (endBeat <= beat) {
      throw fault(
        `Shot "${item.kind === 'shot' ? item.id : index}" would begin after the end of the song.`,
        'Shorten the shots before it.',
      );
    }
    slots.push({ shotId: item.kind === 'shot' ? item.id : null, startBeat: beat, endBeat });
    beat = endBeat;
  }

  const frameOf = (timeInSeconds: number): number => secondsToFrame({ timeInSeconds, fps, leadInSeconds });
  const start = secondsToFrame({ timeInSeconds: startInSeconds, fps });
  const end = secondsToFrame({ timeInSeconds: endInSeconds, fps });
  const borders = slots.map((slot, index) =>
    index === 0 ? start : frameOf(clock.timeOfBeat(slot.startBeat)),
  );
  // the last border is no cut: it has no lead
  borders.push(
    items.at(-1)?.length === null ? end : secondsToFrame({ timeInSeconds: clock.timeOfBeat(beat), fps }),
  );

  const half = (index: number): number => {
    const length = transitions.get(index);
    if (length === undefined) return 0;
    const seconds = transitionSeconds(clock, slots[index]!.startBeat, length);
    return Math.max(1, secondsToFrame({ timeInSeconds: seconds / 2, fps }));
  };
  const handles = slots.map((_, index) => half(index));
  handles.push(0);

  for (const [index, slot] of slots.entries()) {
    const room = borders[index + 1]! - borders[index]!;
    const name = slot.shotId === null ? 'A gap' : `Shot "${slot.shotId}"`;
    if (room < 1) throw fault(`${name} is shorter than a frame at ${fps} fps.`, 'Make it longer.');
    const needed = handles[index]! + handles[index + 1]!;
    if (needed > room) {
      throw fault(
        `${name} lasts ${room} frames, but the transitions at its borders need ${needed} frames of it.`,
        'Shorten the transitions or lengthen the shot.',
      );
    }
  }

  let shotNumber = firstShotNumber;
  const plannedSlots = slots.map(({ shotId }, index): PlannedSlot => ({
    shotId,
    shotNumber: shotId === null ? null : shotNumber++,
    startFrame: borders[index]!,
    endFrame: borders[index + 1]!,
    handleBeforeInFrames: handles[index]!,
    handleAfterInFrames: handles[index + 1]!,
  }));
  const cuts = slots.slice(1).map((slot, index): PlannedCut => ({
    frame: borders[index + 1]!,
    timeInSeconds: clock.timeOfBeat(slot.startBeat) - leadInSeconds,
    beat: slot.startBeat,
    fromShot: slots[index]!.shotId,
    toShot: slot.shotId,
    transitionInFrames: 2 * handles[index + 1]!,
  }));
  return { fps, slots: plannedSlots, cuts, endFrame: borders.at(-1) ?? start };
}
