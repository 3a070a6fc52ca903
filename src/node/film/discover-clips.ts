import { join } from 'node:path';
import { makeCancelSignal, renderFrames } from '@remotion/renderer';
import { chainKeyOf, resolveChains } from '../../clips/chains.ts';
import { clipKeyOf } from '../../clips/clip-request.ts';
import type { ClipSlot, PlannedClip } from '../../clips/planned-clip.ts';
import type { FitSlot } from '../../clips/fit-wish.ts';
import { completeRequest } from '../../clips/treatment.ts';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { frameToSeconds } from '../../core/time.ts';
import { hashFile } from '../hash-file.ts';
import {
  clipIdentityOf,
  type DiscoveredAutoCut,
  type DiscoveredClip,
  type DiscoveredSlot,
  type DiscoveryReport,
  type SweptPicture,
  type SweptPictures,
} from '../../edit/page-protocol.ts';
import type { PlannedCut, PlannedSlot } from '../../edit/edit-plan.ts';
import {
  hearNewSongs,
  listSongsHeard,
  MAX_SONG_ROUNDS,
  pageEnvironment,
  parsePageReport,
  type Film,
} from './open-film.ts';
import { fingerprintSweep, isRepeatable, readSweepRecord, writeSweepRecord } from './sweep-record.ts';

/** What `discoverClips` takes. */
export interface DiscoverClipsOptions {
  film: Film;
  /** Absolute path of the public folder, for reference pictures. */
  publicDir: string;
  /** Hears a song of the public folder if that has not been done; tells whether its map has changed. */
  hearSong: (songPath: string) => Promise<{ changed: boolean }>;
  /** Folder of what beatcut remembers: what was found is kept there, and taken from there while nothing has changed. */
  storeDir: string;
  /** Takes what was found before; true by default. */
  useCache?: boolean;
  signal?: AbortSignal | undefined;
}

/** Everything that a composition asks for. */
export interface Discovery {
  /** In the order in which the clips are first seen. */
  clips: PlannedClip[];
  /** The cuts of all series, in frames of the composition. */
  cuts: PlannedCut[];
  /** The slots of all series, in frames of the composition. */
  shots: PlannedSlot[];
  /** The plans of all `<AutoCut>`s. */
  autoCuts: DiscoveredAutoCut[];
  /** SHA-256 of each reference picture by its path below the public folder. */
  references: Record<string, string>;
  framesSwept: number;
  /** What the frames show and play; `null` when the composition uses nothing of beatcut. */
  pictures: FilmPictures | null;
  /** What a person should know before the film is rendered. */
  warnings: string[];
}

/** A clip as a frame shows it. */
export interface ShownClip {
  clipKey: string;
  /** The frame of the sequence in which the clip stands. */
  sequenceFrame: number;
  /** Length of that sequence. */
  sequenceDurationInFrames: number;
  /** How the take is fitted into it. */
  fit: FitSlot;
}

/** What the frames of a composition show and play. */
export interface FilmPictures extends Pick<SweptPictures, 'sounds' | 'usesOtherHosts'> {
  /** By frame. */
  frames: { picture: SweptPicture; clips: ShownClip[] }[];
}

/** The longest that Remotion waits for the sweep's page; the sweep itself gives up before. */
const TIMEOUT_MS = 16 * 60_000;

/**
 * Finds every clip that a composition asks for, wherever and whenever it is mounted. A page of the browser shows all frames
 * one after the other, without painting; components report themselves. It starts on the first frame that mounts a
 * component of beatcut.
 *
 * @throws BeatcutError `DISCOVERY_FAILED` when a frame can't be shown, `REFERENCE_MISSING`.
 */
export async function discoverClips(options: DiscoverClipsOptions): Promise<Discovery> {
  const { film, publicDir } = options;
  const report = await sweepUnlessKnown(options);
  const references: Record<string, string> = {};
  for (const { path, name } of report.clips.flatMap(({ wish }) => wish.references)) {
    references[path] ??= await hashReference(join(publicDir, path), name);
  }
  const shotIdOf = (clip: DiscoveredClip, index: number): string =>
    clip.slots[0]?.shotId ?? `clip-${index + 1}`;
  const sources = resolveChains(
    report.clips.map((clip, index) => ({
      shotId: shotIdOf(clip, index),
      continueFrom: clip.wish.continueFrom,
    })),
  );
  const planned = new Map<number, PlannedClip>();
  const plan = (index: number): PlannedClip => {
    const source = sources[index];
    const clip =
      planned.get(index) ??
      planClip({
        clip: report.clips[index]!,
        number: index + 1,
        film,
        references,
        ...(source !== undefined && { continueFrom: plan(source).clipKey }),
      });
    planned.set(index, clip);
    return clip;
  };
  const clips = report.clips.map((_, index) => plan(index));
  const { cuts, shots, autoCuts, framesSwept, warnings } = report;
  const pictures = picturesOf(report, clips);
  return { clips, cuts, shots, autoCuts, references, framesSwept, pictures, warnings };
}

