import path from 'node:path';
import { startFfmpeg } from './ffmpeg.ts';

/** What `readFrames` takes. */
export interface ReadFramesOptions {
  path: string;
  /** Size to which each frame is scaled. */
  widthInPixels: number;
  heightInPixels: number;
  /** Full range, but `yuv420p`, which is as in the file; `gray` is the luma. `rgb24` by default. */
  pixelFormat?: 'rgb24' | 'rgba' | 'gray' | 'yuv420p';
  /** Leaves out what begins before this time of the file without decoding all of it; frames count from there on then. */
  seekInSeconds?: number;
  /** The first frame that is wanted; 0 by default. */
  startInFrames?: number;
  /** The frame after the last one that is wanted; all by default. */
  endInFrames?: number;
  signal?: AbortSignal | undefined;
}

/** One decoded frame. */
export interface RawFrame {
  /** Its number in the file, from 0. */
  index: number;
  /** Rows from the top, without padding. Owned by the receiver. */
  data: Uint8Array;
}

const BYTES_PER_PIXEL = { rgb24: 3, rgba: 4, gray: 1, yuv420p: 1.5 } as const;

/**
 * Decodes a video frame by frame: every frame that the file holds, once, in order, whatever its time stamp says.
 * Leaving the loop early ends the decoder.
 *
 * @throws BeatcutError `FFMPEG_FAILED`.
 */
export async function* readFrames(options: ReadFramesOptions): AsyncGenerator<RawFrame> {
  const { path: file, widthInPixels, heightInPixels, pixelFormat = 'rgb24', signal } = options;
  const { startInFrames = 0, endInFrames, seekInSeconds } = options;
  const frameBytes = widthInPixels * heightInPixels * BYTES_PER_PIXEL[pixelFormat];
  const end = endInFrames === undefined ? '' : `:end_frame=${endInFrames}`;
  const ffmpeg = startFfmpeg({
    args: [
      seekInSeconds === undefined ? [] : ['-ss', seekInSeconds.toFixed(6)],
      ['-i', path.resolve(file), '-map', '0:v:0', '-an', '-fps_mode', 'passthrough'],
      ['-vf', `trim=start_frame=${startInFrames}${end},scale=${widthInPixels}:${heightInPixels}:flags=area`],
      ['-f', 'image2pipe', '-c:v', 'rawvideo', '-pix_fmt', pixelFormat, 'pipe:1'],
    ].flat(),
    task: `decode the video ${file}`,
    signal,
  });
  ffmpeg.stdin.end();
  let index = startInFrames;
  let data = new Uint8Array(frameBytes);
  let filledBytes = 0;
  let isComplete = false;
  try {
    for await (const piece of ffmpeg.stdout as AsyncIterable<Buffer>) {
      for (let offset = 0; offset < piece.length;) {
        const count = Math.min(frameBytes - filledBytes, piece.length - offset);
        data.set(piece.subarray(offset, offset + count), filledBytes);
        filledBytes += count;
        offset += count;
        if (filledBytes === frameBytes) {
          yield { index: index++, data };
          data = new Uint8Array(frameBytes);
          filledBytes = 0;
        }
      }
    }
    isComplete = true;
  } finally {
    if (!isComplete) ffmpeg.stop(); // the caller has left the loop
  }
  await ffmpeg.finished;
}
