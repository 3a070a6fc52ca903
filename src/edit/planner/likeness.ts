import type { PlannerShot } from './planner-shot.ts';

/** Words that say nothing about what a picture shows. */
const IDLE_WORDS = new Set(
  'a an and are as at by for from her his in into is it its of off on or out over she he that the their them they this through to under up we with while camera shot close wide'.split(
    ' ',
  ),
);

/** Shots that have this much in common are the same picture. */
const SAME = 1;

const wordsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter(
      (word) => word.length > 2 && !IDLE_WORDS.has(word),
    ),
  );

/**
 * How alike any two shots are, 0–1: 1 for the same shot and within a group, else the share of words that two prompts have
 * in common (P. Jaccard, 1912), rare words counting more (K. Spärck Jones, "A statistical interpretation of term
 * specificity", Journal of Documentation 28, 1972), so that the hero's name in every prompt does not make all alike.
 */
export function measureLikeness(shots: readonly PlannerShot[]): Float64Array {
  const count = shots.length;
  const words = shots.map(({ prompt = '' }) => wordsOf(prompt));
  const frequency = new Map<string, number>();
  for (const set of words) for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weightOf = (word: string): number => Math.log((1 + count) / frequency.get(word)!);
  const weights = words.map((set) => [...set].reduce((sum, word) => sum + weightOf(word), 0));
  const likeness = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    likeness[a * count + a] = SAME;
    for (let b = a + 1; b < count; b++) {
      const isGroup = shots[a]!.alike !== undefined && shots[a]!.alike === shots[b]!.alike;
      let common = 0;
      if (!isGroup) for (const word of words[a]!) if (words[b]!.has(word)) common += weightOf(word);
      const all = weights[a]! + weights[b]! - common;
      const value = isGroup ? SAME : all > 0 ? common / all : 0;
      likeness[a * count + b] = value;
      likeness[b * count + a] = value;
    }
  }
  return likeness;
}
