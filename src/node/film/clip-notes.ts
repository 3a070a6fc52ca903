import { listClip } from '../clip-listing.ts';
import type { JobRecord } from '../journal/job-record.ts';
import type { Project } from '../project.ts';
import type { ClipWithStatus } from './clip-status.ts';

/** What a person should know of a clip before making or rendering the film. */
export interface ClipNotes {
  shotId: string;
  shotNumber: number;
  /** What the checks found on the take that the edit uses: `black 0.0–0.4 s`. */
  warnings: string[];
  /** Jobs that were begun and have not ended. */
  runningJobs: number;
  /** Orders whose fate is not known; nothing is sent for them until a person decides it. */
  ambiguousOrders: number;
  /** Jobs that ended without a clip and are not ordered again unasked: what the provider said. */
  failures: string[];
}

/** Lists what a person should know of clips; those with nothing to say are left out. */
export async function listClipNotes({
  clips,
  project: { lockFile, store, journal },
}: {
  clips: readonly ClipWithStatus[];
  project: Pick<Project, 'lockFile' | 'store' | 'journal'>;
}): Promise<ClipNotes[]> {
  const contents = await lockFile.read();
  const jobs = new Map<string, JobRecord[]>();
  for (const record of await journal.list()) {
    const { clipKey } = record.plan.order;
    jobs.set(clipKey, [...(jobs.get(clipKey) ?? []), record]);
  }
  const notes = await Promise.all(
    clips.map(async ({ clip: { clipKey, shotId, shotNumber }, status }): Promise<ClipNotes> => {
      const hasTake = contents.clips[clipKey] !== undefined && status.state !== 'missing';
      const listed = hasTake ? await listClip({ lockFile: contents, clipKey, store }) : undefined;
      const ofClip = jobs.get(clipKey) ?? [];
      const count = (...states: JobRecord['progress']['status'][]): number =>
        ofClip.filter(({ progress }) => states.includes(progress.status)).length;
      return {
        shotId,
        shotNumber,
        warnings: listed?.takes.find(({ chosen }) => chosen)?.warnings ?? [],
        runningJobs: count('running', 'arrived'),
        ambiguousOrders: count('intent'),
        // a clip that has its take needs none of them
        failures: hasTake
          ? []
          : ofClip.flatMap(({ progress }) =>
              progress.status === 'failed' && progress.reason !== 'abandoned'
                ? [`${progress.reason}: ${progress.message}`]
                : [],
            ),
      };
    }),
  );
  return notes.filter(
    ({ warnings, runningJobs, ambiguousOrders, failures }) =>
      warnings.length + runningJobs + ambiguousOrders + failures.length > 0,
  );
}
