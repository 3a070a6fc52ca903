import type { BeatClock } from '../beat-clock.ts';
import type {
  CutPlan,
  CutPlanCut,
  CutPlanEffect,
  CutPlanSlot,
  CutPlanTransition,
  CutPoint,
} from './cut-plan.ts';
import type { CutCondition, CutMusic, CutStyle, SectionRole } from './cut-style.ts';

/** A transition takes at most this share of each shot beside it. */
const TRANSITION_SHARE = 0.4;
/** A shorter transition is none. */
const LEAST_TRANSITION_SECONDS = 0.12;

const MUSIC_REASONS: Readonly<Record<CutMusic, string>> = {
  grows: 'as the music grows',
  falls: 'as the music falls back',
  quiet: 'as it stays quiet',
  loud: 'as it stays loud',
};

/** Whether a condition of a style holds at a cut. */
const holds = (
  { at, music, into }: CutCondition,
  cut: Pick<CutPlanCut, 'place' | 'music'>,
  role: SectionRole,
): boolean => at === cut.place && (music?.includes(cut.music) ?? true) && (into?.includes(role) ?? true);

/** Why a condition that asks for more than a place holds. */
function reasonOf({ music, into }: CutCondition, heard: CutMusic, role: SectionRole): string | null {
  if (music !== undefined) return MUSIC_REASONS[heard];
  return into === undefined ? null : `into a ${role}`;
}

/** The transition of a style at a cut, as long as the shots beside it have room for. */
export function chooseTransition({
  candidate: { place, timeInSeconds, beat },
  before,
  after,
  music,
  style,
  clock,
  pacedBy,
}: {
  candidate: CutPoint;
  before: CutPlanSlot;
  after: CutPlanSlot;
  music: CutMusic;
  style: CutStyle;
  clock: BeatClock;
  pacedBy: CutPlan['pacedBy'];
}): CutPlanTransition {
  const role = after.sectionRole;
  const rule = style.transitions.find((each) => holds(each, { place, music }, role));
  const wanted = pacedBy === 'energy' ? style.unsureTransition : rule;
  const reason =
    pacedBy === 'energy'
      ? 'as the beat is not sure'
      : rule === undefined
        ? null
        : reasonOf(rule, music, role);
  const none: CutPlanTransition = { kind: 'cut', lengthInSeconds: 0, lengthInBeats: 0, reason: null };
  if (wanted === undefined || wanted.kind === 'cut') return { ...none, reason };
  const room =
    TRANSITION_SHARE * Math.min(timeInSeconds - before.startInSeconds, after.endInSeconds - timeInSeconds);
  const half = wanted.lengthInBeats / 2;
  const lengthInSeconds = Math.min(2 * room, clock.timeOfBeat(beat + half) - clock.timeOfBeat(beat - half));
  if (lengthInSeconds < LEAST_TRANSITION_SECONDS) return none;
  const lengthInBeats =
    clock.beatAtTime(timeInSeconds + lengthInSeconds / 2) -
    clock.beatAtTime(timeInSeconds - lengthInSeconds / 2);
  return { kind: wanted.kind, lengthInSeconds, lengthInBeats, reason };
}

/** The effects of a style at each cut: on hard cuts, those on drops first, and never too near to each other. */
export function chooseEffects({
  cuts,
  slots,
  style,
}: {
  cuts: readonly CutPlanCut[];
  /** One more than cuts. */
  slots: readonly CutPlanSlot[];
  style: CutStyle;
}): CutPlanEffect[][] {
  const effects = cuts.map((): CutPlanEffect[] => []);
  const taken: number[] = [];
  for (const place of ['drop', 'section'] as const) {
    for (const [index, cut] of cuts.entries()) {
      if (cut.place !== place || cut.transition.kind !== 'cut') continue;
      if (taken.some((beat) => Math.abs(beat - cut.beat) < style.effectDistanceInBeats)) continue;
      const role = slots[index + 1]!.sectionRole;
      const own = style.effects.filter((each) => holds(each, cut, role));
      if (own.length === 0) continue;
      taken.push(cut.beat);
      effects[index] = own.map((effect): CutPlanEffect =>
        effect.kind === 'flash'
          ? { kind: 'flash', on: place, opacity: effect.opacity }
          : { kind: 'punch-in', on: place, scale: effect.scale },
      );
    }
  }
  return effects;
}
