import type {
  EditSequence,
  SequenceClip,
  SequenceMarker,
  SequenceMedia,
  SequenceTrack,
} from './edit-sequence.ts';
import { fpsOf, frameRateOf, framesIn, type FrameRate } from './frame-rate.ts';
import { mediaUrlOf } from './media-url.ts';
import { ownRateOf } from './otio.ts';
import { describeClipNotes, listMedia, localStartOf } from './sequence-media.ts';
import { parseTimecode } from './timecode.ts';
import { element, xmlDocument, type XmlElement } from './xml.ts';

const AUDIO_RATE = 48_000;

/** A clip or gap of the primary storyline, in frames of the sequence. */
interface SpineItem {
  clip: SequenceClip | null;
  startFrame: number;
  endFrame: number;
}

/**
 * An edit as Final Cut Pro XML 1.8, which DaVinci Resolve and Final Cut Pro import: the lowest track is the primary
 * storyline, other tracks are connected clips, the song hangs below. Speeds are time maps, markers lie on the clips beneath
 * them (a sequence has none of its own), and the takes that are not used are clips of the event. Times are exact fractions
 * of a second, also at NTSC rates.
 * Source: Apple, Final Cut Pro X XML Format (2018) and its DTD 1.8; asset `src` may be relative to the document there.
 */
export function serializeFcpxml(sequence: EditSequence): string {
  const rate = frameRateOf(sequence.fps);
  const time = (frames: number): string => timeOf(frames, rate);
  const start = parseTimecode(sequence.startTimecode, { rate, isDropFrame: sequence.isDropFrame });
  const media = listMedia(sequence);
  const formats = new Map<string, { id: string; element: XmlElement }>();
  const formatOf = (own: FrameRate, width: number, height: number): string => {
    const key = `${own.numerator}/${own.denominator} ${width}×${height}`;
    const known = formats.get(key);
    if (known !== undefined) return known.id;
    const id = `f${formats.size + 1}`;
    const attributes = { id, frameDuration: timeOf(1, own), width, height };
    formats.set(key, { id, element: element('format', [], attributes) });
    return id;
  };
  const sequenceFormat = formatOf(rate, sequence.width, sequence.height);
  const assets = [...media.values()].map(({ media: file, index }) => assetOf(file, index, rate, formatOf));
  const refOf = (file: SequenceMedia): string => `r${media.get(file.path)!.index}`; // all media were listed

  const spine = layOutSpine(sequence);
  const [primary] = sequence.videoTracks;
  const connected = [
    ...sequence.videoTracks.slice(1).map((track, index) => ({ track, lane: index + 1 })),
    ...sequence.audioTracks.map((track, index) => ({ track, lane: -1 - index })),
  ];
  const items = spine.flatMap((item) => {
    const transition = primary?.transitions.find(({ frame }) => frame === item.startFrame);
    return [
      ...(transition === undefined
        ? []
        : [
            element('transition', [], {
              name: 'Cross Dissolve',
              offset: time(start + transition.frame - transition.beforeInFrames),
              duration: time(transition.beforeInFrames + transition.afterInFrames),
            }),
          ]),
      spineElement({ item, sequence, start, connected, primary, refOf, time, rate }),
    ];
  });
  const others = [
    ...new Map(
      sequence.videoTracks
        .flatMap(({ clips }) => clips.flatMap(({ alternates }) => alternates))
        .map((file) => [file.path, file]),
    ).values(),
  ];
  return xmlDocument(
    'fcpxml',
    element(
      'fcpxml',
      [
        element('resources', [...[...formats.values()].map((format) => format.element), ...assets]),
        element('library', [
          element(
            'event',
            [
              ...others.map((file) =>
                element('asset-clip', [], {
                  name: file.name,
                  ref: refOf(file),
                  duration: secondsOf(file, rate),
                }),
              ),
              element(
                'project',
                [
                  element('sequence', [element('spine', items)], {
                    format: sequenceFormat,
                    duration: time(sequence.durationInFrames),
                    tcStart: time(start),
                    tcFormat: sequence.isDropFrame ? 'DF' : 'NDF',
                    audioLayout: 'stereo',
                    audioRate: '48k',
                  }),
                ],
                { name: sequence.name },
              ),
            ],
            { name: sequence.name },
          ),
        ]),
      ],
      { version: '1.8' },
    ),
  );
}

/** `[frames] / [frames/s]`, as a fraction of whole numbers: `1001/30000s`. */
function timeOf(frames: number, { numerator, denominator }: FrameRate): string {
  const value = frames * denominator;
  if (value % numerator === 0) return `${value / numerator}s`;
  return `${value}/${numerator}s`;
}

const secondsOf = ({ durationInSeconds, fps }: SequenceMedia, rate: FrameRate): string => {
  if (fps === null) return `${Math.round(durationInSeconds * AUDIO_RATE)}/${AUDIO_RATE}s`;
  const own = ownRateOf(fps, rate);
  return timeOf(Math.round((durationInSeconds * own.numerator) / own.denominator), own);
};

function assetOf(
  file: SequenceMedia,
  index: number,
  rate: FrameRate,
  formatOf: (rate: FrameRate, width: number, height: number) => string,
): XmlElement {
  return element('asset', [], {
    id: `r${index}`,
    name: file.name,
    src: mediaUrlOf(file.path),
    start: '0s',
    duration: secondsOf(file, rate),
    ...(file.fps !== null && {
      hasVideo: 1,
      format: formatOf(ownRateOf(file.fps, rate), file.width, file.height),
    }),
    ...(file.hasSound && { hasAudio: 1, audioSources: 1, audioChannels: 2, audioRate: AUDIO_RATE }),
  });
}

