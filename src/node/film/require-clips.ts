import { BeatcutError } from '../../core/error.ts';
import type { ClipWithStatus } from './clip-status.ts';

/** What `requireClips` takes. */
export interface RequireClipsOptions {
  compositionId: string;
  clips: readonly ClipWithStatus[];
  /** Whether drafts will do. */
  allowDrafts: boolean;
}

/**
 * Makes sure that a film can be rendered.
 *
 * @throws BeatcutError `CLIPS_MISSING`, one error that lists every clip that can't be shown, why, and what to do.
 */
export function requireClips({ compositionId, clips, allowDrafts }: RequireClipsOptions): void {
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
  const isLost = clips.some(({ status }) => status.state === 'lost');
  throw new BeatcutError({
    code: 'CLIPS_MISSING',
    message: `${problems.length} of ${clips.length} clips of "${compositionId}" can't be rendered:\n${problems.map((line) => `    ${line}`).join('\n')}`,
    hint: [
      `Make them: npx beatcut generate ${compositionId}`,
      `or render with free drafts: npx beatcut render ${compositionId} --drafts`,
      ...(isLost ? ['or copy the lost files back from a machine or a backup that has them'] : []),
    ].join('\n  → '),
  });
}

/** The longest part of a prompt that is shown in a list. */
const MAX_EXCERPT_LENGTH = 60;

/** The beginning of a prompt, for lists. */
export const excerpt = (prompt: string): string =>
  prompt.length <= MAX_EXCERPT_LENGTH ? prompt : `${prompt.slice(0, MAX_EXCERPT_LENGTH - 1).trimEnd()}…`;
