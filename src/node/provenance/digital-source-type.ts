import type { Take } from '../../clips/take.ts';
import { FILES_PROVIDER, UNKNOWN_MODEL } from '../import-takes.ts';

/** The beginning of every digital source type's address. */
const NEWSCODES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** How a picture came about, by the IPTC's words. */
export type DigitalSourceType =
  | 'trainedAlgorithmicMedia'
  | 'algorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia'
  | 'compositeSynthetic'
  | 'composite';

/** The address that stands for a digital source type in metadata. */
export const digitalSourceTypeUrl = (type: DigitalSourceType): string => `${NEWSCODES}${type}`;

/** Provider ids of takes that no model made: the built-in drawings, and files that a person brought. */
const DRAWN = 'animatic';
const BROUGHT = FILES_PROVIDER;

/** How a take came about; `null` for a file that a person brought without naming a model, which only they know. */
export function digitalSourceTypeOf({
  provider,
  model,
}: Pick<Take, 'provider' | 'model'>): DigitalSourceType | null {
  if (provider === BROUGHT && model === UNKNOWN_MODEL) return null;
  return provider === DRAWN ? 'algorithmicMedia' : 'trainedAlgorithmicMedia';
}

/**
 * How a film of such takes came about: it holds AI-generated pictures as soon as one of its takes does.
 * Source: IPTC Digital Source Type NewsCodes.
 */
export function filmSourceTypeOf(takes: readonly Pick<Take, 'provider' | 'model'>[]): DigitalSourceType {
  const types = takes.map(digitalSourceTypeOf);
  if (types.includes('trainedAlgorithmicMedia')) return 'compositeWithTrainedAlgorithmicMedia';
  return types.includes('algorithmicMedia') ? 'compositeSynthetic' : 'composite';
}
