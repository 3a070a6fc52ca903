import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';
import { replaceFileAtomic } from '../write-file-atomic.ts';
import { startFfmpeg } from './ffmpeg.ts';

/** What `encodeVideoToBytes` takes. */
export interface EncodeVideoToBytesOptions {
  /** Frames in order; each `width · height · 4` bytes, top row first. */
  frames: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Even. */
  widthInPixels: number;
  /** Even. */
  heightInPixels: number;
  /** Constant frame rate; 29.97, 23.976 and 59.94 mean the exact NTSC rates. */
  fps: number;
  /** Order of the bytes of a pixel; `rgba` by default. Alpha is ignored. */
  pixelFormat?: 'rgba' | 'bgra';
  /** x264's constant rate factor, 0 (lossless) – 51; 18 by default. */
  crf?: number;
  /** x264's preset; `veryfast` by default. */
  preset?: 'ultrafast' | 'superfast' | 'veryfast' | 'faster' | 'fast' | 'medium' | 'slow';
  /** Tags of the container, such as `title` and `comment`. */
  metadata?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** What `encodeVideo` takes. */
export interface EncodeVideoOptions extends EncodeVideoToBytesOptions {
  /** The MP4 file. It appears complete or not at all. */
  path: string;
}

/** What `encodeVideo` gives. */
export interface EncodeVideoResult {
  frameCount: number;
}

/** 29.97 → `30000/1001`; 25 → `25`. NTSC rates are 1000/1001 of a whole number. */
export function rationalFps(fps: number): string {
  if (Number.isInteger(fps)) return String(fps);
  const whole = Math.round((fps * 1001) / 1000);
  return Math.abs((whole * 1000) / 1001 - fps) < 0.005 ? `${whole * 1000}/1001` : String(fps);
}

/**
 * Encodes raw frames as H.264 in MP4: yuv420p, limited range, BT.709 matrix and tags, constant frame rate, index in
 * front so that a browser can start at once.
 *
 * @throws BeatcutError `VIDEO_FRAME_SIZE` when a frame has the wrong number of bytes, `FFMPEG_FAILED`.
 */
export async function encodeVideo(options: EncodeVideoOptions): Promise<EncodeVideoResult> {
  let frameCount = 0;
  await replaceFileAtomic({
    path: path.resolve(options.path),
    write: async (temporaryPath) => {
      frameCount = await encodeTo(temporaryPath, options);
    },
  });
  return { frameCount };
}

/** Encodes raw frames as the bytes of an MP4 file. Like `encodeVideo`. */
export async function encodeVideoToBytes(options: EncodeVideoToBytesOptions): Promise<Uint8Array> {
  // through a file: the index can only be put in front by going back
  return withTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'video.mp4');
    await encodeTo(file, options);
    return readFile(file);
  });
}

async function encodeTo(file: string, options: EncodeVideoToBytesOptions): Promise<number> {
  const { frames, widthInPixels, heightInPixels, fps, signal } = options;
  const { pixelFormat = 'rgba', crf = 18, preset = 'veryfast', metadata = {} } = options;
  const frameBytes = widthInPixels * heightInPixels * 4;
  const ffmpeg = startFfmpeg({
    args: [
      ['-f', 'image2pipe', '-c:v', 'rawvideo', '-frame_size', String(frameBytes)],
      ['-video_size', `${widthInPixels}x${heightInPixels}`, '-pixel_format', pixelFormat],
      ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-framerate', rationalFps(fps), '-i', 'pipe:0'],
      ['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p', '-fps_mode', 'cfr'],
      ['-c:v', 'libx264', '-preset', preset, '-crf', String(crf)],
      ['-color_range', 'tv', '-colorspace', 'bt709'],
      ...Object.entries(metadata).map(([key, value]) => ['-metadata', `${key}=${value}`]),
      // no version or date in the file: the same frames give the same bytes
      ['-bitexact', '-movflags', '+faststart', '-f', 'mp4', '-y', file],
    ].flat(),
    task: `encode the video ${path.basename(file)}`,
    signal,
  });
  ffmpeg.stdout.resume();
  let frameCount = 0;
  try {
    for await (const frame of frames) {
      if (frame.byteLength !== frameBytes) throw wrongFrameSize(frame, frameCount, options);
      signal?.throwIfAborted();
      if (!ffmpeg.stdin.writable) break; // it has ended early; `finished` says why
      if (!ffmpeg.stdin.write(frame)) await Promise.race([once(ffmpeg.stdin, 'drain'), ffmpeg.finished]);
      frameCount++;
    }
  } catch (error) {
    ffmpeg.stop();
    await ffmpeg.finished.catch(() => {}); // the first error is the one that tells
    throw error;
  }
  ffmpeg.stdin.end();
  await ffmpeg.finished;
  return frameCount;
}

const wrongFrameSize = (frame: Uint8Array, index: number, options: EncodeVideoToBytesOptions): BeatcutError =>
  new BeatcutError({
    code: 'VIDEO_FRAME_SIZE',
    message:
      `Frame ${index} has ${frame.byteLength} bytes; ${options.widthInPixels}×${options.heightInPixels} pixels of ` +
      `${options.pixelFormat ?? 'rgba'} need ${options.widthInPixels * options.heightInPixels * 4}.`,
  });
