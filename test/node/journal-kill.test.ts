import { expect, test } from 'vitest';
import { killRuns } from './kill-runs.ts';

test('processes killed at any step buy each take once, lose none, leave no half file and no key', async () => {
  const report = await killRuns({ runs: 16, seed: 7 });
  expect(report.kills).toBeGreaterThan(4);
  expect(report).toMatchObject({ lostTakes: 0, halfFiles: 0, leakedKeys: 0, faults: [] });
  expect(report.billableRequests).toBe(report.takesAskedFor);
});
