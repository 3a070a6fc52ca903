import { formatSeconds } from '../core/time.ts';
import type { CutMeasurement } from '../node/verify/measure-cuts.ts';
import { formatTable } from './terminal.ts';

/** Every cut of a film: where it was planned, where it was found, and how far it is from its beat. */
export function formatCutTable({ cuts }: Pick<CutMeasurement, 'cuts'>): string {
  const rows = cuts.map(({ planned, frame, timeInSeconds, offsetInFrames }) => [
    planned.toShot ?? '(gap)',
    planned.transitionInFrames === 0 ? 'cut' : `transition, ${planned.transitionInFrames} frames`,
    String(Number(planned.beat.toFixed(2))),
    formatSeconds(planned.timeInSeconds),
    timeInSeconds === null ? 'not seen' : formatSeconds(timeInSeconds),
    frame === null ? '' : String(Number(frame.toFixed(1))),
    offsetInFrames === null ? '' : signed(offsetInFrames),
  ]);
  return formatTable([['to shot', 'kind', 'beat', 'beat at', 'cut at', 'frame', 'off by (frames)'], ...rows]);
}

const signed = (value: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;

/** Off by this much, a cut is as near to its beat as whole frames allow. In frames. */
const HALF_A_FRAME = 0.5;
/** What measuring and rounding may add. In frames. */
const TOLERANCE = 0.005;

/** The cuts of a film in a sentence or two. */
export function summarizeCuts({ cuts, unplannedCuts, fps }: CutMeasurement): string {
  if (cuts.length === 0) return 'No cuts were planned.';
  const offsets = cuts.flatMap(({ offsetInFrames }) =>
    offsetInFrames === null ? [] : [Math.abs(offsetInFrames)],
  );
  const near = offsets.filter((offset) => offset <= HALF_A_FRAME + TOLERANCE).length;
  const worst = Math.max(0, ...offsets);
  const lines = [
    `${near} of ${cuts.length} cuts are within half a frame of their beat; the furthest is ${worst.toFixed(2)} frames (${((worst / fps) * 1000).toFixed(0)} ms) off.`,
  ];
  const unseen = cuts.length - offsets.length;
  if (unseen > 0)
    lines.push(
      `${unseen} could not be seen: the picture hardly changes there, or zooms or blends in a way that shows no middle.`,
    );
  if (unplannedCuts.length > 0) {
    lines.push(
      `The picture also jumps at frame ${unplannedCuts.slice(0, 10).join(', ')}${unplannedCuts.length > 10 ? ' …' : ''}.`,
    );
  }
  return lines.join('\n');
}
