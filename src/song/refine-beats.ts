import { ATTACKS_PER_SECOND, type BandAttacks } from './attacks.ts';

/** How far from where it was heard a beat's attack is looked for. */
const SEARCH_SECONDS = 0.04;
/** How likely an attack lies how far away: deviation of a bell curve. */
const NEARNESS_SECONDS = 0.02;
/** Beats on each side that a beat's place is judged by. */
const NEIGHBOURS = 8;
/** Below this spread the players (or the machine) keep time better than an attack can be measured. */
const STEADY_SECONDS = 0.006;

/**
 * Moves beats to where a listener hears them: to the attack near each, as far as it fits a straight line through the
 * attacks of the beats around. In music that keeps strict time the line decides and averages the error of measuring
 * away; the freer the time, the more each attack counts by itself.
 */
export function refineBeats(timesInSeconds: readonly number[], attacks: readonly BandAttacks[]): number[] {
  const sum = sumOfRises(attacks);
  const measured = timesInSeconds.map((time) => nearestAttack(attacks, sum, time));
  return timesInSeconds.map((time, index) => {
    const near = measured
      .slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1)
      .map((attack, n) => ({ ...attack, beat: Math.max(0, index - NEIGHBOURS) + n - index }));
    const line = fitLine(near);
    const own = measured[index]!;
    if (line === undefined) return own.strength > 0 ? own.timeInSeconds : time;
    const doubt = line.spreadInSeconds ** 2 / (line.spreadInSeconds ** 2 + STEADY_SECONDS ** 2);
    const trust = own.strength > 0 ? doubt * Math.exp(-(((own.timeInSeconds - line.atZero) / 0.03) ** 2)) : 0;
    const onLine = Math.abs(line.atZero - time) < SEARCH_SECONDS ? line.atZero : time;
    return Math.max(0, onLine + trust * (own.timeInSeconds - onLine));
  });
}

interface Attack {
  timeInSeconds: number;
  strength: number;
}

function sumOfRises([low, mid, high]: readonly BandAttacks[]): Float32Array {
  const sum = new Float32Array(low!.rises.length);
  for (let at = 0; at < sum.length; at++) sum[at] = low!.rises[at]! + mid!.rises[at]! + high!.rises[at]!;
  return sum;
}

function nearestAttack(attacks: readonly BandAttacks[], sum: Float32Array, timeInSeconds: number): Attack {
  const centre = timeInSeconds * ATTACKS_PER_SECOND;
  const reach = SEARCH_SECONDS * ATTACKS_PER_SECOND;
  let best = -1;
  let strength = 0;
  for (let at = Math.max(1, Math.ceil(centre - reach)); at <= centre + reach && at < sum.length - 1; at++) {
    const distance = (at - centre) / (NEARNESS_SECONDS * ATTACKS_PER_SECOND);
    const value = sum[at]! * Math.exp(-0.5 * distance ** 2);
    if (value > strength && sum[at]! >= sum[at - 1]! && sum[at]! >= sum[at + 1]!) {
      strength = value;
      best = at;
    }
  }
  if (best < 0) return { timeInSeconds, strength: 0 };
  // each band says when, by how much it rises
  let begins = 0;
  for (const { rises, beginOf } of attacks) {
    if (rises[best]! > 0) begins += (rises[best]! / sum[best]!) * beginOf(best);
  }
  return { timeInSeconds: begins, strength };
}

/** A straight line through attacks by weighted least squares, twice: the second time without what lies far off. */
function fitLine(
  attacks: readonly (Attack & { beat: number })[],
): { atZero: number; spreadInSeconds: number } | undefined {
  let line = { atZero: 0, slope: 0 };
  let spreadInSeconds = Infinity;
  for (let round = 0; round < 3; round++) {
    let w = 0;
    let x = 0;
    let y = 0;
    let xx = 0;
    let xy = 0;
    for (const { beat, timeInSeconds, strength } of attacks) {
      const off =
        round === 0
          ? 0
          : (timeInSeconds - line.atZero - line.slope * beat) / Math.max(0.004, spreadInSeconds);
      const weight = Math.min(strength, 3) / (1 + off ** 2);
      w += weight;
      x += weight * beat;
      y += weight * timeInSeconds;
      xx += weight * beat * beat;
      xy += weight * beat * timeInSeconds;
    }
    const determinant = w * xx - x * x;
    if (determinant < 1e-9) return undefined;
    line = { atZero: (xx * y - x * xy) / determinant, slope: (w * xy - x * y) / determinant };
    const residuals = attacks
      .filter(({ strength }) => strength > 0)
      .map(({ beat, timeInSeconds }) => Math.abs(timeInSeconds - line.atZero - line.slope * beat))
      .sort((a, b) => a - b);
    if (residuals.length < 5) return undefined;
    spreadInSeconds = residuals[residuals.length >> 1]!;
  }
  return { atZero: line.atZero, spreadInSeconds };
}
