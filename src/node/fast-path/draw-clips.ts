import type { ClipLayer } from '../segments/plan-segments.ts';
import { layOver, type Overlay } from './overlay.ts';
import { openTakeReader, type TakeReader } from './take-reader.ts';

/** What `drawClips` takes. */
export interface DrawClipsOptions {
  frames: readonly {
    /** The clips that are seen, bottom first. */
    layers: readonly ClipLayer[];
    /** Gives what is laid over them. */
    overlay?: (() => Promise<Overlay>) | undefined;
  }[];
  widthInPixels: number;
  heightInPixels: number;
  /** Takes each finished frame: planar 4:2:0, valid until the promise resolves. */
  write: (frame: Uint8Array) => Promise<void>;
  signal?: AbortSignal | undefined;
}

/** Draws frames that show only clips which fill them: decodes the takes and lays them over each other. */
export async function drawClips({
  frames,
  widthInPixels,
  heightInPixels,
  write,
  signal,
}: DrawClipsOptions): Promise<void> {
  // two clips on the screen at once may play the same take at different places
  const readers = new Map<string, TakeReader>();
  const readerOf = ({ file, sha256, placement }: ClipLayer, place: number): TakeReader => {
    const key = JSON.stringify([place, sha256, placement]);
    const reader =
      readers.get(key) ?? openTakeReader({ file, placement, widthInPixels, heightInPixels, signal });
    readers.set(key, reader);
    return reader;
  };
  const blended = new Uint8Array((widthInPixels * heightInPixels * 3) / 2);
  try {
    for (const { layers, overlay } of frames) {
      signal?.throwIfAborted();
      const pictures = await Promise.all(
        layers.map((layer, place) => readerOf(layer, place).frameAt(layer.sourceFrame)),
      );
      const [bottom, ...above] = pictures;
      if (bottom === undefined) continue; // a frame of the fast path shows at least one clip
      if (above.length === 0 && overlay === undefined) {
        await write(bottom);
        continue;
      }
      blended.set(bottom);
      for (const [index, picture] of above.entries()) blend(blended, picture, layers[index + 1]!.opacity);
      if (overlay !== undefined) layOver(blended, await overlay());
      await write(blended);
    }
  } finally {
    for (const reader of readers.values()) reader.close();
  }
}

const ONE = 1 << 16;

/** Lays a half-transparent picture over another. Linear, so that it is the same in RGB and in YUV. */
function blend(below: Uint8Array, above: Uint8Array, opacity: number): void {
  const share = Math.round(opacity * ONE);
  const rest = ONE - share;
  for (let index = 0; index < below.length; index++) {
    below[index] = (below[index]! * rest + above[index]! * share + ONE / 2) >>> 16;
  }
}
