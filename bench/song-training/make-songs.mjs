// Composes training songs and keeps what the ear passes on of them: node make-songs.mjs <folder> <first> <last> [seconds]
// Of twenty songs, seven are of any kind, five of the hard kinds, one of the slow ones, six of those whose beats or bars
// are easily taken for others, and one has no beat.
import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { serialize } from 'node:v8';
import { createJiti } from 'jiti';

const [folder, first, last, seconds = '33'] = process.argv.slice(2);
const jiti = createJiti(import.meta.url);
const { composeSong } = await jiti.import('./compose.ts');
const { composeNothing } = await jiti.import('./nothing.ts');
const { RATE_HZ } = await jiti.import('./instruments.ts');
const { createSongListener } = await jiti.import('../../src/song/song-features.ts');

// so ordered that those which train.mjs holds out, every twelfth, are of all kinds
const HELPINGS = [
  ...['first', 'bars', 'hard', 'bars', 'first', 'first', 'hard', 'hard', 'bars', 'first'],
  ...['bars', 'first', 'nothing', 'first', 'hard', 'bars', 'first', 'bars', 'hard', 'slow'],
];

mkdirSync(folder, { recursive: true });
for (let number = Number(first); number <= Number(last); number++) {
  const file = `${folder}/${number}.bin`;
  if (existsSync(file)) continue;
  const helping = HELPINGS[number % HELPINGS.length];
  const { samples, beats, positions, style } =
    helping === 'nothing'
      ? composeNothing(`song ${number}`, Number(seconds))
      : composeSong(`song ${number}`, Number(seconds), helping);
  const listener = createSongListener(RATE_HZ);
  listener.push([samples]);
  writeFileSync(file, serialize({ style, beats, positions, features: listener.finish() }));
}
