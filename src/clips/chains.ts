import { BeatcutError } from '../core/error.ts';
import { hashOf } from '../core/hash.ts';
import type { PlannedClip } from './planned-clip.ts';
import type { ClipWish } from './treatment.ts';

/** A clip of a film that may continue another one. */
export interface ChainedClip {
  /** The shot that it is in. */
  shotId: string;
  /** The id of the shot that it continues, or `previous` for the clip that is seen before it. */
  continueFrom?: string | undefined;
}

/**
 * Finds for each clip, in the order in which they are first seen, the index of the one that it continues, or `undefined`.
 *
 * @throws BeatcutError `CHAIN_UNKNOWN` when there is no such shot, `CHAIN_CYCLE` when clips continue each other in a circle.
 */
export function resolveChains(clips: readonly ChainedClip[]): (number | undefined)[] {
  const sources = clips.map(({ shotId, continueFrom }, index) => {
    if (continueFrom === undefined) return undefined;
    const source =
      continueFrom === 'previous' ? index - 1 : clips.findIndex((other) => other.shotId === continueFrom);
    if (source >= 0) return source;
    throw new BeatcutError({
      code: 'CHAIN_UNKNOWN',
      message: `The shot "${shotId}" continues ${continueFrom === 'previous' ? 'the previous one, but it is the first' : `"${continueFrom}", but there is no such shot`}.`,
      hint: `The shots are: ${clips.map((clip) => clip.shotId).join(', ')}.`,
    });
  });
  for (const [start, clip] of clips.entries()) {
    const way = [clip.shotId];
    for (let at = sources[start]; at !== undefined; at = sources[at]) {
      way.push(clips[at]!.shotId);
      if (at === start || way.length > clips.length + 1) {
        throw new BeatcutError({
          code: 'CHAIN_CYCLE',
          message: `Shots continue each other in a circle: ${way.join(' ← ')}.`,
          hint: 'One of them must begin without continueFrom.',
        });
      }
    }
  }
  return sources;
}

/** What `chainKeyOf` takes. */
export interface ChainKeyOptions {
  compositionId: string;
  shotId: string | null;
  wish: ClipWish;
}

/**
 * Names a chained clip where its clip key can't be known: a component does not see what the shot before it asks for.
 * Discovery sees all shots and tells the clip key by this name in the catalogue.
 */
export const chainKeyOf = ({ compositionId, shotId, wish }: ChainKeyOptions): string =>
  hashOf({ compositionId, shotId, wish: { ...wish, sharedSeed: undefined } }); // a seed changes no request

/** The clip keys of chained clips by their chain keys, for the catalogue. */
export const chainsOf = (
  clips: readonly Pick<PlannedClip, 'clipKey' | 'chainKeys'>[],
): Record<string, string> =>
  Object.fromEntries(clips.flatMap(({ clipKey, chainKeys = [] }) => chainKeys.map((key) => [key, clipKey])));
