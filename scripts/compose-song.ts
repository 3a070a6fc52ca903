// Plays the example's score and writes it as MP3: npx jiti scripts/compose-song.ts
import path from 'node:path';
import { score } from '../examples/hardest-cut/song/score.ts';
import { runFfmpeg } from '../src/node/media/ffmpeg.ts';
import { encodeWav } from '../src/node/media/wav.ts';
import { replaceFileAtomic, writeFileAtomic } from '../src/node/write-file-atomic.ts';
import { renderSong } from '../src/testing/index.ts';

const target = path.resolve('examples/public/hardest-cut.mp3');
const tags = {
  title: 'Hardest Cut',
  artist: 'beatcut',
  album: 'Songs Made of Numbers',
  genre: 'Dream pop',
  TBPM: String(score.tempo as number), // the score keeps one tempo
};

const wav = path.resolve('out/hardest-cut.wav');
await writeFileAtomic({ path: wav, data: encodeWav(renderSong({ score })) });
await replaceFileAtomic({
  path: target,
  write: async (temporaryPath) => {
    await runFfmpeg({
      args: [
        ['-i', wav, '-c:a', 'libmp3lame', '-b:a', '192k', '-bitexact', '-id3v2_version', '3'],
        ...Object.entries(tags).map(([key, value]) => ['-metadata', `${key}=${value}`]),
        ['-f', 'mp3', temporaryPath],
      ].flat(),
      task: 'encode the song',
    });
  },
});
console.log(`Wrote ${path.relative('.', target)}`);
