import { useContext } from 'react';
import { useVideoConfig } from 'remotion';
import { CLIP_FITS, type FitSlot, type FitWish, type SlotBeat } from '../clips/fit-wish.ts';
import { BeatcutError } from '../core/error.ts';
import { frameToSeconds } from '../core/time.ts';
import { DEFAULT_SPEEDS } from '../edit/fit-clip.ts';
import { ShotContext } from './shot.ts';
import { SongContext } from './song.tsx';
import { useAbsoluteStartFrame } from './timeline.ts';
import { useEndFrame } from './use-end-frame.ts';

/** What a clip is fitted into: the sequence around it, and for `sync` the beats of its shot. */
export function useFitSlot(wish: FitWish): FitSlot {
  const { fps } = useVideoConfig();
  const absoluteStart = useAbsoluteStartFrame();
  const durationInFrames = useEndFrame() - absoluteStart;
  const shot = useContext(ShotContext)?.slot;
  const context = useContext(SongContext);
  const slot = { shownInSeconds: frameToSeconds({ frame: durationInFrames, fps }), wish };
  if (wish.sync === undefined || context === null) return slot;
  const { clock, startFrame: songStartFrame } = context;
  const secondsAt = (frame: number): number => frameToSeconds({ frame: frame - songStartFrame, fps });
  const first = Math.max(absoluteStart, shot?.startFrame ?? 0);
  const end = Math.min(absoluteStart + durationInFrames, shot?.endFrame ?? Number.POSITIVE_INFINITY);
  const beats: SlotBeat[] = [];
  // a beat up to half a frame before the slot is seen on its first frame
  const firstBeat = Math.ceil(clock.beatAtTime(secondsAt(first - 0.5)));
  for (let beat = firstBeat; clock.timeOfBeat(beat) < secondsAt(end); beat++) {
    const barPosition = clock.barAtBeat(beat);
    beats.push({
      atInSeconds: Number(Math.max(0, clock.timeOfBeat(beat) - secondsAt(absoluteStart)).toFixed(4)),
      isDownbeat: Math.abs(barPosition - Math.round(barPosition)) < 1e-6,
    });
  }
  return { ...slot, beats };
}

/**
 * The fit among the props of a clip.
 *
 * @throws BeatcutError `CLIP_FIT_INVALID`.
 */
export function parseFitWish({
  fit,
  inPointInSeconds,
  outPointInSeconds,
  minSpeed,
  maxSpeed,
  sync,
}: Omit<FitWish, 'sync'> & { sync?: 'action' | 'none' }): FitWish {
  const fault = (message: string, hint: string): BeatcutError =>
    new BeatcutError({ code: 'CLIP_FIT_INVALID', message: `<GeneratedClip>: ${message}`, hint });
  if (fit !== undefined && !CLIP_FITS.includes(fit)) {
    throw fault(`fit="${fit}" is unknown.`, `It is one of ${CLIP_FITS.join(', ')}.`);
  }
  if (sync !== undefined && sync !== 'action' && sync !== 'none') {
    throw fault(`sync="${String(sync)}" is unknown.`, 'It is "action" or "none".');
  }
  for (const [name, value] of Object.entries({ minSpeed, maxSpeed })) {
    if (value !== undefined && !(value > 0 && value <= 16)) {
      throw fault(`${name} must lie above 0 and at most at 16, but is ${value}.`, '1 is the own speed.');
    }
  }
  const slowest = minSpeed ?? DEFAULT_SPEEDS.slowest;
  const fastest = maxSpeed ?? DEFAULT_SPEEDS.fastest;
  if (slowest > fastest) {
    throw fault(
      `minSpeed (${slowest}) must not be above maxSpeed (${fastest}).`,
      `They are ${DEFAULT_SPEEDS.slowest} and ${DEFAULT_SPEEDS.fastest} by default.`,
    );
  }
  if (inPointInSeconds !== undefined && !(inPointInSeconds >= 0)) {
    throw fault(
      `inPointInSeconds must be at least 0, but is ${inPointInSeconds}.`,
      'It counts from the take’s beginning.',
    );
  }
  if (outPointInSeconds !== undefined && !(outPointInSeconds > (inPointInSeconds ?? 0))) {
    throw fault(
      `outPointInSeconds (${outPointInSeconds}) must lie after inPointInSeconds (${inPointInSeconds ?? 0}).`,
      'Both count from the take’s beginning.',
    );
  }
  return {
    ...(fit !== undefined && { fit }),
    ...(inPointInSeconds !== undefined && { inPointInSeconds }),
    ...(outPointInSeconds !== undefined && { outPointInSeconds }),
    ...(minSpeed !== undefined && { minSpeed }),
    ...(maxSpeed !== undefined && { maxSpeed }),
    ...(sync === 'action' && { sync }),
  };
}
