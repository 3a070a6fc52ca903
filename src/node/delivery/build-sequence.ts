import path from 'node:path';
import { chooseTake, takesInOrder, type LockFile } from '../../clips/lock-file.ts';
import type { ClipSlot, PlannedClip } from '../../clips/planned-clip.ts';
import type { Take } from '../../clips/take.ts';
import { fittableOf } from '../../clips/find-actions.ts';
import { frameToSeconds, secondsToFrame } from '../../core/time.ts';
import type { PlannedCut } from '../../edit/edit-plan.ts';
import { frameSegments, segmentTimeAt, stillTimeAt } from '../../edit/take-time.ts';
import { fitSlots } from '../film/clip-status.ts';
import type {
  EditSequence,
  SequenceClip,
  SequenceMarker,
  SequenceMedia,
  SequenceTrack,
} from '../../interchange/edit-sequence.ts';
import { fpsOf, frameRateOf } from '../../interchange/frame-rate.ts';
import { canDropFrames } from '../../interchange/timecode.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { SongPlace } from './place-song.ts';

/** A song in the film. */
export interface PlacedSong extends SongPlace {
  /** The song's file, absolute. */
  file: string;
  songMap: SongMap;
}

/** Which markers an edit gets: each kind includes those before it. */
export type MarkerDetail = 'none' | 'sections' | 'bars' | 'beats';

/** What `buildSequence` takes. */
export interface BuildSequenceOptions {
  composition: { id: string; fps: number; width: number; height: number; durationInFrames: number };
  clips: readonly PlannedClip[];
  cuts: readonly PlannedCut[];
  songs: readonly PlacedSong[];
  lockFile: LockFile;
  /** Path of a file as the document shall name it. */
  pathOf: (file: { kind: 'take'; take: Take } | { kind: 'song'; file: string }) => string;
  markers?: MarkerDetail;
  /** Timecode of the first frame; `01:00:00:00` by default. */
  startTimecode?: string;
}

/**
 * The edit of a composition for other programs: each clip where the film shows it, with the part of its take that is
 * seen and the speed, its other takes, the transitions, the song and its beats. Shots that overlap lie on tracks of their
 * own. Clips without a take are left out and named in `missing`.
 */
export function buildSequence(options: BuildSequenceOptions): { sequence: EditSequence; missing: string[] } {
  const {
    composition,
    clips,
    cuts,
    songs,
    lockFile,
    markers = 'beats',
    startTimecode = '01:00:00:00',
  } = options;
  const rate = frameRateOf(composition.fps);
  const fps = fpsOf(rate);
  const missing: string[] = [];
  const placed = clips.flatMap((clip) => {
    const locked = lockFile.clips[clip.clipKey];
    const take = locked === undefined ? undefined : chooseTake(locked, lockFile);
    if (locked === undefined || take === undefined) {
      missing.push(clip.shotId);
      return [];
    }
    const takes = takesInOrder(locked);
    const media = (one: Take): SequenceMedia =>
      mediaOf(
        `${clip.shotId}, take ${takes.indexOf(one) + 1}`,
        one,
        options.pathOf({ kind: 'take', take: one }),
      );
    const alternates = takes.filter((other) => other !== take && other.rejected !== true).map(media);
    return clip.slots
      .filter((slot) => slot.endFrame > slot.startFrame)
      .flatMap((slot) =>
        placeTake({ clip, slot, take, fps, endFrame: composition.durationInFrames }).map(
          (part): SequenceClip => ({
            name: clip.shotId,
            media: media(take),
            ...part,
            alternates,
            metadata: metadataOf(clip, take),
          }),
        ),
      );
  });
  return {
    missing,
    sequence: {
      name: composition.id,
      fps: composition.fps,
      width: composition.width,
      height: composition.height,
      durationInFrames: composition.durationInFrames,
      videoTracks: layOut(placed, cuts),
      audioTracks: songs.map((song, index) => songTrack(song, index, options, fps)),
      markers: songs.flatMap((song) =>
        markersOf({ song, detail: markers, fps, endFrame: composition.durationInFrames }),
      ),
      startTimecode,
      isDropFrame: canDropFrames(rate),
    },
  };
}

/**
 * Which parts of a take a slot shows, one after the other: more than one where it holds, loops or runs back and forth.
 */
function placeTake({
  clip,
  slot,
  take,
  fps,
  endFrame: filmEnd,
}: {
  clip: PlannedClip;
  slot: ClipSlot;
  take: Take;
  fps: number;
  endFrame: number;
}): Pick<SequenceClip, 'startFrame' | 'endFrame' | 'sourceInSeconds' | 'playbackRate' | 'notes'>[] {
  const { segments } = fitSlots({ ...clip, slots: [slot] }, take)[0]!;
  const framed = frameSegments(segments, fps);
  // the fit counts from where the sequence of the clip begins, which may be long before the clip is seen
  const origin = slot.sequenceStartFrame ?? slot.startFrame - slot.handleBeforeInFrames;
  const last = Math.min(slot.endFrame, filmEnd) - origin;
  return framed.flatMap((segment, index) => {
    // rounding may end the last segment a frame early: it plays on
    const segmentEnd = index === framed.length - 1 ? Math.max(segment.endFrame, last) : segment.endFrame;
    const from = Math.max(segment.startFrame, slot.startFrame - origin);
    const to = Math.min(segmentEnd, last);
    if (to <= from) return [];
    const place = { startFrame: origin + from, endFrame: origin + to };
    const { speed } = segment;
    if (speed > 0) {
      return [
        { ...place, sourceInSeconds: segmentTimeAt(segment, from, fps), playbackRate: speed, notes: [] },
      ];
    }
    const frame = { take: fittableOf(take), fps };
    if (speed === 0) {
      const stillInSeconds = Math.floor(stillTimeAt(segment, from, frame) * take.fps + 1e-6) / take.fps;
      return [
        {
          ...place,
          sourceInSeconds: stillInSeconds,
          playbackRate: 0,
          notes: ['The film holds this picture.'],
        },
      ];
    }
    // counted from its end, as its beginning may lie within the last frame
    const lastInSeconds = stillTimeAt(segment, to - 1, frame);
    return [
      {
        ...place,
        sourceInSeconds: lastInSeconds - frameToSeconds({ frame: to - 1 - from, fps }) * speed,
        playbackRate: speed,
        notes: ['The film plays this part backwards.'],
      },
    ];
  });
}

