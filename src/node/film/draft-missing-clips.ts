import { excerpt } from '../../core/text.ts';
import { BeatcutError } from '../../core/error.ts';
import { fillsSlot } from '../../edit/fit-clip.ts';
import { draftProviderOf } from '../config.ts';
import { generateClips, type ClipReport } from '../generate.ts';
import type { Project } from '../project.ts';
import { lookUpClips, type ClipWithStatus } from './clip-status.ts';

/** What `draftMissingClips` takes. */
export interface DraftMissingClipsOptions {
  project: Project;
  clips: readonly ClipWithStatus[];
  signal?: AbortSignal | undefined;
  /** Called before the first draft is drawn, with how many there will be. */
  onStart?: ((clipCount: number) => void) | undefined;
  /** Called with how far the drawing is, 0–1. */
  onProgress?: ((progress: number) => void) | undefined;
}

/**
 * Draws drafts for the clips that have nothing else to show, or whose draft is too short; all clips as they are then.
 * Drafts cost nothing, so what failed before is drawn again.
 *
 * @throws BeatcutError `DRAFTS_FAILED` with the cause for each draft that could not be drawn; the others are kept.
 */
export async function draftMissingClips({
  project: { config, lockFile, store, journal, locksDir },
  clips,
  signal,
  onStart,
  onProgress,
}: DraftMissingClipsOptions): Promise<ClipWithStatus[]> {
  const orders = clips.flatMap(({ clip, status }) => {
    const isDraft = 'take' in status && status.take.draft;
    const isShort =
      isDraft &&
      !fillsSlot({ takeInSeconds: status.take.durationInSeconds, shownInSeconds: clip.minDurationInSeconds });
    return status.state === 'missing' || (status.state === 'lost' && isDraft) || isShort ? [clip] : [];
  });
  if (orders.length > 0) {
    onStart?.(orders.length);
    let ended = 0;
    const { clips: reports } = await generateClips({
      orders,
      retryFailed: true,
      providers: config.providers,
      provider: draftProviderOf(config),
      lockFile,
      store,
      journal,
      locksDir,
      publicDir: config.publicDir,
      signal,
      onProgress: ({ type }) => {
        if (type === 'ended') onProgress?.(++ended / orders.length);
      },
    });
    signal?.throwIfAborted();
    requireDrafts(reports);
  }
  return lookUpClips({ clips: clips.map(({ clip }) => clip), project: { lockFile, store } });
}

function requireDrafts(reports: readonly ClipReport[]): void {
  const problems = reports.flatMap(({ clip, chosen, jobs, error }) => {
    if (chosen !== undefined) return [];
    const causes = [error, ...jobs].flatMap((part) =>
      part !== undefined && 'message' in part ? [part.message] : [],
    );
    return [`${excerpt(clip.request.prompt)}: ${causes.at(-1) ?? 'its take is gone again'}`];
  });
  if (problems.length === 0) return;
  throw new BeatcutError({
    code: 'DRAFTS_FAILED',
    message: `${problems.length} of ${reports.length} drafts could not be drawn:\n${problems.map((line) => `    ${line}`).join('\n')}`,
    hint: 'The others are kept. Run the command again when the cause is mended.',
  });
}
