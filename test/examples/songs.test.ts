import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { score as greeting } from '../../examples/greeting/song/score.ts';
import { score as lampPromo } from '../../examples/lamp-promo/song/score.ts';
import { score as lyricVideo } from '../../examples/lyric-video/song/score.ts';
import { score as oneWayIn } from '../../examples/one-way-in/song/score.ts';
import { score as tides } from '../../examples/tides/song/score.ts';
import { decodeAudio } from '../../src/node/media/decode-audio.ts';
import { analyzeSong } from '../../src/song/analyze-song.ts';
import { applyCorrections } from '../../src/song/apply-corrections.ts';
import { parseCorrections } from '../../src/song/corrections.ts';
import { parseLrc } from '../../src/song/lyrics/parse-lrc.ts';
import type { SongScore } from '../../src/testing/index.ts';
import type { SongMap } from '../../src/song/song-map.ts';

const songs: [name: string, score: SongScore, sections: string[]][] = [
  ['one-way-in', oneWayIn, ['intro', 'flight', 'drop']],
  ['lamp-promo', lampPromo, ['intro', 'build', 'drop']],
  ['greeting', greeting, ['hello', 'story', 'cheers']],
  ['tides', tides, ['question', 'moon', 'turning', 'answer']],
];

const hear = async (path: string): Promise<SongMap> => analyzeSong(await decodeAudio({ path }));

/** Where each section of a score begins. */
function startsOf({ sections, tempo, beatsPerBar = 4, leadInSeconds = 0 }: SongScore): number[] {
  let beats = 0;
  return sections.map(({ lengthInBars }) => {
    const start = leadInSeconds + (beats * 60) / (tempo as number); // these scores keep one tempo
    beats += lengthInBars * beatsPerBar;
    return start;
  });
}

describe("the examples' songs", () => {
  it.each(songs)(
    '%s is heard at its tempo, and its corrections name the sections where they are',
    async (name, score, sections) => {
      const path = `examples/public/${name}.mp3`;
      expect((await stat(path)).size).toBeLessThan(500_000);
      const corrections = parseCorrections({
        text: await readFile(`${path}.corrections.json`, 'utf8'),
        path: `${path}.corrections.json`,
      });
      const song = applyCorrections(await hear(path), corrections);
      expect(song.tempoBpm).toBeCloseTo(score.tempo as number, 0);
      expect(song.sections.map((section) => section.name)).toEqual(sections);
      for (const [index, start] of startsOf(score).entries()) {
        if (index > 0) expect(Math.abs(song.sections[index]!.startInSeconds - start)).toBeLessThan(0.05);
      }
    },
  );

  it('lyric-video has words that begin on its beats', async () => {
    const path = 'examples/public/lyric-video.mp3';
    expect((await stat(path)).size).toBeLessThan(500_000);
    const song = await hear(path);
    expect(song.tempoBpm).toBeCloseTo(lyricVideo.tempo as number, 0);
    expect(song.beatsPerBar).toBe(3);
    const words = parseLrc({
      text: await readFile('examples/public/lyric-video.lrc', 'utf8'),
      path: 'lyric-video.lrc',
      durationInSeconds: song.durationInSeconds,
    });
    expect(words.length).toBe(26);
    for (const { startMs } of words) {
      const distance = Math.min(...song.beats.map((beat) => Math.abs(beat.timeInSeconds - startMs / 1000)));
      expect(distance).toBeLessThan(0.05);
    }
  });
});