const mediaOf = (name: string, take: Take, file: string): SequenceMedia => ({
  name,
  path: file,
  durationInSeconds: take.durationInSeconds,
  fps: take.fps,
  width: take.width,
  height: take.height,
  hasSound: false,
});

const metadataOf = ({ clipKey, request, shotNumber }: PlannedClip, take: Take): SequenceClip['metadata'] => ({
  clipKey,
  shotNumber,
  prompt: request.prompt,
  take: take.sha256,
  provider: take.provider,
  model: take.model,
  ...(take.seed !== undefined && { seed: take.seed }),
  draft: take.draft,
});

/** Puts clips onto the lowest track that is free, and each transition onto the track whose clips it joins. */
function layOut(clips: readonly SequenceClip[], cuts: readonly PlannedCut[]): SequenceTrack[] {
  const tracks: SequenceTrack[] = [];
  for (const clip of [...clips].sort((a, b) => a.startFrame - b.startFrame)) {
    let track = tracks.find(({ clips: others }) => (others.at(-1)?.endFrame ?? 0) <= clip.startFrame);
    if (track === undefined) {
      track = { name: `V${tracks.length + 1}`, clips: [], transitions: [] };
      tracks.push(track);
    }
    track.clips.push(clip);
  }
  for (const cut of cuts) {
    if (cut.transitionInFrames === 0) continue;
    const track = tracks.find(
      ({ clips: on }) =>
        on.some(({ endFrame, name }) => endFrame === cut.frame && name === cut.fromShot) &&
        on.some(({ startFrame, name }) => startFrame === cut.frame && name === cut.toShot),
    );
    const before = cut.frame - cut.transitionStartFrame;
    track?.transitions.push({
      frame: cut.frame,
      beforeInFrames: before,
      afterInFrames: cut.transitionInFrames - before,
      name: `${cut.fromShot} to ${cut.toShot}`,
    });
  }
  return tracks;
}

function songTrack(
  { file, songMap, startFrame, heard }: PlacedSong,
  index: number,
  { composition, pathOf }: BuildSequenceOptions,
  fps: number,
): SequenceTrack {
  const first = Math.max(0, startFrame, heard?.startFrame ?? 0);
  const end = Math.min(
    heard?.endFrame ?? composition.durationInFrames,
    startFrame + secondsToFrame({ timeInSeconds: songMap.durationInSeconds, fps }),
  );
  const name = path.basename(file);
  return {
    name: `A${index + 1}`,
    transitions: [],
    clips:
      end <= first
        ? []
        : [
            {
              name,
              startFrame: first,
              endFrame: end,
              media: {
                name,
                path: pathOf({ kind: 'song', file }),
                durationInSeconds: songMap.durationInSeconds,
                fps: null,
                width: 0,
                height: 0,
                hasSound: true,
              },
              sourceInSeconds: (first - startFrame) / fps,
              playbackRate: 1,
              notes: [],
              alternates: [],
              metadata: {},
            },
          ],
  };
}

/** Sections, bars and beats of a song as markers; a bar line or section is no beat besides. */
function markersOf({
  song: { songMap, startFrame },
  detail,
  fps,
  endFrame,
}: {
  song: PlacedSong;
  detail: MarkerDetail;
  fps: number;
  endFrame: number;
}): SequenceMarker[] {
  const frameOf = (timeInSeconds: number): number => startFrame + secondsToFrame({ timeInSeconds, fps });
  const sections = songMap.sections.map(({ startInSeconds, endInSeconds, name, label }): SequenceMarker => ({
    kind: 'section',
    name: name ?? `Section ${label}`,
    frame: frameOf(startInSeconds),
    durationInFrames: frameOf(endInSeconds) - frameOf(startInSeconds),
  }));
  const beats = songMap.beats.map(({ timeInSeconds, bar, beatInBar }): SequenceMarker => ({
    kind: beatInBar === 1 ? 'bar' : 'beat',
    name: beatInBar === 1 ? `Bar ${bar}` : `${bar}.${beatInBar}`,
    frame: frameOf(timeInSeconds),
    durationInFrames: 0,
  }));
  const wanted = {
    none: [],
    sections,
    bars: [...sections, ...beats.filter(({ kind }) => kind === 'bar')],
    beats: [...sections, ...beats],
  }[detail];
  return wanted
    .filter(({ frame }) => frame >= 0 && frame < endFrame)
    .map((marker) => ({
      ...marker,
      durationInFrames: Math.min(marker.durationInFrames, endFrame - marker.frame),
    }))
    .sort((a, b) => a.frame - b.frame);
}
