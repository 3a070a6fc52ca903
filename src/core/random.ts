/** A source of numbers that are evenly spread over [0, 1) and the same for the same seed. */
export type Random = () => number;

/**
 * Creates a seeded random source: the seed is hashed by FNV-1a into the state of a mulberry32 generator.
 * Good enough for pictures and tests; not for secrets.
 * Sources: Fowler, Noll, Vo, FNV-1a (1991); T. Ettinger, mulberry32 (2017), period 2³².
 */
export function createRandom(seed: string | number): Random {
  let state = 0x811c9dc5;
  for (const unit of String(seed)) state = Math.imul(state ^ unit.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
