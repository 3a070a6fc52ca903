// Composes training songs and keeps what the ear passes on of them: node make-songs.mjs <folder> <first> <last> [seconds]
// Of twenty songs, ten are of any kind, seven of the hard kinds and three of the slow ones.
import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { serialize } from 'node:v8';
import { createJiti } from 'jiti';

const [folder, first, last, seconds = '33'] = process.argv.slice(2);
const jiti = createJiti(import.meta.url);
const { composeSong } = await jiti.import('./compose.ts');
const { RATE_HZ } = await jiti.import('./instruments.ts');
const { createSongListener } = await jiti.import('../../src/song/song-features.ts');

mkdirSync(folder, { recursive: true });
for (let number = Number(first); number <= Number(last); number++) {
  const file = `${folder}/${number}.bin`;
  if (existsSync(file)) continue;
  const helping = number % 20 < 10 ? 'first' : number % 20 < 17 ? 'hard' : 'slow';
  const { samples, beats, positions, style } = composeSong(`song ${number}`, Number(seconds), helping);
  const listener = createSongListener(RATE_HZ);
  listener.push([samples]);
  writeFileSync(file, serialize({ style, beats, positions, features: listener.finish() }));
}
