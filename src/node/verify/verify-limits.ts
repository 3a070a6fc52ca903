import { BeatcutError } from '../../core/error.ts';
import { z } from 'zod';

/** One thing that can be limited: its flag, its config key, what it means, and how far it may go by default. */
export interface VerifyLimit {
  /** Name in `verify` of the config; the flag is the same in kebab case. */
  key: VerifyLimitKey;
  /** What is limited, with its unit. */
  description: string;
  /** `null`: measured and told, but never a failure. */
  default: number | null;
}

/** Names of the limits. */
export type VerifyLimitKey =
  | 'maxCutOffsetInFrames'
  | 'maxUnseenCuts'
  | 'maxUnplannedCuts'
  | 'maxBeatOffsetMs'
  | 'maxSoundOffsetMs'
  | 'maxBlackSeconds'
  | 'maxFrozenSeconds'
  | 'maxDuplicateShare'
  | 'maxFlashesPerSecond'
  | 'maxTruePeakDbtp'
  | 'minLoudnessLufs'
  | 'maxLoudnessLufs'
  | 'maxClippedStretches';

/** Where a film fails. `null`: never. */
export type VerifyLimits = Record<VerifyLimitKey, number | null>;

/** All limits of `beatcut verify`. */
export const VERIFY_LIMITS: readonly VerifyLimit[] = [
  // whole frames allow half a frame, and the middle of a transition is measured to half a frame
  {
    key: 'maxCutOffsetInFrames',
    description: 'Distance of a cut from its planned beat, in frames',
    default: 1,
  },
  { key: 'maxUnseenCuts', description: 'Planned cuts at which the picture hardly changes', default: null },
  { key: 'maxUnplannedCuts', description: 'Jumps of the picture that were not planned', default: null },
  {
    key: 'maxBeatOffsetMs',
    description: 'Middle distance of the cuts from the beats heard anew in the file, in ms',
    default: null,
  },
  // one frame of AAC is 21 ms; a copy of the song that starts right is within a sample or two
  { key: 'maxSoundOffsetMs', description: 'Distance of the song from its place, in ms', default: 5 },
  { key: 'maxBlackSeconds', description: 'Black picture outside of planned gaps, in seconds', default: null },
  { key: 'maxFrozenSeconds', description: 'Longest standstill of the picture, in seconds', default: null },
  { key: 'maxDuplicateShare', description: 'Share of frames that repeat the one before, 0–1', default: null },
  // more than three are a warning in any case
  { key: 'maxFlashesPerSecond', description: 'Flashes of light or red in any second', default: null },
  { key: 'maxTruePeakDbtp', description: 'True peak, in dBTP', default: null },
  { key: 'minLoudnessLufs', description: 'Integrated loudness, in LUFS, at least', default: null },
  { key: 'maxLoudnessLufs', description: 'Integrated loudness, in LUFS, at most', default: null },
  { key: 'maxClippedStretches', description: 'Stretches of samples at full scale', default: null },
];

/** Limits by their defaults, changed by those that are given; `null` takes a limit away. */
export const verifyLimitsOf = (given: Partial<VerifyLimits> = {}): VerifyLimits => {
  const limits = Object.fromEntries(VERIFY_LIMITS.map(({ key, default: value }) => [key, value]));
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...limits, ...Object.fromEntries(set) } as VerifyLimits; // every key stands in the table
};

/** The schema of `verify` in the config. */
export const verifyLimitsSchema: z.ZodType<Partial<VerifyLimits>> = z.strictObject(
  Object.fromEntries(VERIFY_LIMITS.map(({ key }) => [key, z.number().nullable().optional()])),
) as z.ZodType<Partial<VerifyLimits>>; // the keys are those of the table

/**
 * The limits that `--limits` gives: `maxCutOffsetInFrames=2,maxTruePeakDbtp=-1`; `none` takes a limit away.
 *
 * @throws BeatcutError `USAGE`.
 */
export function parseVerifyLimits(text: string | undefined): Partial<VerifyLimits> {
  if (text === undefined) return {};
  const entries = text.split(',').map((part) => {
    const [name = '', value = '', ...rest] = part.split('=').map((side) => side.trim());
    const known = VERIFY_LIMITS.find(({ key }) => key === name);
    const number = value === 'none' ? null : Number(value);
    const isNumber = number === null || Number.isFinite(number);
    if (known === undefined || value === '' || rest.length > 0 || !isNumber) {
      throw new BeatcutError({
        code: 'USAGE',
        message: `--limits takes name=number or name=none, separated by commas; got "${part}".`,
        hint: `Names: ${VERIFY_LIMITS.map(({ key }) => key).join(', ')}`,
      });
    }
    return [name, number] as const;
  });
  return Object.fromEntries(entries) as Partial<VerifyLimits>; // names stand in the table
}
