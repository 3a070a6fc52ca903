import type { SongMap } from '../../song/song-map.ts';
import { findAnchor, type Anchor } from '../anchor.ts';
import type { BeatClock } from '../beat-clock.ts';
import type { PlannerShot } from './planner-shot.ts';

/** A shot that must begin somewhere. */
export interface FixedShot {
  /** Index among the shots. */
  shot: number;
  timeInSeconds: number;
}

/**
 * The shots that must begin somewhere, within the stretch that is cut.
 *
 * @throws BeatcutError `ANCHOR_UNKNOWN` for a place that the song does not have.
 */
export function placeFixedShots({
  shots,
  song,
  clock,
  startInSeconds,
  endInSeconds,
}: {
  shots: readonly PlannerShot[];
  song: SongMap;
  clock: BeatClock;
  startInSeconds: number;
  endInSeconds: number;
}): FixedShot[] {
  const timeOf = (place: number | Anchor): number =>
    clock.timeOfBeat(
      findAnchor({ anchor: typeof place === 'number' ? { seconds: place } : place, song, clock }),
    );
  return shots
    .flatMap((shot, index): FixedShot[] =>
      shot.at === undefined ? [] : [{ shot: index, timeInSeconds: timeOf(shot.at) }],
    )
    .filter(({ timeInSeconds }) => timeInSeconds >= startInSeconds && timeInSeconds < endInSeconds);
}
