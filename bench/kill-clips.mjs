// Kills the processes that make clips, at every step and at random times, and counts what was bought and what was lost.
// `npm run bench:kill -- --runs 500 --seed 1`; ends with 1 when anything was bought twice, lost, half or leaked.
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const { killRuns } = await createJiti(import.meta.url).import('../test/node/kill-runs.ts');
const startedAt = performance.now();
const report = await killRuns({
  runs: Number(values.runs),
  seed: Number(values.seed),
  onProgress: ({ runs, kills }) => {
    if (!values.json && process.stderr.isTTY) process.stderr.write(`\r${runs} runs, ${kills} killed `);
  },
});
const seconds = (performance.now() - startedAt) / 1000;

if (values.json) console.log(JSON.stringify({ ...report, seconds }, null, 2));
else {
  const steps = Object.entries(report.killsByStep).map(([step, count]) => `${step} ${count}`);
  console.log(`
seed                      ${values.seed}
runs                      ${report.runs} processes in ${report.projects} projects, ${seconds.toFixed(0)} s
killed                    ${report.kills} (${steps.join(', ')})
distinct takes asked for  ${report.takesAskedFor}
billable requests         ${report.billableRequests}
ambiguous orders          ${report.ambiguousOrders} (never sent; sent again by --resubmit)
lost takes                ${report.lostTakes}
half files                ${report.halfFiles}
leaked keys               ${report.leakedKeys}`);
  for (const fault of report.faults) console.log(`✗ ${fault}`);
}
const isRight =
  report.billableRequests === report.takesAskedFor &&
  report.lostTakes === 0 &&
  report.halfFiles === 0 &&
  report.leakedKeys === 0 &&
  report.faults.length === 0;
process.exitCode = isRight ? 0 : 1;
