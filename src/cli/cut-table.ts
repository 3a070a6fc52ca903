import { formatSeconds } from '../core/time.ts';
import {
  countUnseen,
  describeCutOffsets,
  describeUnseenCuts,
  offsetPrefix,
} from '../node/verify/describe-cuts.ts';
import type { CutMeasurement } from '../node/verify/measure-cuts.ts';
import { formatTable } from './terminal.ts';

/** Every cut of a film: where it was planned, where it was found, and how far it is from its beat. */
export function formatCutTable({ cuts }: Pick<CutMeasurement, 'cuts'>): string {
  const rows = cuts.map(({ planned, frame, timeInSeconds, offsetInFrames, isAtLeast }) => [
    planned.toShot ?? '(gap)',
    planned.transitionInFrames === 0 ? 'cut' : `transition, ${planned.transitionInFrames} frames`,
    String(Number(planned.beat.toFixed(2))),
    formatSeconds(planned.timeInSeconds),
    timeInSeconds === null ? 'not seen' : formatSeconds(timeInSeconds),
    frame === null ? '' : String(Number(frame.toFixed(1))),
    offsetInFrames === null ? '' : `${offsetPrefix({ isAtLeast })}${signed(offsetInFrames)}`,
  ]);
  return formatTable([['to shot', 'kind', 'beat', 'beat at', 'cut at', 'frame', 'off by (frames)'], ...rows]);
}

const signed = (value: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;

/** The cuts of a film in a sentence or two. */
export function summarizeCuts({ cuts, unplannedCuts, fps }: CutMeasurement): string {
  if (cuts.length === 0) return 'No cuts were planned.';
  const lines = [describeCutOffsets({ cuts, fps })];
  if (countUnseen(cuts) > 0) lines.push(describeUnseenCuts(cuts));
  if (unplannedCuts.length > 0) {
    lines.push(
      `The picture also jumps at frame ${unplannedCuts.slice(0, 10).join(', ')}${unplannedCuts.length > 10 ? ' …' : ''}.`,
    );
  }
  return lines.join('\n');
}
