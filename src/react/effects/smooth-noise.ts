import { createRandom } from '../../core/random.ts';

/**
 * A smooth random curve through −1…1: a random value at each whole number and a smooth blend between (value noise;
 * K. Perlin, "An image synthesizer", SIGGRAPH, 1985, uses its gradient form). The same for the same seed.
 */
export function smoothNoise(seed: string | number, at: number): number {
  const before = Math.floor(at);
  const share = at - before;
  const blend = share * share * (3 - 2 * share);
  const value = (index: number): number => 2 * createRandom(`${seed} ${index}`)() - 1;
  return value(before) * (1 - blend) + value(before + 1) * blend;
}
