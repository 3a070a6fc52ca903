// Fits the weights by which src/song/beat-choice.ts chooses between ways to count a song, and prints them:
//
//   node weigh-countings.mjs <folder of songs> [further folders …]
//
// The songs are make-songs.mjs's, of more than a minute, and none that the network has learned from; those that are cut in
// the middle of a bar are left out, as songs seldom are. Bare drum loops are added, which leave the octave to the tempo. Softmax regression (multinomial logit over each song's ways to count, D.
// McFadden, "Conditional logit analysis of qualitative choice behavior", 1974) by Adam: what speaks for each way to count a
// song, and which of them are right. Weights from two songs in three are tried on the third before those from all are
// printed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { createJiti } from 'jiti';

const folders = process.argv.slice(2);
const jiti = createJiti(import.meta.url);
const { finishSteps } = await jiti.import('../../src/song/steps.ts');
const { listCountings } = await jiti.import('../../src/song/track-beats.ts');
const { gapsOf, median } = await jiti.import('../../src/core/numbers.ts');
const { createSongListener } = await jiti.import('../../src/song/song-features.ts');
const { playDrumSong } = await jiti.import('../../test/song/drum-song.ts');
const WINDOW_SECONDS = 0.07;
const SAME_TEMPO = 0.04;
/** How fast what a counting is worth falls behind the best one of its song. */
const SHARPNESS = 6;
/** A song whose best counting is worth less (2 is right in all) has none that is right. */
const LEAST_WORTH = 1.2;
const ROUNDS = 300;
const RATE = 0.05;
const DECAY = 0.003;
const PARTS = 3;
const LOOP_TEMPI = [60, 66, 75, 82, 90, 97, 105, 112, 120, 130, 140, 150, 160, 170, 180];

/** F-measure of times, those that lie within 70 ms of each other being the same; both in order. */
function likeness(truth, heard) {
  let hits = 0;
  for (let a = 0, b = 0; a < truth.length && b < heard.length;) {
    if (Math.abs(truth[a] - heard[b]) <= WINDOW_SECONDS) {
      hits++;
      a++;
      b++;
    } else if (heard[b] < truth[a]) b++;
    else a++;
  }
  return truth.length + heard.length === 0 ? 0 : (2 * hits) / (truth.length + heard.length);
}

function* composedSongs() {
  for (const folder of folders) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.bin'))) {
      const song = deserialize(readFileSync(join(folder, file)));
      if (song.beats.length > 1 && song.positions[0] === 1) yield song;
    }
  }
}

function* drumLoops() {
  for (const tempoBpm of LOOP_TEMPI) {
    for (const beatsPerBar of [3, 4]) {
      const { samples, sampleRateHz, beats } = playDrumSong({ tempoBpm, beatsPerBar, seconds: 30 });
      const listener = createSongListener(sampleRateHz);
      listener.push([samples]);
      yield {
        features: listener.finish(),
        beats,
        positions: beats.map((_, beat) => (beat % beatsPerBar) + 1),
      };
    }
  }
}

/** What a song's ways to count are worth, and what speaks for them. */
function judge({ features, beats, positions }) {
  const downbeats = beats.filter((_, index) => positions[index] === 1);
  const tempoBpm = 60 / median(gapsOf(beats));
  const countings = finishSteps(listCountings({ features, tempoRangeBpm: [43, 232] }));
  return Object.fromEntries(
    Object.entries(countings).map(([look, list]) => [
      look,
      list.map(({ timesInSeconds, bars, tempoBpm: heardBpm, evidence }) => {
        const starts = timesInSeconds.filter((_, index) => bars.positions[index] === 1);
        const isTempo = Math.abs(heardBpm / tempoBpm - 1) <= SAME_TEMPO;
        const worth =
          likeness(beats, timesInSeconds) + 0.5 * likeness(downbeats, starts) + (isTempo ? 0.5 : 0);
        return { worth, evidence };
      }),
    ]),
  );
}

