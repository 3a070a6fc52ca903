import { secondsToFrame } from '../core/time.ts';
import type { AnchorSong } from './anchor.ts';
import type { BeatClock } from './beat-clock.ts';
import { beatSeriesFault, TRANSITION_ALIGNS, type BeatSeriesItem } from './beat-series-item.ts';
import type { EditPlan, PlannedCut, PlannedSlot } from './edit-plan.ts';
import { advance } from './musical-length.ts';
import { placeItems, type MusicalSlot } from './place-items.ts';

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
    if (room < 1) throw beatSeriesFault(`${name} is shorter than a frame at ${fps} fps.`, 'Make it longer.');
    // what lies under the transitions at its borders must not meet
    const needed = into.after + outOf.before;
    if (needed > room) {
      throw beatSeriesFault(
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
  if (!TRANSITION_ALIGNS.includes(align)) {
    throw beatSeriesFault(
      `A transition has align="${align}".`,
      `It is one of ${TRANSITION_ALIGNS.join(', ')}.`,
    );
  }
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
