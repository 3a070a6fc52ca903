import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { addTake } from '../clips/lock-file.ts';
import type { PlannedClip } from '../clips/planned-clip.ts';
import type { Take } from '../clips/take.ts';
import { BeatcutError, messageOf } from '../core/error.ts';
import { sha256Hex } from '../core/hash.ts';
import { findShot, isShotNamed } from './find-take.ts';
import { parseCsv } from './parse-csv.ts';
import { readText } from './store/lock-file-on-disk.ts';
import type { LockFileOnDisk } from './store/lock-file-on-disk.ts';
import type { TakeStore } from './store/take-store.ts';

/** The provider that imported takes are recorded with. */
export const FILES_PROVIDER = 'files';
/** The model of imported takes of which nobody has said one. */
export const UNKNOWN_MODEL = 'unknown';

/** What `importTakes` takes. */
export interface ImportTakesOptions {
  /** A folder, looked through with all folders below it, or one file. */
  from: string;
  /** The clips that takes may be for. */
  clips: readonly PlannedClip[];
  /** All files are for this shot: its id, its number, or the beginning of its clip key. */
  shot?: string | undefined;
  /** A CSV file with the columns `file` and `shot`, and if wanted `model`, `seed`, `cost` (US dollars) and `note`. */
  mapFile?: string | undefined;
  lockFile: LockFileOnDisk;
  store: TakeStore;
  now?: () => Date;
  signal?: AbortSignal | undefined;
}

/** What became of one file. */
export type ImportedFile = { file: string } & (
  | { status: 'imported' | 'known'; clip: PlannedClip; take: Take }
  /** No shot, or more than one, fits. */
  | { status: 'unmatched'; message: string }
  /** It is no whole video. */
  | { status: 'unusable'; message: string }
);

const VIDEO_FILE = /\.(mp4|m4v|mov|webm)$/i;

/**
 * Takes in clips that were made elsewhere. Each file is copied into the store as it is, checked and hashed as if it came
 * from a provider; a file that is there already is left alone. Files whose shot is not clear are listed and left alone.
 *
 * A file is matched to a shot by the CSV, by `shot`, else by its name: the shot's id (`chorus-2_take3.mp4`), the beginning
 * of the clip key (8 digits at least), or a number (`shot 04 b.mp4`, `04.mp4`).
 *
 * @throws BeatcutError `IMPORT_EMPTY`, `IMPORT_MAP_INVALID`, `SHOT_UNKNOWN`.
 */
export async function importTakes(options: ImportTakesOptions): Promise<ImportedFile[]> {
  const { clips, shot, mapFile, now = () => new Date(), signal } = options;
  const root = path.resolve(options.from);
  const files = await listVideos(root);
  const map = mapFile === undefined ? undefined : await readMap(mapFile);
  const named = shot === undefined ? undefined : findShot(clips, shot);
  const results: ImportedFile[] = [];
  const unseen = new Set(map?.keys());
  for (const file of files) {
    signal?.throwIfAborted();
    const shown = path.relative(path.dirname(root), file);
    const names = [path.relative(root, file).replaceAll('\\', '/'), path.basename(file)];
    const name = names.find((candidate) => map?.has(candidate) === true);
    const row = name === undefined ? undefined : map?.get(name);
    if (name !== undefined) unseen.delete(name);
    if (map !== undefined && row === undefined) {
      results.push({ file: shown, status: 'unmatched', message: 'it is not in the CSV' });
      continue;
    }
    const found =
      row !== undefined
        ? clips.filter((clip) => isShotNamed(clip, row.shot ?? ''))
        : named !== undefined
          ? [named]
          : matchName(path.parse(file).name, clips);
    const [clip] = found;
    if (clip === undefined || found.length > 1) {
      const message =
        clip === undefined
          ? row === undefined
            ? 'its name holds no shot’s id, number or clip key'
            : `there is no shot "${row.shot}"`
          : `it may be for ${found.map(({ shotId }) => shotId).join(' or ')}`;
      results.push({ file: shown, status: 'unmatched', message });
      continue;
    }
    results.push({ file: shown, ...(await importFile(options, { file, clip, row, createdAt: now() })) });
  }
  for (const name of unseen) {
    results.push({ file: name, status: 'unmatched', message: 'the CSV names it, but it is not there' });
  }
  return results;
}

async function listVideos(root: string): Promise<string[]> {
  const found = await stat(root).catch(() => undefined);
  const files = found?.isFile()
    ? [root]
    : found?.isDirectory()
      ? (await readdir(root, { recursive: true }))
          .filter((name) => VIDEO_FILE.test(name) && !path.basename(name).startsWith('.'))
          .map((name) => path.join(root, name))
          .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      : [];
  if (files.length > 0) return files;
  throw new BeatcutError({
    code: 'IMPORT_EMPTY',
    message: `There is no MP4, MOV or WebM file in ${root}.`,
    hint: 'Name a video file, or a folder that holds some.',
  });
}

