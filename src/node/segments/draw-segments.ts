import { cpus } from 'node:os';
import { makeCancelSignal, renderFrames } from '@remotion/renderer';
import { drawClips } from '../fast-path/draw-clips.ts';
import type { Overlay } from '../fast-path/overlay.ts';
import { createTakeReaders, type TakeReaders } from '../fast-path/take-readers.ts';
import { pageEnvironment, type Film } from '../film/open-film.ts';
import { runTogether } from '../run-together.ts';
import { drawOverlays, type DrawnOverlays } from './draw-overlays.ts';
import type { FrameOverlay, FramePlan, Segment } from './plan-segments.ts';
import { startSegmentEncoder, type SegmentEncoder, type VideoEncoding } from './segment-encoder.ts';
import type { SegmentStore } from './segment-store.ts';

/** What `drawSegments` takes. */
export interface DrawSegmentsOptions {
  film: Film;
  segments: readonly Segment[];
  frames: readonly FramePlan[];
  widthInPixels: number;
  heightInPixels: number;
  scale: number;
  encoding: VideoEncoding;
  store: SegmentStore;
  /** Takes pictures of overlays that are there already; true by default. */
  useCache?: boolean;
  signal?: AbortSignal | undefined;
  /** Called after each frame with how many have been drawn. */
  onFrame?: ((drawn: number) => void) | undefined;
}

/**
 * Draws segments into the store: those of clips by decoding and encoding them, the others in pages of the browser, all at
 * the same time. Each segment is kept as soon as it is complete.
 */
export async function drawSegments(options: DrawSegmentsOptions): Promise<void> {
  const { segments, onFrame } = options;
  let drawn = 0;
  const overlaysOf = ({ startFrame, endFrame }: Segment): FrameOverlay[] =>
    options.frames.slice(startFrame, endFrame).flatMap(({ overlay }) => overlay ?? []);
  const direct = segments.filter(({ kind }) => kind === 'clips');
  const overlays = await drawOverlays({
    ...options,
    overlays: direct.flatMap((segment) => overlaysOf(segment)),
    segmentsDir: options.store.dir,
  });
  const isDirect = (segment: Segment): boolean =>
    segment.kind === 'clips' && overlaysOf(segment).every((overlay) => overlays.isUsable(overlay));
  const own = { ...options, onFrame: () => onFrame?.(++drawn) };
  await runTogether(
    [
      (signal) =>
        drawClipSegments({
          ...own,
          signal,
          overlays,
          segments: segments.filter((segment) => isDirect(segment)),
        }),
      (signal) =>
        drawPageSegments({ ...own, signal, segments: segments.filter((segment) => !isDirect(segment)) }),
    ],
    options.signal,
  );
}

type Own = Omit<DrawSegmentsOptions, 'onFrame' | 'signal'> & { onFrame: () => void; signal: AbortSignal };

/** Decoders and encoders use several cores by themselves. */
const CLIP_SEGMENTS_AT_ONCE = Math.max(1, Math.floor(cpus().length / 2));

/** Draws segments without a browser, in their order, several at once. */
async function drawClipSegments(options: Own & { overlays: DrawnOverlays }): Promise<void> {
  const waiting = options.segments.values();
  const drawAll = async (): Promise<void> => {
    const { widthInPixels: width, heightInPixels: height, signal } = options;
    const readers = createTakeReaders({ frame: { width, height }, signal });
    let finishing = Promise.resolve();
    try {
      for (const segment of waiting) {
        const { finish } = await drawClipSegment(segment, { ...options, readers });
        readers.closeIdle();
        await finishing;
        // the next one is drawn while the encoder works off what it holds
        finishing = finish();
        finishing.catch(() => {}); // awaited below
      }
      await finishing;
    } finally {
      readers.close();
    }
  };
  await Promise.all(Array.from({ length: CLIP_SEGMENTS_AT_ONCE }, drawAll));
}

