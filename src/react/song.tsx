import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { Html5Audio, Sequence, useCurrentFrame, useVideoConfig } from 'remotion';
import { BeatcutError } from '../core/error.ts';
import { frameToSeconds, secondsToFrame } from '../core/time.ts';
import { barAt } from '../edit/bar-at.ts';
import { createBeatClock, type BeatClock } from '../edit/beat-clock.ts';
import { resolveSongWindow, stretchVolume, type SongStretch, type SongWindow } from '../song/best-stretch.ts';
import type { SongMap } from '../song/song-map.ts';
import { tellDiscovery } from './discovery.ts';
import { requireStaticSong, songMapOf } from './load-song-map.ts';
import { isDiscovering, pageOrders, reportToNode } from './page.ts';
import { useStaticDocument } from './static-document.ts';
import { FrameMark } from './sweep/frame-mark.tsx';
import { useAbsoluteStartFrame } from './timeline.ts';

interface SongContextValue {
  /** The song's address. */
  src: string;
  song: SongMap;
  clock: BeatClock;
  /** The song below the public folder; `null` when its map was given. */
  songPath: string | null;
  /** The composition's frame at which the song's time is 0; before the film where only a part of it is played. */
  startFrame: number;
  /** The composition's frame from which everything inside counts: `startFrame`, or where a window of its own edit begins. */
  originFrame: number;
  /** The composition's frame at which a window ends that shows a part of a longer edit; `null` if it is all shown. */
  windowEndFrame: number | null;
}

/** The song around a component. */
export const SongContext: React.Context<SongContextValue | null> = createContext<SongContextValue | null>(
  null,
);

/** Props of `<Song>`. */
export interface SongProps {
  /** The song's address, usually `staticFile('song.mp3')`. */
  src: string;
  /** The song's map, when it does not come from the public folder. */
  map?: SongMap;
  /** Loudness of the song, 0–1; 1 by default. */
  volume?: number;
  /** Whether the song is not played; its beats count all the same. */
  muted?: boolean;
  /**
   * The part of the song that is played: `{startInSeconds, durationInSeconds}`, or `{bestInSeconds: 15}` for the best stretch of
   * at most that length. Give `songMetadata` the same. All of it by default.
   */
  songWindow?: SongWindow;
  /**
   * What everything inside counts from when a part of the song is played. From the `song`, that part of the edit is shown as
   * it is in the whole film, with the same shots and clips; from the `window`, an edit of its own begins there. `song` by default.
   */
  countFrom?: 'song' | 'window';
  children?: ReactNode;
}

/**
 * Plays a song and tells everything inside where its beats are. The song's time 0 is the frame at which `<Song>` begins, or
 * lies before it if a later part of the song is played.
 */
export function Song({
  src,
  map,
  volume = 1,
  muted = false,
  songWindow,
  countFrom = 'song',
  children,
}: SongProps): ReactNode {
  const songPath = map === undefined ? requireStaticSong(src) : null;
  // the process that drives the page hears it and opens the page again
  const isUnheard = songPath !== null && pageOrders().songsHeard?.includes(songPath) === false;
  if (isUnheard) reportToNode({ kind: 'song', src: songPath, hasMap: false });
  const loaded = useStaticDocument(songPath === null || isUnheard ? null : songMapOf(songPath));
  const song = map ?? loaded;
  const beginFrame = useAbsoluteStartFrame();
  const { fps, durationInFrames } = useVideoConfig();
  const stretch = useStretch(song, songWindow);
  const skippedFrames = stretch === null ? 0 : secondsToFrame({ timeInSeconds: stretch.startInSeconds, fps });
  const startFrame = beginFrame - skippedFrames;
  const showsPartOfEdit = stretch !== null && countFrom === 'song';
  const originFrame = showsPartOfEdit ? startFrame : beginFrame;
  const windowEndFrame = showsPartOfEdit ? beginFrame + durationInFrames : null;
  tellDiscovery(() => undefined); // a song is often the first of beatcut's components on a page

  const value = useMemo(
    () =>
      song === null
        ? null
        : { src, song, clock: createBeatClock(song), songPath, startFrame, originFrame, windowEndFrame },
    [src, song, songPath, startFrame, originFrame, windowEndFrame],
  );
  const isSilent = muted || (songWindow !== undefined && stretch === null);
  return (
    <>
      {isSilent ? null : stretch === null ? (
        <Html5Audio src={src} volume={volume} />
      ) : (
        <Html5Audio
          src={src}
          {...(skippedFrames > 0 && { trimBefore: skippedFrames })}
          volume={(frame) => volume * stretchVolume(stretch, frameToSeconds({ frame, fps }))}
        />
      )}
      {isDiscovering() ? <FrameMark /> : null}
      {value === null ? null : (
        <SongContext.Provider value={value}>
          {showsPartOfEdit ? (
            <Sequence from={-skippedFrames} layout="none" showInTimeline={false}>
              {children}
            </Sequence>
          ) : (
            children
          )}
        </SongContext.Provider>
      )}
    </>
  );
}

