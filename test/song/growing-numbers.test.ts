import { describe, expect, it } from 'vitest';
import { GrowingNumbers } from '../../src/song/growing-numbers.ts';

const fill = (count: number): GrowingNumbers => {
  const numbers = new GrowingNumbers();
  for (let index = 0; index < count; index++) numbers.push(index);
  return numbers;
};

describe('numbers that grow', () => {
  it('give any stretch of what was put in, and nothing beyond it', () => {
    const numbers = fill(50_000);
    expect(numbers.slice(0, 3)).toEqual(Float32Array.of(0, 1, 2));
    expect(numbers.slice(16_383, 16_386)).toEqual(Float32Array.of(16_383, 16_384, 16_385));
    const all = numbers.slice(0, 1e9);
    expect(all.length).toBe(50_000);
    expect(all.every((value, index) => value === index)).toBe(true);
    expect(numbers.slice(60_000, 70_000).length).toBe(0);
  });

  it('keep three digits of each in half the room, those that come later too', () => {
    const numbers = new GrowingNumbers();
    const valueAt = (index: number): number => 10 ** (-6 * ((index * 0.618) % 1));
    for (let index = 0; index < 60_000; index++) {
      if (index === 20_000) numbers.pack();
      numbers.push(index % 7 === 0 ? 0 : valueAt(index));
    }
    const all = numbers.slice(0, 60_000);
    const errors = all.map((value, index) =>
      index % 7 === 0 ? value : Math.abs(value / valueAt(index) - 1),
    );
    expect(errors.every((error) => error < 1.5e-3)).toBe(true);
  });
});