/** Of each song, how much of the choice each way to count should get. */
function targetsOf(countings) {
  const best = Math.max(...countings.map(({ worth }) => worth));
  const shares = countings.map(({ worth }) => Math.exp(SHARPNESS * (worth - best)));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}

function fit(songs) {
  const cases = songs
    .filter((countings) => Math.max(...countings.map(({ worth }) => worth)) >= LEAST_WORTH)
    .map((countings) => ({
      targets: targetsOf(countings),
      evidence: countings.map(({ evidence }) => evidence),
    }));
  const kinds = cases[0].evidence[0].length;
  // in units of their deviation within songs, all kinds of evidence learn equally fast
  const deviations = Array.from({ length: kinds }, (_, kind) => {
    let squares = 0;
    let total = 0;
    for (const { evidence } of cases) {
      const mean = evidence.reduce((sum, row) => sum + row[kind], 0) / evidence.length;
      for (const row of evidence) squares += (row[kind] - mean) ** 2;
      total += evidence.length;
    }
    return Math.sqrt(squares / total) || 1;
  });
  const weights = deviations.map(() => 0);
  const moments = deviations.map(() => [0, 0]);
  for (let round = 1; round <= ROUNDS; round++) {
    const gradient = weights.map(() => 0);
    for (const { targets, evidence } of cases) {
      const totals = evidence.map((row) =>
        row.reduce((sum, value, kind) => sum + (value / deviations[kind]) * weights[kind], 0),
      );
      const most = Math.max(...totals);
      const shares = totals.map((total) => Math.exp(total - most));
      const sum = shares.reduce((a, b) => a + b, 0);
      evidence.forEach((row, index) =>
        row.forEach(
          (value, kind) =>
            (gradient[kind] += (value / deviations[kind]) * (targets[index] - shares[index] / sum)),
        ),
      );
    }
    weights.forEach((weight, kind) => {
      const slope = gradient[kind] / cases.length - DECAY * weight;
      const moment = moments[kind];
      moment[0] = 0.9 * moment[0] + 0.1 * slope;
      moment[1] = 0.999 * moment[1] + 0.001 * slope ** 2;
      weights[kind] +=
        (RATE * (moment[0] / (1 - 0.9 ** round))) / (Math.sqrt(moment[1] / (1 - 0.999 ** round)) + 1e-8);
    });
  }
  return weights.map((weight, kind) => weight / deviations[kind]);
}

function worthOfChosen(songs, weights) {
  const chosen = songs.map((countings) => {
    const totals = countings.map(({ evidence }) =>
      evidence.reduce((sum, value, kind) => sum + value * weights[kind], 0),
    );
    return countings[totals.indexOf(Math.max(...totals))].worth;
  });
  return chosen.reduce((sum, worth) => sum + worth, 0) / chosen.length;
}

const judged = [...composedSongs(), ...drumLoops()].map(judge);
for (const [look, name] of [
  ['first', 'FIRST_WEIGHTS'],
  ['second', 'SECOND_WEIGHTS'],
]) {
  const songs = judged.map((song) => song[look]).filter((countings) => countings.length > 1);
  const tried = Array.from({ length: PARTS }, (_, part) => {
    const isPart = (_song, index) => index % PARTS === part;
    const weights = fit(songs.filter((song, index) => !isPart(song, index)));
    return worthOfChosen(songs.filter(isPart), weights);
  });
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const best = mean(songs.map((countings) => Math.max(...countings.map(({ worth }) => worth))));
  const now = mean(songs.map((countings) => countings[0].worth));
  console.log(
    `${songs.length} songs; worth of the first in the list ${now.toFixed(3)}, of what other songs' weights choose ${mean(tried).toFixed(3)}, of the best ${best.toFixed(3)} of 2`,
  );
  console.log(
    `${name} = [${fit(songs)
      .map((weight) => weight.toFixed(2))
      .join(', ')}]`,
  );
}
