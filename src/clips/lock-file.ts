import { z } from 'zod';
import { parseDocument } from '../core/json.ts';
import { clipRequestSchema, type ClipRequest } from './clip-request.ts';
import { takeSchema, type Take } from './take.ts';

/** The version of lock files that this program writes, and the newest that it reads. */
export const LOCK_FILE_VERSION = 1;

/** What the lock file holds about one clip. */
export interface LockedClip {
  /** What the clip should be, so that a person can read the file. Its hash is the clip key. */
  request: ClipRequest;
  /** SHA-256 of the take that a person picked. Absent while nobody has: then the first usable take counts. */
  pick?: string;
  /** Every take there is, ordered by hash: two branches that add takes seldom touch the same lines. */
  takes: Take[];
}

/**
 * Every take's record and the picks: what a film needs besides its code and the takes' bytes. It lies in git, holds no
 * path of any machine and no secret, and is never changed in place: each operation returns a new one.
 */
export interface LockFile {
  version: typeof LOCK_FILE_VERSION;
  /** By clip key. */
  clips: Readonly<Record<string, LockedClip>>;
}

/** The schema of the lock file. */
export const lockFileSchema: z.ZodType<LockFile> = z.looseObject({
  version: z.literal(LOCK_FILE_VERSION),
  clips: z.record(
    z.string().regex(/^[0-9a-f]{64}$/, 'expected a clip key of 64 hex digits'),
    z.looseObject({
      request: clipRequestSchema,
      pick: z.string().optional(),
      takes: z.array(takeSchema),
    }),
  ),
}) as z.ZodType<LockFile>; // zod writes `?: T | undefined`, the type says `?: T`

/** A lock file without a clip. */
export const emptyLockFile = (): LockFile => ({ version: LOCK_FILE_VERSION, clips: {} });

/**
 * Reads a lock file from JSON text. `path` is for messages.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`.
 */
export const parseLockFile = ({ text, path }: { text: string; path: string }): LockFile =>
  parseDocument({
    text,
    schema: lockFileSchema,
    what: `lock file ${path}`,
    version: LOCK_FILE_VERSION,
    hint: `Repair it by hand or bring it back from git (git checkout -- ${path}). It was left as it is.`,
  });

/** JSON text of a lock file: clips by key, takes by hash, one member a line. Equal contents give equal text. */
export function serializeLockFile(lockFile: LockFile): string {
  const clips = Object.entries(lockFile.clips)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([clipKey, clip]) => {
      const takes = [...clip.takes].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
      return [clipKey, { ...clip, takes }] as const;
    });
  // the schema puts each block's members into one order and keeps a broken record off the disk
  const ordered = lockFileSchema.parse({ ...lockFile, clips: Object.fromEntries(clips) });
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** Adds a take to a clip. A take with the same bytes is there only once: the older record stays. */
export function addTake(
  lockFile: LockFile,
  { clipKey, request, take }: { clipKey: string; request: ClipRequest; take: Take },
): LockFile {
  const clip = lockFile.clips[clipKey] ?? { request, takes: [] };
  if (clip.takes.some(({ sha256 }) => sha256 === take.sha256)) return lockFile;
  return withClip(lockFile, clipKey, { ...clip, takes: [...clip.takes, take] });
}

/** Makes a take the one that the edit uses; `undefined` leaves the choice to `chooseTake` again. */
export function pickTake(
  lockFile: LockFile,
  { clipKey, sha256 }: { clipKey: string; sha256: string | undefined },
): LockFile {
  const clip = lockFile.clips[clipKey];
  if (clip === undefined) return lockFile;
  const { pick: _, ...unpicked } = clip;
  return withClip(lockFile, clipKey, sha256 === undefined ? unpicked : { ...clip, pick: sha256 });
}

/** Changes the record of a take, such as what a person says about it. */
export function updateTake(
  lockFile: LockFile,
  { clipKey, sha256, change }: { clipKey: string; sha256: string; change: (take: Take) => Take },
): LockFile {
  const clip = lockFile.clips[clipKey];
  if (clip === undefined) return lockFile;
  const takes = clip.takes.map((take) => (take.sha256 === sha256 ? change(take) : take));
  return withClip(lockFile, clipKey, { ...clip, takes });
}

/** A clip's takes in the order in which they were made: take 1, take 2 … as people count them. None for no clip. */
export const takesInOrder = (clip: LockedClip | undefined): Take[] =>
  [...(clip?.takes ?? [])].sort(
    (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.sha256 < b.sha256 ? -1 : 1),
  );

/**
 * The take that the edit uses: the person's pick, else the first real take that nobody rejected and that is not stale,
 * else the first stale one, else the newest draft. A draft never wins against a real take, not even a picked one. Depends
 * on nothing but the lock file, so that every machine chooses alike.
 */
export function chooseTake(clip: LockedClip, lockFile: LockFile): Take | undefined {
  const usable = takesInOrder(clip).filter(({ rejected }) => rejected !== true);
  const candidates = usable.filter(({ draft }) => !draft);
  const drafts = candidates.length > 0 ? [] : usable;
  const picked = [...candidates, ...drafts].find(({ sha256 }) => sha256 === clip.pick);
  const fresh = candidates.find((take) => !isStale(clip, take, lockFile));
  return picked ?? fresh ?? candidates[0] ?? drafts.at(-1);
}

/** Whether a take begins with the last frame of a take that is no longer the one that the edit uses there. */
export function isStale(clip: LockedClip, take: Take, lockFile: LockFile): boolean {
  const source = lockFile.clips[clip.request.continueFrom ?? ''];
  if (take.continues === undefined || source === undefined) return false;
  const chosen = chooseTake(source, lockFile); // keys are hashes of what is before them, so this ends
  return chosen !== undefined && !chosen.draft && chosen.sha256 !== take.continues;
}

const withClip = (lockFile: LockFile, clipKey: string, clip: LockedClip): LockFile => ({
  ...lockFile,
  clips: { ...lockFile.clips, [clipKey]: clip },
});
