import type { Catalogue } from '../../clips/catalogue.ts';
import type { Project } from '../project.ts';
import { syncPublicFolder } from '../store/publish.ts';
import { draftMissingClips } from './draft-missing-clips.ts';
import type { Film } from './open-film.ts';
import { planFilm, type FilmPlan } from './plan-film.ts';
import { requireClips } from './require-clips.ts';

/** What `prepareFilm` takes. */
export interface PrepareFilmOptions {
  project: Project;
  compositionId: string;
  inputProps?: Record<string, unknown> | undefined;
  /** Draw drafts for clips that are missing, and take drafts for real takes; false by default. */
  drafts?: boolean;
  /** Takes what was found in it before while nothing has changed; true by default. */
  useCache?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Called as soon as the composition is known; what it throws ends all before anything takes time. */
  checkFilm?: (film: Film) => void;
  /** Called with each step that takes time. */
  onOpening?: ((message: string) => void) | undefined;
  /** Called before the first draft is drawn, with how many there will be. */
  onDrafting?: ((clipCount: number) => void) | undefined;
  /** Called with how far the drawing of drafts is, 0–1. */
  onProgress?: ((progress: number) => void) | undefined;
}

/** A film whose clips are all there and published. It is open and must be closed. */
export interface PreparedFilm extends FilmPlan {
  catalogue: Catalogue;
}

/**
 * Opens a composition, hears its song, finds its clips, draws drafts if asked, and publishes the picked takes, so that it can
 * be drawn.
 *
 * @throws BeatcutError `CLIPS_MISSING` with every clip that can't be shown, or as `planFilm` and `draftMissingClips`.
 */
export async function prepareFilm(options: PrepareFilmOptions): Promise<PreparedFilm> {
  const { project, compositionId, inputProps, drafts = false, useCache, signal, checkFilm } = options;
  const { film, discovery, clips } = await planFilm({
    project,
    compositionId,
    inputProps,
    ...(useCache !== undefined && { useCache }),
    signal,
    onProgress: options.onOpening,
  });
  try {
    checkFilm?.(film);
    const ready = drafts
      ? await draftMissingClips({
          project,
          clips,
          signal,
          onStart: options.onDrafting,
          onProgress: options.onProgress,
        })
      : clips;
    requireClips({ compositionId, inputProps, clips: ready, allowDrafts: drafts });
    const { catalogue } = await syncPublicFolder({
      publicDir: project.config.publicDir,
      lockFile: project.lockFile,
      store: project.store,
      locksDir: project.locksDir,
      clipKeys: ready.map(({ clip }) => clip.clipKey),
      referenceFiles: Object.keys(discovery.references),
      chainedClips: discovery.clips,
    });
    return { film, discovery, clips: ready, catalogue };
  } catch (error) {
    await film.close();
    throw error;
  }
}
