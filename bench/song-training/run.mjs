// Makes the weights from nothing: node bench/song-training/run.mjs <folder> [songs] [epochs] [--module <file to write>]
//
// Composes songs (3000 unless told otherwise, about half a second each), trains on eleven of twelve of them (8 epochs),
// writes src/song/beat-network-weights.ts, composes a tenth as many longer songs that the network has not heard, and
// prints the weights of evidence for beat-choice.ts. About an hour on one core; with 24 songs and 1 epoch a minute, which
// shows that everything runs and makes weights that are of no use.
import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { module: { type: 'string' } },
});
const [folder = 'song-training', songs = '3000', epochs = '8'] = positionals;
const here = dirname(fileURLToPath(import.meta.url));
const run = (script, ...parameters) =>
  execFileSync(process.execPath, [join(here, script), ...parameters.map(String)], { stdio: 'inherit' });
const module = resolve(values.module ?? join(here, '../../src/song/beat-network-weights.ts'));
const made = resolve(folder, 'songs');
const weighed = resolve(folder, 'weighed');
const weights = resolve(folder, 'weights.json');

run('make-songs.mjs', made, 0, Number(songs) - 1);
run('train.mjs', made, weights, epochs, 24, 0.004);
run('pack-weights.mjs', weights, module);
run('make-songs.mjs', weighed, 1_000_000, 1_000_000 + Math.ceil(Number(songs) / 10) - 1, 75);
run('weigh-countings.mjs', weighed);
