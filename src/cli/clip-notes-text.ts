import { plural } from '../core/text.ts';
import type { ClipNotes } from '../node/film/clip-notes.ts';

/** What a person should know of clips, one line a shot, and what to do about jobs. */
export function formatClipNotes(notes: readonly ClipNotes[]): string[] {
  const lines = notes.map(({ shotNumber, shotId, warnings, runningJobs, ambiguousOrders, failures }) => {
    const parts = [
      ...warnings,
      ...(runningJobs > 0 ? [`${plural(runningJobs, 'job')} under way`] : []),
      ...(ambiguousOrders > 0 ? [`${plural(ambiguousOrders, 'order')} of unknown fate`] : []),
      ...failures,
    ];
    return `! shot ${shotNumber} ${shotId}: ${parts.join('; ')}`;
  });
  const has = (isMeant: (note: ClipNotes) => boolean): boolean => notes.some(isMeant);
  return [
    ...lines,
    ...(has(({ runningJobs }) => runningJobs > 0)
      ? ['  Jobs that are under way are gone on with by generate, or stopped by cancel.']
      : []),
    ...(has(({ ambiguousOrders }) => ambiguousOrders > 0)
      ? [
          '  Orders of unknown fate are looked for by generate and never sent again by themselves; --resubmit sends them, and may buy twice.',
        ]
      : []),
    ...(has(({ failures }) => failures.length > 0)
      ? ['  What ended without a clip is ordered again by generate --retry.']
      : []),
  ];
}
