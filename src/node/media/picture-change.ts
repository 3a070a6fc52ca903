/** A jump stands out from the change of the frames around it by this factor … */
const JUMP_FACTOR = 4;
/** … and is at least this large, of 255. */
const MIN_JUMP = 12;

/** Mean absolute difference of two pictures, 0–255. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += Math.abs(a[index]! - b[index]!);
  return sum / a.length;
}

/** The frames at which a picture jumps, by how much each frame differs from the one before it (0–255, the first by 0). */
export function findJumps(changes: readonly number[]): number[] {
  return changes.flatMap((change, index) => {
    if (change < MIN_JUMP) return [];
    const around = [-3, -2, -1, 1, 2, 3].map((step) => changes[index + step] ?? 0);
    return change > JUMP_FACTOR * Math.max(...around) ? [index] : [];
  });
}
