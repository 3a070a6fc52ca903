import { useContext } from 'react';
import { useVideoConfig } from 'remotion';
import { secondsToFrame } from '../core/time.ts';
import { ShotContext } from './shot.ts';
import { SongContext } from './song.tsx';
import { useAbsoluteStartFrame } from './timeline.ts';

/**
 * The composition's frame at which the innermost sequence around a component ends. Where a film shows a part of a longer edit
 * (`songWindow`), Remotion cuts all sequences off at the film's end; what lies across it still ends where it does in the
 * whole edit, so that its shots and clips are the same.
 */
export function useEndFrame(): number {
  const { fps, durationInFrames } = useVideoConfig();
  const endFrame = useAbsoluteStartFrame() + durationInFrames;
  const shot = useContext(ShotContext);
  const song = useContext(SongContext);
  if (song === null || song.windowEndFrame === null || endFrame < song.windowEndFrame) return endFrame;
  if (shot !== null && shot.song === song.song) return shot.slot.endFrame + shot.slot.handleAfterInFrames;
  return song.startFrame + secondsToFrame({ timeInSeconds: song.song.durationInSeconds, fps });
}
