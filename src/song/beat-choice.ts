import type { BarCount } from './count-bars.ts';

/** A way to count a song, as far as the choice between them goes. */
interface Countable {
  /** How likely each beat is by itself, 0–1. */
  likelihoods: readonly number[];
  tempoBpm: number;
  bars: Pick<BarCount, 'score'>;
  /** How much of what sounded like a beat it explains: the cosine between both, 0–1. */
  fit: number;
}

/**
 * What the numbers of `evidenceOf` weigh, by softmax regression on about a hundred synthesised songs that the network had
 * not learned from. Neither the second nor the third is well determined: on three hundred others the regression
 * (`bench/song-training/weigh-countings.mjs`) finds 10.5 and −1.2, which choose no better; −3.5 is kept because 60 and 70
 * BPM come out right with it.
 */
const FIRST_WEIGHTS: readonly number[] = [9.6, 5.25, -3.5, -1.44, -0.47];
/**
 * What the numbers of `evidenceOf`, `soundEvidenceOf` and `openingEvidenceOf` weigh where a song is looked at twice, by the
 * same script on 200 synthesised songs that the network had not learned from, all from their first bar on, and 30 bare drum
 * loops. The last one, the opening's, is half of what the script finds: not all songs begin on a beat.
 */
const SECOND_WEIGHTS: readonly number[] = [
  2.02, 4.51, -4.92, 0.83, -1.93, 10.01, -1.1, 4.03, 1.42, 4.95, -0.9, 0.99, 0.65,
];
/** By how much (logarithm of the odds) another way to count must be likelier than the first choice. */
const CLEAR_ODDS = 0.2;
/** By how much (logarithm) another way to count may fit the heard beats less than the first choice does. */
const LARGEST_FIT_LOSS = 0.5;
/** Where tempi are counted from, in octaves. */
const USUAL_TEMPO_BPM = 125;

/**
 * What speaks for or against a way to count a song: its fit to the heard beats (logarithm), its bars' fit to the heard
 * downbeats (per second), how much weaker every other beat is, and its tempo in octaves and their square.
 */
export function evidenceOf(
  { fit, bars, likelihoods, tempoBpm }: Countable,
  durationInSeconds: number,
): number[] {
  const octaves = Math.log2(tempoBpm / USUAL_TEMPO_BPM);
  return [
    Math.log(fit + 1e-6),
    bars.score / durationInSeconds,
    alternationOf(likelihoods),
    octaves,
    octaves ** 2,
  ];
}

/** How much the numbers of `evidenceOf` speak for a way to count, as a logarithm. */
export const weighFirst = (evidence: readonly number[]): number => weigh(evidence, FIRST_WEIGHTS);

/**
 * Which of the ways to count comes first once the sound from beat to beat was looked at (`evidenceOf`, then
 * `soundEvidenceOf` and `openingEvidenceOf`): the likeliest of those that fit the heard beats nearly as well as the one at
 * 0, but that one unless another is clearly likelier. `beliefs` are added to what the evidence says.
 */
export function chooseAgain(evidence: readonly (readonly number[])[], beliefs: readonly number[]): number {
  const odds = evidence.map((numbers, index) =>
    numbers[0]! < evidence[0]![0]! - LARGEST_FIT_LOSS
      ? -Infinity
      : weigh(numbers, SECOND_WEIGHTS) + beliefs[index]!,
  );
  const most = odds.indexOf(Math.max(...odds));
  return odds[most]! < odds[0]! + CLEAR_ODDS ? 0 : most;
}

const weigh = (evidence: readonly number[], weights: readonly number[]): number =>
  evidence.reduce((sum, value, index) => sum + weights[index]! * value, 0);

/** How much clearer every other beat is than the ones between, 0–1: much, where a song is counted twice as fast. */
function alternationOf(likelihoods: readonly number[]): number {
  const sums = [0, 0];
  likelihoods.forEach((value, index) => (sums[index % 2]! += value));
  // an odd number of beats has one even beat more
  const even = sums[0]! / Math.ceil(likelihoods.length / 2);
  const odd = sums[1]! / Math.floor(likelihoods.length / 2);
  return even + odd === 0 ? 0 : Math.abs(even - odd) / (even + odd);
}
