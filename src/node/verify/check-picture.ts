import { formatSeconds, frameToSeconds } from '../../core/time.ts';
import { countUnseen, describeCutOffsets, describeUnseenCuts, furthestOffset } from './describe-cuts.ts';
import { above, limited, listed, type FilmCheck } from './film-check.ts';
import type { FilmPlanRecord } from './film-record.ts';
import { MOST_FLASHES } from './find-flashes.ts';
import type { FrameStretch } from './frame-stretch.ts';
import type { PictureInspection } from './inspect-picture.ts';
import type { MeasuredCut } from './measure-cuts.ts';
import type { VerifyLimits } from './verify-limits.ts';

/** Checks what is seen. */
export function checkPicture({
  picture,
  fps,
  plan,
  limits,
}: {
  picture: PictureInspection;
  fps: number;
  plan: FilmPlanRecord | null;
  limits: VerifyLimits;
}): FilmCheck[] {
  const { cuts, unplannedCuts, frameCount } = picture;
  const black = unexplained(picture.black, plan?.gaps ?? []);
  const blackSeconds = framesOf(black) / fps;
  const longestFrozen =
    Math.max(0, ...picture.frozen.map(({ startFrame, endFrame }) => endFrame - startFrame)) / fps;
  const duplicateShare = picture.duplicates.length / Math.max(1, frameCount);
  return [
    ...(plan === null ? [] : checkCuts({ cuts, fps, limits })),
    ...(plan === null
      ? []
      : [
          limited({
            id: 'unplanned-cuts',
            value: unplannedCuts.length,
            limit: limits.maxUnplannedCuts,
            isPast: above,
            isUnusual: unplannedCuts.length > 0,
            message:
              unplannedCuts.length === 0
                ? 'The picture jumps nowhere else.'
                : `The picture also jumps at frame ${listed(unplannedCuts)}: a cut inside a clip, or a fault.`,
          }),
        ]),
    limited({
      id: 'black',
      value: blackSeconds,
      limit: limits.maxBlackSeconds,
      isPast: above,
      isUnusual: black.length > 0,
      message:
        black.length === 0
          ? 'No frame is black that should not be.'
          : `${framesOf(black)} frames are black: ${listed(black.map(rangeText))}.`,
    }),
    limited({
      id: 'frozen',
      value: longestFrozen,
      limit: limits.maxFrozenSeconds,
      isPast: above,
      isUnusual: longestFrozen > 0,
      message:
        longestFrozen === 0
          ? 'The picture never stands still for half a second.'
          : `The picture stands still for up to ${longestFrozen.toFixed(2)} s: ${listed(picture.frozen.map(rangeText))}.`,
    }),
    limited({
      id: 'duplicates',
      value: duplicateShare,
      limit: limits.maxDuplicateShare,
      isPast: above,
      message:
        picture.duplicates.length === 0
          ? 'No frame repeats the one before it.'
          : `${picture.duplicates.length} frames (${(100 * duplicateShare).toFixed(1)} %) repeat the one before: clips with fewer frames a second than the film, slowed-down clips, stills, or lost frames.`,
    }),
    checkFlashes({ picture, fps, limits }),
  ];
}

/** Flashing light can bring on seizures. */
function checkFlashes({
  picture: { flashes, flashesPerSecond },
  fps,
  limits,
}: {
  picture: PictureInspection;
  fps: number;
  limits: VerifyLimits;
}): FilmCheck {
  const places = flashes.map(
    ({ startFrame, endFrame, kind, flashesPerSecond: most }) =>
      `${formatSeconds(frameToSeconds({ frame: startFrame, fps }))}–${formatSeconds(frameToSeconds({ frame: endFrame, fps }))} (frames ${rangeText({ startFrame, endFrame })}: ${most}${kind === 'red' ? ' of red' : ''})`,
  );
  return limited({
    id: 'flashes',
    value: flashesPerSecond,
    limit: limits.maxFlashesPerSecond,
    isPast: above,
    isUnusual: flashes.length > 0,
    message:
      flashes.length === 0
        ? flashesPerSecond === 0
          ? 'Nothing flashes.'
          : `At most ${flashesPerSecond} flashes in any second.`
        : `The picture flashes up to ${flashesPerSecond} times a second, which can bring on seizures; ${MOST_FLASHES} are allowed: ${listed(places)}.`,
  });
}

function checkCuts({
  cuts,
  fps,
  limits,
}: {
  cuts: readonly MeasuredCut[];
  fps: number;
  limits: VerifyLimits;
}): FilmCheck[] {
  if (cuts.length === 0) return [{ id: 'cuts', status: 'info', message: 'No cuts were planned.' }];
  const worst = furthestOffset(cuts);
  const unseen = countUnseen(cuts);
  return [
    limited({
      id: 'cuts',
      value: Number(worst.toFixed(3)),
      limit: limits.maxCutOffsetInFrames,
      isPast: above,
      message: describeCutOffsets({ cuts, fps }),
    }),
    limited({
      id: 'unseen-cuts',
      value: unseen,
      limit: limits.maxUnseenCuts,
      isPast: above,
      isUnusual: unseen > 0,
      message: unseen === 0 ? 'Every cut was seen.' : describeUnseenCuts(cuts),
    }),
  ];
}

/** The parts of stretches that lie outside of others. */
function unexplained(stretches: readonly FrameStretch[], explained: readonly FrameStretch[]): FrameStretch[] {
  return stretches.flatMap((stretch) => {
    let rest = [stretch];
    for (const { startFrame, endFrame } of explained) {
      rest = rest.flatMap((part) =>
        [
          { startFrame: part.startFrame, endFrame: Math.min(part.endFrame, startFrame) },
          { startFrame: Math.max(part.startFrame, endFrame), endFrame: part.endFrame },
        ].filter((piece) => piece.endFrame > piece.startFrame),
      );
    }
    return rest;
  });
}

const framesOf = (stretches: readonly FrameStretch[]): number =>
  stretches.reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame, 0);

const rangeText = ({ startFrame, endFrame }: FrameStretch): string =>
  endFrame - startFrame === 1 ? `${startFrame}` : `${startFrame}–${endFrame - 1}`;
