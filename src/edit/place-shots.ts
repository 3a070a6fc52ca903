import { BeatcutError } from '../core/error.ts';
import { frameToSeconds } from '../core/time.ts';
import type { BeatClock } from './beat-clock.ts';
import type { EditPlan, PlannedCut, PlannedSlot } from './edit-plan.ts';

/** A shot with its place in whole frames, as it stands in a `<CutList>`. */
export interface PlacedShot {
  id: string;
  /** The first frame that shows it, from where the list begins; half of its transition lies before its cut. */
  from: number;
  /** How long it is seen, transitions included. */
  durationInFrames: number;
  /** Length of the transition into it, during which the shot before it is still seen; 0 for a hard cut. Even. */
  enterInFrames: number;
}

/** What `placeShots` takes. */
export interface PlaceShotsOptions {
  /** In order. */
  shots: readonly PlacedShot[];
  clock: BeatClock;
  fps: number;
  /** The composition's frames at which the list and its song's time 0 begin. */
  startFrame: number;
  songStartFrame: number;
}

/** Parts of a beat that cuts of a list are compared with. */
const PARTS_OF_BEAT = 2;

/**
 * The plan of a list of shots whose places are whole frames, in frames of the composition. A cut that is within half a frame
 * of a beat or a half beat is on it; others are where they are. Places are rounded, and a transition without room is shorter
 * or none, so that a list which someone is dragging in Studio can always be drawn.
 *
 * @returns the plan, and the shots as they are drawn.
 * @throws BeatcutError `CUT_LIST_INVALID` for a place that is no number.
 */
export function placeShots({ shots: wanted, clock, fps, startFrame, songStartFrame }: PlaceShotsOptions): {
  plan: EditPlan;
  shots: PlacedShot[];
} {
  const shots = settle(wanted);
  const borders = shots.map(({ from, enterInFrames }) => startFrame + from + enterInFrames / 2);
  const momentOf = (frame: number): { beat: number; timeInSeconds: number } => {
    const timeInSeconds = frameToSeconds({ frame: frame - songStartFrame, fps });
    const beat = clock.beatAtTime(timeInSeconds);
    const near = Math.round(beat * PARTS_OF_BEAT) / PARTS_OF_BEAT;
    const isOn = Math.abs(clock.timeOfBeat(near) - timeInSeconds) * fps <= 0.5 + 1e-9;
    return isOn ? { beat: near, timeInSeconds: clock.timeOfBeat(near) } : { beat, timeInSeconds };
  };
  const slots: PlannedSlot[] = [];
  shots.forEach((shot, index) => {
    const next = shots[index + 1];
    const visibleEnd = startFrame + shot.from + shot.durationInFrames;
    const endFrame = visibleEnd - (next?.enterInFrames ?? 0) / 2;
    const slotStart = borders[index]!;
    const previousEnd = slots.at(-1)?.endFrame ?? slotStart;
    if (previousEnd < slotStart) slots.push(gap(previousEnd, slotStart));
    slots.push({
      shotId: shot.id,
      shotNumber: index + 1,
      startFrame: slotStart,
      endFrame,
      startBeat: momentOf(slotStart).beat,
      endBeat: momentOf(endFrame).beat,
      handleBeforeInFrames: shot.enterInFrames / 2,
      handleAfterInFrames: (next?.enterInFrames ?? 0) / 2,
    });
  });
  function gap(from: number, to: number): PlannedSlot {
    return {
      shotId: null,
      shotNumber: null,
      startFrame: from,
      endFrame: to,
      startBeat: momentOf(from).beat,
      endBeat: momentOf(to).beat,
      handleBeforeInFrames: 0,
      handleAfterInFrames: 0,
    };
  }
  const cuts = slots.slice(1).map((slot, index): PlannedCut => {
    const { beat, timeInSeconds } = momentOf(slot.startFrame);
    return {
      frame: slot.startFrame,
      timeInSeconds: timeInSeconds + frameToSeconds({ frame: songStartFrame, fps }),
      beat,
      fromShot: slots[index]!.shotId,
      toShot: slot.shotId,
      transitionInFrames: 2 * slot.handleBeforeInFrames,
      transitionStartFrame: slot.startFrame - slot.handleBeforeInFrames,
    };
  });
  return { plan: { fps, slots, cuts, endFrame: slots.at(-1)?.endFrame ?? startFrame }, shots };
}

/** Whole frames, and transitions as long as the shots beside them have room for: half-way through a drag there may be none. */
function settle(shots: readonly PlacedShot[]): PlacedShot[] {
  const whole = shots.map((shot): PlacedShot => {
    const { id, from, durationInFrames, enterInFrames } = shot;
    if (![from, durationInFrames, enterInFrames].every(Number.isFinite)) {
      throw new BeatcutError({
        code: 'CUT_LIST_INVALID',
        message: `Shot "${id}" begins at frame ${from} and lasts ${durationInFrames} frames, with a transition of ${enterInFrames}.`,
        hint: 'from, durationInFrames and enterInFrames are numbers of frames.',
      });
    }
    return {
      id,
      from: Math.round(from),
      durationInFrames: Math.max(1, Math.round(durationInFrames)),
      enterInFrames: Math.max(0, enterInFrames),
    };
  });
  return whole.map((shot, index) => {
    const before = whole[index - 1];
    const room =
      before === undefined || shot.from <= before.from
        ? 0
        : Math.min(
            before.from + before.durationInFrames - shot.from,
            shot.durationInFrames - (whole[index + 1]?.enterInFrames ?? 0),
            before.durationInFrames - before.enterInFrames,
          );
    return { ...shot, enterInFrames: 2 * Math.floor(Math.max(0, Math.min(shot.enterInFrames, room)) / 2) };
  });
}
