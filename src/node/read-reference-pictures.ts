import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClipRequest } from '../clips/clip-request.ts';
import { BeatcutError } from '../core/error.ts';
import { sha256Hex } from '../core/hash.ts';
import type { ReferencePicture } from '../providers/video-provider.ts';

/** What `readReferencePictures` takes. */
export interface ReadReferencePicturesOptions {
  request: ClipRequest;
  /** The pictures as paths below the public folder, in the order of `request.references`. */
  files: readonly string[];
  publicDir: string;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/**
 * Reads the pictures that a request refers to.
 *
 * @throws BeatcutError `REFERENCE_MISSING`, `REFERENCE_CHANGED` when the bytes are no longer those of the request (the
 * clip key would be wrong), `REFERENCE_UNSUPPORTED`.
 */
export async function readReferencePictures(
  options: ReadReferencePicturesOptions,
): Promise<ReferencePicture[]> {
  const { request, files, publicDir } = options;
  return Promise.all(
    (request.references ?? []).map(async (reference, index) => {
      const file = files[index];
      const bytes =
        file === undefined ? undefined : await readFile(path.join(publicDir, file)).catch(() => undefined);
      if (file === undefined || bytes === undefined) {
        throw new BeatcutError({
          code: 'REFERENCE_MISSING',
          message: `The reference picture ${file ?? ''} of "${reference.name}" is not in the public folder.`,
          hint: 'Put it back, or change the treatment.',
        });
      }
      if (sha256Hex(bytes) !== reference.sha256) {
        throw new BeatcutError({
          code: 'REFERENCE_CHANGED',
          message: `The reference picture ${file} of "${reference.name}" has changed since the clips were planned.`,
          hint: 'Run the command again: with another picture it is another clip.',
        });
      }
      const mediaType = MEDIA_TYPES[path.extname(file).toLowerCase()];
      if (mediaType === undefined) {
        throw new BeatcutError({
          code: 'REFERENCE_UNSUPPORTED',
          message: `The reference picture ${file} is none of ${Object.keys(MEDIA_TYPES).join(', ')}.`,
          hint: 'Save it in one of these formats.',
        });
      }
      return { ...reference, mediaType, bytes };
    }),
  );
}
