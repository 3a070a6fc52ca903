// Plays the examples' scores and writes them as MP3: npx jiti scripts/compose-songs.ts [name …]
import path from 'node:path';
import { score as greeting } from '../examples/greeting/song/score.ts';
import { score as hardestCut } from '../examples/hardest-cut/song/score.ts';
import { score as lampPromo } from '../examples/lamp-promo/song/score.ts';
import { score as lyricVideo } from '../examples/lyric-video/song/score.ts';
import { score as oneWayIn } from '../examples/one-way-in/song/score.ts';
import { score as tides } from '../examples/tides/song/score.ts';
import { runFfmpeg } from '../src/node/media/ffmpeg.ts';
import { encodeWav } from '../src/node/media/wav.ts';
import { replaceFileAtomic, writeFileAtomic } from '../src/node/write-file-atomic.ts';
import { renderSong, type SongScore } from '../src/testing/index.ts';

const SONGS: Record<string, { score: SongScore; title: string; genre: string; bitrate: string }> = {
  'hardest-cut': { score: hardestCut, title: 'Hardest Cut', genre: 'Dream pop', bitrate: '192k' },
  'one-way-in': { score: oneWayIn, title: 'One Way In', genre: 'Trance', bitrate: '112k' },
  'lamp-promo': { score: lampPromo, title: 'Halo', genre: 'House', bitrate: '112k' },
  'lyric-video': { score: lyricVideo, title: 'Paper Boats', genre: 'Lullaby', bitrate: '112k' },
  greeting: { score: greeting, title: 'Hello You', genre: 'Pop', bitrate: '112k' },
  tides: { score: tides, title: 'Tides', genre: 'Minimal', bitrate: '96k' },
};

const wanted = process.argv.slice(2);
for (const [name, { score, title, genre, bitrate }] of Object.entries(SONGS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const tags = {
    title,
    artist: 'beatcut',
    album: 'Songs Made of Numbers',
    genre,
    TBPM: String(score.tempo as number), // these scores keep one tempo
  };
  const wav = path.resolve(`out/${name}.wav`);
  const target = path.resolve(`examples/public/${name}.mp3`);
  await writeFileAtomic({ path: wav, data: encodeWav(renderSong({ score })) });
  await replaceFileAtomic({
    path: target,
    write: async (temporaryPath) => {
      await runFfmpeg({
        args: [
          ['-i', wav, '-c:a', 'libmp3lame', '-b:a', bitrate, '-bitexact', '-id3v2_version', '3'],
          ...Object.entries(tags).map(([key, value]) => ['-metadata', `${key}=${value}`]),
          ['-f', 'mp3', temporaryPath],
        ].flat(),
        task: `encode the song ${name}`,
      });
    },
  });
  console.log(`Wrote ${path.relative('.', target)}`);
}
