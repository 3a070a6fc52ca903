import { describe, expect, test } from 'vitest';
import { chainKeyOf, chainsOf, resolveChains } from '../../src/clips/chains.ts';

const shot = (shotId: string, continueFrom?: string) => ({ shotId, continueFrom });

describe('shots that continue others', () => {
  test('are resolved by “previous” and by id, also ahead', () => {
    expect(
      resolveChains([shot('a'), shot('b', 'previous'), shot('c', 'd'), shot('d'), shot('e', 'a')]),
    ).toEqual([undefined, 0, 3, undefined, 0]);
  });

  test.each([
    { shots: [shot('a', 'previous')], code: 'CHAIN_UNKNOWN', says: 'it is the first' },
    { shots: [shot('a'), shot('b', 'x')], code: 'CHAIN_UNKNOWN', says: '"x"' },
    { shots: [shot('a', 'a')], code: 'CHAIN_CYCLE', says: 'a ← a' },
    {
      shots: [shot('a', 'c'), shot('b', 'previous'), shot('c', 'b')],
      code: 'CHAIN_CYCLE',
      says: 'a ← c ← b',
    },
  ])('are refused with $code where $says', ({ shots, code, says }) => {
    expect(() => resolveChains(shots)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(says) as string }),
    );
  });

  test('have a name in the catalogue by composition, shot and words', () => {
    const wish = { request: { prompt: 'x', aspectRatio: '16:9' }, references: [], continueFrom: 'previous' };
    const key = (compositionId: string, shotId: string): string =>
      chainKeyOf({ compositionId, shotId, wish });
    expect(new Set([key('A', 's'), key('A', 't'), key('B', 's')]).size).toBe(3);
    expect(chainsOf([{ clipKey: 'k', chainKeys: ['1', '2'] }, { clipKey: 'l' }])).toEqual({ 1: 'k', 2: 'k' });
  });
});
