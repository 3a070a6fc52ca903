// Composes training songs and keeps what the ear passes on of them: node make-songs.mjs <folder> <first> <last>
// Songs from number 10000 on are of the hard kinds.
import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { serialize } from 'node:v8';
import { createJiti } from 'jiti';

const [folder, first, last] = process.argv.slice(2);
const jiti = createJiti(import.meta.url);
const { composeSong } = await jiti.import('./compose.ts');
const { RATE_HZ } = await jiti.import('./instruments.ts');
const { createSongListener } = await jiti.import('../../src/song/song-features.ts');

const FIRST_HARD_SONG = 10_000;
mkdirSync(folder, { recursive: true });
for (let number = Number(first); number <= Number(last); number++) {
  const file = `${folder}/${number}.bin`;
  if (existsSync(file)) continue;
  const { samples, beats, positions, style } = composeSong(`song ${number}`, 32, number >= FIRST_HARD_SONG);
  const listener = createSongListener(RATE_HZ);
  listener.push([samples]);
  writeFileSync(file, serialize({ style, beats, positions, features: listener.finish() }));
}
