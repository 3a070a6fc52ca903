import type { EffectMoment } from './moments.ts';

/** What `limitFlashes` takes. */
export interface LimitFlashesOptions {
  /** Moments at which something may flash, the most important group first; within a group the stronger ones come first. */
  wishes: readonly (readonly EffectMoment[])[];
  fps: number;
  /** The most flashes that may begin in any second; infinite for no limit. */
  maxPerSecond: number;
}

/**
 * Chooses the frames on which a film may flash, so that no second has more than the allowed number of flashes, wherever it
 * begins. Greedy: the most important moments first, each unless it would be one too many.
 *
 * The limit of three in a second is that of WCAG 2.2, success criterion 2.3.1 (W3C, 2023), which goes back to ITU-R BT.1702
 * and the work on photosensitive epilepsy behind it.
 *
 * @returns frames of the song in ascending order.
 */
export function limitFlashes({ wishes, fps, maxPerSecond }: LimitFlashesOptions): number[] {
  const chosen: number[] = [];
  for (const group of wishes) {
    for (const { timeInSeconds } of group.toSorted(
      (a, b) => b.strength - a.strength || a.timeInSeconds - b.timeInSeconds,
    )) {
      const frame = Math.round(timeInSeconds * fps) + 0;
      const at = chosen.findIndex((other) => other >= frame);
      const place = at === -1 ? chosen.length : at;
      if (chosen[place] === frame) continue;
      chosen.splice(place, 0, frame);
      if (crowd(chosen, place, fps) > maxPerSecond) chosen.splice(place, 1);
    }
  }
  return chosen;
}

/** The most frames, of a sorted list, in any second around one of them. */
function crowd(frames: readonly number[], index: number, fps: number): number {
  let most = 0;
  for (let first = index; first >= 0 && frames[index]! - frames[first]! < fps; first--) {
    let last = index;
    while (last + 1 < frames.length && frames[last + 1]! - frames[first]! < fps) last++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
