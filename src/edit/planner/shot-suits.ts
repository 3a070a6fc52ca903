import type { CutPlace, CutStyle, SectionRole } from './cut-style.ts';
import type { PlannerShot } from './planner-shot.ts';

/** A slot that wants a shot. */
export interface SlotToFill {
  index: number;
  startInSeconds: number;
  endInSeconds: number;
  /** Where the slot begins; `null` at the film's beginning. */
  place: CutPlace | null;
  section: string;
  /** What wishes for a section are compared with, in lower case. */
  sectionWords: readonly string[];
  sectionRole: SectionRole;
  /** How strong the music is, 0–1. */
  intensity: number;
  /** The shot that must be here. */
  fixedShot: number | null;
}

/** Must be or must not be here. */
const MUST = 1000;
/** A shot that says where it wants to be, and is there, or is not. */
const ROLE_MATCH = -2;
const ROLE_MISS = 4;
/** The film's first and last shot matter more than any wish. */
const EDGE_MATCH = -30;
/** A shot that has its place elsewhere: at a fixed time, at the beginning, at the end. */
const ELSEWHERE = 60;
/** The square of how far a shot's energy is from the music's. */
const ENERGY_WEIGHT = 4;
/** What a wholly strong shot saves on a drop, on a section's border. */
const STRONG_ON_DROP = -4;
const STRONG_ON_SECTION = -1;
/** A slot that is e times longer than its shot's material. */
const TOO_SHORT_COST = 3;

/**
 * What it costs to put a shot into a slot, and what speaks for it. All costs are relative to those of cuts, and our own
 * choice: a missed wish outweighs any place in the list, what is fixed outweighs everything.
 */
export function suitOf({
  slot,
  slotCount,
  shot,
  shotIndex,
  shotCount,
  style,
}: {
  slot: SlotToFill;
  slotCount: number;
  shot: PlannerShot;
  shotIndex: number;
  shotCount: number;
  style: CutStyle;
}): { cost: number; reasons: string[] } {
  const reasons: string[] = [];
  let cost = 0;
  const add = (amount: number, reason?: string): void => {
    cost += amount;
    if (reason !== undefined) reasons.push(reason);
  };

  if (slot.fixedShot === shotIndex) add(-MUST, 'fixed here');
  else if (slot.fixedShot !== null) add(MUST);
  else if (shot.at !== undefined) add(ELSEWHERE);

  for (const wish of [shot.role, shot.in]) {
    if (wish === undefined) continue;
    const match = matchWish(wish.toLowerCase(), slot, slotCount);
    add(match.cost, match.reason);
  }
  if (shot.energy !== undefined) {
    const off = Math.abs(shot.energy - slot.intensity);
    add(ENERGY_WEIGHT * off * off, off < 0.2 ? 'as lively as the music' : undefined);
  }
  const strength = shot.strength ?? 0;
  if (slot.place === 'drop')
    add(STRONG_ON_DROP * strength, strength >= 0.5 ? 'a strong shot for the drop' : undefined);
  if (slot.place === 'section')
    add(STRONG_ON_SECTION * strength, strength >= 0.5 ? 'a strong shot for a new section' : undefined);
  if (shot.durationInSeconds !== undefined) {
    const over = Math.log((slot.endInSeconds - slot.startInSeconds) / shot.durationInSeconds);
    if (over > 0) add(TOO_SHORT_COST * over);
  }
  // list and song run in parallel, but for what has its own place
  if (shot.at === undefined && shot.role !== 'opening' && shot.role !== 'final') {
    const position = slotCount > 1 ? slot.index / (slotCount - 1) : 0;
    const listed = shotCount > 1 ? shotIndex / (shotCount - 1) : 0;
    add(style.orderWeight * Math.abs(position - listed));
  }
  return { cost, reasons };
}

/** Whether a slot is where a role or a wish wants to be. */
function matchWish(wish: string, slot: SlotToFill, slotCount: number): { cost: number; reason?: string } {
  if (wish === 'opening')
    return slot.index === 0 ? { cost: EDGE_MATCH, reason: 'the opening' } : { cost: ELSEWHERE };
  if (wish === 'final')
    return slot.index === slotCount - 1
      ? { cost: EDGE_MATCH, reason: 'the final shot' }
      : { cost: ELSEWHERE };
  if (wish === 'drop')
    return slot.place === 'drop' ? { cost: EDGE_MATCH, reason: 'meant for a drop' } : { cost: ROLE_MISS };
  return slot.sectionWords.includes(wish)
    ? { cost: ROLE_MATCH, reason: `wanted in ${slot.section}` }
    : { cost: ROLE_MISS };
}
