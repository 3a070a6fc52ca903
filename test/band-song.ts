import { renderSong, type RenderedSong, type SongScore } from '../src/testing/index.ts';

/** What `renderBandSong` takes. Tempo in beats per minute, the rest as in a score. */
export type BandSongOptions = Pick<SongScore, 'seed' | 'tempo' | 'leadInSeconds' | 'tailInSeconds'> & {
  lengthInBars: number;
};

/** A song of one section whose beats are easy to hear: drums and a bass through four chords. */
export const renderBandSong = ({ lengthInBars, ...song }: BandSongOptions): RenderedSong =>
  renderSong({
    score: {
      ...song,
      sections: [
        {
          label: 'all',
          lengthInBars,
          chords: 'Am F C G',
          parts: {
            kick: 'X...X...X...X...',
            snare: '....X.......X...',
            hat: 'x.x.x.x.x.x.x.x.',
            bass: '1!:1 1:1 5:1 1:1',
          },
        },
      ],
    },
  });
