import { BeatcutError } from '../../core/error.ts';

/** The error for a setting of a transition that is none. */
export const transitionFault = (message: string, hint: string): BeatcutError =>
  new BeatcutError({ code: 'TRANSITION_INVALID', message, hint });

/**
 * Makes sure that a point lies in the picture.
 *
 * @throws BeatcutError `TRANSITION_INVALID`.
 */
export function checkPoint(who: string, name: string, { x, y }: { x: number; y: number }): void {
  if (x >= 0 && x <= 1 && y >= 0 && y <= 1) return;
  throw transitionFault(
    `${who}: ${name} must lie in the picture (0–1), but is ${x}, ${y}.`,
    'The middle is {x: 0.5, y: 0.5}.',
  );
}