/** The lowest track without holes, as long as the sequence. */
function layOutSpine({ videoTracks, durationInFrames }: EditSequence): SpineItem[] {
  const items: SpineItem[] = [];
  let frame = 0;
  const fill = (until: number): void => {
    if (until > frame) items.push({ clip: null, startFrame: frame, endFrame: until });
  };
  for (const clip of videoTracks[0]?.clips ?? []) {
    fill(clip.startFrame);
    items.push({ clip, startFrame: clip.startFrame, endFrame: clip.endFrame });
    frame = clip.endFrame;
  }
  fill(durationInFrames);
  return items;
}

/** The clip's own time where it begins, in whole frames of the sequence. */
const startOf = (clip: SequenceClip, rate: FrameRate): number => Math.round(localStartOf(clip, rate));

/**
 * From the clip's own time to that of its media: a line that rises with the speed, falls where the clip runs backwards, and is
 * level where a picture is held.
 */
function timeMapOf(clip: SequenceClip, rate: FrameRate): XmlElement | null {
  const { media, playbackRate, sourceInSeconds, startFrame, endFrame } = clip;
  if (playbackRate === 1) return null;
  const point = (time: string, value: string): XmlElement =>
    element('timept', [], { time, value, interp: 'smooth2' });
  const source = Math.round(framesIn(media.durationInSeconds, rate));
  if (playbackRate === 0) {
    const own = ownRateOf(media.fps ?? rate.timebase, rate);
    const held = timeOf(Math.round(framesIn(sourceInSeconds, own)), own);
    // as long again as the media, for what a person may drag out
    const end = startOf(clip, rate) + endFrame - startFrame + source;
    return element('timeMap', [point('0s', held), point(timeOf(end, rate), held)]);
  }
  const [first, last] = [timeOf(0, rate), timeOf(source, rate)];
  return element('timeMap', [
    point('0s', playbackRate > 0 ? first : last),
    point(timeOf(Math.round(source / Math.abs(playbackRate)), rate), playbackRate > 0 ? last : first),
  ]);
}

/** The rates that the format can name for media that run at another one than the sequence. */
const CONFORM_RATES = ['23.98', '24', '25', '29.97', '30', '47.95', '48', '50', '59.94', '60'];

/** Says that media of another frame rate keep their speed. */
function conformOf({ media }: SequenceClip, rate: FrameRate): XmlElement | null {
  if (media.fps === null) return null;
  const own = fpsOf(ownRateOf(media.fps, rate));
  if (own === fpsOf(rate)) return null;
  const named = CONFORM_RATES.find((name) => Math.abs(Number(name) - own) < NAMED_RATE_TOLERANCE);
  return named === undefined ? null : element('conform-rate', [], { scaleEnabled: 0, srcFrameRate: named });
}
/** Between 23.976 and its two digits, and far from 24. */
const NAMED_RATE_TOLERANCE = 0.01;

function spineElement({
  item,
  sequence,
  start,
  connected,
  primary,
  refOf,
  time,
  rate,
}: {
  item: SpineItem;
  sequence: EditSequence;
  start: number;
  connected: { track: SequenceTrack; lane: number }[];
  primary: SequenceTrack | undefined;
  refOf: (media: SequenceMedia) => string;
  time: (frames: number) => string;
  rate: FrameRate;
}): XmlElement {
  const { clip, startFrame, endFrame } = item;
  const localStart = clip === null ? 0 : startOf(clip, rate);
  const local = (frame: number): string => time(localStart + frame - startFrame);
  const isInside = (frame: number): boolean => frame >= startFrame && frame < endFrame;
  const note = clip === null ? '' : noteOf(clip, primary);
  const children = [
    note === '' ? null : element('note', note),
    clip === null ? null : conformOf(clip, rate),
    clip === null ? null : timeMapOf(clip, rate),
    ...connected.flatMap(({ track, lane }) =>
      track.clips
        .filter((other) => isInside(other.startFrame))
        .map((other) =>
          element(
            'asset-clip',
            [
              describeClipNotes(other) === '' ? null : element('note', describeClipNotes(other)),
              conformOf(other, rate),
              timeMapOf(other, rate),
            ],
            {
              lane,
              offset: local(other.startFrame),
              name: other.name,
              ref: refOf(other.media),
              start: time(startOf(other, rate)),
              duration: time(other.endFrame - other.startFrame),
              ...(other.media.fps === null && { audioRole: 'music' }),
            },
          ),
        ),
    ),
    ...sequence.markers
      .filter(({ frame }) => isInside(frame))
      .map((marker) => markerOf(marker, local, time, endFrame)),
  ];
  const place = { offset: time(start + startFrame), duration: time(endFrame - startFrame) };
  return clip === null
    ? element('gap', children, { name: 'Gap', ...place, start: '0s' })
    : element('asset-clip', children, {
        name: clip.name,
        ref: refOf(clip.media),
        ...place,
        start: time(localStart),
      });
}

const noteOf = (clip: SequenceClip, primary: SequenceTrack | undefined): string => {
  const transition = primary?.transitions.find(({ frame }) => frame === clip.endFrame);
  return [
    transition === undefined ? '' : `Transition to the next: ${transition.name}`,
    describeClipNotes(clip),
  ]
    .filter(Boolean)
    .join('; ');
};

const markerOf = (
  { kind, name, frame, durationInFrames }: SequenceMarker,
  local: (frame: number) => string,
  time: (frames: number) => string,
  endFrame: number,
): XmlElement =>
  element('marker', [], {
    start: local(frame),
    // a marker can't last longer than the clip that it lies on
    duration: time(Math.max(1, Math.min(durationInFrames, endFrame - frame))),
    value: name,
    note: kind,
  });
