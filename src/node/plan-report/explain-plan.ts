import { plural } from '../../core/text.ts';
import { formatSeconds } from '../../core/time.ts';
import type { CutPlan, CutPlanCut, CutPlanSlot, CutPoint, SecondBest } from '../../edit/planner/cut-plan.ts';

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** Where the second line of an entry begins. */
const INDENT = ' '.repeat(12);

/**
 * A plan as an editor's notes: section by section, each shot with its cut, why it is there, and what the second best would
 * have been.
 */
export function explainPlan(name: string, plan: CutPlan): string {
  const stretches = stretchesOf(plan);
  return [
    headline(name, plan),
    ...plan.warnings.map((warning) => `! ${warning}`),
    ...stretches.map(({ title, slots }) =>
      ['', describeStretch(title, slots), ...slots.map((slot) => describeSlot(slot, plan))].join('\n'),
    ),
    ...(plan.unusedShots.length === 0 ? [] : ['', describeUnused(plan)]),
  ].join('\n');
}

function headline(
  name: string,
  { slots, cuts, style, seed, pacedBy, startInSeconds, endInSeconds }: CutPlan,
): string {
  const mean = (endInSeconds - startInSeconds) / slots.length;
  const holds = slots.map((slot) => slot.endInSeconds - slot.startInSeconds).sort((a, b) => a - b);
  const shots = new Set(slots.map(({ shotId }) => shotId)).size;
  const places = new Map<string, number>();
  for (const { place } of cuts) places.set(place, (places.get(place) ?? 0) + 1);
  return [
    `${name}: ${plural(slots.length, 'slot')} from ${plural(shots, 'shot')} over ${formatSeconds(endInSeconds - startInSeconds)}, style ${style}, seed ${seed}, paced by ${pacedBy === 'beats' ? 'the beats' : 'phrases and energy'}.`,
    `A shot lasts ${seconds(mean)} on average, from ${seconds(holds[0]!)} to ${seconds(holds.at(-1)!)}. Cuts: ${[
      ...places,
    ]
      .sort((a, b) => b[1] - a[1])
      .map(([place, count]) => `${count} × ${place}`)
      .join(', ')}.`,
  ].join('\n');
}

/** Consecutive slots of one section. */
function stretchesOf({ slots }: CutPlan): { title: string; slots: CutPlanSlot[] }[] {
  const stretches: { title: string; slots: CutPlanSlot[] }[] = [];
  for (const slot of slots) {
    const last = stretches.at(-1);
    if (last?.title === slot.section) last.slots.push(slot);
    else stretches.push({ title: slot.section, slots: [slot] });
  }
  return stretches;
}

function describeStretch(title: string, slots: readonly CutPlanSlot[]): string {
  const [first, last] = [slots[0]!, slots.at(-1)!];
  const length = last.endInSeconds - first.startInSeconds;
  const intensity =
    slots.reduce((sum, slot) => sum + slot.intensity * (slot.endInSeconds - slot.startInSeconds), 0) / length;
  const role = title.toLowerCase().startsWith(first.sectionRole) ? '' : ` (${first.sectionRole})`;
  return `${title.toUpperCase()}${role} · ${formatSeconds(first.startInSeconds)}–${formatSeconds(last.endInSeconds)} · intensity ${percent(intensity)} · ${plural(slots.length, 'shot')} of ${seconds(length / slots.length)}`;
}

function describeSlot(slot: CutPlanSlot, plan: CutPlan): string {
  const index = plan.slots.indexOf(slot);
  const cut = plan.cuts[index - 1];
  const hold = slot.endInSeconds - slot.startInSeconds;
  const lines = [
    `${formatSeconds(slot.startInSeconds).padStart(10)}  ${slot.id}, ${seconds(hold)}: ${slot.reasons.join('; ')}.`,
  ];
  if (cut !== undefined) lines.push(`${INDENT}Cut on ${describeCut(cut)}.`);
  const instead = [
    ...(cut?.secondBest ? [describePlace(cut, cut.secondBest)] : []),
    ...(slot.secondBest?.choice
      ? [`shot ${slot.secondBest.choice} (+${slot.secondBest.costMore.toFixed(2)})`]
      : []),
  ];
  if (instead.length > 0) lines.push(`${INDENT}Second best: ${instead.join('; ')}.`);
  return lines.join('\n');
}

function describeCut({ name, place, reasons, transition }: CutPlanCut): string {
  const how =
    transition.kind === 'cut' ? '' : `, ${transition.kind} over ${seconds(transition.lengthInSeconds)}`;
  const what = place === 'downbeat' && name.startsWith('bar ') ? `${name}, a downbeat` : name;
  return `${what}${how}: ${reasons.join('; ')}`;
}

function describePlace(cut: CutPlanCut, { choice, costMore }: SecondBest<CutPoint>): string {
  if (choice === null) return `no cut here (+${costMore.toFixed(2)})`;
  const later = choice.timeInSeconds - cut.timeInSeconds;
  return `${choice.name}, ${seconds(Math.abs(later))} ${later > 0 ? 'later' : 'earlier'} (+${costMore.toFixed(2)})`;
}

function describeUnused({ unusedShots }: CutPlan): string {
  const byReason = new Map<string, string[]>();
  for (const { shotId, reason } of unusedShots)
    byReason.set(reason, [...(byReason.get(reason) ?? []), shotId]);
  return [...byReason].map(([reason, ids]) => `Not used: ${ids.join(', ')} (${reason}).`).join('\n');
}
