import { buildUpAt, type BuildUpOptions, type BuildUpPosition } from '../song/moment/build-up-at.ts';
import { useSongMoment } from './song.tsx';

/** What `useBuildUp` takes. */
export type UseBuildUpOptions = Omit<BuildUpOptions, 'lookAheadInSeconds'>;

/**
 * Whether the song builds up on the current frame, and how far the drops before and after it are. A drop comes on the
 * frame that is nearest to it.
 *
 * @example
 * const {progress, dropPulse} = useBuildUp({decayInSeconds: 2});
 * return <Camera shake={progress ** 2} flash={dropPulse} />;
 */
export function useBuildUp(options: UseBuildUpOptions = {}): BuildUpPosition {
  const { song, timeInSeconds, lookAheadInSeconds } = useSongMoment('useBuildUp()');
  return buildUpAt(song, timeInSeconds, { ...options, lookAheadInSeconds });
}
