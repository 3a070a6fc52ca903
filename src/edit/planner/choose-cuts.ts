import { createRandom } from '../../core/random.ts';
import type { CutCandidate } from './cut-places.ts';
import type { SecondBest } from './cut-plan.ts';
import type { CutStyle } from './cut-style.ts';
import type { Pace } from './pace.ts';

/** What `chooseCuts` takes. */
export interface ChooseCutsOptions {
  /** In order of time, all between `startInSeconds` and `endInSeconds`. */
  candidates: readonly CutCandidate[];
  pace: Pace;
  style: CutStyle;
  seed: string;
  startInSeconds: number;
  endInSeconds: number;
  /** How many shots there are, and what may be done with them. */
  shots: { count: number; mayRepeat: boolean; mustAllBeUsed: boolean };
}

/** The cuts of a song. */
export interface ChosenCuts {
  /** Indices of the candidates, in order. */
  cuts: number[];
  secondBest: (SecondBest<CutCandidate> | null)[];
  cost: number;
}

/**
 * Beyond the shortest and longest length a shot costs this much, and as much again for each time that it is too long or too
 * short by as much, so that several shots that are a little too long beat one that is far too long.
 */
const WALL_COST = 40;
/** What is fixed outweighs everything else. */
const FIXED_COST = 1e6;
/** A cut where the beat can't be trusted costs up to this much more. */
const DOUBT_COST = 1.5;
/** What a cut at the beginning of a lyric line saves. */
const LYRIC_BONUS = 0.4;
/** What each shot costs that is not used: enough to move the count by some per cent. */
const UNUSED_COST = 0.25;
/** How often the cost per shot is halved in the search for a number of shots. */
const COUNT_STEPS = 40;
/** Slots are looked at up to this many times as long as the longest shot that the style allows. */
const LONGEST_SLOT = 1.6;

/**
 * Chooses the cuts of a song so that the sum of all costs is smallest: what each place costs, how far the length of each
 * shot is off, and which borders are played through.
 *
 * 1. The best way to each candidate is extended to all later ones within reach (dynamic programming over the whole song:
 *    R. Bellman, 1957; the same form as beat tracking by D. Ellis, "Beat Tracking by Dynamic Programming", JNMR, 2007).
 * 2. A cost per shot pulls their number towards that of the shots at hand; for a number that must not be passed it is
 *    found by bisection (a Lagrange multiplier).
 * 3. For each cut, the other places between its neighbours and leaving it out are weighed: the best is its second best.
 */
export function chooseCuts(options: ChooseCutsOptions): ChosenCuts {
  const table = createCostTable(options);
  const { shots } = options;
  const { path, costPerShot } = choosePath(table, shots, options.style);
  return {
    cuts: path,
    secondBest: path.map((_, index) =>
      secondBestOf({ table, path, index, costPerShot, candidates: options.candidates }),
    ),
    cost: costOf(table, path),
  };
}

/**
 * Costs between nodes: 0 is the beginning, 1 … n are the candidates, n + 1 the end. `slot(a, b)` is the cost of a shot from
 * one to another with that of the cut at its end.
 */
interface CostTable {
  nodeCount: number;
  /** The last node that a slot from each node may reach. */
  reach: Int32Array;
  slot(from: number, to: number): number;
}

function createCostTable({
  candidates,
  pace,
  style,
  seed,
  startInSeconds,
  endInSeconds,
  shots,
}: ChooseCutsOptions): CostTable {
  const nodeCount = candidates.length + 2;
  const times = Float64Array.from([
    startInSeconds,
    ...candidates.map(({ timeInSeconds }) => timeInSeconds),
    endInSeconds,
  ]);
  const random = createRandom(`${seed} places`);
  const places = candidates.map((candidate) => placeCost(candidate, style) + style.looseness * random());
  const placeCosts = Float64Array.from([0, ...places, 0]);
  // what is lost by playing through the places before each node
  const missed = new Float64Array(nodeCount + 1);
  candidates.forEach((candidate, index) => {
    missed[index + 2] = missed[index + 1]! + missCost(candidate, style);
  });
  missed[nodeCount] = missed[nodeCount - 1]!;
  const fewest = shots.mayRepeat ? Infinity : Math.max(1, shots.count);
  const longest = Math.max(
    LONGEST_SLOT * Math.max(style.maxHoldInSeconds.quiet, style.maxHoldInSeconds.loud),
    (3 * (endInSeconds - startInSeconds)) / fewest,
  );
  const reach = new Int32Array(nodeCount);
  let last = 0;
  for (let from = 0; from < nodeCount - 1; from++) {
    while (last < nodeCount - 1 && times[last + 1]! - times[from]! <= longest) last += 1;
    // where there is no place for long, the next ones are in reach all the same
    reach[from] = Math.min(nodeCount - 1, Math.max(last, from + 3));
  }
  const dropHold = (from: number): number => (candidates[from - 1]?.place === 'drop' ? style.dropHold : 1);

  const offsets = new Int32Array(nodeCount + 1);
  for (let from = 0; from < nodeCount; from++)
    offsets[from + 1] = offsets[from]! + Math.max(0, reach[from]! - from);
  const slots = new Float64Array(offsets[nodeCount]!);
  for (let from = 0; from < nodeCount - 1; from++) {
    const wanted = dropHold(from);
    for (let to = from + 1; to <= reach[from]!; to++) {
      slots[offsets[from]! + to - from - 1] =
        holdCost({ from: times[from]!, to: times[to]!, wanted, pace, style }) +
        missed[to]! -
        missed[from + 1]! +
        placeCosts[to]!;
    }
  }
  return { nodeCount, reach, slot: (from, to) => slots[offsets[from]! + to - from - 1]! };
}

