import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import type { TakePlacement } from './place-take.ts';
import { startFfmpeg, type FfmpegProcess } from '../media/ffmpeg.ts';

/** Gives the frames of a take as planar 4:2:0 pictures of one size. */
export interface TakeReader {
  /** The frame with a number. Cheapest in ascending order. The bytes are valid until the next call. */
  frameAt(index: number): Promise<Uint8Array>;
  /** Number of the frame that was given last; -1 before the first. */
  readonly position: number;
  /** Ends the decoder. */
  close(): void;
}

/** What `openTakeReader` takes. */
export interface OpenTakeReaderOptions {
  file: string;
  placement: TakePlacement;
  /** Size of the pictures that are given. */
  widthInPixels: number;
  heightInPixels: number;
  signal?: AbortSignal | undefined;
}

const BILINEAR = 'flags=bilinear+accurate_rnd:in_color_matrix=bt709:out_color_matrix=bt709';

/** Scales and crops as a browser does: it scales bilinearly, and may cut off an odd number of pixels. */
function placed({
  placement,
  widthInPixels,
  heightInPixels,
}: Pick<OpenTakeReaderOptions, 'placement' | 'widthInPixels' | 'heightInPixels'>): string {
  const scale = `scale=${placement.widthInPixels}:${placement.heightInPixels}:${BILINEAR}`;
  const isWhole = placement.widthInPixels === widthInPixels && placement.heightInPixels === heightInPixels;
  if (isWhole) return scale;
  const crop = `crop=${widthInPixels}:${heightInPixels}:${placement.left}:${placement.top}`;
  return `${scale},format=yuv444p,${crop},scale=${BILINEAR},format=yuv420p`;
}

/** Opens a take; decoding starts with the first frame that is asked for. */
export function openTakeReader({
  file,
  placement,
  widthInPixels,
  heightInPixels,
  signal,
}: OpenTakeReaderOptions): TakeReader {
  const frameBytes = (widthInPixels * heightInPixels * 3) / 2;
  let decoder: { process: FfmpegProcess; chunks: AsyncIterator<Buffer> } | undefined;
  /** Number of the frame in `frame`. */
  let current = -1;
  const frame = new Uint8Array(frameBytes);
  let rest: Buffer | undefined;

  const start = (firstFrame: number): void => {
    decoder?.process.stop();
    const process = startFfmpeg({
      args: [
        ['-i', file, '-map', '0:v:0', '-an', '-fps_mode', 'passthrough'],
        ['-vf', `trim=start_frame=${firstFrame},${placed({ placement, widthInPixels, heightInPixels })}`],
        ['-f', 'image2pipe', '-c:v', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'],
      ].flat(),
      task: `decode the take ${path.basename(file)}`,
      signal,
    });
    process.stdin.end();
    decoder = { process, chunks: (process.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]() };
    current = firstFrame - 1;
    rest = undefined;
  };

  /** Reads one more frame; gives its number. */
  const readNext = async (): Promise<number> => {
    let filled = 0;
    while (filled < frameBytes) {
      if (rest === undefined || rest.length === 0) {
        const { value, done } = await decoder!.chunks.next();
        if (done === true) {
          await decoder!.process.finished;
          throw new BeatcutError({
            code: 'VIDEO_UNREADABLE',
            message: `The take ${path.basename(file)} ends before its frame ${current + 1}.`,
            hint: 'Check the takes with: npx beatcut store verify',
          });
        }
        rest = value;
      }
      const count = Math.min(frameBytes - filled, rest.length);
      frame.set(rest.subarray(0, count), filled);
      filled += count;
      rest = rest.subarray(count);
    }
    return ++current;
  };

  return {
    async frameAt(index) {
      if (decoder === undefined || index < current) start(index);
      for (let number = current; number < index;) number = await readNext();
      return frame;
    },
    get position() {
      return current;
    },
    close: () => decoder?.process.stop(),
  };
}
