import { fillsSlot } from '../../edit/fit-clip.ts';
import { draftProviderOf } from '../config.ts';
import { generateClips } from '../generate.ts';
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

/** Draws drafts for the clips that have nothing else to show, or whose draft is too short; all clips as they are then. */
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
    await generateClips({
      orders,
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
  }
  return lookUpClips({ clips: clips.map(({ clip }) => clip), project: { lockFile, store } });
}
