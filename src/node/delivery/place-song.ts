import { secondsToFrame } from '../../core/time.ts';
import { createBeatClock } from '../../edit/beat-clock.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { Discovery } from '../film/discover-clips.ts';

/** The composition's frame at which a song's time is 0, as the cuts on its beats tell; 0 where no cut does. */
export function songStartFrame({
  songMap,
  discovery: { cuts },
  fps,
}: {
  songMap: SongMap;
  discovery: Pick<Discovery, 'cuts'>;
  fps: number;
}): number {
  const clock = createBeatClock(songMap);
  const starts = cuts
    .map(({ timeInSeconds, beat }) => timeInSeconds - clock.timeOfBeat(beat))
    .sort((a, b) => a - b);
  const median = starts[starts.length >> 1];
  return median === undefined ? 0 : secondsToFrame({ timeInSeconds: median, fps });
}
