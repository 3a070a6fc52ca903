// Everything that can be checked without running the code: types, lint and layers, format, and the built package.
// Prints one line per check; ends with exit code 1 if one failed. `npm run check`
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const FOLDERS = ['src', 'test', 'bench', 'examples', 'remotion', 'scripts'];

/** @type {[name: string, command: string[]][]} */
const CHECKS = [
  ['build', ['tsdown', '--logLevel', 'error']],
  ['types', ['tsc', '--noEmit', '-p', '.']],
  ['lint and layers', ['oxlint', '--type-aware', '--deny-warnings', ...FOLDERS]],
  [
    'format',
    [
      'oxfmt',
      '--check',
      ...FOLDERS,
      'tsdown.config.ts',
      'vitest.config.ts',
      'remotion.config.ts',
      'beatcut.config.ts',
    ],
  ],
  ['unused code', ['knip']],
  ['package', ['publint', '--strict']],
  ['types of the package', ['attw', '--pack', '.', '--profile', 'esm-only', '--format', 'ascii', '--quiet']],
];

/** Runs all checks and returns how many passed and failed. */
export function runChecks() {
  let passed = 0;
  let failed = 0;
  for (const [name, command] of CHECKS) {
    const { status, stdout, stderr } = spawnSync('npx', ['--no-install', ...command], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status === 0) {
      passed += 1;
      console.log(`✓ ${name}`);
    } else {
      failed += 1;
      console.log(`✗ ${name}: ${command.join(' ')}\n${stdout}${stderr}`);
    }
  }
  return { passed, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = runChecks().failed === 0 ? 0 : 1;
