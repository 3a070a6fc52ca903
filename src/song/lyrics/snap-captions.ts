import type { Beat } from '../song-map.ts';
import type { LyricsCaption } from './caption.ts';

/** What `snapCaptions` takes. */
export interface SnapCaptionsOptions {
  captions: readonly LyricsCaption[];
  beats: readonly Pick<Beat, 'timeInSeconds'>[];
  /** Only captions that begin this close to a beat move; 0.12 by default. */
  maxDistanceInSeconds?: number;
}

/**
 * Moves the beginnings of captions onto beats that lie close by. A caption that now begins earlier ends the one before it
 * earlier, too.
 */
export function snapCaptions({
  captions,
  beats,
  maxDistanceInSeconds = 0.12,
}: SnapCaptionsOptions): LyricsCaption[] {
  const startsMs = captions.map(({ startMs, endMs }) => {
    const distanceOf = (beatMs: number): number => Math.abs(beatMs - startMs);
    const nearestMs = beats
      .map(({ timeInSeconds }) => timeInSeconds * 1000)
      .reduce((nearest, beatMs) => (distanceOf(beatMs) < distanceOf(nearest) ? beatMs : nearest), Infinity);
    return distanceOf(nearestMs) <= maxDistanceInSeconds * 1000 && nearestMs < endMs ? nearestMs : startMs;
  });
  return captions.map((caption, index) => {
    const startMs = startsMs[index]!;
    const didOverlap = caption.endMs > (captions[index + 1]?.startMs ?? Infinity);
    const endMs = didOverlap ? caption.endMs : Math.min(caption.endMs, startsMs[index + 1] ?? Infinity);
    return { ...caption, startMs, endMs, timestampMs: (startMs + endMs) / 2 };
  });
}
