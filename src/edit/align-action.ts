import type { SlotBeat } from '../clips/fit-wish.ts';

/** What `alignAction` takes. Times of the take unless said otherwise. */
export interface AlignActionOptions {
  /** The part of the take that may be shown. */
  start: number;
  end: number;
  /** How long it is shown. */
  shown: number;
  /** How long one frame of the take lasts. */
  frame: number;
  /** The slowest that it may be played. */
  slowest: number;
  /** When it moves most, strongest first. */
  actionsInSeconds: readonly number[];
  beats: readonly SlotBeat[];
}

/** How a movement was brought onto a beat. */
export interface AlignedAction {
  takeStartInSeconds: number;
  speed: number;
  /** When the movement is seen, from when the clip is first shown. */
  actionAtInSeconds: number;
}

/** What a candidate is worth less for, against the strongest movement on a downbeat at its own speed. */
const PENALTIES = { weakerAction: 1, otherBeat: 0.5, atBorder: 0.75, perHalvingOfSpeed: 2 } as const;
/** Nearer to a border of the slot than this share of it, a movement is half hidden by the cut. */
const BORDER_SHARE = 0.1;

/**
 * Finds the in-point, and within limits the speed, at which a movement of a take is seen on a beat of its slot.
 *
 * At a speed `v` a movement at `p` is seen at `b` if the take begins at `p − v · b`; that lies in the take, and so does the
 * slot's end, when `v ≤ (p − start) / b` and `v ≤ (end − p) / (shown − b)`. So each movement and beat have a fastest speed:
 * 1 or slower. Of all pairs the one with the least penalty wins: a strong movement, a downbeat, away from the cuts, at its own
 * speed.
 *
 * @returns `null` when no pair works within the limits.
 */
export function alignAction({
  start,
  end,
  shown,
  frame,
  slowest,
  actionsInSeconds,
  beats,
}: AlignActionOptions): AlignedAction | null {
  const last = end - frame;
  let best: { penalty: number; aligned: AlignedAction } | null = null;
  for (const [rank, action] of actionsInSeconds.entries()) {
    if (action < start || action > last) continue;
    for (const { atInSeconds: beat, isDownbeat } of beats) {
      if (beat < 0 || beat > shown) continue;
      const speed = Math.min(1, ratio(action - start, beat), ratio(last - action, shown - beat));
      if (speed < slowest) continue;
      const isAtBorder = Math.min(beat, shown - beat) < BORDER_SHARE * shown;
      const penalty =
        rank * PENALTIES.weakerAction +
        (isDownbeat ? 0 : PENALTIES.otherBeat) +
        (isAtBorder ? PENALTIES.atBorder : 0) -
        Math.log2(speed) * PENALTIES.perHalvingOfSpeed;
      if (best !== null && penalty >= best.penalty) continue;
      // a player shows the picture at or before a time: half a picture later it is the nearest one
      const takeStartInSeconds = Math.max(start, action - speed * beat) + frame / 2;
      best = { penalty, aligned: { takeStartInSeconds, speed, actionAtInSeconds: beat } };
    }
  }
  return best?.aligned ?? null;
}

/** A quotient; nothing limits a speed over no time. */
const ratio = (distance: number, duration: number): number =>
  duration <= 1e-9 ? Number.POSITIVE_INFINITY : distance / duration;
