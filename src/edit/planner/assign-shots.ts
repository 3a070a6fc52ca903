import { createRandom } from '../../core/random.ts';
import type { CutStyle } from './cut-style.ts';
import { measureLikeness } from './likeness.ts';
import { matchRows } from './match-rows.ts';
import type { PlannerShot } from './planner-shot.ts';
import { suitOf, type SlotToFill } from './shot-suits.ts';

/** What `assignShots` takes. */
export interface AssignShotsOptions {
  slots: readonly SlotToFill[];
  shots: readonly PlannerShot[];
  style: CutStyle;
  seed: string;
}

/** The shot of one slot. */
export interface AssignedShot {
  /** Index among the shots. */
  shot: number;
  /** The next best shot for the slot while all others stay. */
  secondBest: { shot: number; costMore: number } | null;
}

/** The shots of all slots. */
export interface AssignedShots {
  assigned: AssignedShot[];
  cost: number;
  /** How often a shot that may be shown once only had to be shown again. */
  brokenOnce: number;
}

/** The same shot twice in a row, or more often than it may be shown. */
const FORBIDDEN_COST = 200;
/** The same shot again at once, with half of what order weighs on top; it falls to 0 at the style's distance. */
const SOON_COST = 6;
/** Shots that are wholly alike side by side, and with one shot between them. */
const ALIKE_COSTS = [5, 1.5] as const;
/** Below this, likeness does not count: two prompts of one film always share some words. */
const LEAST_LIKENESS = 0.12;
/** Each further use of a shot; beyond its fair share, times the square of how many uses it has too many. */
const REUSE_COST = 0.4;
const UNFAIR_COST = 1.5;
/** Exchanges are tried over all slots this many times at most. */
const MOST_ROUNDS = 8;
/** Shots change places with those of slots up to this far away; the assignment has seen to what is further. */
const SWAP_REACH = 40;
/** Costs that differ by less are the same. */
const EPSILON = 1e-9;

/**
 * Gives each slot a shot so that shots suit their slots (role, wish, energy, strength, place in the list) and the same or
 * alike ones are apart.
 *
 * 1. Each shot stands in the list as often as it may be needed; its n-th use belongs to the n-th pass through the song.
 *    The cheapest assignment without regard to neighbours is found exactly (Hungarian method).
 * 2. What neighbours cost is repaired by exchange: two slots swap their shots, or a slot takes another one, as long as
 *    that makes the whole cheaper (2-opt; a quadratic assignment has no quick exact way).
 */
export function assignShots(options: AssignShotsOptions): AssignedShots {
  const { slots, shots } = options;
  const costs = createAssignmentCosts(options);
  const passes = Math.ceil(slots.length / shots.length) + 1;
  const columnCount = Math.max(slots.length, shots.length * passes);
  const columns = matchRows({
    rowCount: slots.length,
    columnCount,
    cost(row, column) {
      const shot = column % shots.length;
      const pass = Math.floor(column / shots.length);
      const isOver = pass > 0 && shots[shot]!.once === true;
      // a later use belongs to a later part of the song, so that uses spread over all of it
      const position = row / Math.max(1, slots.length - 1);
      const expected = passes > 2 ? (pass + shot / shots.length) / (passes - 1) : 0;
      const spread = passes > 2 ? 2 * Math.abs(position - expected) : 0;
      return costs.suit(row, shot) + REUSE_COST * pass + spread + (isOver ? FORBIDDEN_COST : 0);
    },
  });
  const chosen = columns.map((column) => column % shots.length);
  exchange(chosen, costs, shots.length);
  const uses = countUses(chosen, shots.length);
  return {
    assigned: chosen.map((shot, slot) => ({ shot, secondBest: secondBestOf(chosen, slot, costs, uses) })),
    cost: costs.total(chosen),
    brokenOnce: shots.reduce(
      (sum, { once }, shot) => sum + (once === true ? Math.max(0, uses[shot]! - 1) : 0),
      0,
    ),
  };
}

const countUses = (chosen: readonly number[], shotCount: number): Int32Array => {
  const uses = new Int32Array(shotCount);
  for (const shot of chosen) uses[shot]! += 1;
  return uses;
};

interface AssignmentCosts {
  suit(slot: number, shot: number): number;
  /** What a slot's shot costs with its neighbours on both sides. */
  around(chosen: readonly number[], slot: number): number;
  /** What it costs that a shot is shown so many times. */
  ofUses(shot: number, uses: number): number;
  total(chosen: readonly number[]): number;
}

