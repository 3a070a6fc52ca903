// Fits the weights by which track-beats.ts chooses between tempi: node weigh-hypotheses.mjs <folder of songs> [count]
//
// Softmax regression on held-out songs: what speaks for each way to count a song, and which of them is the right one.
import { readdirSync, readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { createJiti } from 'jiti';

const [folder, count = '120'] = process.argv.slice(2);
const jiti = createJiti(import.meta.url);
const { trackBeats, evidenceOf } = await jiti.import('../../src/song/track-beats.ts');
const WINDOW_SECONDS = 0.07;
const RATE = 0.5;
const DECAY = 0.0003;

const hits = (truth, heard) =>
  truth.filter((time) => heard.some((other) => Math.abs(other - time) < WINDOW_SECONDS)).length;
const songs = readdirSync(folder)
  .filter((file) => parseInt(file) % 12 === 11)
  .slice(0, Number(count));
const cases = songs.flatMap((file) => {
  const { beats, features } = deserialize(readFileSync(`${folder}/${file}`));
  const hypotheses = trackBeats({ features, tempoRangeBpm: [43, 232] });
  const scores = hypotheses.map(
    ({ timesInSeconds }) => (2 * hits(beats, timesInSeconds)) / (beats.length + timesInSeconds.length),
  );
  const best = Math.max(...scores);
  if (best < 0.85) return []; // the right one is not among them
  return [
    {
      right: scores.indexOf(best),
      evidence: hypotheses.map((hypothesis) => evidenceOf(hypothesis, features.durationInSeconds)),
    },
  ];
});
const weights = [6, 3, 0, 0, -1];
for (let round = 0; round < 6000; round++) {
  const gradient = weights.map(() => 0);
  for (const { right, evidence } of cases) {
    const totals = evidence.map((row) => row.reduce((sum, value, n) => sum + value * weights[n], 0));
    const shares = totals.map((total) => Math.exp(total - Math.max(...totals)));
    const sum = shares.reduce((a, b) => a + b, 0);
    evidence.forEach((row, index) =>
      row.forEach((value, n) => (gradient[n] += value * ((index === right ? 1 : 0) - shares[index] / sum))),
    );
  }
  weights.forEach((weight, n) => (weights[n] += RATE * (gradient[n] / cases.length - DECAY * weight)));
}
console.log(
  `${cases.length} songs; fit, bars, alternation, tempo, tempo²: ${weights.map((weight) => weight.toFixed(2)).join(' ')}`,
);
