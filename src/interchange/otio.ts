import type { Json } from '../core/json.ts';
import type {
  EditSequence,
  SequenceClip,
  SequenceMarker,
  SequenceMedia,
  SequenceTrack,
  SequenceTransition,
} from './edit-sequence.ts';
import { fpsOf, frameRateOf, framesIn, type FrameRate } from './frame-rate.ts';
import { mediaUrlOf } from './media-url.ts';
import { parseTimecode } from './timecode.ts';

type JsonObject = { [key: string]: Json };

/** The take that the film uses, among the media references of a clip. */
const CHOSEN_MEDIA = 'DEFAULT_MEDIA';

/** Marker colours that the format names. */
const MARKER_COLORS = { section: 'RED', bar: 'CYAN', beat: 'WHITE', note: 'YELLOW' } as const;

/** Keeps rounding noise out of fractional frames. */
const tidy = (frames: number): number => Math.round(frames * 1e6) / 1e6;

/**
 * An edit as OpenTimelineIO JSON, for DaVinci Resolve, Premiere Pro, Avid and all else that reads it. Other takes are
 * further media references of their clips; other speeds are a `LinearTimeWarp`, below 0
 * backwards, a held picture a `FreezeFrame`; transitions are dissolves that carry
 * their own name. Schema versions are those of OpenTimelineIO 0.15–0.18 (Timeline.1, Clip.2, Marker.2), which newer
 * versions read.
 * Source: OpenTimelineIO, "Serialized data" and "File format specification" of its documentation.
 */
export function serializeOtio(sequence: EditSequence): string {
  const rate = frameRateOf(sequence.fps);
  const start = parseTimecode(sequence.startTimecode, { rate, isDropFrame: sequence.isDropFrame });
  const timeline: JsonObject = {
    OTIO_SCHEMA: 'Timeline.1',
    metadata: { beatcut: { width: sequence.width, height: sequence.height } },
    name: sequence.name,
    global_start_time: time(start, rate),
    tracks: {
      OTIO_SCHEMA: 'Stack.1',
      metadata: {},
      name: 'tracks',
      source_range: null,
      effects: [],
      markers: sequence.markers.map((marker) => markerOf(marker, rate)),
      enabled: true,
      children: [
        ...sequence.videoTracks.map((track) => trackOf(track, 'Video', rate)),
        ...sequence.audioTracks.map((track) => trackOf(track, 'Audio', rate)),
      ],
    },
  };
  return `${JSON.stringify(timeline, null, 2)}\n`;
}

const time = (value: number, rate: FrameRate): JsonObject => ({
  OTIO_SCHEMA: 'RationalTime.1',
  rate: fpsOf(rate),
  value,
});

const range = (start: number, duration: number, rate: FrameRate): JsonObject => ({
  OTIO_SCHEMA: 'TimeRange.1',
  duration: time(duration, rate),
  start_time: time(start, rate),
});

function trackOf(track: SequenceTrack, kind: 'Video' | 'Audio', rate: FrameRate): JsonObject {
  const children: JsonObject[] = [];
  let frame = 0;
  for (const clip of [...track.clips].sort((a, b) => a.startFrame - b.startFrame)) {
    if (clip.startFrame > frame) children.push(gapOf(clip.startFrame - frame, rate));
    const transition = track.transitions.find((candidate) => candidate.frame === clip.startFrame);
    if (transition !== undefined) children.push(transitionOf(transition, rate));
    children.push(clipOf(clip, rate));
    frame = clip.endFrame;
  }
  const last = track.transitions.find((candidate) => candidate.frame === frame && frame > 0);
  if (last !== undefined) children.push(transitionOf(last, rate));
  return {
    OTIO_SCHEMA: 'Track.1',
    metadata: {},
    name: track.name,
    source_range: null,
    effects: [],
    markers: [],
    enabled: true,
    kind,
    children,
  };
}

const gapOf = (duration: number, rate: FrameRate): JsonObject => ({
  OTIO_SCHEMA: 'Gap.1',
  metadata: {},
  name: '',
  source_range: range(0, duration, rate),
  effects: [],
  markers: [],
  enabled: true,
});

const transitionOf = (
  { name, beforeInFrames, afterInFrames }: SequenceTransition,
  rate: FrameRate,
): JsonObject => ({
  OTIO_SCHEMA: 'Transition.1',
  metadata: { beatcut: { transition: name } },
  name,
  in_offset: time(beforeInFrames, rate),
  out_offset: time(afterInFrames, rate),
  transition_type: 'SMPTE_Dissolve',
});

function clipOf(clip: SequenceClip, rate: FrameRate): JsonObject {
  const { name, startFrame, endFrame, media, sourceInSeconds, playbackRate, alternates, metadata, notes } =
    clip;
  const length = endFrame - startFrame;
  const references: JsonObject = { [CHOSEN_MEDIA]: referenceOf(media, rate) };
  for (const [index, alternate] of alternates.entries()) {
    references[`ALTERNATE_${index + 1}`] = referenceOf(alternate, rate);
  }
  return {
    OTIO_SCHEMA: 'Clip.2',
    metadata: { beatcut: { ...metadata, ...(notes.length > 0 && { notes }) } },
    name,
    source_range: range(
      // what runs backwards is a range of the media, too: it begins where the clip ends
      tidy(Math.max(0, framesIn(sourceInSeconds, rate) + Math.min(0, playbackRate * (length - 1)))),
      length,
      rate,
    ),
    effects: playbackRate === 1 ? [] : [speedOf(playbackRate)],
    markers: [],
    enabled: true,
    media_references: references,
    active_media_reference_key: CHOSEN_MEDIA,
  };
}

const speedOf = (playbackRate: number): JsonObject => {
  const name = playbackRate === 0 ? 'FreezeFrame' : 'LinearTimeWarp';
  return {
    OTIO_SCHEMA: `${name}.1`,
    metadata: {},
    name: 'speed',
    effect_name: name,
    time_scalar: playbackRate,
  };
};

function referenceOf({ name, path, durationInSeconds, fps }: SequenceMedia, rate: FrameRate): JsonObject {
  // in the file's own frames where it has such, so that no frame of it is cut off by rounding
  const own = fps === null ? rate : ownRateOf(fps, rate);
  return {
    OTIO_SCHEMA: 'ExternalReference.1',
    metadata: {},
    name,
    available_range: range(0, Math.round(framesIn(durationInSeconds, own)), own),
    available_image_bounds: null,
    target_url: mediaUrlOf(path),
  };
}

/** The rate of a file; that of the sequence where the file's own can't be counted. */
export function ownRateOf(fps: number, fallback: FrameRate): FrameRate {
  try {
    return frameRateOf(fps);
  } catch {
    return fallback;
  }
}

const markerOf = ({ kind, name, frame, durationInFrames }: SequenceMarker, rate: FrameRate): JsonObject => ({
  OTIO_SCHEMA: 'Marker.2',
  metadata: { beatcut: { kind } },
  name,
  color: MARKER_COLORS[kind],
  marked_range: range(frame, durationInFrames, rate),
  comment: '',
});
