import type { BeatClock } from '../beat-clock.ts';
import type { ChosenCuts } from './choose-cuts.ts';
import type { CutCandidate } from './cut-places.ts';
import type { CutPlan, CutPlanCut, CutPlanSlot, CutPoint } from './cut-plan.ts';
import { describeCutReasons } from './cut-reasons.ts';
import type { CutStyle } from './cut-style.ts';
import { chooseEffects, chooseTransition } from './cut-treatment.ts';
import type { SongCourse } from './song-course.ts';

/** What a plan says of a place. */
export const pointOf = ({ timeInSeconds, beat, place, name }: CutPoint): CutPoint => ({
  timeInSeconds,
  beat,
  place,
  name,
});

/** The cuts of a plan, each with its reasons and with how one shot gives way to the next. */
export function buildCuts({
  chosen,
  candidates,
  slots,
  style,
  clock,
  pacedBy,
  course,
}: {
  chosen: ChosenCuts;
  candidates: readonly CutCandidate[];
  slots: readonly CutPlanSlot[];
  style: CutStyle;
  clock: BeatClock;
  pacedBy: CutPlan['pacedBy'];
  course: SongCourse;
}): CutPlanCut[] {
  const cuts = chosen.cuts.map((candidateIndex, index): CutPlanCut => {
    const candidate = candidates[candidateIndex]!;
    const [before, after] = [slots[index]!, slots[index + 1]!];
    const music = course.musicAt(candidate.timeInSeconds);
    const secondBest = chosen.secondBest[index]!;
    const previous = candidates[chosen.cuts[index - 1] ?? -1];
    const transition = chooseTransition({ candidate, before, after, music, style, clock, pacedBy });
    return {
      ...pointOf(candidate),
      reasons: describeCutReasons({
        candidate,
        before,
        isHeld: previous?.place === 'drop',
        after,
        course,
        music,
        isTreated: transition.reason?.includes('music') ?? false,
      }),
      secondBest: secondBest && {
        choice: secondBest.choice && pointOf(secondBest.choice),
        costMore: secondBest.costMore,
      },
      music,
      transition,
      effects: [],
    };
  });
  if (pacedBy === 'energy') return cuts;
  const effects = chooseEffects({ cuts, slots, style });
  return cuts.map((cut, index) => ({ ...cut, effects: effects[index]! }));
}
