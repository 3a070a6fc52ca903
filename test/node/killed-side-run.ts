/**
 * Run in a process of its own, to be killed: shares takes, or has a storyboard written.
 * Arguments: "push" or "pull", project folder, server, bucket; or "storyboard", project folder, server, song map.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openBucket } from '../../src/node/share/open-bucket.ts';
import { pullTakes, pushTakes } from '../../src/node/share/share-takes.ts';
import { writeStoryboard } from '../../src/node/storyboard/write-storyboard.ts';
import type { SongMap } from '../../src/song/song-map.ts';
import { openProjectAt } from './test-project.ts';

const [what = '', dir = '', server = '', more = ''] = process.argv.slice(2);
const { lockFile, store, locksDir } = openProjectAt(dir);
if (what === 'storyboard') {
  const song = JSON.parse(await readFile(more, 'utf8')) as SongMap;
  await writeStoryboard({
    song,
    treatmentFile: path.join(dir, 'treatment.md'),
    outputFile: path.join(dir, 'storyboard.json'),
    locksDir,
    per: { bars: 2 },
    model: { model: 'writer', baseURL: server },
    env: {},
  });
} else {
  const bucket = await openBucket({ bucket: { name: more, endpoint: server } });
  const move = what === 'push' ? pushTakes : pullTakes;
  await move({ lockFile: await lockFile.read(), store, bucket, locksDir });
  bucket.close();
}
console.log('finished');
