import type { EditSequence, SequenceClip, SequenceMarker, SequenceTrack } from './edit-sequence.ts';
import { fpsOf, frameRateOf, framesIn, type FrameRate } from './frame-rate.ts';
import { baseName, describeClipNotes } from './sequence-media.ts';
import { formatTimecode, parseTimecode, type TimecodeFormat } from './timecode.ts';

/** Marker colours of DaVinci Resolve and, in capitals, of Avid. */
const COLORS = { section: 'Red', bar: 'Cyan', beat: 'Cream', note: 'Yellow' } as const;
const LOCATOR_COLORS = { section: 'RED', bar: 'CYAN', beat: 'WHITE', note: 'YELLOW' } as const;

/** What every line of a list needs to know. */
interface Context {
  rate: FrameRate;
  /** Of the record side. */
  record: TimecodeFormat;
  /** Of the source side, where files count from 0. */
  source: TimecodeFormat;
  /** The first frame of the record side. */
  start: number;
}

function contextOf(sequence: EditSequence): Context {
  const rate = frameRateOf(sequence.fps);
  const record = { rate, isDropFrame: sequence.isDropFrame };
  return { rate, record, source: record, start: parseTimecode(sequence.startTimecode, record) };
}

const headOf = (sequence: EditSequence): string[] => [
  `TITLE: ${oneLine(sequence.name)}`,
  `FCM: ${sequence.isDropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`,
  '',
];

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ').trim();

/**
 * An edit as CMX 3600 edit decision list: the lowest picture track with dissolves and speeds (M2), the song on the sound
 * tracks, markers as locators, names of files as comments. Reels are `AX`, as the sources are files. What the format can't
 * hold (more picture tracks, other transitions than dissolves, other takes) stands in comments.
 *
 * A dissolve begins where its incoming clip's event begins, so that the clip before it ends there and the next one shows
 * its handle first.
 * Source: SMPTE 258M-2004 and the CMX 3600 conventions that editing programs follow.
 */
export function serializeEdl(sequence: EditSequence): string {
  const context = contextOf(sequence);
  const lines = headOf(sequence);
  const [picture, ...above] = sequence.videoTracks;
  let event = 1;
  const pending = [...sequence.markers];
  for (const [index, clip] of (picture?.clips ?? []).entries()) {
    lines.push(
      ...eventOf({
        event: event++,
        clip,
        previous: picture!.clips[index - 1],
        track: picture!,
        channel: 'V',
        context,
      }),
    );
    while (pending.length > 0 && pending[0]!.frame < clip.endFrame) {
      lines.push(locatorOf(pending.shift()!, context)); // just checked
    }
  }
  // what lies after the last picture, or in a film without any
  lines.push(...pending.map((marker) => locatorOf(marker, context)));
  for (const track of sequence.audioTracks) {
    for (const clip of track.clips)
      lines.push(...eventOf({ event: event++, clip, previous: undefined, track, channel: 'AA', context }));
  }
  for (const clip of above.flatMap(({ clips }) => clips)) {
    const at = formatTimecode(context.start + clip.startFrame, context.record);
    lines.push(`* NOT IN THIS LIST, OVER THE PICTURE AT ${at}: ${oneLine(baseName(clip.media.path))}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Frames of the source in a second, below 0 backwards: `015.0`, `-030.0`. */
const motionOf = (speed: number): string =>
  `${speed < 0 ? '-' : ''}${Math.abs(speed).toFixed(1).padStart(5, '0')}`;

const locatorOf = ({ frame, kind, name }: SequenceMarker, { start, record }: Context): string =>
  `* LOC: ${formatTimecode(start + frame, record)} ${LOCATOR_COLORS[kind].padEnd(7)} ${oneLine(name)}`;

function eventOf({
  event,
  clip,
  previous,
  track,
  channel,
  context,
}: {
  event: number;
  clip: SequenceClip;
  previous: SequenceClip | undefined;
  track: SequenceTrack;
  channel: 'V' | 'AA';
  context: Context;
}): string[] {
  const { rate, record, source, start } = context;
  const number = String(event).padStart(3, '0');
  const into = track.transitions.find(({ frame }) => frame === clip.startFrame);
  const outOf = track.transitions.find(({ frame }) => frame === clip.endFrame);
  const head = into?.beforeInFrames ?? 0;
  const first = clip.startFrame - head;
  const last = clip.endFrame - (outOf?.beforeInFrames ?? 0);
  // [frames of the record side] · [frames of the source / frame of the record]
  const sourceAt = (frame: number): number =>
    Math.max(
      0,
      Math.round(framesIn(clip.sourceInSeconds, rate) + (frame - clip.startFrame) * clip.playbackRate),
    );
  const line = (kind: string, times: readonly string[]): string =>
    `${number}  AX       ${channel.padEnd(5)} ${kind.padEnd(8)} ${times.join(' ')}`;
  const recordAt = (frame: number): string => formatTimecode(start + frame, record);
  // the range of the source that is used: one frame of a held picture, and in ascending order of what runs backwards
  const [from, to] =
    clip.playbackRate > 0 ? [sourceAt(first), sourceAt(last)] : [sourceAt(last - 1), sourceAt(first) + 1];
  const span = [formatTimecode(from, source), formatTimecode(to, source), recordAt(first), recordAt(last)];
  const name = oneLine(baseName(clip.media.path));
  // readers take only colons in an M2 line
  const speed =
    clip.playbackRate === 1
      ? []
      : [
          `M2   AX       ${motionOf(fpsOf(rate) * clip.playbackRate)}                ${formatTimecode(sourceAt(first), source).replace(';', ':')}`,
          ...(clip.playbackRate === 0 ? ['* * FREEZE FRAME'] : []),
        ];
  const remarks = describeClipNotes(clip);
  const notes = remarks === '' ? [] : [`* COMMENT: ${oneLine(remarks)}`];
  if (into === undefined || previous === undefined) {
    return [line('C', span), ...speed, `* FROM CLIP NAME: ${name}`, ...notes];
  }
  const length = into.beforeInFrames + into.afterInFrames;
  const leaving = Math.max(
    0,
    Math.round(
      framesIn(previous.sourceInSeconds, rate) + (first - previous.startFrame) * previous.playbackRate,
    ),
  );
  const still = formatTimecode(leaving, source);
  return [
    line('C', [still, still, recordAt(first), recordAt(first)]),
    line(`D    ${String(length).padStart(3, '0')}`, span),
    ...speed,
    `* FROM CLIP NAME: ${oneLine(baseName(previous.media.path))}`,
    `* TO CLIP NAME: ${name}`,
    `* COMMENT: THE FILM SHOWS ${oneLine(into.name)}`,
    ...notes,
  ];
}

/**
 * The markers of an edit as the list that DaVinci Resolve imports onto a timeline ("Import > Timeline markers from EDL"):
 * sections, bars and beats with colour, name and length. The timeline must begin at the same timecode.
 */
export function serializeMarkerEdl(sequence: EditSequence): string {
  const { record, start } = contextOf(sequence);
  const lines = headOf(sequence);
  for (const [index, { kind, name, frame, durationInFrames }] of sequence.markers.entries()) {
    const at = formatTimecode(start + frame, record);
    const end = formatTimecode(start + frame + 1, record);
    lines.push(
      `${String(index + 1).padStart(3, '0')}  001      V     C        ${at} ${end} ${at} ${end}`,
      ` |C:ResolveColor${COLORS[kind]} |M:${oneLine(name).replaceAll('|', '/')} |D:${Math.max(1, durationInFrames)}`,
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}
