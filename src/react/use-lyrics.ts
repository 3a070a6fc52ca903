import { useMemo } from 'react';
import type { LyricsCaption } from '../song/lyrics/caption.ts';
import { snapCaptions } from '../song/lyrics/snap-captions.ts';
import { lyricsAt, type LyricsPosition } from '../song/moment/lyrics-at.ts';
import { useSongMoment } from './song.tsx';

/** What `useLyrics` takes. */
export interface UseLyricsOptions {
  /** Captions that begin at most this far from a beat begin on it; 0 by default: the times stay as they were written. */
  snapToBeatsInSeconds?: number;
}

/** What `useLyrics` gives. */
export interface LyricsOnFrame extends LyricsPosition {
  /** All of the song's captions, as `@remotion/captions` takes them; times are the song's. Empty when it has none. */
  captions: LyricsCaption[];
}

/**
 * The song's synced lyrics and what is sung on the current frame.
 *
 * @example
 * const {line} = useLyrics();
 * return <h1>{line}</h1>;
 */
export function useLyrics({ snapToBeatsInSeconds = 0 }: UseLyricsOptions = {}): LyricsOnFrame {
  const { song, timeInSeconds, lookAheadInSeconds } = useSongMoment('useLyrics()');
  const captions = useMemo(() => {
    const { lyrics = [], beats } = song;
    if (snapToBeatsInSeconds <= 0) return lyrics;
    return snapCaptions({ captions: lyrics, beats, maxDistanceInSeconds: snapToBeatsInSeconds });
  }, [song, snapToBeatsInSeconds]);
  return { captions, ...lyricsAt({ lyrics: captions }, timeInSeconds, { lookAheadInSeconds }) };
}
