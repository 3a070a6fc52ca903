import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { drawSegments } from '../segments/draw-segments.ts';
import { joinSegments } from '../segments/join-segments.ts';
import type { RenderPlan } from '../segments/plan-render.ts';
import type { Segment } from '../segments/plan-segments.ts';
import { createSegmentStore } from '../segments/segment-store.ts';
import type { Film } from './open-film.ts';

/** What `renderFilm` takes. */
export interface RenderFilmOptions {
  film: Film;
  plan: RenderPlan;
  /** An MP4 file with the sound of the whole film, or `null` for none. */
  soundFile: string | null;
  /** Folder of finished segments. */
  segmentsDir: string;
  /** The MP4 file to write, absolute. It appears complete or not at all. */
  outputFile: string;
  /** Takes segments that are there already; true by default. */
  useCache?: boolean;
  signal?: AbortSignal | undefined;
  /** Called with the share of frames that are there, 0–1. */
  onProgress?: ((progress: number) => void) | undefined;
}

/** How the frames of a film were made. */
export interface RenderFilmResult {
  segments: {
    total: number;
    reused: number;
    /** The frames at which segments begin. */
    startFrames: number[];
  };
  frames: { total: number; reused: number; decoded: number; drawn: number };
}

/** How much room finished segments may take. */
const MAX_STORE_BYTES = 8 * 1024 ** 3;

/**
 * Renders a film to H.264 and AAC in MP4, with colours tagged as BT.709 and the sound exactly under the picture. Only the
 * segments that are not there yet are drawn; each is kept as soon as it is complete.
 *
 * @throws BeatcutError `RENDER_FAILED`; the signal's reason when aborted.
 */
export async function renderFilm({
  film,
  plan,
  soundFile,
  segmentsDir,
  outputFile,
  useCache = true,
  signal,
  onProgress,
}: RenderFilmOptions): Promise<RenderFilmResult> {
  signal?.throwIfAborted();
  const { segments, frames } = plan;
  const store = createSegmentStore({ dir: segmentsDir });
  const unfinished = join(dirname(outputFile), `.${process.pid}.unfinished.mp4`);
  await mkdir(dirname(outputFile), { recursive: true });
  await mkdir(segmentsDir, { recursive: true });
  try {
    const missing = new Map<string, Segment>();
    const known = new Set<string>();
    for (const segment of segments) {
      const { fingerprint } = segment;
      if (missing.has(fingerprint) || known.has(fingerprint)) continue;
      if (useCache && (await store.find(fingerprint)) !== null) known.add(fingerprint);
      else missing.set(fingerprint, segment);
    }
    const wanted = sumFrames([...missing.values()]);
    await drawSegments({
      ...plan,
      film,
      segments: [...missing.values()],
      store,
      useCache,
      signal,
      onFrame: (drawn) => onProgress?.((frames.length - wanted + drawn) / frames.length),
    });
    await joinSegments({
      segments: await Promise.all(
        segments.map(async ({ fingerprint, startFrame, endFrame }) => ({
          file: (await store.find(fingerprint)) ?? missingSegment(fingerprint),
          frameCount: endFrame - startFrame,
        })),
      ),
      soundFile,
      fps: film.composition.fps,
      outputFile: unfinished,
      signal,
    });
    signal?.throwIfAborted();
    await rename(unfinished, outputFile);
    // what this film is joined of stays, however much it is
    const needed = new Set(segments.map(({ fingerprint }) => `${fingerprint}.ts`));
    await store.trim({ maxBytes: MAX_STORE_BYTES, needed });
    const drawn = [...missing.values()];
    return {
      segments: {
        total: segments.length,
        reused: segments.length - drawn.length,
        startFrames: segments.map(({ startFrame }) => startFrame),
      },
      frames: {
        total: frames.length,
        reused: frames.length - wanted,
        decoded: sumFrames(drawn.filter(({ kind }) => kind === 'clips')),
        drawn: sumFrames(drawn.filter(({ kind }) => kind === 'page')),
      },
    };
  } catch (cause) {
    signal?.throwIfAborted();
    if (BeatcutError.isInstance(cause)) throw cause;
    throw new BeatcutError({
      code: 'RENDER_FAILED',
      message: `"${film.composition.id}" could not be rendered: ${messageOf(cause).split('\n')[0]}`,
      hint: 'Open it in Remotion Studio to see the error in place: npx remotion studio',
      cause,
    });
  } finally {
    await rm(unfinished, { force: true });
  }
}

const sumFrames = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame, 0);

function missingSegment(fingerprint: string): never {
  throw new BeatcutError({
    code: 'RENDER_FAILED',
    message: `The segment ${fingerprint.slice(0, 12)} has been deleted while the film was rendered.`,
    hint: 'Render again: only that segment is drawn.',
  });
}

/**
 * Makes sure that a film can be written to a file.
 *
 * @throws BeatcutError `OUTPUT_INVALID`.
 */
export function requireMp4(outputFile: string): void {
  if (extname(outputFile) === '.mp4') return;
  throw new BeatcutError({
    code: 'OUTPUT_INVALID',
    message: `The output "${outputFile}" must end in .mp4.`,
    hint: 'Other formats: npx remotion render.',
  });
}
