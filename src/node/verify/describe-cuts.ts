import type { MeasuredCut } from './measure-cuts.ts';

/** Off by this much, a cut is as near to its beat as whole frames allow. In frames. */
const HALF_A_FRAME = 0.5;
/** What measuring and rounding may add. In frames. */
const TOLERANCE = 0.005;

/** Whether a cut was found as near to its beat as whole frames allow. */
export const isOnBeat = ({ offsetInFrames, isAtLeast }: MeasuredCut): boolean =>
  offsetInFrames !== null && !isAtLeast && Math.abs(offsetInFrames) <= HALF_A_FRAME + TOLERANCE;

/** How far the cut is off that is furthest from its beat, in frames; 0 when none was seen. */
export const furthestOffset = (cuts: readonly MeasuredCut[]): number =>
  Math.max(0, ...cuts.map(({ offsetInFrames }) => Math.abs(offsetInFrames ?? 0)));

/** How many of some cuts were not seen. */
export const countUnseen = (cuts: readonly MeasuredCut[]): number =>
  cuts.filter(({ frame }) => frame === null).length;

/** What stands before the offset of a cut: of some it is only known that they are off by at least so much. */
export const offsetPrefix = ({ isAtLeast }: Pick<MeasuredCut, 'isAtLeast'>): string =>
  isAtLeast ? 'at least ' : '';

/** How near some cuts are to their beats, in a sentence. */
export function describeCutOffsets({ cuts, fps }: { cuts: readonly MeasuredCut[]; fps: number }): string {
  const worst = furthestOffset(cuts);
  const isAtLeast = cuts.some((cut) => cut.isAtLeast && Math.abs(cut.offsetInFrames!) === worst); // it has been seen
  return `${cuts.filter(isOnBeat).length} of ${cuts.length} cuts are within half a frame of their beat; the furthest is ${offsetPrefix({ isAtLeast })}${worst.toFixed(2)} frames (${((worst / fps) * 1000).toFixed(0)} ms) off.`;
}

/** How many of some cuts could not be seen, in a sentence. */
export const describeUnseenCuts = (cuts: readonly MeasuredCut[]): string =>
  `${countUnseen(cuts)} cuts could not be seen: the picture hardly changes there, or zooms or blends in a way that shows no middle.`;
