import { hashOf } from '../../core/hash.ts';
import type { MovedTake } from '../fast-path/lay-moved-take.ts';
import type { TakePlacement } from '../fast-path/place-take.ts';

/** A frame of a clip that fills the whole picture, or was as large before it was moved. */
export interface ClipLayer {
  /** Path of the take. */
  file: string;
  sha256: string;
  /** Number of the take's frame. */
  sourceFrame: number;
  placement: TakePlacement;
  /** Above 0, up to 1. */
  opacity: number;
  /** Set when it is seen somewhere else than on the whole frame. */
  moved?: MovedTake | undefined;
}

/** What is laid over the clips of a frame: drawn by a browser once for all frames with the same. */
export interface FrameOverlay {
  /** Names its look; a hash of all that it depends on but the browser. */
  contents: string;
  /** A frame of the film that shows it. */
  frame: number;
}

/** How one frame of a film is made, and what it depends on. */
export interface FramePlan {
  /** A value that differs whenever the picture may differ; hashed with the settings of the whole render. */
  depends: unknown;
  /** Set when the frame shows these clips, bottom first, and nothing else but an overlay: it is made without a browser. */
  layers?: ClipLayer[] | undefined;
  /** What is seen above the layers. */
  overlay?: FrameOverlay | undefined;
  /** Why a browser must draw the frame although clips fill it; told to people. */
  slowReason?: string | undefined;
  /** Names the clips that are seen; where it changes, segments end. */
  scene: string;
  /** Why the frame can't be told from others by what it shows. */
  unknowns: readonly string[];
}

/** Consecutive frames that are made and kept as one. */
export interface Segment {
  /** In frames of the film; `endFrame` is the first one after it. */
  startFrame: number;
  endFrame: number;
  /** `clips`: decoded and encoded directly. `page`: drawn in a browser. */
  kind: 'clips' | 'page';
  /** Names the segment in the store. */
  fingerprint: string;
}

/** What `planSegments` takes. */
export interface PlanSegmentsOptions {
  frames: readonly FramePlan[];
  /** What all frames depend on: size, rate, encoder, versions. */
  settings: unknown;
  /** What only frames that a browser draws depend on. */
  browser: unknown;
}

/** Longer stretches are split, so that a killed render has something to show. About 8 s. */
const MAX_SEGMENT_IN_FRAMES = 240;
/** Between frames that a browser draws, fewer frames are not worth a segment of their own. */
const MIN_CLIPS_IN_FRAMES = 8;
/** Where another overlay begins a segment ends, so that a changed text costs only its own frames; but not for fewer frames. */
const MIN_OVERLAY_IN_FRAMES = 12;

/**
 * Splits a film into segments: wherever the clips that are seen change, or the way in which the frames are made, and in long
 * stretches now and then, counted from their beginning. Nothing depends on where in the film a segment lies, so what
 * moves as a whole keeps its fingerprint.
 */
export function planSegments({ frames, settings, browser }: PlanSegmentsOptions): Segment[] {
  const segments: Segment[] = [];
  for (const run of runsOf(frames)) {
    const parts = Math.ceil((run.endFrame - run.startFrame) / MAX_SEGMENT_IN_FRAMES);
    for (let part = 0; part < parts; part++) {
      const startFrame = run.startFrame + part * MAX_SEGMENT_IN_FRAMES;
      const endFrame = Math.min(run.endFrame, startFrame + MAX_SEGMENT_IN_FRAMES);
      const own = frames.slice(startFrame, endFrame);
      segments.push({
        startFrame,
        endFrame,
        kind: run.kind,
        fingerprint: hashOf({
          settings,
          ...(run.kind === 'clips'
            ? {
                clips: own.map(({ layers }) => layers!.map(withoutPath)),
                ...(own.some(({ overlay }) => overlay !== undefined) && {
                  browser,
                  overlays: own.map(({ overlay }) => overlay?.contents ?? null),
                }),
              }
            : { browser, frames: own.map(({ depends }) => depends) }),
        }),
      });
    }
  }
  return segments;
}

type Run = Pick<Segment, 'startFrame' | 'endFrame' | 'kind'> & {
  scene: string;
  overlay: string | undefined;
};

function runsOf(frames: readonly FramePlan[]): Run[] {
  const runs: Run[] = [];
  for (const [frame, plan] of frames.entries()) {
    const { layers, scene } = plan;
    const kind = layers === undefined ? 'page' : 'clips';
    const overlay = plan.overlay?.contents;
    const last = runs.at(-1);
    if (last?.kind === kind && last.scene === scene && last.overlay === overlay) last.endFrame = frame + 1;
    else runs.push({ startFrame: frame, endFrame: frame + 1, kind, scene, overlay });
  }
  const merged = mergeRuns(runs);
  return mergeRuns(
    merged.map((run, index) => {
      const isShort = run.endFrame - run.startFrame < MIN_CLIPS_IN_FRAMES;
      const neighbours = [merged[index - 1], merged[index + 1]];
      // the same scene goes on in the browser, before or after
      const isIsland = neighbours.some((other) => other?.kind === 'page' && other.scene === run.scene);
      return run.kind === 'clips' && isShort && isIsland ? { ...run, kind: 'page' } : run;
    }),
  );
}

function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last !== undefined && belongTogether(last, run)) {
      last.endFrame = run.endFrame;
      last.overlay = run.overlay;
    } else merged.push({ ...run });
  }
  return merged;
}

const isMoment = ({ startFrame, endFrame }: Run): boolean => endFrame - startFrame < MIN_OVERLAY_IN_FRAMES;

const belongTogether = (a: Run, b: Run): boolean =>
  a.kind === b.kind &&
  a.scene === b.scene &&
  (a.kind === 'page' || a.overlay === b.overlay || isMoment(a) || isMoment(b));

/** A layer as a fingerprint sees it: where the take lies does not matter, its bytes do. */
const withoutPath = (layer: ClipLayer): ClipLayer => ({ ...layer, file: '' });
