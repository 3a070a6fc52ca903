import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { makeCancelSignal, renderFrames } from '@remotion/renderer';
import { VERSION as REMOTION_VERSION } from 'remotion/version';
import packageJson from '../../../package.json' with { type: 'json' };
import { BeatcutError } from '../../core/error.ts';
import { hashOf } from '../../core/hash.ts';
import { createOverlay, parseOverlay, serializeOverlay, type Overlay } from '../fast-path/overlay.ts';
import { describeBrowser } from '../film/describe-browser.ts';
import { pageEnvironment, type Film } from '../film/open-film.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { readFrames } from '../media/read-frames.ts';
import { runTogether } from '../run-together.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';
import type { FrameOverlay } from './plan-segments.ts';
import { RGB_TO_BT709 } from './segment-encoder.ts';
import { createSegmentStore } from './segment-store.ts';

/** What `drawOverlays` takes. */
export interface DrawOverlaysOptions {
  film: Film;
  /** May name one overlay many times. */
  overlays: readonly FrameOverlay[];
  widthInPixels: number;
  heightInPixels: number;
  scale: number;
  /** Folder of the segments. */
  segmentsDir: string;
  /** Takes overlays that are there already; true by default. */
  useCache?: boolean;
  signal?: AbortSignal | undefined;
}

/** Overlays that have been drawn. */
export interface DrawnOverlays {
  /** Whether it can be laid over clips without a browser. */
  isUsable(overlay: FrameOverlay): boolean;
  read(overlay: FrameOverlay): Promise<Overlay>;
}

/** Raised when the same overlay would be drawn in another way. */
const OVERLAY_VERSION = 1;

/** Has a browser draw what is laid over clips: each overlay once over black and once over white ones. */
export async function drawOverlays(options: DrawOverlaysOptions): Promise<DrawnOverlays> {
  const { film, overlays, widthInPixels, heightInPixels, scale, segmentsDir, useCache = true } = options;
  const store = createSegmentStore({ dir: segmentsDir, extension: 'overlay.gz' });
  const settings = {
    version: OVERLAY_VERSION,
    beatcut: packageJson.version,
    remotion: REMOTION_VERSION,
    page: overlays.length === 0 ? null : await describeBrowser(film),
    size: [widthInPixels, heightInPixels, scale],
  };
  const files = new Map<string, string>();
  const unusable = new Set<string>();
  const missing = new Map<string, FrameOverlay>();
  for (const overlay of overlays) {
    const { contents } = overlay;
    if (files.has(contents) || missing.has(contents)) continue;
    const file = useCache ? await store.find(hashOf([settings, contents])) : null;
    if (file === null) missing.set(contents, overlay);
    else files.set(contents, file);
  }
  if (missing.size > 0) {
    const frames = [...missing.values()].map(({ frame }) => frame).sort((a, b) => a - b);
    const [black, white] = await runTogether(
      (['black', 'white'] as const).map(
        (plates) => (signal) => drawPlates({ ...options, signal, frames, plates }),
      ),
      options.signal,
    );
    for (const { contents, frame } of missing.values()) {
      const overlay = await takeApart({ ...options, black: black!.get(frame)!, white: white!.get(frame)! });
      if (overlay === null) {
        unusable.add(contents);
        continue;
      }
      const name = hashOf([settings, contents]);
      await writeFile(store.draftOf(name), await promisify(gzip)(serializeOverlay(overlay), { level: 1 }));
      files.set(contents, await store.keep(name));
    }
  }
  return {
    isUsable: ({ contents }) => !unusable.has(contents),
    async read({ contents }) {
      const bytes = await readFile(files.get(contents)!).then(async (packed) => promisify(gunzip)(packed));
      return parseOverlay(bytes, widthInPixels, heightInPixels) ?? brokenOverlay(files.get(contents)!);
    },
  };
}

function brokenOverlay(file: string): never {
  throw new BeatcutError({
    code: 'RENDER_FAILED',
    message: `The picture ${path.basename(file)} of what is laid over clips is broken.`,
    hint: 'Delete .beatcut/segments and render again.',
  });
}

/** Pictures of frames over clips of one colour, as PNG, by frame. */
async function drawPlates({
  film: { composition, renderer, drawing },
  frames,
  plates,
  scale,
  signal,
}: DrawOverlaysOptions & { frames: number[]; plates: 'black' | 'white' }): Promise<Map<number, Uint8Array>> {
  const pictures = new Map<number, Uint8Array>();
  const { cancel, cancelSignal } = makeCancelSignal();
  signal?.throwIfAborted();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    await renderFrames({
      ...renderer,
      composition,
      frames,
      imageFormat: 'png',
      scale,
      // both colours are drawn at once
      concurrency: Math.max(1, Math.min(frames.length, Math.floor(drawing.concurrency / 2))),
      muted: true,
      outputDir: null,
      envVariables: pageEnvironment({ plates }),
      cancelSignal,
      onStart: () => undefined,
      onFrameUpdate: () => undefined,
      onFrameBuffer: (picture, frame) => void pictures.set(frame, picture),
    });
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  return pictures;
}

async function takeApart({
  black,
  white,
  widthInPixels,
  heightInPixels,
  signal,
}: DrawOverlaysOptions & { black: Uint8Array; white: Uint8Array }): Promise<Overlay | null> {
  return withTemporaryFolder(async (folder) => {
    const [blackFile, whiteFile] = [path.join(folder, 'black.png'), path.join(folder, 'white.png')];
    await writeFile(blackFile, black);
    await writeFile(whiteFile, white);
    const pixelsOf = async (file: string): Promise<Uint8Array> => {
      for await (const { data } of readFrames({ path: file, widthInPixels, heightInPixels, signal }))
        return data;
      throw new Error(`The picture ${file} is empty.`);
    };
    const { stdout } = await runFfmpeg({
      args: [
        ['-i', blackFile, '-vf', RGB_TO_BT709, '-pix_fmt', 'yuv420p'],
        ['-f', 'image2pipe', '-c:v', 'rawvideo', 'pipe:1'],
      ].flat(),
      task: 'convert a picture of what is laid over clips',
      signal,
    });
    return createOverlay({
      width: widthInPixels,
      height: heightInPixels,
      overBlack: await pixelsOf(blackFile),
      overWhite: await pixelsOf(whiteFile),
      picture: stdout,
    });
  });
}
