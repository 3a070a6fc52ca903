import path from 'node:path';
import { analyzeSongFile } from '../analyze-song-file.ts';
import { requireEntryPoint } from '../config.ts';
import type { Project } from '../project.ts';
import { lookUpClips, type ClipWithStatus } from './clip-status.ts';
import { discoverClips, type Discovery } from './discover-clips.ts';
import { openFilm, type Film } from './open-film.ts';

/** What `planFilm` takes. */
export interface PlanFilmOptions {
  project: Project;
  compositionId: string;
  /** Props for the composition. */
  inputProps?: Record<string, unknown> | undefined;
  /** Takes what was found in it before while nothing has changed; true by default. */
  useCache?: boolean;
  signal?: AbortSignal | undefined;
  /** Called with each step that takes time. */
  onProgress?: ((step: string) => void) | undefined;
}

/** A composition with everything it asks for. The film is open and must be closed. */
export interface FilmPlan {
  film: Film;
  discovery: Discovery;
  clips: ClipWithStatus[];
}

/**
 * Opens a composition, hears its songs if need be, finds its clips and looks them up. Generates nothing.
 *
 * @throws BeatcutError as `openFilm`, `discoverClips`, `analyzeSongFile` and `lookUpClips`.
 */
export async function planFilm({
  project,
  compositionId,
  inputProps,
  useCache = true,
  signal,
  onProgress,
}: PlanFilmOptions): Promise<FilmPlan> {
  const { config } = project;
  await project.lockFile.read(); // a broken one is said before anything else takes time
  const hearSong = (songPath: string): Promise<{ changed: boolean }> => {
    onProgress?.(`Hearing ${songPath}`);
    return analyzeSongFile({
      path: path.join(config.publicDir, songPath),
      publicDir: config.publicDir,
      signal,
    });
  };
  const film = await openFilm({
    project: {
      rootDir: config.projectDir,
      entryPoint: requireEntryPoint(config),
      publicDir: config.publicDir,
      storeDir: config.storeDir,
    },
    compositionId,
    ...(inputProps && { inputProps }),
    hearSong,
    signal,
    ...(onProgress && { onProgress }),
  });
  try {
    onProgress?.('Finding the clips');
    const discovery = await discoverClips({
      film,
      publicDir: config.publicDir,
      storeDir: config.storeDir,
      useCache,
      hearSong,
      signal,
    });
    return { film, discovery, clips: await lookUpClips({ clips: discovery.clips, project }) };
  } catch (error) {
    await film.close();
    throw error;
  }
}