type MapRow = Record<string, string>;

async function readMap(mapFile: string): Promise<Map<string, MapRow>> {
  const text = await readText(mapFile);
  const rows = text === undefined ? [] : parseCsv(text);
  if (rows.length > 0 && rows.every((row) => row.file && row.shot)) {
    for (const row of rows) checkNumbers(mapFile, row);
    return new Map(rows.map((row) => [row.file!.replaceAll('\\', '/'), row]));
  }
  throw new BeatcutError({
    code: 'IMPORT_MAP_INVALID',
    message: `The map ${mapFile} ${text === undefined ? 'does not exist' : 'must have the columns file and shot, filled in each row'}.`,
    hint: 'For example:\n  file,shot,model\n  gen_0412.mp4,chorus-1,kling 3.0',
  });
}

/** A cell's number, `undefined` for an empty one. `0,35` is what some spreadsheets make of 0.35. */
const numberIn = (cell: string | undefined): number | undefined =>
  cell ? Number(cell.replace(/^\$ ?/, '').replace(/^(\d+),(\d+)$/, '$1.$2')) : undefined;

/** A cost that can't be read must not be left out of the ledger in silence. */
function checkNumbers(mapFile: string, row: MapRow): void {
  for (const column of ['seed', 'cost'] as const) {
    const value = numberIn(row[column]) ?? 0;
    if (value >= 0 && Number.isFinite(value)) continue;
    throw new BeatcutError({
      code: 'IMPORT_MAP_INVALID',
      message: `The map ${mapFile} has "${row[column]}" as the ${column} of ${row.file}; a number from 0 is expected.`,
      hint: column === 'cost' ? 'Costs are in US dollars: 0.35' : 'Leave it empty if it is not known.',
    });
  }
}

/** The clips whose shot a file's name names; of ids that hold each other (`verse`, `verse-2`) the longest. */
function matchName(name: string, clips: readonly PlannedClip[]): PlannedClip[] {
  const plain = (text: string): string => `-${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-`;
  const words = plain(name);
  const byKey = clips.filter(({ clipKey }) =>
    (words.match(/[0-9a-f]{8,64}/g) ?? []).some((digits) => clipKey.startsWith(digits)),
  );
  if (byKey.length > 0) return byKey;
  const byId = clips.filter(({ shotId }) => words.includes(plain(shotId)));
  const longest = Math.max(0, ...byId.map(({ shotId }) => shotId.length));
  if (byId.length > 0) return byId.filter(({ shotId }) => shotId.length === longest);
  const number = /-(?:shot|clip|scene)-?0*(\d+)-/.exec(words) ?? /^-0*(\d{1,4})-/.exec(words);
  return clips.filter(({ shotNumber }) => String(shotNumber) === number?.[1]);
}

async function importFile(
  { lockFile, store, signal }: ImportTakesOptions,
  {
    file,
    clip,
    row,
    createdAt,
  }: { file: string; clip: PlannedClip; row: MapRow | undefined; createdAt: Date },
): Promise<
  { status: 'imported' | 'known'; clip: PlannedClip; take: Take } | { status: 'unusable'; message: string }
> {
  const id = `import-${sha256Hex(file).slice(0, 16)}`;
  const { clipKey, request } = clip;
  try {
    const { size } = await stat(file);
    const body = createReadStream(file) as AsyncIterable<Uint8Array>; // no encoding is set
    const received = await store.receive({ id, body, sizeInBytes: size, signal });
    const known = (await lockFile.read()).clips[clipKey]?.takes.find(
      ({ sha256 }) => sha256 === received.sha256,
    );
    const seed = numberIn(row?.seed);
    const costUsd = numberIn(row?.cost);
    const take: Take = known ?? {
      ...received,
      provider: FILES_PROVIDER,
      model: row?.model || UNKNOWN_MODEL,
      draft: false,
      createdAt: createdAt.toISOString(),
      ...(seed !== undefined && { seed }),
      ...(costUsd !== undefined && { costUsd }),
      ...(row?.note && { note: row.note }),
    };
    await store.keep(id, take);
    if (known !== undefined) return { status: 'known', clip, take };
    await lockFile.update((before) => addTake(before, { clipKey, request, take }));
    return { status: 'imported', clip, take };
  } catch (error) {
    signal?.throwIfAborted();
    if (BeatcutError.isInstance(error) && error.code === 'DISK_FULL') throw error;
    return { status: 'unusable', message: messageOf(error) };
  }
}
