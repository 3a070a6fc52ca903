import { median } from '../../core/numbers.ts';
import { secondsToFrame } from '../../core/time.ts';
import { createBeatClock } from '../../edit/beat-clock.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { Discovery } from '../film/discover-clips.ts';
import { publicPathOf } from '../film/public-path.ts';

/** What `placeSong` takes. */
export interface PlaceSongOptions {
  /** The song below the public folder. */
  songPath: string;
  songMap: SongMap;
  discovery: Pick<Discovery, 'cuts' | 'pictures'>;
  /** Of the composition. */
  fps: number;
}

/** Where a song lies in a composition. */
export interface SongPlace {
  /** The frame at which the song's time is 0; before the film where it is entered later. */
  startFrame: number;
  /** The frames on which it is heard; `null` where it is not, such as a muted song. */
  heard: { startFrame: number; endFrame: number } | null;
}

/**
 * Where a song lies in a composition, as its sound is swept. For a song that is not heard at its own speed, the cuts on its
 * beats tell (their middle value: a lead of one series moves its cuts only), and nothing but frame 0 where no cut does.
 */
export function placeSong(options: PlaceSongOptions): SongPlace {
  const heard = findSound(options);
  if (heard !== null) return heard;
  const { songMap, discovery, fps } = options;
  const clock = createBeatClock(songMap);
  const starts = discovery.cuts.map(({ timeInSeconds, beat }) => timeInSeconds - clock.timeOfBeat(beat));
  return { startFrame: secondsToFrame({ timeInSeconds: median(starts), fps }), heard: null };
}

/** The longest stretch on which the song is heard. */
function findSound({ songPath, discovery: { pictures } }: PlaceSongOptions): SongPlace | null {
  const stretches: (SongPlace & { heard: NonNullable<SongPlace['heard']> })[] = [];
  let startFrame: number | null = null;
  for (const [frame, sounds] of (pictures?.sounds ?? []).entries()) {
    // `null`: all plays on as on the frame before
    if (sounds !== null) {
      const sound = sounds.find(({ src }) => src !== undefined && publicPathOf(src) === songPath);
      const isPlain = typeof sound?.mediaFrame === 'number' && (sound.playbackRate ?? 1) === 1;
      startFrame = isPlain ? frame - sound.mediaFrame! : null;
    }
    if (startFrame === null) continue;
    const last = stretches.at(-1);
    if (last?.startFrame === startFrame && last.heard.endFrame === frame) last.heard.endFrame += 1;
    else stretches.push({ startFrame, heard: { startFrame: frame, endFrame: frame + 1 } });
  }
  const lengthOf = ({ heard }: (typeof stretches)[number]): number => heard.endFrame - heard.startFrame;
  return stretches.length === 0 ? null : stretches.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
}
