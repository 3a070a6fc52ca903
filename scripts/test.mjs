// Runs all checks and all tests and ends with the line "N passed, N failed". `npm test`; arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './check.mjs';

const checks = runChecks();
const folder = mkdtempSync(join(tmpdir(), 'beatcut-test-'));
const report = join(folder, 'report.json');
const { status } = spawnSync(
  'npx',
  [
    '--no-install',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', shell: process.platform === 'win32' },
);
let tests = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
try {
  tests = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  console.log('vitest wrote no report');
}
rmSync(folder, { recursive: true, force: true });

const passed = checks.passed + tests.numPassedTests;
// a failure outside of a test, such as a file that does not load, shows only in the exit code
const failed = checks.failed + Math.max(tests.numFailedTests, status === 0 ? 0 : 1);
if (tests.numPendingTests > 0) console.log(`${tests.numPendingTests} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
