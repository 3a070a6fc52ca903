import type { CatalogueClip } from './catalogue.ts';
import type { Take } from './take.ts';
import { readMotion, type TakeChecks, type TakeStretch } from './take-checks.ts';

/** A take's part without black or frozen pictures at its ends, and when it moves most. */
export interface TakeHighlights extends Pick<CatalogueClip, 'usable' | 'actionsInSeconds'> {
  /** Strongest first, a few at most. */
  actionsInSeconds: number[];
}

/** So many movements are kept for each take. */
const MAX_ACTIONS = 4;
/** A movement is weaker than the strongest by no more than this factor. */
const LEAST_STRENGTH = 0.5;
/** Movements nearer to each other than this are one. In seconds. */
const LEAST_DISTANCE = 0.4;
/** A stretch this near to an end of the take reaches it. In seconds. */
const END_TOLERANCE = 0.1;
/** With less than this share of the take left, it is meant to stand still or be dark. */
const LEAST_USABLE_SHARE = 0.3;

/**
 * What an edit wants to know of a take's picture: which part can be shown, and when it moves most.
 *
 * Movements are the local maxima of the motion curve, smoothed over three values. Cuts inside the take, which look like
 * movement, and its ends do not count.
 */
export function findHighlights(checks: TakeChecks, takeInSeconds: number): TakeHighlights {
  const usable = usableOf(checks, takeInSeconds);
  const { valuesPerSecond } = checks.motion;
  const raw = readMotion(checks.motion);
  const timeOf = (index: number): number => (index + 0.5) / valuesPerSecond;
  const isCut = (index: number): boolean =>
    (checks.cutsInSeconds ?? []).some((time) => Math.abs(time - timeOf(index)) <= 1 / valuesPerSecond);
  // a value at a cut is taken for that beside it
  const motion = raw.map((value, index) =>
    isCut(index) ? Math.min(raw[index - 2] ?? 0, raw[index + 2] ?? 0) : value,
  );
  const smooth = motion.map(
    (value, index) => ((motion[index - 1] ?? value) + 2 * value + (motion[index + 1] ?? value)) / 4,
  );
  const { startInSeconds, endInSeconds } = usable ?? { startInSeconds: 0, endInSeconds: takeInSeconds };
  const peaks = smooth.flatMap((value, index) => {
    const [before, after] = [smooth[index - 1], smooth[index + 1]];
    const isPeak = before !== undefined && after !== undefined && value > before && value >= after;
    const time = timeOf(index);
    if (!isPeak || time <= startInSeconds || time >= endInSeconds) return [];
    // the vertex of the parabola through three values
    const bend = before - 2 * value + after;
    const shift = bend === 0 ? 0 : (before - after) / (2 * bend);
    return [{ time: time + shift / valuesPerSecond, value }];
  });
  const strongest = peaks.sort((a, b) => b.value - a.value);
  const kept: typeof peaks = [];
  for (const peak of strongest) {
    const isStrong = peak.value >= LEAST_STRENGTH * strongest[0]!.value && peak.value > 0;
    const isNew = kept.every(({ time }) => Math.abs(time - peak.time) >= LEAST_DISTANCE);
    if (isStrong && isNew && kept.length < MAX_ACTIONS) kept.push(peak);
  }
  return {
    ...(usable && { usable }),
    actionsInSeconds: kept.map(({ time }) => Number(time.toFixed(3))),
  };
}

/** The take without the black and frozen stretches that reach its ends; `undefined` for all of it. */
function usableOf({ black = [], frozen = [] }: TakeChecks, takeInSeconds: number): TakeStretch | undefined {
  let [startInSeconds, endInSeconds] = [0, takeInSeconds];
  const dead = [...black, ...frozen].sort((a, b) => a.startInSeconds - b.startInSeconds);
  for (const stretch of dead) {
    if (stretch.startInSeconds <= startInSeconds + END_TOLERANCE) {
      startInSeconds = Math.max(startInSeconds, stretch.endInSeconds);
    }
  }
  for (const stretch of dead.toReversed()) {
    if (stretch.endInSeconds >= endInSeconds - END_TOLERANCE) {
      endInSeconds = Math.min(endInSeconds, stretch.startInSeconds);
    }
  }
  const isWhole = startInSeconds === 0 && endInSeconds === takeInSeconds;
  if (isWhole || endInSeconds - startInSeconds < LEAST_USABLE_SHARE * takeInSeconds) return undefined;
  return { startInSeconds, endInSeconds };
}

/** A take with what a fit must know of its picture. */
export const fittableOf = (take: Take): Take & Partial<TakeHighlights> => ({
  ...take,
  ...(take.checks && findHighlights(take.checks, take.durationInSeconds)),
});
