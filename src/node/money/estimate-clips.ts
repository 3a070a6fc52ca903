import type { VideoProvider } from '../../providers/video-provider.ts';
import type { PlannedClip } from '../../clips/planned-clip.ts';
import { findPrice, type PriceRule } from './price-rules.ts';

/** What it would take to make some clips, one take each. */
export interface ClipsEstimate {
  provider: string;
  model: string;
  clipCount: number;
  /** What is billed, after snapping to what the model can do. */
  durationInSeconds: number;
  /** Sum of the prices that are known. */
  knownUsd: number;
  /** How many clips have no known price. */
  unknownCount: number;
  /** The rules that were used; none where the provider knows its prices itself. */
  rules: PriceRule[];
  /** What the model can't do as asked, each once. */
  warnings: string[];
}

/** What `estimateClips` takes. */
export interface EstimateClipsOptions {
  clips: readonly PlannedClip[];
  provider: VideoProvider;
  prices: readonly (readonly PriceRule[])[];
}

/** Estimates, offline, what a provider would bill for one take of each clip. */
export function estimateClips({ clips, provider, prices }: EstimateClipsOptions): ClipsEstimate {
  const estimate: ClipsEstimate = {
    provider: provider.id,
    model: '',
    clipCount: clips.length,
    durationInSeconds: 0,
    knownUsd: 0,
    unknownCount: 0,
    rules: [],
    warnings: [],
  };
  const rules = new Set<PriceRule>();
  const warnings = new Set<string>();
  for (const clip of clips) {
    const plan = provider.plan({ ...clip, seed: 1 });
    const price = plan.estimatedCostUsd === null ? findPrice(plan, provider.id, prices) : undefined;
    const usd = plan.estimatedCostUsd ?? price?.usd;
    estimate.model = plan.model;
    estimate.durationInSeconds += plan.durationInSeconds;
    estimate.knownUsd += usd ?? 0;
    if (usd === undefined) estimate.unknownCount += 1;
    if (price !== undefined) rules.add(price.rule);
    for (const warning of plan.warnings) warnings.add(warning);
  }
  return { ...estimate, rules: [...rules], warnings: [...warnings] };
}
