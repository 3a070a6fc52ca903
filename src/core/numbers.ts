/** A number kept between two bounds, 0 and 1 by default. */
export const clamp = (value: number, low: number = 0, high: number = 1): number =>
  Math.min(high, Math.max(low, value));

/** A value of any size as a probability, 0–1. */
export const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** The middle value, or the mean of the two in the middle; 0 when there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How far each value is from the one before it; one fewer than there are values. */
export const gapsOf = (values: readonly number[]): number[] =>
  values.slice(1).map((value, index) => value - values[index]!);
