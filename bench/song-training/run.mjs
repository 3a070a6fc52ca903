// Makes the weights that ship, from nothing: node bench/song-training/run.mjs <empty folder>
//
// Composes 2985 songs (about 0.7 s each), trains on most of them for 8 epochs, then for 3 more with slow songs added and
// a lower learning rate, and writes src/song/beat-network-weights.ts. About two hours on one core.
import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? 'song-training');
const run = (script, ...parameters) =>
  execFileSync(process.execPath, [join(here, script), ...parameters.map(String)], { stdio: 'inherit' });
const first = join(folder, 'first');
const second = join(folder, 'second');

run('make-songs.mjs', first, 0, 2040);
run('make-songs.mjs', first, 10_000, 10_243);
run('train.mjs', first, join(folder, 'first.json'), 8, 24, 0.004);
run('make-songs.mjs', second, 0, 900);
run('make-songs.mjs', second, 10_000, 10_295);
run('make-songs.mjs', second, 20_000, 20_399);
run('train.mjs', second, join(folder, 'second.json'), 3, 24, 0.0015, join(folder, 'first.json'));
run('pack-weights.mjs', join(folder, 'second.json'), join(here, '../../src/song/beat-network-weights.ts'));
