import { BeatcutError } from '../core/error.ts';
import type { Json } from '../core/json.ts';
import { createAnimaticPainter, parseScene, type AnimaticContext } from '../animatic/index.ts';
import { StartError, type DownloadOptions, type Job, type VideoProvider } from './video-provider.ts';

/** A canvas to draw frames on, as `@napi-rs/canvas` and the DOM have it. */
export interface FrameCanvas {
  getContext(type: '2d'): FrameContext | null;
}

/** Its context: what the drawing needs, and the pixels. */
export interface FrameContext extends AnimaticContext {
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
}

/** What the encoder is given. */
export interface EncodeAnimaticOptions {
  /** Frames in order; each `widthInPixels · heightInPixels · 4` bytes, top row first. */
  frames: AsyncIterable<Uint8Array>;
  widthInPixels: number;
  heightInPixels: number;
  fps: number;
  pixelFormat: 'rgba';
  signal?: AbortSignal | undefined;
}

/** What `animaticProvider` takes. */
export interface AnimaticProviderOptions {
  /** Makes a canvas of a size in pixels: `createCanvas` of `@napi-rs/canvas`. */
  createCanvas: (width: number, height: number) => FrameCanvas;
  /** Makes an MP4 file of frames. The same frames must give the same bytes. */
  encodeVideo: (options: EncodeAnimaticOptions) => Promise<Uint8Array>;
  /** Whether the prompt and the shot's number are written into the picture; true by default. */
  slate?: boolean;
  /** Longest side of a clip in pixels; larger edits get smaller drafts. 1280 by default. */
  maxSideInPixels?: number;
  /** The provider's name in lock file and messages; `animatic` by default. */
  id?: string;
  /** The clock, for the time that a job started. */
  now?: () => Date;
}

const model = 'animatic-1';

/** All that it takes to draw a clip. */
interface AnimaticOperation {
  prompt: string;
  look: string | null;
  seed: number;
  shotNumber: number | null;
  slate: boolean;
  width: number;
  height: number;
  fps: number;
  frameCount: number;
}

/** Frames between which other work gets its turn. */
const framesPerTurn = 4;

/**
 * Draws clips from their prompts: draft takes that cost nothing and need no network, so that every step of the way works
 * before the first clip is bought. Another seed gives another take. A job holds all that its clip is drawn from; the
 * drawing happens in `download`, and gives the same bytes each time.
 *
 * @throws BeatcutError `PROVIDER_OPTION_INVALID`.
 */
export function animaticProvider({
  createCanvas,
  encodeVideo,
  slate = true,
  maxSideInPixels = 1280,
  id = 'animatic',
  now = () => new Date(),
}: AnimaticProviderOptions): VideoProvider {
  if (!(Number.isFinite(maxSideInPixels) && maxSideInPixels >= 16))
    throw new BeatcutError({
      code: 'PROVIDER_OPTION_INVALID',
      message: `animaticProvider: maxSideInPixels must be 16 or more, not ${maxSideInPixels}.`,
      hint: 'Leave it out for drafts of 1280 pixels.',
    });

  return {
    id,
    draft: true,

    plan(order) {
      const scale = Math.min(1, maxSideInPixels / Math.max(order.width, order.height));
      const frameCount = Math.max(1, Math.ceil(order.minDurationInSeconds * order.fps - 1e-6));
      return {
        order,
        model,
        durationInSeconds: frameCount / order.fps,
        width: even(order.width * scale),
        height: even(order.height * scale),
        fps: order.fps,
        warnings: [],
        estimatedCostUsd: 0,
      };
    },

    async start({ order, width, height, fps, durationInSeconds }, { signal }) {
      if (signal?.aborted)
        throw new StartError({
          code: 'ABORTED',
          message: 'The order was cancelled.',
          submitted: 'no',
          cause: signal.reason,
        });
      const operation: AnimaticOperation = {
        prompt: order.request.prompt,
        look: order.request.look ?? null,
        seed: order.seed,
        shotNumber: order.shotNumber ?? null,
        slate,
        width,
        height,
        fps,
        frameCount: Math.round(durationInSeconds * fps),
      };
      return {
        provider: id,
        model,
        operation: { ...operation } satisfies Json,
        startedAt: now().toISOString(),
      };
    },

    async poll() {
      return { status: 'succeeded', costUsd: 0 };
    },

    async download(job, { signal, onAlive }) {
      const operation = operationOf(job);
      const { width, height, fps } = operation;
      const bytes = await encodeVideo({
        frames: drawFrames(operation, { createCanvas, signal, onAlive }),
        widthInPixels: width,
        heightInPixels: height,
        fps,
        pixelFormat: 'rgba',
        signal,
      });
      return {
        mediaType: 'video/mp4',
        sizeInBytes: bytes.byteLength,
        body: new ReadableStream({
          start(controller) {
            controller.enqueue(bytes);
            controller.close();
          },
        }),
      };
    },

    async recover() {
      return { status: 'absent' }; // nobody else holds a job: ordering it again costs nothing
    },
  };
}

/** Draws the frames of a clip one after the other; only one is in memory at a time. */
async function* drawFrames(
  { prompt, look, seed, shotNumber, slate, width, height, fps, frameCount }: AnimaticOperation,
  { createCanvas, signal, onAlive }: Pick<AnimaticProviderOptions, 'createCanvas'> & DownloadOptions,
): AsyncGenerator<Uint8Array> {
  const context = createCanvas(width, height).getContext('2d');
  if (context === null)
    throw new BeatcutError({
      code: 'CANVAS_UNAVAILABLE',
      message: `No canvas of ${width}×${height} pixels can be had to draw the animatic on.`,
      hint: 'Set maxSideInPixels to a smaller number, or reinstall @napi-rs/canvas.',
    });
  const painter = createAnimaticPainter({
    scene: parseScene(prompt, { ...(look !== null && { look }), seed }),
    width,
    height,
    durationInSeconds: frameCount / fps,
    ...(slate && { slate: { prompt, ...(shotNumber !== null && { shotNumber }) } }),
  });
  for (let frame = 0; frame < frameCount; frame++) {
    signal?.throwIfAborted();
    onAlive?.();
    painter.paint(context, frame / fps);
    const { data } = context.getImageData(0, 0, width, height);
    yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    // drawing blocks the thread: let timers, signals and other downloads run
    if (frame % framesPerTurn === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** The operation of a job that this provider made. */
function operationOf({ operation }: Job): AnimaticOperation {
  if (
    typeof operation === 'object' &&
    operation !== null &&
    'frameCount' in operation &&
    'prompt' in operation
  )
    return operation as unknown as AnimaticOperation;
  throw new BeatcutError({
    code: 'JOB_UNKNOWN',
    message: 'This job was not made by the animatic provider.',
    hint: 'Order the clip again; drawing it costs nothing.',
  });
}

/** H.264 stores colour for squares of two by two pixels. */
const even = (pixels: number): number => Math.max(2, 2 * Math.round(pixels / 2));
