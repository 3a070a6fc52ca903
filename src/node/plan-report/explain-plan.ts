import { plural } from '../../core/text.ts';
import { formatSeconds } from '../../core/time.ts';
import type {
  CutPlan,
  CutPlanCut,
  CutPlanEffect,
  CutPlanSlot,
  CutPlanTransition,
  CutPoint,
  SecondBest,
} from '../../edit/planner/cut-plan.ts';
import { CUT_PLACES, type CutPlace } from '../../edit/planner/cut-style.ts';

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const percent = (share: number): string => `${Math.round(100 * share)} %`;
const capitalized = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
/** `a`, `a and b`, `a, b and c`. */
const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;

/** Where the second line of an entry begins. */
const INDENT = ' '.repeat(12);

/**
 * A plan as an editor's notes: section by section, each shot with its cut, why it is there, and what the second best would
 * have been.
 */
export function explainPlan(name: string, plan: CutPlan): string {
  return [
    ...headline(name, plan),
    ...plan.warnings.map((warning) => `! ${warning}`),
    ...stretchesOf(plan).map((stretch, index, all) =>
      [
        '',
        describeStretch(stretch, all[index - 1]),
        ...stretch.slots.flatMap((slot) => describeSlot(slot, plan)),
        ...describeMissed(stretch, plan),
      ].join('\n'),
    ),
    ...(plan.unusedShots.length === 0 ? [] : ['', describeUnused(plan)]),
  ].join('\n');
}

const PLACE_WORDS: Readonly<Record<CutPlace, readonly [one: string, several: string]>> = {
  drop: ['on a drop', 'on drops'],
  section: ['where a section begins', 'where sections begin'],
  phrase: ['on a new phrase', 'on new phrases'],
  downbeat: ['on another downbeat', 'on other downbeats'],
  beat: ['on another beat', 'on other beats'],
  'half-beat': ['between beats', 'between beats'],
  sound: ['on a sound', 'on sounds'],
  plain: ['where nothing sounds', 'where nothing sounds'],
};

/** The whole edit in three lines. */
function headline(
  name: string,
  { slots, cuts, style, seed, pacedBy, startInSeconds, endInSeconds }: CutPlan,
): string[] {
  const holds = slots.map(holdOf).sort((a, b) => a - b);
  const shots = new Set(slots.map(({ shotId }) => shotId)).size;
  const places = CUT_PLACES.flatMap((place) => {
    const count = cuts.filter((cut) => cut.place === place).length;
    return count === 0 ? [] : [`${count} ${PLACE_WORDS[place][count === 1 ? 0 : 1]}`];
  });
  const treatments = new Map<string, number>();
  for (const cut of cuts) {
    const what = describeTreatment(cut);
    treatments.set(what, (treatments.get(what) ?? 0) + 1);
  }
  return [
    `${name}: ${plural(slots.length, 'slot')} from ${plural(shots, 'shot')} over ${formatSeconds(endInSeconds - startInSeconds)}, style ${style}, seed ${seed}, paced by ${pacedBy === 'beats' ? 'the beats' : 'phrases and energy'}.`,
    `A shot lasts ${seconds((endInSeconds - startInSeconds) / slots.length)} on average, from ${seconds(holds[0]!)} to ${seconds(holds.at(-1)!)}.`,
    ...(cuts.length === 0
      ? []
      : [
          `Cuts: ${listed(places)}; ${listed([...treatments].sort((a, b) => b[1] - a[1]).map(([what, count]) => `${count} × ${what}`))}.`,
        ]),
  ];
}

const holdOf = ({ startInSeconds, endInSeconds }: CutPlanSlot): number => endInSeconds - startInSeconds;

const TRANSITION_WORDS: Readonly<Record<CutPlanTransition['kind'], string>> = {
  cut: 'hard cut',
  dissolve: 'dissolve',
  dip: 'dip to black',
  'luma-reveal': 'luma reveal',
  'whip-pan': 'whip pan',
  zoom: 'zoom',
};
const EFFECT_WORDS: Readonly<Record<CutPlanEffect['kind'], string>> = {
  flash: 'flash',
  'punch-in': 'punch-in',
};

/** How one shot gives way to the next: `hard cut with flash and punch-in`. */
export function describeTreatment({
  transition,
  effects,
}: Pick<CutPlanCut, 'transition' | 'effects'>): string {
  const how = TRANSITION_WORDS[transition.kind];
  return effects.length === 0 ? how : `${how} with ${listed(effects.map(({ kind }) => EFFECT_WORDS[kind]))}`;
}

/** Consecutive slots of one section. */
interface Stretch {
  title: string;
  slots: CutPlanSlot[];
}

