import { chooseTake, isStale } from '../../clips/lock-file.ts';
import type { PlannedClip } from '../../clips/planned-clip.ts';
import type { Take } from '../../clips/take.ts';
import { fitClip } from '../../edit/fit-clip.ts';
import type { Project } from '../project.ts';

/** Whether a clip can be played. */
export type ClipStatus =
  /** There is no take. */
  | { state: 'missing' }
  /** The take that the edit uses is known, but its file is gone or was changed. */
  | { state: 'lost'; take: Take; condition: 'missing' | 'changed'; path: string }
  /** Only a draft is there. `isTooShort`: it would play at under half its speed to fill the slot. */
  | { state: 'draft'; take: Take; isTooShort: boolean }
  /** A real take is there. */
  | {
      state: 'ready';
      take: Take;
      isTooShort: boolean;
      /** It continues a take that is no longer the one that the edit uses there. */
      isStale: boolean;
    };

/** A clip of a composition and whether it can be played. */
export interface ClipWithStatus {
  clip: PlannedClip;
  status: ClipStatus;
}

/**
 * Looks up every clip in the lock file and the take store.
 *
 * @throws BeatcutError when the lock file is broken or from a newer version.
 */
export async function lookUpClips({
  clips,
  project: { lockFile, store },
}: {
  clips: readonly PlannedClip[];
  project: Pick<Project, 'lockFile' | 'store'>;
}): Promise<ClipWithStatus[]> {
  const contents = await lockFile.read();
  const locked = contents.clips;
  return Promise.all(
    clips.map(async (clip): Promise<ClipWithStatus> => {
      const known = locked[clip.clipKey];
      const take = known === undefined ? undefined : chooseTake(known, contents);
      if (known === undefined || take === undefined) return { clip, status: { state: 'missing' } };
      const condition = await store.inspect(take);
      if (condition !== 'intact') {
        return { clip, status: { state: 'lost', take, condition, path: store.pathOf(take) } };
      }
      const { tooShort } = fitClip({
        takeInSeconds: take.durationInSeconds,
        shownInSeconds: clip.fittedInSeconds ?? clip.minDurationInSeconds,
        frameInSeconds: 1 / take.fps,
      });
      if (take.draft) return { clip, status: { state: 'draft', take, isTooShort: tooShort } };
      const stale = isStale(known, take, contents);
      return { clip, status: { state: 'ready', take, isTooShort: tooShort, isStale: stale } };
    }),
  );
}
