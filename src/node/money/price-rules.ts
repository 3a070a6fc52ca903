import { z } from 'zod';
import type { GenerationPlan } from '../../providers/video-provider.ts';

/** What clips of some models cost, as someone said on some day. Plain data. */
export interface PriceRule {
  /** Which provider and model: `fal/*`, `*` + `/veo-3.1-fast*`. `*` stands for anything, upper and lower case are the same. */
  match: string;
  /** US dollars per second of clip. */
  usdPerSecond: number;
  /** Only for such clips. */
  when?: {
    /** The clip's shorter side: `720p`. */
    size?: string;
    /** Whether a sound track is made. */
    audio?: boolean;
  };
  /** The least that one clip costs. */
  minimumUsd?: number;
  /** When the price was so: `2026-04`. */
  asOf: string;
  /** Who said so. */
  source: string;
}

/** The schema of a price rule. */
export const priceRuleSchema: z.ZodType<PriceRule> = z.strictObject({
  match: z.string().regex(/^[^/]+\/.+$/, 'expected provider/model, such as fal/*wan*'),
  usdPerSecond: z.number().nonnegative(),
  when: z
    .strictObject({
      size: z
        .string()
        .regex(/^\d+p$/, 'expected a size such as 720p')
        .optional(),
      audio: z.boolean().optional(),
    })
    .optional(),
  minimumUsd: z.number().nonnegative().optional(),
  asOf: z.string(),
  source: z.string(),
}) as z.ZodType<PriceRule>; // zod writes `?: T | undefined`, the type says `?: T`

/**
 * Prices that were published somewhere. Vendors, resellers and dates disagree, so they are a beginning, not the truth; `asOf` is
 * when a price was published or, where it bears no date, read:
 * `prices` in the config goes before them. Models with open weights are listed only for hosts that sell them.
 */
export const PRICE_RULES: readonly PriceRule[] = [
  ...priced(
    '*/*veo-3.1-generate*',
    '2026-04',
    'gateway price lists',
    [0.2, { audio: false }],
    [0.4, { audio: true }],
  ),
  ...priced('*/*veo-3.1', '2026-04', 'gateway price lists', [0.2, { audio: false }], [0.4, { audio: true }]),
  ...priced(
    '*/*veo-3.1-fast*',
    '2026-04',
    'gateway price lists',
    [0.1, { audio: false }],
    [0.15, { audio: true }],
  ),
  ...priced(
    '*/*veo-3.1-lite*',
    '2026-11',
    'threads of open-source proxies',
    [0.05, { size: '720p' }],
    [0.08, { size: '1080p' }],
  ),
  ...priced('*/*kling*3.0*', '2026-11', 'a reseller (Venice)', [0.09]),
  ...priced('*/*kling*turbo-pro*', '2026-11', 'a reseller (Venice)', [0.154]),
  ...priced('*/*kling*4.0*', '2026-11', 'a reseller (Venice)', [0.196]),
  ...priced('*/*seedance-2.0-mini*', '2026-11', 'a reseller (Venice)', [0.044]),
  ...priced(
    '*/grok-imagine-video*',
    '2026-11',
    'a reseller (Venice)',
    [0.063, { size: '480p' }],
    [0.089, { size: '720p' }],
  ),
  ...priced('alibaba*/wan2.*', '2026-11', 'a reseller (Venice)', [0.055]),
  ...priced('*/*minimax-h3*', '2026-10', 'a gateway', [0.072]),
  ...priced('fal*/*ltx-2*fast*', '2025-10', 'documentation of ComfyUI', [0.04]),
  ...priced('fal*/*ltx-2*pro*', '2025-10', 'documentation of ComfyUI', [0.06]),
  ...priced('*/gen4_turbo', '2026-11', 'a reseller (Venice)', [0.068]),
];

function priced(
  match: string,
  asOf: string,
  source: string,
  ...prices: [usdPerSecond: number, when?: NonNullable<PriceRule['when']>][]
): PriceRule[] {
  return prices.map(([usdPerSecond, when]) => ({
    match,
    usdPerSecond,
    ...(when !== undefined && { when }),
    asOf,
    source,
  }));
}

/** What a clip would cost, and how that is known. */
export interface Price {
  usd: number;
  rule: PriceRule;
}

/**
 * The price of a planned clip by the first list that has a rule for it. Of several rules that fit, the dearest counts:
 * what is not known of the clip, such as whether it gets sound, is taken for what costs more.
 */
export function findPrice(
  { model, durationInSeconds, width, height, audio }: GenerationPlan,
  provider: string,
  lists: readonly (readonly PriceRule[])[],
): Price | undefined {
  const size = `${Math.min(width, height)}p`;
  for (const rules of lists) {
    const [dearest] = rules
      .filter(({ match, when }) => {
        const sizeFits = when?.size === undefined || when.size === size;
        const audioFits = when?.audio === undefined || audio === undefined || when.audio === audio;
        return sizeFits && audioFits && matches(`${provider}/${model}`, match);
      })
      // [$/s] · [s] = [$]
      .map((rule) => ({ usd: Math.max(rule.minimumUsd ?? 0, rule.usdPerSecond * durationInSeconds), rule }))
      .sort((a, b) => b.usd - a.usd);
    if (dearest !== undefined) return dearest;
  }
  return undefined;
}

/** Fills a plan's estimate in where the provider knows no price of its own. */
export function pricePlan(
  plan: GenerationPlan,
  provider: string,
  lists: readonly (readonly PriceRule[])[],
): GenerationPlan {
  if (plan.estimatedCostUsd !== null) return plan;
  return { ...plan, estimatedCostUsd: findPrice(plan, provider, lists)?.usd ?? null };
}

/** Whether a text fits a pattern with `*` for anything. */
function matches(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(text);
}
