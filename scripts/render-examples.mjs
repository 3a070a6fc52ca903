// Renders every example to out/<id>.mp4, with drafts for clips that were never generated.
// `npm run examples`; arguments go to `beatcut render`: `npm run examples -- --scale 0.25`
import { spawnSync } from 'node:child_process';
import { EXAMPLES } from './example-frames.mjs';

let failed = 0;
for (const id of Object.keys(EXAMPLES)) {
  console.log(`\n── ${id}`);
  const { status } = spawnSync(
    process.execPath,
    ['dist/cli.js', 'render', id, '--drafts', ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  if (status !== 0) failed += 1;
}
console.log(
  `\n${Object.keys(EXAMPLES).length - failed} of ${Object.keys(EXAMPLES).length} examples are in out/.`,
);
process.exitCode = failed === 0 ? 0 : 1;
