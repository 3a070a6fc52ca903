import type { CalculateMetadataFunction } from 'remotion';
import { secondsToFrame } from '../core/time.ts';
import { resolveSongWindow, type SongWindow } from '../song/best-stretch.ts';
import { loadSongMap, requireStaticSong } from './load-song-map.ts';
import { pageOrders, reportToNode } from './page.ts';

/** What `songMetadata` takes. */
export interface SongMetadataOptions {
  /** The song's address from `staticFile()`. */
  src: string;
  /** Frames per second of the composition; 30 by default. */
  fps?: number;
  /** The part of the song that the film plays; the same as `songWindow` of its `<Song>`. All of it by default. */
  songWindow?: SongWindow;
}

/**
 * Gives a composition the length of its song: `<Composition calculateMetadata={songMetadata({src})} …>`.
 *
 * @returns a function for Remotion's `calculateMetadata` that sets `durationInFrames` and `fps`.
 */
export const songMetadata =
  <Props extends Record<string, unknown> = Record<string, unknown>>({
    src,
    fps = 30,
    songWindow,
  }: SongMetadataOptions): CalculateMetadataFunction<Props> =>
  async ({ abortSignal }) => {
    const songPath = requireStaticSong(src);
    if (pageOrders().songsHeard?.includes(songPath) === false) {
      reportToNode({ kind: 'song', src: songPath, hasMap: false });
      return { durationInFrames: 1, fps };
    }
    const song = await loadSongMap({ src, signal: abortSignal });
    const { durationInSeconds } = songWindow === undefined ? song : resolveSongWindow(song, songWindow);
    const durationInFrames = Math.max(1, secondsToFrame({ timeInSeconds: durationInSeconds, fps }));
    return { durationInFrames, fps };
  };