function stretchesOf({ slots }: CutPlan): Stretch[] {
  const stretches: Stretch[] = [];
  for (const slot of slots) {
    const last = stretches.at(-1);
    if (last?.title === slot.section) last.slots.push(slot);
    else stretches.push({ title: slot.section, slots: [slot] });
  }
  return stretches;
}

const meanHoldOf = ({ slots }: Stretch): number =>
  (slots.at(-1)!.endInSeconds - slots[0]!.startInSeconds) / slots.length;

/** Shots that are shorter or longer by this factor make another pace. */
const OTHER_PACE = 1.25;

function describeStretch(stretch: Stretch, before: Stretch | undefined): string {
  const { title, slots } = stretch;
  const [first, last] = [slots[0]!, slots.at(-1)!];
  const hold = meanHoldOf(stretch);
  const intensity =
    slots.reduce((sum, slot) => sum + slot.intensity * holdOf(slot), 0) /
    (last.endInSeconds - first.startInSeconds);
  const role = title.toLowerCase().startsWith(first.sectionRole) ? '' : ` (${first.sectionRole})`;
  const ratio = before === undefined ? 1 : hold / meanHoldOf(before);
  const pace =
    ratio < 1 / OTHER_PACE ? ', quicker than before' : ratio > OTHER_PACE ? ', slower than before' : '';
  const lengths =
    slots.length === 1 ? `1 shot of ${seconds(hold)}` : `${slots.length} shots of about ${seconds(hold)}`;
  return `${title.toUpperCase()}${role} · ${formatSeconds(first.startInSeconds)}–${formatSeconds(last.endInSeconds)} · intensity ${percent(intensity)} · ${lengths}${pace}`;
}

function describeSlot(slot: CutPlanSlot, plan: CutPlan): string[] {
  const cut = plan.cuts[plan.slots.indexOf(slot) - 1];
  const lines = [
    `${formatSeconds(slot.startInSeconds).padStart(10)}  ${slot.id}, ${seconds(holdOf(slot))}: ${slot.reasons.join('; ')}.`,
  ];
  if (cut !== undefined) lines.push(`${INDENT}${describeCut(cut)}`);
  const instead = [
    ...(cut?.secondBest ? [describePlace(cut, cut.secondBest)] : []),
    ...(slot.secondBest?.choice
      ? [`${slot.secondBest.choice} here (${describeCost(slot.secondBest.costMore)})`]
      : []),
  ];
  if (instead.length > 0) lines.push(`${INDENT}Second best: ${instead.join('; ')}.`);
  return lines;
}

/** Where the cut lies, how it is made, and why. */
function describeCut(cut: CutPlanCut): string {
  const { name, place, reasons, transition } = cut;
  const where = place === 'downbeat' && name.startsWith('bar ') ? `${name}, a downbeat` : name;
  const length = transition.lengthInSeconds > 0 ? ` over ${seconds(transition.lengthInSeconds)}` : '';
  const because = transition.reason === null ? '' : `, ${transition.reason}`;
  return `${capitalized(`${describeTreatment(cut)}${length} on ${where}${because}`)}: ${reasons.join('; ')}.`;
}

/** A cost less than this is a matter of taste, … */
const CLOSE_COST = 0.3;
/** … and one over this is out of the question. In the units of the styles. */
const CLEAR_COST = 3;

const describeCost = (costMore: number): string =>
  `+${costMore.toFixed(2)}${costMore < CLOSE_COST ? ', nearly as good' : costMore > CLEAR_COST ? ', far worse' : ''}`;

function describePlace(cut: CutPlanCut, { choice, costMore }: SecondBest<CutPoint>): string {
  if (choice === null) return `no cut here (${describeCost(costMore)})`;
  const later = choice.timeInSeconds - cut.timeInSeconds;
  return `${choice.name}, ${seconds(Math.abs(later))} ${later > 0 ? 'later' : 'earlier'} (${describeCost(costMore)})`;
}

/** What begins during a stretch without a cut. */
const describeMissed = ({ slots }: Stretch, { missed }: CutPlan): string[] =>
  missed
    .filter(
      ({ timeInSeconds }) =>
        timeInSeconds >= slots[0]!.startInSeconds && timeInSeconds < slots.at(-1)!.endInSeconds,
    )
    .map(
      ({ timeInSeconds, place, name, reason }) =>
        `${formatSeconds(timeInSeconds).padStart(10)}  No cut on ${place === 'drop' ? 'the drop' : 'the section that begins'} on ${name}: ${reason}.`,
    );

function describeUnused({ unusedShots }: CutPlan): string {
  const byReason = new Map<string, string[]>();
  for (const { shotId, reason } of unusedShots)
    byReason.set(reason, [...(byReason.get(reason) ?? []), shotId]);
  return [...byReason].map(([reason, ids]) => `Not used: ${ids.join(', ')} (${reason}).`).join('\n');
}