/** The stretch of a song that a window means; `null` without a window, or as long as the song's map is not there. */
function useStretch(song: SongMap | null, songWindow: SongWindow | undefined): SongStretch | null {
  const key = JSON.stringify(songWindow);
  return useMemo(
    // plain data: an equal window must not be resolved on every frame
    () =>
      song === null || key === undefined ? null : resolveSongWindow(song, JSON.parse(key) as SongWindow),
    [song, key],
  );
}

/** The context of the `<Song>` around a component. */
export function useSongContext(who: string): SongContextValue {
  const context = useContext(SongContext);
  if (context !== null) return context;
  throw new BeatcutError({
    code: 'SONG_CONTEXT_MISSING',
    message: `${who} needs a song around it.`,
    hint: 'Put it inside <Song src={staticFile("song.mp3")}>.',
  });
}

/** The map of the song around the component. */
export const useSong = (): SongMap => useSongContext('useSong()').song;

/** Where a moment lies in the song's beat. */
export interface BeatPosition {
  timeInSeconds: number;
  /** Whole beats since the first downbeat; negative in a pick-up. */
  beat: number;
  /** Whole bars since the first downbeat, from 1; 0 and less before it. */
  bar: number;
  /** How far the current beat has run, 0–1. */
  beatPhase: number;
  /** How far the current bar has run, 0–1. */
  barPhase: number;
  /** Time since the current beat was heard. */
  sinceBeatInSeconds: number;
}

/** The current frame in the song around a component, for the hooks that tell what is heard on it. */
export function useSongMoment(who: string): {
  song: SongMap;
  clock: BeatClock;
  timeInSeconds: number;
  lookAheadInSeconds: number;
} {
  const { song, clock, startFrame } = useSongContext(who);
  const absoluteStart = useAbsoluteStartFrame();
  const { fps } = useVideoConfig();
  const timeInSeconds = frameToSeconds({ frame: absoluteStart + useCurrentFrame() - startFrame, fps });
  return { song, clock, timeInSeconds, lookAheadInSeconds: HALF_FRAME / fps };
}

/** Less than half, since what lies between two frames is shown on the later one, as `secondsToFrame` rounds. */
const HALF_FRAME = 0.5 - 1e-6;

/** The song's time at the current frame, in seconds. */
export const useSongTime = (): number => useSongMoment('useSongTime()').timeInSeconds;

/**
 * Where the current frame lies in the song. A beat begins on the frame that is nearest to it, which is where a cut on it
 * lies, too.
 *
 * @example
 * const {beatPhase} = useBeat();
 * return <div style={{scale: 1 + 0.1 * (1 - beatPhase)}}>♥</div>;
 */
export function useBeat(): BeatPosition {
  const { clock, timeInSeconds, lookAheadInSeconds } = useSongMoment('useBeat()');
  const beat = Math.floor(clock.beatAtTime(timeInSeconds + lookAheadInSeconds));
  const { bar, progress } = barAt(clock, timeInSeconds, { lookAheadInSeconds });
  return {
    timeInSeconds,
    beat,
    bar,
    beatPhase: Math.max(0, clock.beatAtTime(timeInSeconds) - beat),
    barPhase: progress,
    sinceBeatInSeconds: Math.max(0, timeInSeconds - clock.timeOfBeat(beat)),
  };
}
