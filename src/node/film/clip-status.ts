import { fittableOf } from '../../clips/find-actions.ts';
import { chooseTake, isStale } from '../../clips/lock-file.ts';
import type { PlannedClip } from '../../clips/planned-clip.ts';
import type { Take } from '../../clips/take.ts';
import { fitTake, type FittedClip } from '../../edit/fit-clip.ts';
import type { Project } from '../project.ts';

/** Whether a clip can be played. */
export type ClipStatus =
  /** There is no take. */
  | { state: 'missing' }
  /** The take that the edit uses is known, but its file is gone or was changed. */
  | { state: 'lost'; take: Take; condition: 'missing' | 'changed'; path: string }
  /** Only a draft is there. */
  | ({ state: 'draft'; take: Take } & ClipFitStatus)
  /** A real take is there. */
  | ({
      state: 'ready';
      take: Take;
      /** It continues a take that is no longer the one that the edit uses there. */
      isStale: boolean;
    } & ClipFitStatus);

/** How a take fits the slots of its clip. */
interface ClipFitStatus {
  /** It plays slower than it may to fill one of them. */
  isTooShort: boolean;
  /** What does not fit, with what would. */
  fitNotes: string[];
}

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
      const fitted = fitSlots(clip, take);
      const fit = {
        isTooShort: fitted.some(({ tooShort }) => tooShort),
        fitNotes: [...new Set(fitted.flatMap(({ notes }) => notes))],
      };
      if (take.draft) return { clip, status: { state: 'draft', take, ...fit } };
      const stale = isStale(known, take, contents);
      return { clip, status: { state: 'ready', take, ...fit, isStale: stale } };
    }),
  );
}

/** How a take is played in each slot of a clip. */
export const fitSlots = (clip: PlannedClip, take: Take): FittedClip[] =>
  clip.slots.map(({ fit }) =>
    fitTake({
      take: fittableOf(take),
      slot: fit ?? { shownInSeconds: clip.fittedInSeconds ?? clip.minDurationInSeconds, wish: {} },
    }),
  );

/** What does not fit in a film, shot by shot. */
export const describeFits = (clips: readonly ClipWithStatus[]): string[] =>
  clips.flatMap(({ clip, status }) => {
    if (!('fitNotes' in status)) return [];
    const fitted = clip.fittedInSeconds ?? clip.minDurationInSeconds;
    const isSeenInPart = fitted > clip.minDurationInSeconds + 0.1;
    const advice = isSeenInPart
      ? ` It is seen for only ${clip.minDurationInSeconds.toFixed(1)} s of ${fitted.toFixed(1)} s: put it into a <Sequence> of its own.`
      : '';
    return status.fitNotes.map((note) => `Shot ${clip.shotNumber} "${clip.shotId}": ${note}${advice}`);
  });
