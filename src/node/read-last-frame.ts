import { createCanvas, ImageData } from '@napi-rs/canvas';
import { BeatcutError } from '../core/error.ts';
import type { FirstFrame } from '../providers/video-provider.ts';
import { probeVideo } from './media/probe-video.ts';
import { readFrames } from './media/read-frames.ts';
import type { LockFileOnDisk } from './store/lock-file-on-disk.ts';
import type { TakeStore } from './store/take-store.ts';

/** What `readLastFrame` takes. */
export interface ReadLastFrameOptions {
  lockFile: LockFileOnDisk;
  store: TakeStore;
  /** The take. */
  sha256: string | undefined;
}

/** Files may hold a few frames less than they say. */
const FRAMES_TO_READ = 6;

/**
 * The last frame of a take in its full size, as PNG.
 *
 * @throws BeatcutError `TAKE_MISSING`.
 */
export async function readLastFrame({ lockFile, store, sha256 }: ReadLastFrameOptions): Promise<FirstFrame> {
  const take = Object.values((await lockFile.read()).clips)
    .flatMap(({ takes }) => takes)
    .find((candidate) => candidate.sha256 === sha256);
  if (take !== undefined && (await store.inspect(take)) === 'intact') {
    const path = store.pathOf(take);
    const { width, height, frameCount } = await probeVideo({ path });
    let last: Uint8Array | undefined;
    const frames = readFrames({
      path,
      widthInPixels: width,
      heightInPixels: height,
      pixelFormat: 'rgba',
      startInFrames: Math.max(0, frameCount - FRAMES_TO_READ),
    });
    for await (const { data } of frames) last = data;
    if (last !== undefined) {
      const canvas = createCanvas(width, height);
      canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(last), width, height), 0, 0);
      return { mediaType: 'image/png', bytes: canvas.toBuffer('image/png') };
    }
  }
  throw new BeatcutError({
    code: 'TAKE_MISSING',
    message: `The take ${sha256?.slice(0, 8) ?? ''} that the clip continues has no frame to go on from.`,
    hint: 'Bring its file back, or pick another take there.',
  });
}
