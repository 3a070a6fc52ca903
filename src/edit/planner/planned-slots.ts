import { secondsToFrame } from '../../core/time.ts';
import type { AssignedShots } from './assign-shots.ts';
import type { ChosenCuts } from './choose-cuts.ts';
import type { CutCandidate } from './cut-places.ts';
import type { CutPlanSlot } from './cut-plan.ts';
import { describeShotReasons } from './cut-reasons.ts';
import type { CutStyle } from './cut-style.ts';
import type { FixedShot } from './fixed-shots.ts';
import type { Pace } from './pace.ts';
import type { PlannerShot } from './planner-shot.ts';
import { suitOf, type SlotToFill } from './shot-suits.ts';
import type { SongCourse } from './song-course.ts';

/** How far a fixed shot may be from the border that was made for it. */
const FIXED_TOLERANCE_SECONDS = 0.21;

/** The slots between the chosen cuts, before they have shots. */
export function describeSlots({
  chosen,
  candidates,
  course,
  pace,
  startInSeconds,
  endInSeconds,
  fixed,
}: {
  chosen: ChosenCuts;
  candidates: readonly CutCandidate[];
  course: SongCourse;
  pace: Pace;
  startInSeconds: number;
  endInSeconds: number;
  fixed: readonly FixedShot[];
}): SlotToFill[] {
  const cuts = chosen.cuts.map((index) => candidates[index]!);
  return [null, ...cuts].map((cut, index): SlotToFill => {
    const start = cut?.timeInSeconds ?? startInSeconds;
    const end = cuts[index]?.timeInSeconds ?? endInSeconds;
    const section = course.sectionAt(start);
    return {
      index,
      startInSeconds: start,
      endInSeconds: end,
      place: cut?.place ?? null,
      section: section.title,
      sectionWords: section.words,
      sectionRole: section.role,
      intensity: pace.intensityBetween(start, end),
      fixedShot:
        fixed.find(({ timeInSeconds }) => Math.abs(timeInSeconds - start) < FIXED_TOLERANCE_SECONDS)?.shot ??
        null,
    };
  });
}

/** The slots of a plan, each with its shot. */
export function buildSlots({
  toFill,
  assignment,
  shots,
  style,
  pace,
  fps,
}: {
  toFill: readonly SlotToFill[];
  assignment: AssignedShots;
  shots: readonly PlannerShot[];
  style: CutStyle;
  pace: Pace;
  fps: number | undefined;
}): CutPlanSlot[] {
  const uses = new Map<string, number>();
  const taken = new Set(shots.map(({ id }) => id));
  return toFill.map((slot, index): CutPlanSlot => {
    const { shot: shotIndex, secondBest } = assignment.assigned[index]!;
    const shot = shots[shotIndex]!;
    const use = (uses.get(shot.id) ?? 0) + 1;
    uses.set(shot.id, use);
    const { reasons } = suitOf({
      slot,
      slotCount: toFill.length,
      shot,
      shotIndex,
      shotCount: shots.length,
      style,
    });
    const { startInSeconds, endInSeconds } = slot;
    return {
      id: use === 1 ? shot.id : freeId(shot.id, use, taken),
      shotId: shot.id,
      use,
      startInSeconds,
      endInSeconds,
      ...(fps !== undefined && {
        startFrame: secondsToFrame({ timeInSeconds: startInSeconds, fps }),
        endFrame: secondsToFrame({ timeInSeconds: endInSeconds, fps }),
      }),
      section: slot.section,
      sectionRole: slot.sectionRole,
      intensity: slot.intensity,
      targetHoldInSeconds: (endInSeconds - startInSeconds) / pace.shotsBetween(startInSeconds, endInSeconds),
      reasons: describeShotReasons({ reasons, use }),
      secondBest:
        secondBest === null ? null : { choice: shots[secondBest.shot]!.id, costMore: secondBest.costMore },
    };
  });
}

/** `harbour-2`, or what is free when a shot is called so. */
function freeId(id: string, use: number, taken: Set<string>): string {
  let free = `${id}-${use}`;
  while (taken.has(free)) free += 'b';
  taken.add(free);
  return free;
}
