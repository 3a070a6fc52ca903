import { median } from '../../core/numbers.ts';
import type { PageDrawing } from '../browser/page-drawing.ts';
import type { DrawingTrial } from '../browser/render-profile.ts';

/** What `chooseDrawing` takes. */
export interface ChooseDrawingOptions {
  /** How frames are drawn when nothing was measured. */
  usual: PageDrawing;
  /** What may be changed, one after the other; the best value of each is kept for the next. */
  candidates: readonly (readonly Partial<PageDrawing>[])[];
  /** Draws and encodes some frames. */
  measure: (drawing: PageDrawing) => Promise<DrawingTrial>;
}

/** Another way than the usual one is taken only if it is this much faster, … */
const LEAST_GAIN = 1.05;
/** … by the median of so many measurements of both, taken by turns, so that both see the same machine. */
const CONFIRMATIONS = 3;

/**
 * Finds the fastest way to draw: the best value of one setting after the other (a descent by coordinates), then that way and
 * the usual one by turns, since a machine that does other things meanwhile makes single measurements worth little.
 */
export async function chooseDrawing({
  usual,
  candidates,
  measure,
}: ChooseDrawingOptions): Promise<{ drawing: PageDrawing; trials: DrawingTrial[] }> {
  const trials: DrawingTrial[] = [];
  const tryOut = async (drawing: PageDrawing): Promise<DrawingTrial> => {
    const trial = await measure(drawing);
    trials.push(trial);
    return trial;
  };
  let best = await tryOut(usual);
  for (const changes of candidates) {
    const start = best;
    for (const change of changes) {
      const trial = await tryOut({ ...start.drawing, ...change });
      if (speedOf(trial) > speedOf(best)) best = trial;
    }
  }
  if (isSame(best.drawing, usual)) return { drawing: usual, trials };
  const speeds: { usual: number[]; best: number[] } = { usual: [], best: [] };
  for (let round = 0; round < CONFIRMATIONS; round++) {
    speeds.usual.push(speedOf(await tryOut(usual)));
    speeds.best.push(speedOf(await tryOut(best.drawing)));
  }
  const isFaster = median(speeds.best) >= LEAST_GAIN * median(speeds.usual);
  return { drawing: isFaster ? best.drawing : usual, trials };
}

const speedOf = ({ framesPerSecond }: DrawingTrial): number => framesPerSecond ?? 0;

const isSame = (a: PageDrawing, b: PageDrawing): boolean =>
  a.gl === b.gl && a.imageFormat === b.imageFormat && a.concurrency === b.concurrency;
