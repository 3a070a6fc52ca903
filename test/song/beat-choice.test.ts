import { describe, expect, it } from 'vitest';
import { chooseAgain } from '../../src/song/beat-choice.ts';

/** What speaks for a way to count: its fit, nothing else, and that it repeats after four beats. */
const evidence = (fit: number, afterFour: number): number[] => [
  Math.log(fit),
  ...[0, 0, 0, 0],
  ...[0.2, 0, afterFour, 0, 0, 0, 0],
  0,
];

describe('chooseAgain', () => {
  it('takes the way to count after which the sound repeats, if it is clearly likelier than the first', () => {
    expect(chooseAgain([evidence(0.7, 0.1), evidence(0.68, 0.6)], [0, 0])).toBe(1);
    expect(chooseAgain([evidence(0.7, 0.1), evidence(0.7, 0.11)], [0, 0])).toBe(0);
    expect(chooseAgain([evidence(0.7, 0.1), evidence(0.7, 0.11)], [0, 1])).toBe(1);
  });

  it('never takes one that leaves out most of what sounded like a beat, however well it repeats', () => {
    expect(chooseAgain([evidence(0.7, 0.1), evidence(0.4, 0.9)], [0, 0])).toBe(0);
  });
});
