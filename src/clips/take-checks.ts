import { z } from 'zod';
import { clamp } from '../core/numbers.ts';

/** A stretch of a take. */
export interface TakeStretch {
  startInSeconds: number;
  endInSeconds: number;
}

/** How much the picture of a take moves over time. */
export interface MotionCurve {
  valuesPerSecond: number;
  /** Two hex digits a value; `readMotion` reads them. */
  values: string;
}

/** What was seen in a take's picture when it arrived. */
export interface TakeChecks {
  /** Where nothing is to be seen. */
  black?: TakeStretch[];
  /** Where nothing moves at all. */
  frozen?: TakeStretch[];
  /** Where the picture jumps: the model cut. */
  cutsInSeconds?: number[];
  /**
   * Of three pictures, 32 hex digits each: a hash of light and dark, of which few bits differ between like pictures, and
   * the two chroma values of each quarter.
   */
  fingerprint: string;
  motion: MotionCurve;
  /** Integrated loudness of the sound track in LUFS (EBU R 128); absent when there is none, `null` when it is silent. */
  soundLufs?: number | null;
  /** True peak of the sound track in dBTP; absent when it is silent. */
  soundPeakDbtp?: number;
}

const stretchSchema = z.object({ startInSeconds: z.number(), endInSeconds: z.number() });

/** The schema of a take's checks. */
export const takeChecksSchema: z.ZodType<TakeChecks> = z.looseObject({
  black: z.array(stretchSchema).optional(),
  frozen: z.array(stretchSchema).optional(),
  cutsInSeconds: z.array(z.number()).optional(),
  fingerprint: z.string().regex(/^[0-9a-f]{96}$/, 'expected 96 hex digits'),
  motion: z.object({ valuesPerSecond: z.number().positive(), values: z.string().regex(/^([0-9a-f]{2})*$/) }),
  soundLufs: z.number().nullable().optional(),
  soundPeakDbtp: z.number().optional(),
}) as z.ZodType<TakeChecks>; // zod writes `?: T | undefined`, the type says `?: T`

/**
 * Writes a motion curve. `values` are shares of the whole range of brightness that a pixel changes by in a second, on
 * average over the picture; what is above 1 is written as 1. Square roots are kept, as most pictures move little.
 */
export function writeMotion(values: readonly number[], valuesPerSecond: number): MotionCurve {
  const bytes = values.map((value) => Math.round(255 * Math.sqrt(clamp(value))));
  return { valuesPerSecond, values: bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/** The values of a motion curve, 0–1 each, as `writeMotion` takes them; the first is for the time from 0. */
export const readMotion = ({ values }: MotionCurve): number[] =>
  (values.match(/../g) ?? []).map((digits) => (Number.parseInt(digits, 16) / 255) ** 2);

// of 192 bits; pictures that have nothing to do with each other differ in about half of them
const ALIKE_BITS = 12;
/** Mean difference of the chroma values, 0–255, up to which colours are alike: what coding and grain change, and no more. */
const ALIKE_CHROMA = 4;
const PICTURE_DIGITS = 32;
const HASH_DIGITS = 16;

/** Whether two takes show almost the same. */
export function areAlike(a: TakeChecks, b: TakeChecks): boolean {
  let bits = 0;
  let chroma = 0;
  let chromaCount = 0;
  for (let index = 0; index < a.fingerprint.length; index += 2) {
    const [one, other] = [a, b].map(({ fingerprint }) =>
      Number.parseInt(fingerprint.slice(index, index + 2), 16),
    );
    if (index % PICTURE_DIGITS < HASH_DIGITS) {
      for (let rest = one! ^ other!; rest > 0; rest >>= 1) bits += rest & 1;
    } else {
      chroma += Math.abs(one! - other!);
      chromaCount += 1;
    }
  }
  return bits <= ALIKE_BITS && chroma / chromaCount <= ALIKE_CHROMA;
}

const LISTED_TIMES = 6;

/** Times for a person: the first ones, and how many more there are. */
function listTimes(timesInSeconds: readonly number[]): string {
  const shown = timesInSeconds.slice(0, LISTED_TIMES).map((time) => time.toFixed(1));
  const more = timesInSeconds.length - shown.length;
  return `${shown.join(', ')} s${more > 0 ? ` and ${more} more` : ''}`;
}

/** What a person should look at, in words: `black 0.0–0.4 s`. */
export function describeChecks(checks: TakeChecks): string[] {
  const span = ({ startInSeconds, endInSeconds }: TakeStretch): string =>
    `${startInSeconds.toFixed(1)}–${endInSeconds.toFixed(1)} s`;
  const cuts = checks.cutsInSeconds ?? [];
  return [
    ...(checks.black?.length ? [`black ${checks.black.map(span).join(', ')}`] : []),
    ...(checks.frozen?.length ? [`frozen ${checks.frozen.map(span).join(', ')}`] : []),
    ...(cuts.length > 0 ? [`cuts inside at ${listTimes(cuts)}`] : []),
    ...(checks.soundLufs === null ? ['a silent sound track'] : []),
    ...((checks.soundPeakDbtp ?? 0) > 0
      ? [`sound above full scale (${checks.soundPeakDbtp!.toFixed(1)} dBTP)`]
      : []),
  ];
}
