// Composes training songs and keeps what the ear passes on of them: node make-songs.mjs <folder> <first> <last>
// Songs from number 10000 on are of the hard kinds, from 20000 on of the slow ones.
import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { serialize } from 'node:v8';
import { createJiti } from 'jiti';

const [folder, first, last] = process.argv.slice(2);
const jiti = createJiti(import.meta.url);
const { composeSong } = await jiti.import('./compose.ts');
const { RATE_HZ } = await jiti.import('./instruments.ts');
const { createSongListener } = await jiti.import('../../src/song/song-features.ts');

const FIRST_HARD_SONG = 10_000;
const FIRST_SLOW_SONG = 20_000;
mkdirSync(folder, { recursive: true });
for (let number = Number(first); number <= Number(last); number++) {
  const file = `${folder}/${number}.bin`;
  if (existsSync(file)) continue;
  const helping = number >= FIRST_SLOW_SONG ? 'slow' : number >= FIRST_HARD_SONG ? 'hard' : 'first';
  const { samples, beats, positions, style } = composeSong(`song ${number}`, 32, helping);
  const listener = createSongListener(RATE_HZ);
  listener.push([samples]);
  writeFileSync(file, serialize({ style, beats, positions, features: listener.finish() }));
}
