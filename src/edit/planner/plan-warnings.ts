import { formatSeconds } from '../../core/time.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { AssignedShots } from './assign-shots.ts';
import type { CutPlan, CutPlanMiss, CutPlanSlot } from './cut-plan.ts';
import type { CutStyle } from './cut-style.ts';
import { CROWDED, type Pace } from './pace.ts';
import type { PlannerShot } from './planner-shot.ts';
import type { SongCourse } from './song-course.ts';
import { unmetWishes } from './unmet-wishes.ts';

/** What should be known about a plan before it is used. */
export function planWarnings({
  song,
  course,
  pacedBy,
  slots,
  shots,
  pace,
  assignment,
  style,
  stretch,
  hasBeats,
  missed,
}: {
  song: SongMap;
  course: SongCourse;
  pacedBy: CutPlan['pacedBy'];
  slots: readonly CutPlanSlot[];
  shots: readonly PlannerShot[];
  pace: Pace;
  assignment: AssignedShots;
  style: CutStyle;
  stretch: number;
  /** Whether the song has beats enough for a grid. */
  hasBeats: boolean;
  missed: readonly CutPlanMiss[];
}): string[] {
  const warnings = unmetWishes({ shots, song, course });
  if (stretch > CROWDED) {
    warnings.push(
      `Shots are held about ${stretch.toFixed(1)} times as long as the style "${style.name}" wants: there are ${shots.length}, and none may come twice.`,
    );
  } else if (stretch < 1) {
    warnings.push(
      `Shots are about ${(1 / stretch).toFixed(1)} times shorter than the style "${style.name}" wants, so that all ${shots.length} come.`,
    );
  }
  if (pacedBy === 'energy') {
    warnings.push(
      !hasBeats
        ? 'The song has no beats: the cuts follow its sections, sounds and energy.'
        : `The beats of the song can't be trusted (confidence ${Math.round(100 * song.confidence)} %): the cuts follow its phrases, sounds and energy. Tap the beats in the corrections file to have them counted.`,
    );
  }
  const beyond = slots.filter(({ startInSeconds, endInSeconds }) => {
    const hold = endInSeconds - startInSeconds;
    const intensity = pace.intensityBetween(startInSeconds, endInSeconds);
    return hold < pace.minHoldAt(intensity) - 1e-6 || hold > pace.maxHoldAt(intensity) + 1e-6;
  });
  if (beyond.length > 0) {
    warnings.push(
      `${beyond.length} of ${slots.length} shots are longer or shorter than the style "${style.name}" wants: ${beyond
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}${beyond.length > 5 ? ', …' : ''}.`,
    );
  }
  if (assignment.brokenOnce > 0) {
    warnings.push(
      `Shots that may be shown once only are shown again ${assignment.brokenOnce} times: the pace asks for ${slots.length} shots, and there are ${shots.length}. Add shots, or choose a slower style.`,
    );
  }
  for (const { place, name, timeInSeconds, reason } of missed) {
    if (place === 'drop')
      warnings.push(`The drop on ${name} (${formatSeconds(timeInSeconds)}) has no cut: ${reason}.`);
  }
  const same = slots.filter(({ shotId }, index) => slots[index - 1]?.shotId === shotId).length;
  if (same > 0) warnings.push(`The same shot follows itself ${same} times: there are too few shots.`);
  return warnings;
}
