import { shortHash } from '../core/hash.ts';
import type { Take } from '../clips/take.ts';

/** A take whose bytes are not what they should be, and the clip that it belongs to. */
export interface LostTake {
  clipKey: string;
  take: Take;
}

/**
 * The command after which `beatcut generate` buys a lost take's clip again. Nothing does so unasked, since the file may
 * still be on another machine.
 */
export const rejectCommandFor = ({ clipKey, take }: LostTake): string =>
  `npx beatcut reject ${shortHash(clipKey)} ${shortHash(take.sha256)}`;

/** What lost takes cost when they were made, as ` (they cost about $1.20)`; empty where nobody knows. */
export function describeLostCost(takes: readonly Take[]): string {
  const known = takes.map(({ costUsd, estimatedCostUsd }) => costUsd ?? estimatedCostUsd);
  if (known.some((cost) => cost === undefined)) return '';
  const sumUsd = known.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
  return ` (${takes.length === 1 ? 'it' : 'they'} cost about $${sumUsd.toFixed(2)})`;
}
