import { describe, expect, test } from 'vitest';
import {
  findPrice,
  PRICE_RULES,
  priceRuleSchema,
  type PriceRule,
} from '../../../src/node/money/price-rules.ts';
import type { GenerationPlan } from '../../../src/providers/video-provider.ts';
import { orderFor } from '../test-project.ts';

const { shotId: _, referenceFiles: __, ...order } = orderFor('a lake');
const planFor = (model: string, parts: Partial<GenerationPlan> = {}): GenerationPlan => ({
  order: { ...order, seed: 1 },
  model,
  durationInSeconds: 8,
  width: 1280,
  height: 720,
  fps: 24,
  warnings: [],
  estimatedCostUsd: null,
  ...parts,
});
const rule = (match: string, usdPerSecond: number, parts: Partial<PriceRule> = {}): PriceRule => ({
  match,
  usdPerSecond,
  asOf: '2026-11',
  source: 'a bill',
  ...parts,
});

describe('the price of a clip', () => {
  test('follows provider and model, and is of no model that no rule names', () => {
    const rules = [rule('fal/*wan*', 0.05), rule('*/ltx', 0.02)];
    expect(findPrice(planFor('fal-ai/wan-2.6'), 'fal', [rules])?.usd).toBeCloseTo(0.4);
    expect(findPrice(planFor('wan-2.6'), 'own', [rules])).toBeUndefined();
    expect(findPrice(planFor('LTX'), 'own', [rules])?.usd).toBeCloseTo(0.16);
    expect(findPrice(planFor('ltx-2'), 'own', [rules])).toBeUndefined();
  });

  test('depends on size and sound, and what is not known is taken for the dearer', () => {
    const rules = [
      rule('*/m', 0.1, { when: { audio: false } }),
      rule('*/m', 0.3, { when: { audio: true } }),
      rule('*/m', 0.9, { when: { size: '1080p' } }),
    ];
    expect(findPrice(planFor('m', { audio: false }), 'p', [rules])?.usd).toBeCloseTo(0.8);
    expect(findPrice(planFor('m'), 'p', [rules])?.usd).toBeCloseTo(2.4);
    expect(findPrice(planFor('m', { width: 1080, height: 1920 }), 'p', [rules])?.usd).toBeCloseTo(7.2);
  });

  test('is never under the least that a clip costs, and the first list that knows it counts', () => {
    const own = [rule('*/m', 0.01, { minimumUsd: 0.25 })];
    expect(findPrice(planFor('m'), 'p', [own, [rule('*/m', 1)]])?.usd).toBe(0.25);
    expect(findPrice(planFor('m'), 'p', [[], [rule('*/m', 1)]])?.usd).toBe(8);
  });

  test('the rules that come with beatcut are valid, dated and say their source', () => {
    for (const known of PRICE_RULES) {
      expect(priceRuleSchema.safeParse(known).success).toBe(true);
      expect(known.asOf).toMatch(/^20\d\d-\d\d$/);
    }
    expect(findPrice(planFor('veo-3.1-generate-preview'), 'google', [PRICE_RULES])?.usd).toBeCloseTo(3.2);
    expect(
      findPrice(planFor('veo-3.1-fast-generate-preview', { audio: false }), 'g', [PRICE_RULES])?.usd,
    ).toBeCloseTo(0.8);
    expect(findPrice(planFor('veo-3.1-lite-generate-preview'), 'g', [PRICE_RULES])?.usd).toBeCloseTo(0.4);
  });
});
