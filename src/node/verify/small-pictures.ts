import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { VERSION as REMOTION_VERSION } from 'remotion/version';
import { hashOf } from '../../core/hash.ts';
import { readFrames, type RawFrame } from '../media/read-frames.ts';
import { createSegmentStore, type SegmentStore } from '../segments/segment-store.ts';
import { listPictureGroups, type PictureGroup } from './picture-groups.ts';
import { CUT_PICTURE } from './measure-cuts.ts';

/** What `readSmallPictures` takes. */
export interface ReadSmallPicturesOptions {
  /** The film's file. */
  path: string;
  /** Frames a second. */
  fps: number;
  /** Folder of pictures that were decoded before; without it everything is decoded. */
  picturesDir?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Raised when the same packets would give other pictures. */
const PICTURES_VERSION = 1;
const PICTURE_BYTES = CUT_PICTURE.widthInPixels * CUT_PICTURE.heightInPixels * 3;
/** Longer groups of pictures than encoders make are not remembered. */
const MAX_GROUP_IN_FRAMES = 600;
/** So many frames are decoded in one go from the middle of a film, and held in memory meanwhile. */
const MAX_RUN_IN_FRAMES = 1200;
/** How much room remembered pictures may take. */
const MAX_STORE_BYTES = 1024 ** 3;

type KnownGroup = PictureGroup & { fingerprint: string; file: string | null };

/**
 * Every frame of a film as a small RGB picture, in order, as `readFrames` gives them. A decoder starts anew with each closed
 * group of pictures, so a group whose packets are the same as in a film that was read before has the same pictures: those
 * are remembered, and only what has changed is decoded.
 */
export async function* readSmallPictures(options: ReadSmallPicturesOptions): AsyncGenerator<Uint8Array> {
  const { path, picturesDir, signal } = options;
  const groups = picturesDir === undefined ? null : await listPictureGroups({ path, signal });
  if (picturesDir === undefined || groups === null) {
    for await (const { data } of readFrames({ path, ...CUT_PICTURE, signal })) yield data;
    return;
  }
  await mkdir(picturesDir, { recursive: true });
  const store = createSegmentStore({ dir: picturesDir, extension: 'rgb.gz' });
  const known = await Promise.all(
    groups.map(async (group): Promise<KnownGroup> => {
      const fingerprint = hashOf([PICTURES_VERSION, REMOTION_VERSION, CUT_PICTURE, group.contents]);
      return { ...group, fingerprint, file: await store.find(fingerprint) };
    }),
  );
  for (const run of runsOf(known)) {
    const [first] = run;
    const stored = first!.file === null ? null : await readStored(first!.file, first!.frameCount);
    if (stored === null) yield* decodeRun({ ...options, run, store, isWhole: run.length === known.length });
    else yield* stored;
  }
  await store.trim({ maxBytes: MAX_STORE_BYTES });
}

/** Groups that are decoded in one go, and known ones each for itself. */
function runsOf(groups: readonly KnownGroup[]): KnownGroup[][] {
  if (groups.every(({ file }) => file === null)) return [[...groups]];
  const runs: KnownGroup[][] = [];
  for (const group of groups) {
    const last = runs.at(-1);
    const length = last?.reduce((sum, { frameCount }) => sum + frameCount, 0) ?? 0;
    const goesOn = group.file === null && last?.[0]!.file === null;
    if (goesOn && length + group.frameCount <= MAX_RUN_IN_FRAMES) last!.push(group);
    else runs.push([group]);
  }
  return runs;
}

/** The pictures of a group, or `null` when the file is gone or broken. */
async function readStored(file: string, frameCount: number): Promise<Uint8Array[] | null> {
  const bytes = await readFile(file)
    .then((packed) => promisify(gunzip)(packed))
    .catch(() => null);
  if (bytes?.length !== frameCount * PICTURE_BYTES) return null;
  return Array.from({ length: frameCount }, (_, index) =>
    bytes.subarray(index * PICTURE_BYTES, (index + 1) * PICTURE_BYTES),
  );
}

async function* decodeRun({
  path,
  fps,
  run,
  store,
  isWhole,
  signal,
}: ReadSmallPicturesOptions & {
  run: readonly KnownGroup[];
  store: SegmentStore;
  isWhole: boolean;
}): AsyncGenerator<Uint8Array> {
  const frames = isWhole
    ? readFrames({ path, ...CUT_PICTURE, signal })
    : readPart({ path, fps, run, signal });
  let place = 0;
  let own: Uint8Array[] = [];
  for await (const { data } of frames) {
    const group = run[place];
    if (group !== undefined) own.push(data);
    if (group !== undefined && own.length === group.frameCount) {
      await keep(store, group, own);
      place += 1;
      own = [];
    }
    yield data;
  }
}

/** Decodes some groups inside a film. */
async function* readPart({
  path,
  fps,
  run,
  signal,
}: Pick<ReadSmallPicturesOptions, 'path' | 'fps' | 'signal'> & {
  run: readonly KnownGroup[];
}): AsyncGenerator<RawFrame> {
  const frameCount = run.reduce((sum, group) => sum + group.frameCount, 0);
  const { startFrame, startInSeconds } = run[0]!;
  const pictures: RawFrame[] = [];
  const part = readFrames({
    path,
    ...CUT_PICTURE,
    // less than a frame before: what begins earlier is left out
    seekInSeconds: Math.max(0, startInSeconds - 0.4 / fps),
    endInFrames: frameCount,
    signal,
  });
  for await (const frame of part) pictures.push(frame);
  if (pictures.length === frameCount) return yield* pictures;
  // the file's index is not what it should be: decode from the beginning
  const endInFrames = startFrame + frameCount;
  yield* readFrames({ path, ...CUT_PICTURE, startInFrames: startFrame, endInFrames, signal });
}

async function keep(store: SegmentStore, group: KnownGroup, pictures: readonly Uint8Array[]): Promise<void> {
  if (pictures.length > MAX_GROUP_IN_FRAMES) return;
  const packed = await promisify(gzip)(Buffer.concat(pictures), { level: 1 });
  await writeFile(store.draftOf(group.fingerprint), packed);
  await store.keep(group.fingerprint);
}
