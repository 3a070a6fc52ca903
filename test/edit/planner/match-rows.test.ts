import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchRows } from '../../../src/edit/planner/match-rows.ts';

/** The smallest sum of costs, by trying everything. */
function leastOf(
  costs: readonly (readonly number[])[],
  row = 0,
  taken: ReadonlySet<number> = new Set(),
): number {
  if (row === costs.length) return 0;
  return Math.min(
    ...costs[row]!.flatMap((cost, column) =>
      taken.has(column) ? [] : [cost + leastOf(costs, row + 1, new Set([...taken, column]))],
    ),
  );
}

it('gives each row a column of its own so that the sum is the smallest there is, with ties and negative costs too', () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 2 })).chain(([rows, more]) =>
        fc.array(
          fc.array(fc.integer({ min: -4, max: 9 }), { minLength: rows + more, maxLength: rows + more }),
          {
            minLength: rows,
            maxLength: rows,
          },
        ),
      ),
      (costs) => {
        const columns = matchRows({
          rowCount: costs.length,
          columnCount: costs[0]!.length,
          cost: (row, column) => costs[row]![column]!,
        });
        expect(new Set(columns).size).toBe(costs.length);
        const sum = columns.reduce((total, column, row) => total + costs[row]![column]!, 0);
        expect(sum).toBe(leastOf(costs));
      },
    ),
    { numRuns: 200 },
  );
});