/** Draws a segment; it is complete when `finish` has resolved. */
async function drawClipSegment(
  { startFrame, endFrame, fingerprint }: Segment,
  {
    overlays,
    readers,
    film,
    frames,
    widthInPixels,
    heightInPixels,
    encoding,
    store,
    signal,
    onFrame,
  }: Own & { overlays: DrawnOverlays; readers: TakeReaders },
): Promise<{ finish: () => Promise<void> }> {
  signal.throwIfAborted();
  const read = readOnce(overlays);
  const encoder = startSegmentEncoder({
    outputFile: store.draftOf(fingerprint),
    input: { kind: 'yuv420p', widthInPixels, heightInPixels },
    fps: film.composition.fps,
    encoding,
    signal,
  });
  try {
    await drawClips({
      frames: frames.slice(startFrame, endFrame).map(({ layers, overlay }) => ({
        layers: layers!,
        overlay: overlay && (async () => read(overlay)),
      })),
      readers,
      widthInPixels,
      heightInPixels,
      signal,
      write: async (frame) => {
        await encoder.write(frame);
        onFrame();
      },
    });
  } catch (error) {
    encoder.stop();
    throw error;
  }
  return {
    async finish() {
      await encoder.finish();
      await store.keep(fingerprint);
    },
  };
}

/** Holds on to the overlay that was read last: mostly it stays for many frames. */
function readOnce(overlays: DrawnOverlays): (overlay: FrameOverlay) => Promise<Overlay> {
  let last: { contents: string; overlay: Promise<Overlay> } | undefined;
  return (overlay) => {
    if (last?.contents !== overlay.contents)
      last = { contents: overlay.contents, overlay: overlays.read(overlay) };
    return last.overlay;
  };
}

/** One visit of all frames by the same pages: opening pages anew for each segment would cost a second each. */
async function drawPageSegments(options: Own): Promise<void> {
  const { segments, film, scale, signal } = options;
  if (segments.length === 0) return;
  const { composition, renderer } = film;
  const { imageFormat, jpegQuality, concurrency } = film.drawing;
  const numbers = segments.flatMap(({ startFrame, endFrame }) =>
    Array.from({ length: endFrame - startFrame }, (_, index) => startFrame + index),
  );
  const { cancel, cancelSignal } = makeCancelSignal();
  signal.addEventListener('abort', cancel, { once: true });
  const writers = createSegmentWriters(options);
  try {
    signal.throwIfAborted();
    await renderFrames({
      ...renderer,
      composition,
      frames: numbers,
      imageFormat,
      ...(imageFormat === 'jpeg' && { jpegQuality }),
      scale,
      concurrency,
      muted: true,
      outputDir: null,
      envVariables: pageEnvironment({}),
      cancelSignal,
      onStart: () => undefined,
      onFrameUpdate: () => undefined,
      onFrameBuffer: (picture, frame) => writers.add(frame, picture),
    });
    signal.throwIfAborted();
    await writers.finish();
  } catch (error) {
    writers.stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Puts pictures that arrive in any order into the encoders of their segments. */
function createSegmentWriters({ segments, film, encoding, store, signal, onFrame }: Own): {
  add(frame: number, picture: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  stop(): void;
} {
  const writers = segments.map((segment) => createWriter(segment));
  const ofFrame = new Map(
    segments.flatMap(({ startFrame, endFrame }, index) =>
      Array.from(
        { length: endFrame - startFrame },
        (_, offset) => [startFrame + offset, writers[index]!] as const,
      ),
    ),
  );

  function createWriter({ startFrame, endFrame, fingerprint }: Segment): {
    add(frame: number, picture: Uint8Array): Promise<void>;
    done: Promise<void>;
    stop(): void;
  } {
    const waiting = new Map<number, Uint8Array>();
    let next = startFrame;
    let encoder: SegmentEncoder | undefined;
    let writing = Promise.resolve();
    let closing = Promise.resolve();
    const writeWaiting = async (): Promise<void> => {
      for (let picture = waiting.get(next); picture !== undefined; picture = waiting.get(next)) {
        waiting.delete(next);
        encoder ??= startSegmentEncoder({
          outputFile: store.draftOf(fingerprint),
          input: { kind: film.drawing.imageFormat },
          fps: film.composition.fps,
          encoding,
          signal,
        });
        await encoder.write(picture);
        onFrame();
        next += 1;
      }
      if (next < endFrame || encoder === undefined) return;
      const { finish } = encoder;
      encoder = undefined;
      // the page need not wait for what the encoder still holds
      closing = finish().then(async () => void (await store.keep(fingerprint)));
      closing.catch(() => {}); // `done` tells
    };
    return {
      add(frame, picture) {
        waiting.set(frame, picture);
        writing = writing.then(writeWaiting);
        return writing;
      },
      get done() {
        return writing.then(() => closing);
      },
      stop: () => encoder?.stop(),
    };
  }

  return {
    add: (frame, picture) => ofFrame.get(frame)!.add(frame, picture),
    async finish() {
      for (const writer of writers) await writer.done;
    },
    stop: () => {
      for (const writer of writers) writer.stop();
    },
  };
}
