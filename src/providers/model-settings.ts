import { BeatcutError, messageOf } from '../core/error.ts';
import { parseSize } from './snap.ts';
import type { ProviderLimits } from './video-provider.ts';

/** What every provider of real clips takes: what its model makes, what that costs, and how many at once. */
export interface ModelSettings {
  /** The sizes that the model makes, such as `['1280x720', '720x1280']`; any by default. */
  sizes?: readonly string[];
  /** The lengths that the model makes, in seconds; any whole number by default. */
  secondsAllowed?: readonly number[];
  /** Frames per second that the model makes; those of the edit by default. */
  fps?: number;
  /** What a second of clip costs, in US dollars; 0 for a machine of one's own. */
  priceUsdPerSecond?: number;
  /** Whether its takes are only drafts; false by default. */
  draft?: boolean;
  limits?: ProviderLimits;
  /** The environment, whose keys are kept out of messages and files; that of the process by default. */
  env?: Readonly<Record<string, string | undefined>>;
  /** The global `fetch` by default. */
  fetch?: typeof fetch;
}

/**
 * Checks what a provider's factory was given. A price that is no number would make every budget hold.
 *
 * @throws BeatcutError `PROVIDER_OPTION_INVALID`.
 */
export function checkModelSettings(
  factory: string,
  { sizes, secondsAllowed, fps, priceUsdPerSecond, limits }: ModelSettings,
): void {
  try {
    for (const size of sizes ?? []) parseSize(size);
    if (sizes?.length === 0) throw new RangeError('sizes must not be empty.');
    if (secondsAllowed?.length === 0) throw new RangeError('secondsAllowed must not be empty.');
    for (const seconds of secondsAllowed ?? []) checkAbove('secondsAllowed', seconds, 0);
    if (fps !== undefined) checkAbove('fps', fps, 0);
    if (priceUsdPerSecond !== undefined && !(priceUsdPerSecond >= 0 && Number.isFinite(priceUsdPerSecond))) {
      throw new RangeError(`priceUsdPerSecond must be 0 or more, got ${priceUsdPerSecond}.`);
    }
    for (const name of ['concurrentJobs', 'startsPerMinute'] as const) {
      const limit = limits?.[name];
      if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1)) {
        throw new RangeError(`limits.${name} must be a whole number from 1, got ${limit}.`);
      }
    }
  } catch (cause) {
    throw new BeatcutError({
      code: 'PROVIDER_OPTION_INVALID',
      message: `${factory}: ${messageOf(cause)}`,
      hint: 'Correct it in beatcut.config.ts.',
    });
  }
}

function checkAbove(name: string, value: number, bound: number): void {
  if (!(value > bound && Number.isFinite(value))) {
    throw new RangeError(`${name} must be above ${bound}, got ${value}.`);
  }
}
