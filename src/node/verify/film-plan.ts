import path from 'node:path';
import type { PlannedCut } from '../../edit/edit-plan.ts';
import { analyzeSongFile } from '../analyze-song-file.ts';
import { placeSong } from '../delivery/place-song.ts';
import type { Discovery } from '../film/discover-clips.ts';
import type { Film } from '../film/open-film.ts';
import type { FilmPlanRecord, RecordedSong } from './film-record.ts';

/** What `describeFilmPlan` takes. */
export interface DescribeFilmPlanOptions {
  film: Pick<Film, 'composition' | 'songs'>;
  discovery: Pick<Discovery, 'cuts' | 'pictures'>;
  /** The project's public folder. */
  publicDir: string;
  /** Size of the file in pixels, where it is not that of the composition. */
  size?: { width: number; height: number };
  signal?: AbortSignal | undefined;
}

/** What a film rendered from a composition should show and play. Its songs have been heard, so this costs next to nothing. */
export async function describeFilmPlan(options: DescribeFilmPlanOptions): Promise<FilmPlanRecord> {
  const { film, discovery, publicDir, size = film.composition, signal } = options;
  const { id, fps, durationInFrames } = film.composition;
  const songs = await Promise.all(
    film.songs.map(async (song): Promise<RecordedSong> => {
      const { songMap } = await analyzeSongFile({ path: path.join(publicDir, song), publicDir, signal });
      const place = placeSong({ songPath: song, songMap, discovery, fps });
      return {
        path: song,
        startFrame: place.startFrame,
        ...(discovery.pictures !== null && { heard: place.heard }),
        durationInSeconds: songMap.durationInSeconds,
      };
    }),
  );
  return {
    composition: id,
    fps,
    width: size.width,
    height: size.height,
    durationInFrames,
    cuts: discovery.cuts,
    gaps: gapsOf(discovery.cuts, durationInFrames),
    songs,
  };
}

/** The stretches between a cut to nothing and the next cut to a shot. */
function gapsOf(cuts: readonly PlannedCut[], durationInFrames: number): FilmPlanRecord['gaps'] {
  const inOrder = [...cuts].sort((a, b) => a.frame - b.frame);
  return inOrder.flatMap(({ frame, toShot }, index) =>
    toShot === null
      ? [
          {
            startFrame: frame,
            endFrame:
              inOrder.slice(index + 1).find((later) => later.toShot !== null)?.frame ?? durationInFrames,
          },
        ]
      : [],
  );
}
