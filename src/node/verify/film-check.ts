/** How a check came out. `failed` is past a limit; `warning` is worth a look; `info` only tells. */
export type CheckStatus = 'ok' | 'info' | 'warning' | 'failed';

/** One thing that was looked at. */
export interface FilmCheck {
  /** A stable name: `cuts`, `sound-offset`. */
  id: string;
  status: CheckStatus;
  /** What was found, in a sentence. */
  message: string;
  /** The number behind it, if there is one. */
  value?: number;
  /** The limit that counted. */
  limit?: number;
}

/** A value against its limit: past it is a failure; without a limit it only tells, or warns where it is unusual. */
export function limited({
  id,
  message,
  value,
  limit,
  isPast,
  isUnusual = false,
}: {
  id: string;
  message: string;
  value: number;
  limit: number | null;
  isPast: (value: number, limit: number) => boolean;
  /** Worth a look even where nothing is limited. */
  isUnusual?: boolean;
}): FilmCheck {
  const status: CheckStatus =
    limit !== null && isPast(value, limit)
      ? 'failed'
      : isUnusual
        ? 'warning'
        : limit === null
          ? 'info'
          : 'ok';
  return { id, status, message, value, ...(limit !== null && { limit }) };
}

/** For `isPast` of `limited`. */
export const above = (value: number, limit: number): boolean => value > limit;
/** For `isPast` of `limited`. */
export const below = (value: number, limit: number): boolean => value < limit;

/** A value that is right or a failure. */
export const must = (id: string, isRight: boolean, message: string): FilmCheck => ({
  id,
  status: isRight ? 'ok' : 'failed',
  message,
});

const MOST_LISTED = 8;

/** Some items as text, the first few of many. */
export const listed = (items: readonly (string | number)[]): string =>
  items.length <= MOST_LISTED ? items.join(', ') : `${items.slice(0, MOST_LISTED).join(', ')} …`;
