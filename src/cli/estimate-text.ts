import { plural } from '../core/text.ts';
import type { ClipsEstimate } from '../node/money/estimate-clips.ts';

/** An estimate in words: what is missing, what it costs, by which prices, and what is not known. */
export function formatEstimate(estimate: ClipsEstimate): string {
  const { clipCount, durationInSeconds, provider, model, knownUsd, unknownCount, rules } = estimate;
  const knownCount = clipCount - unknownCount;
  const what = `To make: ${plural(clipCount, 'clip')}, ${durationInSeconds.toFixed(0)} s with ${provider}/${model}`;
  const cost =
    knownCount === 0
      ? 'at a price that is not known (prices in beatcut.config.ts sets one)'
      : `about $${knownUsd.toFixed(2)} for one take each${unknownCount > 0 ? `, and ${unknownCount} at a price that is not known` : ''}`;
  const sources = rules.map(
    ({ usdPerSecond, asOf, source }) => `  $${usdPerSecond}/s as of ${asOf}, ${source}`,
  );
  const warnings = estimate.warnings.map((warning) => `  ! ${warning}`);
  return [`${what}, ${cost}.`, ...sources, ...warnings].join('\n');
}
