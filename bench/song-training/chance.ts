import { createRandom } from '../../src/core/random.ts';

/** Dice for composing: everything that is random in a training song comes from one of these. */
export interface Chance {
  /** Evenly spread between two numbers. */
  between: (low: number, high: number) => number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** True with this probability. */
  is(probability: number): boolean;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** One of the keys, by its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** From a bell curve with deviation 1. */
  bell(): number;
}

/** Creates dice that fall the same way for the same seed. */
export function createChance(seed: string): Chance {
  const random = createRandom(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  return {
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    is: (probability) => random() < probability,
    pick: (items) => items[Math.floor(random() * items.length)]!,
    weighted(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let rest = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      return (entries.find(([, weight]) => (rest -= weight) < 0) ?? entries[0]!)[0];
    },
    // Box and Muller, 1958
    bell: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  };
}