/** The pictures with each clip's key instead of the words that describe it. */
function picturesOf(report: DiscoveryReport, planned: readonly PlannedClip[]): FilmPictures | null {
  if (report.pictures === null) return null;
  const { pictures, wishes, frames, sounds, usesOtherHosts } = report.pictures;
  const clipKeys = new Map(
    report.clips.flatMap(({ wish, slots }, index) =>
      slots.map(({ shotId }) => [clipIdentityOf({ wish, shotId }), planned[index]!.clipKey] as const),
    ),
  );
  return {
    sounds,
    usesOtherHosts,
    frames: frames.map(({ picture, clips }) => ({
      picture: pictures[picture]!,
      clips: clips.map(({ wish, shotId, ...times }) => ({
        ...times,
        // a clip in a picture has told discovery about itself when it was mounted
        clipKey: clipKeys.get(clipIdentityOf({ wish: wishes[wish]!, shotId }))!,
      })),
    })),
  };
}

/** Takes what the last sweep found while nothing has changed that it depends on. */
async function sweepUnlessKnown(options: DiscoverClipsOptions): Promise<DiscoveryReport> {
  const { film, publicDir, storeDir, useCache = true, hearSong } = options;
  const compositionId = film.composition.id;
  const fingerprint = await fingerprintSweep({ film, publicDir });
  const known = useCache ? await readSweepRecord({ storeDir, compositionId, fingerprint }) : null;
  if (known !== null) {
    const heard = new Set(film.songs);
    if (!(await hearNewSongs({ songs: known.songs, heard, hearSong }))) return known.report;
  }
  const { report, songs } = await sweepWithSongs(options);
  // a song that was heard meanwhile has changed the project
  if (isRepeatable(report) && (await fingerprintSweep({ film, publicDir })) === fingerprint) {
    await writeSweepRecord({ storeDir, compositionId, fingerprint, report, songs: [...songs] });
  }
  return report;
}

/** Sweeps again after a song turned up that had to be heard first. */
async function sweepWithSongs({
  film,
  publicDir,
  hearSong,
  signal,
}: DiscoverClipsOptions): Promise<{ report: DiscoveryReport; songs: Set<string> }> {
  const heard = new Set(film.songs);
  for (let round = 0; ; round++) {
    const { songs, outcome } = await sweep({ film, songsHeard: await listSongsHeard(publicDir), signal });
    const changed = await hearNewSongs({ songs, heard, hearSong });
    if (changed && round < MAX_SONG_ROUNDS) continue;
    if ('report' in outcome) return { report: outcome.report, songs };
    const at = outcome.frame === undefined ? '' : ` at frame ${outcome.frame}`;
    throw new BeatcutError({
      code: 'DISCOVERY_FAILED',
      message: `The composition "${film.composition.id}" could not be shown${at}: ${outcome.message.split('\n')[0]}`,
      hint: outcome.hint ?? 'Open it in Remotion Studio to see the error in place: npx remotion studio',
      cause: outcome.cause,
    });
  }
}

/** What one sweep found, and the songs that it played. */
interface SweepResult {
  songs: Set<string>;
  outcome:
    | { report: DiscoveryReport }
    | { message: string; hint?: string | undefined; frame?: number; cause: unknown };
}

/** How long Remotion may take to close the page of a sweep that has ended. */
const CLOSING_MS = 10_000;

