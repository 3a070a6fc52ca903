import type { CutCandidate } from './cut-places.ts';
import type { CutPlan, CutPlanMiss, CutPlanSlot } from './cut-plan.ts';
import type { CutStyle } from './cut-style.ts';
import type { Pace } from './pace.ts';
import { pointOf } from './planned-cuts.ts';
import type { PlannerShot } from './planner-shot.ts';

/** What `findMissed` takes. */
export interface FindMissedOptions {
  candidates: readonly CutCandidate[];
  /** Indices of those that are cuts. */
  cuts: readonly number[];
  pace: Pace;
  style: CutStyle;
  startInSeconds: number;
  endInSeconds: number;
}

/** The drops and the beginnings of sections that are played through, each with why. */
export function findMissed({
  candidates,
  cuts,
  pace,
  style,
  startInSeconds,
  endInSeconds,
}: FindMissedOptions): CutPlanMiss[] {
  const chosen = new Set(cuts);
  const borders = [
    { timeInSeconds: startInSeconds, name: 'the beginning' },
    ...cuts.map((index) => ({
      ...candidates[index]!,
      name: `the cut on ${candidates[index]!.name}`,
    })),
    { timeInSeconds: endInSeconds, name: 'the end' },
  ];
  return candidates.flatMap((candidate, index): CutPlanMiss[] => {
    const { place, timeInSeconds } = candidate;
    if (chosen.has(index) || (place !== 'drop' && place !== 'section')) return [];
    const nearest = borders.reduce((best, border) =>
      Math.abs(border.timeInSeconds - timeInSeconds) < Math.abs(best.timeInSeconds - timeInSeconds)
        ? border
        : best,
    );
    const [from, to] = [nearest.timeInSeconds, timeInSeconds].sort((a, b) => a - b) as [number, number];
    const least = pace.minHoldAt(pace.intensityBetween(from, to));
    const away = `${nearest.name} is ${(to - from).toFixed(1)} s away`;
    const reason =
      to - from < least
        ? `${away}, and ${style.name} shows nothing for less than ${least.toFixed(1)} s here`
        : `${away}, and shots of a length that ${style.name} wants come out better without it`;
    return [{ ...pointOf(candidate), reason }];
  });
}

/** The shots that found no place, each with why. */
export function findUnused(
  shots: readonly PlannerShot[],
  slots: readonly CutPlanSlot[],
): CutPlan['unusedShots'] {
  const used = new Set(slots.map(({ shotId }) => shotId));
  return shots
    .filter(({ id }) => !used.has(id))
    .map((shot) => ({
      shotId: shot.id,
      reason:
        shot.at !== undefined
          ? 'its fixed place lies outside of the stretch that is cut, or is taken'
          : slots.length < shots.length
            ? `the pace has room for ${slots.length} of ${shots.length} shots, and others suit better`
            : 'others suit better everywhere',
    }));
}
