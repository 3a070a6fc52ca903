import { BeatcutError } from '../../core/error.ts';
import { excerpt } from '../../core/text.ts';
import { describeLostCost, rejectCommandFor, type LostTake } from '../lost-take.ts';
import type { ClipWithStatus } from './clip-status.ts';
import { commandFor } from './command-for.ts';

/** What `requireClips` takes. */
export interface RequireClipsOptions {
  compositionId: string;
  clips: readonly ClipWithStatus[];
  /** The props that the composition was opened with, for the commands that are proposed. */
  inputProps?: Record<string, unknown> | undefined;
  /** Whether drafts will do. */
  allowDrafts: boolean;
}

/**
 * Makes sure that a film can be rendered.
 *
 * @throws BeatcutError `CLIPS_MISSING`, one error that lists every clip that can't be shown, why, and what to do.
 */
export function requireClips(options: RequireClipsOptions): void {
  const { compositionId, clips, allowDrafts } = options;
  const problems = clips.flatMap(({ clip, status }) => {
    const name = `shot ${clip.shotNumber} "${clip.shotId}" (${excerpt(clip.request.prompt)})`;
    switch (status.state) {
      case 'missing':
        return [`${name}: not generated yet`];
      case 'lost':
        return [
          `${name}: the file of its take ${status.condition === 'missing' ? 'is gone' : 'was changed'}, expected ${status.path}`,
        ];
      case 'draft':
        return allowDrafts ? [] : [`${name}: only a draft is there`];
      case 'ready':
        return [];
    }
  });
  if (problems.length === 0) return;
  throw new BeatcutError({
    code: 'CLIPS_MISSING',
    message: `${problems.length} of ${clips.length} clips of "${compositionId}" can't be rendered:\n${problems.map((line) => `    ${line}`).join('\n')}`,
    hint: waysOut(options).join('\n  → '),
  });
}

/** What can be done: makes what was never made or is a draft, and gets real takes back, which nothing buys unasked. */
function waysOut({ compositionId, clips, inputProps, allowDrafts }: RequireClipsOptions): string[] {
  const lost: LostTake[] = [];
  let canBeMade = false;
  for (const { clip, status } of clips) {
    if (status.state === 'lost' && !status.take.draft)
      lost.push({ clipKey: clip.clipKey, take: status.take });
    else if (status.state !== 'ready' && !(allowDrafts && status.state === 'draft')) canBeMade = true;
  }
  const generate = commandFor({ command: 'generate', compositionId, inputProps });
  const render = commandFor({ command: 'render', compositionId, inputProps, flags: ['--drafts'] });
  const made = canBeMade
    ? [
        `Make ${lost.length > 0 ? 'what is missing' : 'them'}: ${generate}`,
        ...(allowDrafts ? [] : [`or render with free drafts: ${render}`]),
      ]
    : [];
  if (lost.length === 0) return made;
  return [
    ...made,
    `Copy ${lost.length === 1 ? 'the lost file' : 'each lost file'} back to its path above from a machine or backup that has it (npx beatcut pull, where a bucket is shared; npx beatcut sync, where the public folder still holds it)`,
    `or buy again${describeLostCost(lost.map(({ take }) => take))}; rejecting never deletes:\n${[...lost.map(rejectCommandFor), generate].map((command) => `      ${command}`).join('\n')}`,
  ];
}
