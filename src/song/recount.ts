/** Ways to count that are easily taken for each other: how long a beat is, and where the first may lie, in beats. */
const RELATED: readonly (readonly [ratio: number, phases: readonly number[]])[] = [
  [1, [0.5]],
  [1 / 2, [0]],
  [3 / 2, [0, 0.5, 1]],
  [2 / 3, [0, 1 / 3]],
  [4 / 3, [0, 1 / 3, 2 / 3, 1]],
  [3 / 4, [0, 1 / 4, 1 / 2]],
];

/**
 * Beats as somebody would tap them who takes the song another way: half a beat off, at half, two thirds, three
 * halves, three quarters or four thirds of the tempo. Of those that differ by where the first beat lies, the one that
 * `worthOf` says the most of.
 */
export function recountBeats(
  timesInSeconds: readonly number[],
  worthOf: (timesInSeconds: readonly number[]) => number,
): number[][] {
  return RELATED.map(([ratio, phases]) => {
    const ways = phases.map((phase) => interpolate(timesInSeconds, ratio, phase));
    const worths = ways.map(worthOf);
    return ways[worths.indexOf(Math.max(...worths))]!;
  });
}

/** The times of a grid `ratio` as wide as another. */
function interpolate(times: readonly number[], ratio: number, phase: number): number[] {
  const result: number[] = [];
  for (let at = phase; at <= times.length - 1 + 1e-9; at += ratio) {
    const whole = Math.min(times.length - 2, Math.floor(at + 1e-9));
    result.push(times[whole]! + (at - whole) * (times[whole + 1]! - times[whole]!));
  }
  return result;
}
