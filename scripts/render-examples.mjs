// Renders every example to out/<id>.mp4, with drafts for clips that were never generated, and measures each film:
//
//   npm run examples                            all of them
//   npm run examples -- --scale 0.25            smaller and quicker
//   npm run examples -- Tides Teaser            some of them
//
// Ends with one line for each film; out/<id>.verify.html shows what was measured. Exit code 1 when a film could not be made
// or is not what was planned.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { EXAMPLES } from './example-frames.mjs';

const { values: options, positionals } = parseArgs({
  options: { scale: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const unknown = positionals.filter((id) => !Object.hasOwn(EXAMPLES, id));
if (unknown.length > 0) {
  console.error(`No such example: ${unknown.join(', ')}. There are ${Object.keys(EXAMPLES).join(', ')}.`);
  process.exit(2);
}

/** Runs the built command line; what it prints is shown unless it is wanted. */
const beatcut = (args, stdout = 'inherit') =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], {
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });

/** A film in a line, from the report that measuring it gave. */
function describe({ passed, checks, picture }) {
  const messageOf = (wanted) => checks.find(({ id }) => id === wanted)?.message ?? '';
  const notMeasured = picture.cuts.filter(({ frame }) => frame === null).length;
  return [
    passed ? '✓' : '✗',
    `${picture.frameCount} frames.`,
    messageOf('cuts'),
    ...(notMeasured > 0 ? [messageOf('unseen-cuts')] : []),
    ...checks.filter(({ status }) => status === 'failed').map(({ message }) => `Failed: ${message}`),
  ].join(' ');
}

const lines = [];
let failed = 0;
for (const id of positionals.length > 0 ? positionals : Object.keys(EXAMPLES)) {
  console.log(`\n── ${id}`);
  const before = performance.now();
  // a film that is past a limit ends with 1, and is measured all the same
  const rendered = beatcut(['render', id, '--drafts', '--scale', options.scale]);
  const seconds = (performance.now() - before) / 1000;
  const verified =
    rendered.status === null || rendered.status > 1
      ? null
      : beatcut(['verify', `out/${id}.mp4`, '--json'], 'pipe');
  const report = verified?.stdout ? JSON.parse(verified.stdout) : null;
  if (report === null || !report.passed) failed += 1;
  lines.push(
    `${id.padEnd(16)} ${seconds.toFixed(0).padStart(4)} s  ${report === null ? '✗ could not be rendered' : describe(report)}`,
  );
}
console.log(`\n${lines.join('\n')}\n\nFilms and reports are in out/.`);
process.exitCode = failed === 0 ? 0 : 1;
