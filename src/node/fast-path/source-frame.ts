/** Times closer than this count as the same: as Remotion's <Video> takes them. */
const SAME_TIME_IN_SECONDS = 0.001;

const roundTo4Digits = (value: number): number => Math.round(value * 10_000) / 10_000;

/**
 * The frame of a take that `<Video>` of `@remotion/media` shows at a time: the last one that begins at or before it, to the
 * tenth of a millisecond, or within a millisecond of it; beyond the end the last one, before the beginning the first.
 *
 * @param timestamps when the take's frames begin, in seconds, ascending.
 */
export function sourceFrameAt(timestamps: readonly number[], timeInSeconds: number): number {
  const time = roundTo4Digits(timeInSeconds);
  const frame = timestamps.findLastIndex(
    (timestamp) =>
      roundTo4Digits(timestamp) <= time || Math.abs(timestamp - timeInSeconds) <= SAME_TIME_IN_SECONDS,
  );
  return Math.max(0, frame);
}