function createAssignmentCosts({ slots, shots, style, seed }: AssignShotsOptions): AssignmentCosts {
  const random = createRandom(`${seed} shots`);
  const count = shots.length;
  const suits = new Float64Array(slots.length * count);
  for (let slot = 0; slot < slots.length; slot++)
    for (let shot = 0; shot < count; shot++)
      suits[slot * count + shot] =
        suitOf({
          slot: slots[slot]!,
          shot: shots[shot]!,
          slotCount: slots.length,
          shotIndex: shot,
          shotCount: count,
          style,
        }).cost +
        style.looseness * random();
  const likeness = measureLikeness(shots);
  const reach = Math.max(2, Math.min(style.repeatDistanceInShots, count - 1));
  const soonCost = SOON_COST + style.orderWeight / 2;
  const pair = (a: number, b: number, distance: number): number => {
    if (a === b) return distance === 1 ? FORBIDDEN_COST : soonCost * (1 - (distance - 1) / reach);
    if (distance > ALIKE_COSTS.length) return 0;
    const alike = likeness[a * count + b]!;
    return alike < LEAST_LIKENESS ? 0 : ALIKE_COSTS[distance - 1]! * alike;
  };
  const suit = (slot: number, shot: number): number => suits[slot * count + shot]!;
  const fairShare = Math.ceil(slots.length / count);
  const ofUses = (shot: number, uses: number): number =>
    uses <= 1
      ? 0
      : (shots[shot]!.once === true ? FORBIDDEN_COST : REUSE_COST) * (uses - 1) +
        UNFAIR_COST * Math.max(0, uses - fairShare) ** 2;
  return {
    suit,
    ofUses,
    around(chosen, slot) {
      const shot = chosen[slot]!;
      let sum = 0;
      for (let distance = 1; distance <= reach; distance++) {
        if (slot - distance >= 0) sum += pair(shot, chosen[slot - distance]!, distance);
        if (slot + distance < chosen.length) sum += pair(shot, chosen[slot + distance]!, distance);
      }
      return sum;
    },
    total(chosen) {
      let sum = 0;
      chosen.forEach((shot, slot) => {
        sum += suit(slot, shot);
        for (let distance = 1; distance <= reach && slot + distance < chosen.length; distance++)
          sum += pair(shot, chosen[slot + distance]!, distance);
      });
      countUses(chosen, count).forEach((uses, shot) => (sum += ofUses(shot, uses)));
      return sum;
    },
  };
}

/** Swaps and replaces shots as long as that makes the whole cheaper. Changes `chosen`. */
function exchange(chosen: number[], costs: AssignmentCosts, shotCount: number): void {
  const uses = countUses(chosen, shotCount);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let isBetter = false;
    for (let slot = 0; slot < chosen.length; slot++) {
      // without regard to neighbours and uses the assignment is the best already
      const isRepaired =
        costs.around(chosen, slot) < EPSILON && costs.ofUses(chosen[slot]!, uses[chosen[slot]!]!) < EPSILON;
      if (isRepaired) continue;
      let costOf = createReplacement({ chosen, slot, costs, uses });
      for (let shot = 0; shot < shotCount; shot++) {
        const old = chosen[slot]!;
        if (shot === old || costOf(shot, -EPSILON) >= -EPSILON) continue;
        chosen[slot] = shot;
        uses[old]! -= 1;
        uses[shot]! += 1;
        costOf = createReplacement({ chosen, slot, costs, uses });
        isBetter = true;
      }
      const [first, end] = [Math.max(0, slot - SWAP_REACH), Math.min(chosen.length, slot + SWAP_REACH + 1)];
      for (let other = first; other < end; other++)
        if (chosen[slot] !== chosen[other] && swapIfBetter(chosen, slot, other, costs)) isBetter = true;
    }
    if (!isBetter) return;
  }
}

/** Swaps the shots of two slots if that makes the whole cheaper. Changes `chosen`. */
function swapIfBetter(chosen: number[], a: number, b: number, costs: AssignmentCosts): boolean {
  const [shotA, shotB] = [chosen[a]!, chosen[b]!];
  const moreSuit = costs.suit(a, shotB) + costs.suit(b, shotA) - costs.suit(a, shotA) - costs.suit(b, shotB);
  // the pair of them counts twice, before as after. Neighbours cost nothing at best
  const before = costs.around(chosen, a) + costs.around(chosen, b);
  if (moreSuit - before >= -EPSILON) return false;
  chosen[a] = shotB;
  chosen[b] = shotA;
  const after = costs.around(chosen, a) + costs.around(chosen, b);
  if (moreSuit + after - before < -EPSILON) return true;
  chosen[a] = shotA;
  chosen[b] = shotB;
  return false;
}

/**
 * Finds out what the whole costs more when a slot takes other shots.
 *
 * @returns a function that gives it for a shot, or some number from `below` on if it is not less than that.
 */
function createReplacement({
  chosen,
  slot,
  costs,
  uses,
}: {
  chosen: number[];
  slot: number;
  costs: AssignmentCosts;
  uses: Int32Array;
}): (shot: number, below: number) => number {
  const old = chosen[slot]!;
  const saved =
    costs.suit(slot, old) +
    costs.around(chosen, slot) +
    costs.ofUses(old, uses[old]!) -
    costs.ofUses(old, uses[old]! - 1);
  return (shot, below) => {
    const used = uses[shot]!;
    const more = costs.suit(slot, shot) + costs.ofUses(shot, used + 1) - costs.ofUses(shot, used) - saved;
    // neighbours cost nothing at best
    if (more >= below) return more;
    chosen[slot] = shot;
    const around = costs.around(chosen, slot);
    chosen[slot] = old;
    return more + around;
  };
}

function secondBestOf(
  chosen: number[],
  slot: number,
  costs: AssignmentCosts,
  uses: Int32Array,
): AssignedShot['secondBest'] {
  const costOf = createReplacement({ chosen, slot, costs, uses });
  let best: AssignedShot['secondBest'] = null;
  for (let shot = 0; shot < uses.length; shot++) {
    if (shot === chosen[slot]) continue;
    const below = best?.costMore ?? Infinity;
    const costMore = costOf(shot, below);
    if (costMore < below) best = { shot, costMore };
  }
  return best;
}
