import path from 'node:path';
import { renderFrames } from '@remotion/renderer';
import { pageEnvironment, type Film } from '../film/open-film.ts';
import { psnrDb } from '../media/psnr.ts';
import { readFrames } from '../media/read-frames.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';
import type { RenderPlan } from './plan-render.ts';
import { startSegmentEncoder } from './segment-encoder.ts';

/** What `checkFrames` takes. */
export interface CheckFramesOptions {
  film: Film;
  plan: RenderPlan;
  /** The rendered film. */
  path: string;
  /** How many frames are looked at, at most; 48 by default. */
  sampleCount?: number;
  signal?: AbortSignal | undefined;
}

/** A frame of the film beside the browser's own. */
export interface CheckedFrame {
  frame: number;
  /** Likeness in decibels: above 40 nobody sees a difference, under 30 everybody does. */
  psnrDb: number;
  /** Whether the frame before or after it looks more like the browser's. */
  isShifted: boolean;
}

/** What `checkFrames` found. */
export interface FrameCheck {
  frames: CheckedFrame[];
  meanPsnrDb: number;
  /** Frames that are not what the browser draws. */
  faults: CheckedFrame[];
}

/** Less alike than this, two pictures are different ones. Film grain alone costs more than 10 dB. */
const MIN_PSNR_DB = 28;
/** By how much a neighbour must be more alike before a frame counts as shifted; pictures that stand still are alike. */
const SHIFT_DB = 1.5;

/**
 * Draws a sample of a film's frames in a browser, the slow way, and compares them with the film: the first and the last frame
 * of segments, where faults would show, and frames inside.
 */
export async function checkFrames({
  film,
  plan,
  path: file,
  sampleCount = 48,
  signal,
}: CheckFramesOptions): Promise<FrameCheck> {
  const { widthInPixels, heightInPixels, scale, frames: all } = plan;
  const sample = chooseSample(plan, sampleCount);
  const drawn = await withTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'drawn.ts');
    const encoder = startSegmentEncoder({
      outputFile: file,
      input: { kind: 'jpeg' },
      fps: film.composition.fps,
      encoding: { crf: 1, preset: 'ultrafast' },
      signal,
    });
    const waiting = new Map<number, Uint8Array>();
    await renderFrames({
      ...film.renderer,
      composition: film.composition,
      frames: sample,
      // PNG would leave transparent what is black in the film
      imageFormat: 'jpeg',
      jpegQuality: 100,
      scale,
      concurrency: film.drawing.concurrency,
      muted: true,
      outputDir: null,
      envVariables: pageEnvironment({}),
      onStart: () => undefined,
      onFrameUpdate: () => undefined,
      onFrameBuffer: (picture, frame) => void waiting.set(frame, picture),
    });
    for (const frame of sample) await encoder.write(waiting.get(frame)!);
    await encoder.finish();
    const pictures = new Map<number, Uint8Array>();
    for await (const { index, data } of readFrames({
      path: file,
      widthInPixels,
      heightInPixels,
      signal,
    })) {
      pictures.set(sample[index]!, data);
    }
    return pictures;
  });

  const checked = new Map(sample.map((frame) => [frame, { own: 0, neighbour: 0 }]));
  for await (const { index, data } of readFrames({ path: file, widthInPixels, heightInPixels, signal })) {
    for (const frame of [index - 1, index, index + 1]) {
      const picture = drawn.get(frame);
      const found = checked.get(frame);
      if (picture === undefined || found === undefined) continue;
      const psnr = psnrDb(picture, data);
      if (frame === index) found.own = psnr;
      else found.neighbour = Math.max(found.neighbour, psnr);
    }
    if (index >= Math.min(all.length - 1, sample.at(-1)! + 1)) break;
  }
  const frames = sample.map((frame): CheckedFrame => {
    const { own, neighbour } = checked.get(frame)!;
    return { frame, psnrDb: own, isShifted: neighbour > own + SHIFT_DB };
  });
  return {
    frames,
    meanPsnrDb: frames.reduce((sum, { psnrDb }) => sum + psnrDb, 0) / frames.length,
    faults: frames.filter(({ psnrDb, isShifted }) => psnrDb < MIN_PSNR_DB || isShifted),
  };
}

/** The borders of segments and frames inside, evenly thinned out. */
function chooseSample({ segments, frames }: RenderPlan, count: number): number[] {
  const candidates = segments.flatMap(({ startFrame, endFrame }) => [
    startFrame,
    Math.floor((startFrame + endFrame) / 2),
    endFrame - 1,
  ]);
  // an overlay is drawn once for many frames: the one that is furthest from the drawn one, too
  const lastOf = new Map(
    frames.flatMap(({ overlay }, frame) => (overlay === undefined ? [] : [[overlay.contents, frame]])),
  );
  candidates.push(...lastOf.values());
  const unique = [...new Set(candidates)].sort((a, b) => a - b);
  const step = Math.max(1, unique.length / count);
  return Array.from(
    { length: Math.min(count, unique.length) },
    (_, index) => unique[Math.floor(index * step)]!,
  );
}
