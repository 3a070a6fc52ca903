import type { ClipLayer } from '../segments/plan-segments.ts';
import { layMovedTake } from './lay-moved-take.ts';
import { layOver, type Overlay } from './overlay.ts';
import { CHROMA_ROUNDING, LUMA_ROUNDING } from './rounding.ts';
import type { TakeReaders } from './take-readers.ts';

/** What `drawClips` takes. */
export interface DrawClipsOptions {
  frames: readonly {
    /** The clips that are seen, bottom first. */
    layers: readonly ClipLayer[];
    /** Gives what is laid over them. */
    overlay?: (() => Promise<Overlay>) | undefined;
  }[];
  readers: TakeReaders;
  widthInPixels: number;
  heightInPixels: number;
  /** Takes each finished frame: planar 4:2:0, valid until the promise resolves. */
  write: (frame: Uint8Array) => Promise<void>;
  signal?: AbortSignal | undefined;
}

/** Draws frames that show only clips: decodes the takes and lays them over each other, on black. */
export async function drawClips({
  frames,
  readers,
  widthInPixels: width,
  heightInPixels: height,
  write,
  signal,
}: DrawClipsOptions): Promise<void> {
  const drawn = new Uint8Array((width * height * 3) / 2);
  for (const { layers, overlay } of frames) {
    signal?.throwIfAborted();
    const pictures = await readers.picturesOf(layers);
    const [bottom] = layers;
    const isPlain = bottom?.moved === undefined && bottom?.opacity === 1;
    if (isPlain && layers.length === 1 && overlay === undefined) {
      await write(pictures[0]!);
      continue;
    }
    if (isPlain) drawn.set(pictures[0]!);
    else paintBlack(drawn, width * height);
    for (const [index, picture] of pictures.entries()) {
      const { moved, opacity } = layers[index]!;
      if (index === 0 && isPlain) continue;
      if (moved === undefined) blend(drawn, picture, opacity);
      else layMovedTake({ frame: drawn, frameSize: { width, height }, picture, moved, opacity });
    }
    if (overlay !== undefined) layOver(drawn, await overlay());
    await write(drawn);
  }
}

/** Black in planar 4:2:0 of limited range. */
function paintBlack(frame: Uint8Array, size: number): void {
  frame.fill(16, 0, size);
  frame.fill(128, size);
}

const ONE = 1 << 16;

/** Lays a half-transparent picture over another, both planar 4:2:0. Linear, so that it is the same in RGB and in YUV. */
function blend(below: Uint8Array, above: Uint8Array, opacity: number): void {
  const share = Math.round(opacity * ONE);
  const rest = ONE - share;
  const mix = (from: number, to: number, rounding: number): void => {
    const raise = Math.round(rounding * ONE);
    for (let index = from; index < to; index++)
      below[index] = (below[index]! * rest + above[index]! * share + raise) >>> 16;
  };
  const luma = (below.length * 2) / 3;
  mix(0, luma, LUMA_ROUNDING);
  mix(luma, below.length, CHROMA_ROUNDING);
}
