import { BeatcutError } from '../core/error.ts';

/** What `parseNumber` takes. */
export interface ParseNumberOptions {
  /** The flag, for the message: `--takes`. */
  flag: string;
  /** What was typed; `undefined` where the flag was not given. */
  text: string | undefined;
  /** Only whole numbers; false by default. */
  whole?: boolean;
  /** The least that is allowed; 0 by default. */
  min?: number;
  /** The most that is allowed; no limit by default. */
  max?: number;
}

/**
 * The number that a flag was given.
 *
 * @throws BeatcutError `USAGE`.
 */
export function parseNumber(options: ParseNumberOptions): number | undefined {
  const { flag, text, whole = false, min = 0, max = Infinity } = options;
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value)))
    return value;
  throw new BeatcutError({
    code: 'USAGE',
    message: `${flag} takes a ${whole ? 'whole ' : ''}number from ${min}${max === Infinity ? '' : ` to ${max}`}, got "${text}".`,
  });
}
