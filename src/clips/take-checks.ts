import { z } from 'zod';

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
  /** Hashes of three pictures, 16 hex digits each; of like pictures few bits differ. */
  fingerprint: string;
  motion: MotionCurve;
  /** Mean power of the sound track in dB below full scale; absent when there is none, `null` when it is silent. */
  soundLevelDb?: number | null;
}

const stretchSchema = z.object({ startInSeconds: z.number(), endInSeconds: z.number() });

/** The schema of a take's checks. */
export const takeChecksSchema: z.ZodType<TakeChecks> = z.looseObject({
  black: z.array(stretchSchema).optional(),
  frozen: z.array(stretchSchema).optional(),
  cutsInSeconds: z.array(z.number()).optional(),
  fingerprint: z.string().regex(/^[0-9a-f]{48}$/, 'expected 48 hex digits'),
  motion: z.object({ valuesPerSecond: z.number().positive(), values: z.string().regex(/^([0-9a-f]{2})*$/) }),
  soundLevelDb: z.number().nullable().optional(),
}) as z.ZodType<TakeChecks>; // zod writes `?: T | undefined`, the type says `?: T`

/**
 * Writes a motion curve. `values` are shares of the whole range of brightness that a pixel changes by in a second, on
 * average over the picture; what is above 1 is written as 1. Square roots are kept, as most pictures move little.
 */
export function writeMotion(values: readonly number[], valuesPerSecond: number): MotionCurve {
  const bytes = values.map((value) => Math.round(255 * Math.sqrt(Math.min(1, Math.max(0, value)))));
  return { valuesPerSecond, values: bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/** The values of a motion curve, 0–1 each, as `writeMotion` takes them; the first is for the time from 0. */
export const readMotion = ({ values }: MotionCurve): number[] =>
  (values.match(/../g) ?? []).map((digits) => (Number.parseInt(digits, 16) / 255) ** 2);

// of 192 bits; pictures that have nothing to do with each other differ in about half of them
const ALIKE_BITS = 12;

/** Whether two takes show almost the same. */
export function areAlike(a: TakeChecks, b: TakeChecks): boolean {
  let bits = 0;
  for (let index = 0; index < a.fingerprint.length; index += 1) {
    const differing =
      Number.parseInt(a.fingerprint[index]!, 16) ^ Number.parseInt(b.fingerprint[index] ?? '0', 16);
    for (let rest = differing; rest > 0; rest >>= 1) bits += rest & 1;
  }
  return bits <= ALIKE_BITS;
}

/** What a person should look at, in words: `black 0.0–0.4 s`. */
export function describeChecks(checks: TakeChecks): string[] {
  const span = ({ startInSeconds, endInSeconds }: TakeStretch): string =>
    `${startInSeconds.toFixed(1)}–${endInSeconds.toFixed(1)} s`;
  const cuts = checks.cutsInSeconds ?? [];
  return [
    ...(checks.black?.length ? [`black ${checks.black.map(span).join(', ')}`] : []),
    ...(checks.frozen?.length ? [`frozen ${checks.frozen.map(span).join(', ')}`] : []),
    ...(cuts.length > 0 ? [`cuts inside at ${cuts.map((time) => time.toFixed(1)).join(', ')} s`] : []),
    ...(checks.soundLevelDb === null ? ['a silent sound track'] : []),
  ];
}
