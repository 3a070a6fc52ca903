import type { EditSequence, SequenceClip, SequenceMedia } from './edit-sequence.ts';
import { framesIn, type FrameRate } from './frame-rate.ts';

/** Every clip of a sequence, picture before sound. */
export const allClips = ({ videoTracks, audioTracks }: EditSequence): SequenceClip[] =>
  [...videoTracks, ...audioTracks].flatMap(({ clips }) => clips);

/** Every media file of a sequence once, by its path, with the place it has in the list. */
export function listMedia(sequence: EditSequence): Map<string, { media: SequenceMedia; index: number }> {
  const found = new Map<string, { media: SequenceMedia; index: number }>();
  for (const clip of allClips(sequence)) {
    for (const media of [clip.media, ...clip.alternates]) {
      if (!found.has(media.path)) found.set(media.path, { media, index: found.size + 1 });
    }
  }
  return found;
}

/** What a person should know of a clip where a program can't: its notes, and the names of its other takes. */
export const describeClipNotes = ({ notes, alternates }: SequenceClip): string =>
  [
    ...notes,
    ...(alternates.length === 0
      ? []
      : [`Other takes: ${alternates.map(({ path }) => baseName(path)).join(', ')}`]),
  ].join(' ');

/** The last part of a path. */
export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/**
 * Where a clip begins in its own time, which runs as the clip is played: after the change of speed, backwards from the last
 * frame of the media where it runs backwards, and where a picture is held from that picture. In frames, not rounded.
 */
export function localStartOf(
  { media, sourceInSeconds, playbackRate }: SequenceClip,
  rate: FrameRate,
): number {
  const source = framesIn(sourceInSeconds, rate);
  if (playbackRate === 0) return source;
  if (playbackRate > 0) return source / playbackRate;
  return Math.max(0, framesIn(media.durationInSeconds, rate) - 1 - source) / -playbackRate;
}
