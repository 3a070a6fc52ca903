import type { FilmCheck } from '../node/verify/film-check.ts';

const MARKS = { ok: '✓', info: '·', warning: '!', failed: '✗' } as const;

/** Checks, a line each. */
export const formatChecks = (checks: readonly FilmCheck[]): string =>
  checks
    .map(({ status, message, limit }) =>
      [
        `${MARKS[status]} ${message}`,
        ...(status === 'failed' && limit !== undefined ? [`  limit ${limit}`] : []),
      ].join('\n'),
    )
    .join('\n');