async function sweep({
  film: { composition, renderer },
  songsHeard,
  signal,
}: {
  film: Film;
  songsHeard: string[];
  signal: AbortSignal | undefined;
}): Promise<SweepResult> {
  signal?.throwIfAborted();
  const { cancel, cancelSignal } = makeCancelSignal();
  const songs = new Set<string>();
  const found: { report?: DiscoveryReport; failure?: { frame: number; message: string } } = {};
  const errors: { message: string; hint?: string | undefined }[] = [];
  signal?.addEventListener('abort', cancel, { once: true });
  let thrown: unknown;
  let resolveEnded = (): void => undefined;
  const ended = new Promise<void>((resolve) => (resolveEnded = resolve));
  try {
    const rendering = renderFrames({
      ...renderer,
      composition,
      envVariables: pageEnvironment({
        report: true,
        songsHeard,
        discover: {
          compositionId: composition.id,
          durationInFrames: composition.durationInFrames,
          width: composition.width,
          height: composition.height,
        },
      }),
      imageFormat: 'none',
      muted: true,
      outputDir: null,
      concurrency: 1,
      timeoutInMilliseconds: TIMEOUT_MS,
      cancelSignal,
      onStart: () => undefined,
      onFrameUpdate: () => undefined,
      onBrowserLog: ({ text }) => {
        const message = parsePageReport(text);
        if (message === null) return;
        if (message.kind === 'song') songs.add(message.src);
        if (message.kind === 'discovery') found.report = message.report;
        if (message.kind === 'discovery-failed') found.failure = message;
        if (message.kind === 'threw') {
          // a page that is being closed has errors of its own
          if (found.report === undefined) errors.push(message);
          return;
        }
        const isUnheard = message.kind === 'song' && !message.hasMap;
        if (message.kind === 'song' && !isUnheard) return;
        cancel();
        // what was asked for is known; a page that does not close must not hold it up
        setTimeout(resolveEnded, CLOSING_MS).unref();
      },
    });
    thrown = await Promise.race([
      rendering.then(
        () => undefined,
        (error: unknown) => error,
      ),
      ended,
    ]);
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  // what a page shows after an error is not the composition
  const [error] = errors;
  if (error !== undefined) return { songs, outcome: { ...error, cause: thrown } };
  if (found.report !== undefined) return { songs, outcome: { report: found.report } };
  if (found.failure !== undefined) return { songs, outcome: { ...found.failure, cause: thrown } };
  if (thrown !== undefined) return { songs, outcome: { message: messageOf(thrown), cause: thrown } };
  // all frames were shown and nothing of beatcut was on any of them
  return {
    songs,
    outcome: {
      report: {
        clips: [],
        cuts: [],
        shots: [],
        autoCuts: [],
        framesSwept: composition.durationInFrames,
        pictures: null,
        warnings: [],
      },
    },
  };
}

async function hashReference(path: string, name: string): Promise<string> {
  try {
    return await hashFile(path);
  } catch (cause) {
    throw new BeatcutError({
      code: 'REFERENCE_MISSING',
      message: `The reference picture of "${name}" can't be read: ${path} (${messageOf(cause)}).`,
      hint: 'Put the picture into the public folder, or correct its path in the composition.',
      cause,
    });
  }
}

function planClip({
  clip: { wish, slots },
  number,
  film: { composition },
  references,
  continueFrom,
}: {
  clip: DiscoveredClip;
  number: number;
  film: Film;
  references: Readonly<Record<string, string>>;
  /** Clip key of the clip that it continues. */
  continueFrom?: string;
}): PlannedClip {
  const complete = completeRequest(wish, references)!; // every reference has just been hashed
  const request = continueFrom === undefined ? complete : { ...complete, continueFrom };
  const shotIds = [...new Set(slots.map(({ shotId }) => shotId))];
  const first = slots[0]!; // a clip is only reported when it was seen
  const longest = Math.max(
    ...slots.map(
      ({ firstFrame, lastFrame, wish: fit }) =>
        lastFrame - firstFrame + 1 + Math.ceil((fit?.inPointInSeconds ?? 0) * composition.fps),
    ),
  );
  const longestSequence = Math.max(...slots.map(({ sequenceDurationInFrames }) => sequenceDurationInFrames));
  return {
    clipKey: clipKeyOf(request),
    request,
    shotId: first.shotId ?? `clip-${number}`,
    shotNumber: first.shotNumber ?? number,
    slots: slots.map((slot) => placeSlot(slot, composition.fps)),
    minDurationInSeconds: longest / composition.fps,
    fittedInSeconds: longestSequence / composition.fps,
    fps: composition.fps,
    width: composition.width,
    height: composition.height,
    ...(continueFrom !== undefined && {
      chainKeys: shotIds.map((shotId) => chainKeyOf({ compositionId: composition.id, shotId, wish })),
    }),
    referenceFiles: wish.references.map(({ path }) => path),
    ...(wish.sharedSeed !== undefined && { sharedSeed: wish.sharedSeed }),
  };
}

/** A slot without its handles: the part of what is seen that lies in the shot. */
function placeSlot(slot: DiscoveredSlot, fps: number): ClipSlot {
  const { firstFrame, lastFrame, shotStartFrame, shotEndFrame } = slot;
  const startFrame = Math.max(firstFrame, shotStartFrame ?? firstFrame);
  const endFrame = Math.max(startFrame, Math.min(lastFrame + 1, shotEndFrame ?? lastFrame + 1));
  return {
    startFrame,
    endFrame,
    handleBeforeInFrames: Math.max(0, startFrame - firstFrame),
    handleAfterInFrames: Math.max(0, lastFrame + 1 - endFrame),
    sequenceStartFrame: slot.sequenceStartFrame,
    fit: {
      shownInSeconds: frameToSeconds({ frame: slot.sequenceDurationInFrames, fps }),
      wish: slot.wish ?? {},
      ...(slot.beats && { beats: slot.beats }),
    },
  };
}
