import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { makeCancelSignal, renderMedia } from '@remotion/renderer';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { alignSound } from '../media/align-sound.ts';
import { pageEnvironment, type Film } from './open-film.ts';

/** What `renderFilm` takes. */
export interface RenderFilmOptions {
  film: Film;
  /** The MP4 file to write, absolute. It appears complete or not at all. */
  outputFile: string;
  /** Quality of H.264: 0 is lossless, 51 the worst; 18 by default. */
  crf?: number;
  /** Share of the composition's size: 0.5 halves width and height; 1 by default. */
  scale?: number;
  signal?: AbortSignal | undefined;
  /** Called with the share of frames that are in the file, 0–1. */
  onProgress?: (progress: number) => void;
}

/**
 * Renders a composition to H.264 and AAC in MP4, with colours tagged as BT.709 and the sound exactly under the picture.
 *
 * @throws BeatcutError `RENDER_FAILED`; the signal's reason when aborted.
 */
export async function renderFilm({
  film: { composition, renderer, concurrency },
  outputFile,
  crf = 18,
  scale = 1,
  signal,
  onProgress,
}: RenderFilmOptions): Promise<void> {
  signal?.throwIfAborted();
  const { cancel, cancelSignal } = makeCancelSignal();
  signal?.addEventListener('abort', cancel, { once: true });
  const unfinished = `${outputFile.slice(0, -'.mp4'.length)}.unfinished-${process.pid}.mp4`;
  await mkdir(dirname(outputFile), { recursive: true });
  try {
    await renderMedia({
      ...renderer,
      composition,
      codec: 'h264',
      crf,
      x264Preset: 'veryfast',
      colorSpace: 'bt709',
      imageFormat: 'jpeg',
      jpegQuality: 92,
      concurrency,
      scale,
      envVariables: pageEnvironment({}),
      outputLocation: unfinished,
      overwrite: true,
      cancelSignal,
      ...(onProgress && { onProgress: ({ progress }: { progress: number }) => onProgress(progress) }),
    });
    signal?.throwIfAborted();
    await alignSound({ path: unfinished, signal });
    await rename(unfinished, outputFile);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new BeatcutError({
      code: 'RENDER_FAILED',
      message: `"${composition.id}" could not be rendered: ${messageOf(cause).split('\n')[0]}`,
      hint: 'Open it in Remotion Studio to see the error in place: npx remotion studio',
      cause,
    });
  } finally {
    signal?.removeEventListener('abort', cancel);
    await rm(unfinished, { force: true });
  }
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
