import { BeatcutError } from '../../core/error.ts';

/**
 * Makes sure that an effect's or a transition's setting lies within limits.
 *
 * @throws BeatcutError `EFFECT_INVALID`.
 */
export function checkNumber({
  who,
  name,
  value,
  least,
  most = Infinity,
}: {
  who: string;
  name: string;
  value: number;
  least: number;
  most?: number;
}): void {
  if (value >= least && value <= most) return;
  const range = most === Infinity ? `at least ${least}` : `${least}–${most}`;
  throw new BeatcutError({
    code: 'EFFECT_INVALID',
    message: `${who}: ${name} must be ${range}, but is ${value}.`,
    hint: `Correct ${name}; its documentation says what is usual.`,
  });
}