/** What a cut costs at a place. */
function placeCost({ place, accent, trust, lyricLine }: CutCandidate, style: CutStyle): number {
  return (
    style.placeCosts[place] +
    DOUBT_COST * (1 - trust) -
    style.accentWeight * accent -
    (lyricLine === null ? 0 : LYRIC_BONUS)
  );
}

/** What it costs to play through a place. */
function missCost({ place, isFixed }: CutCandidate, { missCosts }: CutStyle): number {
  if (isFixed) return FIXED_COST;
  return place === 'drop' || place === 'section' || place === 'phrase' ? missCosts[place] : 0;
}

/** What the length of a shot costs: the square of the logarithm of how far it is off, and walls at both ends. */
function holdCost({
  from,
  to,
  wanted,
  pace,
  style,
}: {
  from: number;
  to: number;
  /** How many times as long as usual the shot shall be. */
  wanted: number;
  pace: Pace;
  style: CutStyle;
}): number {
  const hold = to - from;
  const off = Math.log(pace.shotsBetween(from, to) / wanted);
  const intensity = pace.intensityBetween(from, to);
  const [min, max] = [pace.minHoldAt(intensity), pace.maxHoldAt(intensity)];
  const beyond = Math.max(min / hold, hold / max) - 1;
  return style.holdWeight * off * off + (beyond > 1e-9 ? WALL_COST * (1 + beyond + beyond * beyond) : 0);
}

/** The cheapest way from the beginning to the end when each shot costs something on top. */
function findPath({ nodeCount, reach, slot }: CostTable, costPerShot: number): number[] {
  const best = new Float64Array(nodeCount).fill(Infinity);
  const before = new Int32Array(nodeCount);
  best[0] = 0;
  for (let from = 0; from < nodeCount - 1; from++) {
    const sofar = best[from]! + costPerShot;
    for (let to = from + 1; to <= reach[from]!; to++) {
      const cost = sofar + slot(from, to);
      if (cost < best[to]!) {
        best[to] = cost;
        before[to] = from;
      }
    }
  }
  const path: number[] = [];
  for (let node = before[nodeCount - 1]!; node > 0; node = before[node]!) path.push(node - 1);
  return path.reverse();
}

/** The path whose number of shots suits those at hand, and what each shot was made to cost for that. */
function choosePath(
  table: CostTable,
  { count, mayRepeat, mustAllBeUsed }: ChooseCutsOptions['shots'],
  { reuseCost }: CutStyle,
): { path: number[]; costPerShot: number } {
  const slotsOf = (path: readonly number[]): number => path.length + 1;
  const [reuse, unused] = [mayRepeat ? reuseCost : 1e4, mustAllBeUsed ? 1e4 : UNUSED_COST];
  // with too few slots more are welcome, with too many fewer
  const few = findPath(table, reuse);
  if (slotsOf(few) >= count && mayRepeat) return { path: few, costPerShot: reuse };
  const many = findPath(table, -unused);
  if (slotsOf(many) <= count && !mustAllBeUsed) return { path: many, costPerShot: -unused };
  // in between the cost per shot that gives their number
  let [low, high] = [-unused, reuse];
  let chosen = mayRepeat ? { path: many, costPerShot: -unused } : { path: few, costPerShot: reuse };
  for (let step = 0; step < COUNT_STEPS && slotsOf(chosen.path) !== count; step++) {
    const middle = (low + high) / 2;
    const path = findPath(table, middle);
    const tooMany = slotsOf(path) > count;
    if (tooMany) low = middle;
    else high = middle;
    const isAllowed = mayRepeat ? !mustAllBeUsed || slotsOf(path) >= count : !tooMany;
    const isNearer = Math.abs(slotsOf(path) - count) <= Math.abs(slotsOf(chosen.path) - count);
    if (isAllowed && isNearer) chosen = { path, costPerShot: middle };
  }
  return chosen;
}

const costOf = ({ nodeCount, slot }: CostTable, path: readonly number[]): number => {
  const nodes = [0, ...path.map((index) => index + 1), nodeCount - 1];
  return nodes.slice(1).reduce((sum, node, index) => sum + slot(nodes[index]!, node), 0);
};

/** What would be best at a cut's stead while its neighbours stay. */
function secondBestOf({
  table: { nodeCount, reach, slot },
  path,
  index,
  costPerShot,
  candidates,
}: {
  table: CostTable;
  path: readonly number[];
  index: number;
  costPerShot: number;
  candidates: readonly CutCandidate[];
}): SecondBest<CutCandidate> | null {
  const at = path[index]! + 1;
  const before = index === 0 ? 0 : path[index - 1]! + 1;
  const after = index === path.length - 1 ? nodeCount - 1 : path[index + 1]! + 1;
  const isReachable = (from: number, to: number): boolean => to <= reach[from]!;
  const chosen = slot(before, at) + slot(at, after);
  let best: SecondBest<CutCandidate> | null = isReachable(before, after)
    ? { choice: null, costMore: slot(before, after) - chosen - costPerShot }
    : null;
  for (let other = before + 1; other < after; other++) {
    if (other === at || !isReachable(before, other) || !isReachable(other, after)) continue;
    const costMore = slot(before, other) + slot(other, after) - chosen;
    if (best === null || costMore < best.costMore) best = { choice: candidates[other - 1]!, costMore };
  }
  return best;
}
