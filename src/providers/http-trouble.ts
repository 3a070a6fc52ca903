import type { ProviderErrorOptions } from './video-provider.ts';

// connections that were never made: nothing can have been received
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether a connection's error code says that nothing was sent. */
export const isNeverConnected = (code: string | undefined): boolean =>
  code !== undefined && NEVER_CONNECTED.has(code);

/**
 * Whether an answer to an order says that the order was surely not taken. 408, 409 and every 5xx may come from a proxy
 * behind which the order went on.
 */
export const isTurnedAway = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 409;

/** What an answer with an error status to a poll or a download means. */
export function troubleOf(status: number): ProviderErrorOptions['trouble'] {
  if (status === 404 || status === 410) return 'gone';
  return status >= 500 || [408, 409, 425, 429].includes(status) ? 'passing' : 'lasting';
}

/** The system's name of what was wrong with a connection, such as `ECONNREFUSED`, wherever in the causes it stands. */
export function causeCodeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AggregateError && cause.errors.length > 0) return causeCodeOf(cause.errors[0]);
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}

/** The seconds that a `Retry-After` header asks to wait, given as seconds or as a date (RFC 9110, 10.2.3). */
export function parseRetryAfter(value: string | null | undefined, now: Date): number | undefined {
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  // [ms] / [ms/s] = [s]
  const wait = Number.isNaN(seconds) ? (Date.parse(value) - now.getTime()) / 1000 : seconds;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
