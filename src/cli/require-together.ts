import { BeatcutError } from '../core/error.ts';

/**
 * Makes sure that a flag is not given without the one that it is about: it would be ignored in silence.
 *
 * @throws BeatcutError `USAGE`.
 */
export function requireTogether({
  flag,
  value,
  needs,
  other,
}: {
  /** The flag, for the message: `--props`. */
  flag: string;
  /** What it was given, `undefined` where it was not. */
  value: string | undefined;
  /** The flag that it is about. */
  needs: string;
  /** What that one was given. */
  other: string | undefined;
}): void {
  if (value === undefined || other !== undefined) return;
  throw new BeatcutError({ code: 'USAGE', message: `${flag} is only for ${needs}, which was not given.` });
}
