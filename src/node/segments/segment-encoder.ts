import { once } from 'node:events';
import path from 'node:path';
import { rationalFps } from '../media/encode-video.ts';
import { startFfmpeg } from '../media/ffmpeg.ts';

/** Settings of the H.264 encoder. The same for all segments of a film, however their frames are made. */
export interface VideoEncoding {
  /** 0 is lossless, 51 the worst. */
  crf: number;
  preset: 'ultrafast' | 'superfast' | 'veryfast' | 'faster' | 'fast' | 'medium' | 'slow';
  /** How hard x264 looks for movements of parts of a pixel, 0–11 (its `subme`); the preset's own by default. */
  subpixelEffort?: number;
}

/**
 * What is used where nothing is asked for. The same on every machine, so that an edit gives the same film everywhere: `superfast`
 * is 17 % quicker but its files are twice as large. A quicker search for movements of parts of a pixel than `veryfast` has takes
 * a third of the encoder's time away, at a picture 0.1 dB nearer to its source and files 8 % larger where all moves by parts of
 * pixels.
 */
export const DEFAULT_ENCODING: VideoEncoding = { crf: 18, preset: 'veryfast', subpixelEffort: 1 };

/** How frames come to the encoder. */
export type SegmentInput =
  /** Compressed pictures, as a browser takes them. */
  | { kind: 'jpeg' | 'png' }
  /** Planar 4:2:0 pictures, 8 bits, BT.709, limited range. */
  | { kind: 'yuv420p'; widthInPixels: number; heightInPixels: number };

/** What `startSegmentEncoder` takes. */
export interface StartSegmentEncoderOptions {
  /** The MPEG transport stream to write. */
  outputFile: string;
  input: SegmentInput;
  fps: number;
  encoding: VideoEncoding;
  signal?: AbortSignal | undefined;
}

/** An encoder that waits for frames. */
export interface SegmentEncoder {
  /** Takes the next frame; resolves when there is room for another. */
  write(frame: Uint8Array): Promise<void>;
  /** Resolves when everything is in the file. */
  finish(): Promise<void>;
  /** Ends it without a result. */
  stop(): void;
}

/** Full-range RGB to BT.709 in limited range, by the library that Remotion uses for it. */
export const RGB_TO_BT709: string =
  'zscale=matrix=709:range=limited:primariesin=709:primaries=709:transferin=709:transfer=709';

const tagsOf = (input: SegmentInput): string[] => (input.kind === 'yuv420p' ? [] : ['-vf', RGB_TO_BT709]);

function inputArguments(input: SegmentInput, fps: number): string[] {
  const rate = rationalFps(fps);
  if (input.kind !== 'yuv420p') {
    return ['-f', 'image2pipe', '-c:v', input.kind === 'jpeg' ? 'mjpeg' : 'png', '-framerate', rate];
  }
  const { widthInPixels: width, heightInPixels: height } = input;
  return [
    ['-f', 'image2pipe', '-c:v', 'rawvideo', '-frame_size', String((width * height * 3) / 2)],
    ['-video_size', `${width}x${height}`, '-pixel_format', 'yuv420p', '-framerate', rate],
    ['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ].flat();
}

/** Starts to encode a segment: H.264 in a transport stream, of whole, closed groups of pictures. */
export function startSegmentEncoder({
  outputFile,
  input,
  fps,
  encoding,
  signal,
}: StartSegmentEncoderOptions): SegmentEncoder {
  const ffmpeg = startFfmpeg({
    args: [
      ...inputArguments(input, fps),
      ...['-i', 'pipe:0', ...tagsOf(input), '-fps_mode', 'passthrough'],
      ...['-c:v', 'libx264', '-preset', encoding.preset, '-crf', String(encoding.crf), '-pix_fmt', 'yuv420p'],
      ...(encoding.subpixelEffort === undefined ? [] : ['-x264-params', `subme=${encoding.subpixelEffort}`]),
      ...['-colorspace:v', 'bt709', '-color_primaries:v', 'bt709', '-color_trc:v', 'bt709'],
      ...['-color_range', 'tv', '-flags', '+cgop', '-bitexact', '-f', 'mpegts', '-y', outputFile],
    ],
    task: `encode the segment ${path.basename(outputFile)}`,
    signal,
  });
  ffmpeg.stdout.resume();
  return {
    async write(frame) {
      if (!ffmpeg.stdin.writable) return void (await ffmpeg.finished); // it has ended early and says why
      if (!ffmpeg.stdin.write(frame)) {
        await Promise.race([once(ffmpeg.stdin, 'drain'), ffmpeg.finished]);
      }
    },
    async finish() {
      ffmpeg.stdin.end();
      await ffmpeg.finished;
    },
    stop: () => ffmpeg.stop(),
  };
}
