import { BeatcutError } from '../../core/error.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { BeatClock } from '../beat-clock.ts';
import type { PlannerShot, ShotPlace } from './planner-shot.ts';
import type { SongCourse } from './song-course.ts';

/** What `resolvePlace` takes. */
export interface ResolvePlaceOptions {
  shot: PlannerShot;
  place: number | ShotPlace;
  song: SongMap;
  clock: BeatClock;
  course: SongCourse;
}

/**
 * The time that a shot's fixed place means.
 *
 * @throws BeatcutError `SHOT_PLACE_UNKNOWN` when the song has no such section, drop or bar.
 */
export function resolvePlace({ shot, place, song, clock, course }: ResolvePlaceOptions): number {
  const fault = (what: string, hint: string): BeatcutError =>
    new BeatcutError({
      code: 'SHOT_PLACE_UNKNOWN',
      message: `Shot "${shot.id}" shall begin at ${what}, which the song does not have.`,
      hint,
    });
  const within = (timeInSeconds: number, what: string): number => {
    if (timeInSeconds >= 0 && timeInSeconds < song.durationInSeconds) return timeInSeconds;
    throw fault(what, `The song lasts ${song.durationInSeconds.toFixed(1)} s.`);
  };
  if (typeof place === 'number') return within(place, `${place} s`);
  if (place.seconds !== undefined) return within(place.seconds, `${place.seconds} s`);
  if (place.bar !== undefined) {
    const beat = clock.beatOfBar(place.bar - 1) + (place.beat ?? 1) - 1;
    return within(clock.timeOfBeat(beat), `bar ${place.bar}`);
  }
  const wanted = place.section.toLowerCase();
  const drop = /^drop(?: (\d+))?$/.exec(wanted);
  const drops = song.buildUps ?? [];
  if (drop !== null && drops.length > 0) {
    const found = drops[Number(drop[1] ?? 1) - 1];
    if (found !== undefined) return found.dropInSeconds;
    throw fault(`"${place.section}"`, `It has ${drops.length} drop${drops.length === 1 ? '' : 's'}.`);
  }
  const section = course.sections.find(({ words }) => words.includes(wanted));
  if (section !== undefined) return section.startInSeconds;
  throw fault(
    `section "${place.section}"`,
    `It has ${course.sections.map(({ title }) => title).join(', ')}; name sections in the corrections file.`,
  );
}
