import {
  isByPerson,
  STORYBOARD_VERSION,
  treatmentHashOf,
  writingHashOf,
  type Storyboard,
  type StoryboardShot,
} from '../../clips/storyboard.ts';
import type { TreatmentSettings } from '../../clips/treatment.ts';
import type { StoryboardPlace } from './plan-storyboard.ts';

/** A prompt that beatcut puts in, and who wrote it. */
export interface NewWriting {
  prompt: string;
  /** The model, or `template`. */
  by: string;
}

/** What `buildStoryboard` takes. */
export interface BuildStoryboardOptions {
  /** What lies in the file now, if it is there. */
  before: Storyboard | undefined;
  song: string;
  treatment: TreatmentSettings;
  places: readonly StoryboardPlace[];
  /** What is new, by the place's id; a shot that a person wrote or changed stays in spite of it. */
  writings: ReadonlyMap<string, NewWriting>;
  /** What stands where nothing was written yet; one for each place. */
  drafts: readonly NewWriting[];
}

/**
 * Puts what was written into the storyboard that lies in the file. What a person wrote or changed there stays: shots,
 * members that beatcut doesn't know, and the treatment.
 */
export const buildStoryboard = ({
  before,
  song,
  treatment,
  places,
  writings,
  drafts,
}: BuildStoryboardOptions): Storyboard => {
  const known = new Map(before?.shots.map((shot) => [shot.id, shot]));
  return {
    ...before,
    version: STORYBOARD_VERSION,
    song,
    ...(before !== undefined && isTreatmentByPerson(before)
      ? { treatment: before.treatment }
      : { treatment, treatmentHash: treatmentHashOf(treatment) }),
    shots: arrange(
      before?.shots ?? [],
      places.map((place, index) =>
        shotFor(place, known.get(place.id), writings.get(place.id), drafts[index]!),
      ),
    ),
  };
};

/** Whether a person changed the treatment in the storyboard, so that the treatment's file no longer counts. */
export const isTreatmentByPerson = ({ treatment, treatmentHash }: Storyboard): boolean =>
  treatmentHash !== treatmentHashOf(treatment);

function shotFor(
  place: StoryboardPlace,
  known: StoryboardShot | undefined,
  writing: NewWriting | undefined,
  draft: NewWriting,
): StoryboardShot {
  const { id, role, energy, startInSeconds, endInSeconds } = place;
  const where = { in: place.in, energy, startInSeconds, endInSeconds };
  if (known !== undefined && isByPerson(known)) return { ...where, ...known };
  // the song may have been heard anew
  if (known !== undefined && writing === undefined) return { ...known, ...where };
  const { prompt, by } = writing ?? draft;
  return { id, prompt, role, ...where, written: { by, hash: writingHashOf({ prompt, role }) } };
}

/** The places' shots in order of the song, and each shot that a person added behind the one that it stood behind. */
function arrange(before: readonly StoryboardShot[], shots: readonly StoryboardShot[]): StoryboardShot[] {
  const ids = new Set(shots.map(({ id }) => id));
  const arranged = [...shots];
  let previousId: string | undefined;
  for (const shot of before) {
    if (!ids.has(shot.id)) {
      // written for a place that the song no longer has, and never touched
      if (!isByPerson(shot)) continue;
      const index = arranged.findIndex(({ id }) => id === previousId);
      arranged.splice(index + 1, 0, shot);
    }
    previousId = shot.id;
  }
  return arranged;
}
