import { createRandom } from '../../../src/core/random.ts';

/** A picture: brightness, 0–255, over the unit square and beyond. */
export type Picture = (x: number, y: number) => number;

/** A smooth random picture over the unit square and beyond, 0–255. */
export function createPicture(seed: string): Picture {
  const random = createRandom(seed);
  const waves = Array.from({ length: 14 }, () => ({
    x: (random() - 0.5) * 22,
    y: (random() - 0.5) * 22,
    phase: random() * 7,
    size: 10 + random() * 18,
  }));
  return (x, y) => {
    const value = waves.reduce(
      (sum, wave) => sum + wave.size * Math.sin(wave.x * x + wave.y * y + wave.phase),
      120,
    );
    return Math.max(0, Math.min(255, value));
  };
}
