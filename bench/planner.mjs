// Compares planned edits with three simple ones, checks that every cut lies on the beat that it names, and measures the speed:
//
//   node bench/planner.mjs [--music <folder with dev/>]
//
// Songs: those in <folder>/dev as beatcut hears them (skipped without the folder), and synthetic ones. The weights of the
// styles were chosen by looking at the songs in CHOSEN_ON only; the table is of all others.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({ options: { music: { type: 'string' } } });
const musicFolder = join(options.music ?? resolve(root, '../shared/beats'), 'dev');

/** What the weights were chosen on; not in the table. */
const CHOSEN_ON = new Set([
  'hardest-cut.mp3',
  'band__fd_between.ogg',
  'electronic__dr8v2.ogg',
  'real__sm_goin_under.ogg',
]);
const FRAME_RATES = [24, 25, 29.97, 30, 50, 60];
const SHOT_COUNT = 40;
/** A beat-grid cut is on a place when it is this near to it. */
const NEAR_SECONDS = 0.03;

const jiti = createJiti(import.meta.url);
const { planCuts } = await jiti.import('../src/edit/planner/plan-cuts.ts');
const { CUT_STYLES } = await jiti.import('../src/edit/planner/cut-styles.ts');
const { createSongCourse } = await jiti.import('../src/edit/planner/song-course.ts');
const { createRandom } = await jiti.import('../src/core/random.ts');
const { secondsToFrame } = await jiti.import('../src/core/time.ts');
const { decodeAudio } = await jiti.import('../src/node/media/decode-audio.ts');
const { analyzeSong } = await jiti.import('../src/song/index.ts');
const { renderSong } = await jiti.import('../src/testing/index.ts');

const shots = Array.from({ length: SHOT_COUNT }, (_, index) => ({ id: `shot-${index + 1}` }));

/** Songs with parts of different strength, in three tempi and meters. */
function renderSynthetic() {
  const section = (label, lengthInBars, gainDb, busy) => ({
    label,
    lengthInBars,
    chords: 'Am F C G',
    parts: {
      kick: { pattern: busy ? 'X...X...X...X...' : 'X.......x.......', gainDb },
      snare: { pattern: busy ? '....X.......X...' : '............x...', gainDb },
      hat: { pattern: busy ? 'x.x.x.x.x.x.x.x.' : 'x...x...x...x...', gainDb },
      bass: { pattern: '1!:1 1:1 5:1 1:1', gainDb },
    },
  });
  return [92, 124, 150].map((tempo) => ({
    name: `synthetic ${tempo} BPM`,
    ...renderSong({
      score: {
        seed: `planner ${tempo}`,
        tempo,
        leadInSeconds: 0.3,
        tailInSeconds: 1,
        sections: [
          section('intro', 4, -12, false),
          section('verse', 8, -5, false),
          section('chorus', 8, 0, true),
          section('verse', 8, -5, false),
          section('chorus', 8, 0, true),
          section('outro', 4, -10, false),
        ],
      },
    }),
  }));
}

async function readSongs() {
  const files = existsSync(musicFolder)
    ? readdirSync(musicFolder)
        .filter((file) => file.endsWith('.ogg'))
        .map((file) => join(musicFolder, file))
    : [];
  if (files.length === 0) console.log(`There is no ${musicFolder}: only synthetic songs are measured.\n`);
  const songs = [];
  for (const file of files) {
    const { channels, sampleRateHz } = await decodeAudio({ path: file });
    songs.push({ name: basename(file), song: analyzeSong({ channels, sampleRateHz }) });
  }
  for (const { name, channels, sampleRateHz } of renderSynthetic())
    songs.push({ name, song: analyzeSong({ channels, sampleRateHz }) });
  return songs;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const isNear = (time, places) => places.some((place) => Math.abs(place - time) < NEAR_SECONDS);

/** Correlation of two series; NaN where one does not vary. */
function correlation(a, b) {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, powerA, powerB] = [0, 0, 0];
  a.forEach((value, index) => {
    both += (value - meanA) * (b[index] - meanB);
    powerA += (value - meanA) ** 2;
    powerB += (b[index] - meanB) ** 2;
  });
  return both / Math.sqrt(powerA * powerB);
}

/** Windows in which cuts are counted. */
const WINDOW_SECONDS = 8;

/** What an edit is worth by open measures; all but the correlation are shares, 0–1. */
function measure(song, style, { times, order }) {
  const downbeats = song.beats.filter(({ beatInBar }) => beatInBar === 1).map((beat) => beat.timeInSeconds);
  const borders = song.sections.slice(1).map(({ startInSeconds }) => startInSeconds);
  const drops = (song.buildUps ?? []).map(({ dropInSeconds }) => dropInSeconds);
  const course = createSongCourse(song);
  const windows = Math.max(2, Math.floor(song.durationInSeconds / WINDOW_SECONDS));
  const width = song.durationInSeconds / windows;
  const counts = Array.from(
    { length: windows },
    (_, index) => times.filter((time) => Math.floor(time / width) === index).length,
  );
  const intensities = counts.map((_, index) =>
    mean([0.1, 0.3, 0.5, 0.7, 0.9].map((share) => course.intensityAt((index + share) * width))),
  );
  const edges = [0, ...times, song.durationInSeconds];
  const holds = edges.slice(1).map((time, index) => time - edges[index]);
  const { minHoldInSeconds: min, maxHoldInSeconds: max } = style;
  const mix = ({ quiet, loud }, x) => quiet * (loud / quiet) ** x;
  const within = holds.filter((hold, index) => {
    const intensity = mean(
      [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => course.intensityAt(edges[index] + share * hold)),
    );
    return hold >= 0.95 * mix(min, intensity) && hold <= 1.05 * mix(max, intensity);
  });
  const repeats = order.filter((shot, index) => index > 0 && shot === order[index - 1]);
  return {
    cuts: (60 * times.length) / song.durationInSeconds,
    downbeats: downbeats.length === 0 ? NaN : mean(times.map((time) => Number(isNear(time, downbeats)))),
    sections: borders.length === 0 ? NaN : mean(borders.map((border) => Number(isNear(border, times)))),
    drops: drops.length === 0 ? NaN : mean(drops.map((drop) => Number(isNear(drop, times)))),
    energy: correlation(counts, intensities),
    within: within.length / holds.length,
    repeats: repeats.length / Math.max(1, order.length - 1),
  };
}

/** As many shots as there are slots, by chance. */
const byChance = (count, seed) => {
  const random = createRandom(`order ${seed}`);
  return Array.from({ length: count }, () => Math.floor(random() * SHOT_COUNT));
};

/** The edits that are compared; each baseline makes about as many cuts as the plan. */
function editsOf(name, song, styleName) {
  const plan = planCuts({ song, shots, style: styleName });
  const planned = plan.cuts.map(({ timeInSeconds }) => timeInSeconds);
  const beats = song.beats.map(({ timeInSeconds }) => timeInSeconds);
  const grid =
    beats.length > 0
      ? beats
      : Array.from({ length: Math.floor(2 * song.durationInSeconds) }, (_, n) => n / 2);
  const random = createRandom(`cuts ${name}`);
  const atRandom = planned.map(() => random() * song.durationInSeconds).sort((a, b) => a - b);
  return {
    planned: { times: planned, order: plan.slots.map(({ shotId }) => shotId) },
    'every 4th beat': withOrder(
      grid.filter((_, index) => index > 0 && index % 4 === 0),
      name,
    ),
    random: withOrder(atRandom, name),
    'energy, greedy': withOrder(greedily(song, grid, CUT_STYLES[styleName]), name),
  };
}

const withOrder = (times, name) => ({ times, order: byChance(times.length + 1, name) });

/** Cuts at the first beat at which the shot is as long as the energy there asks for. */
function greedily(song, grid, { holdInSeconds: { quiet, loud } }) {
  const course = createSongCourse(song);
  const times = [];
  for (const time of grid) {
    const hold = quiet * (loud / quiet) ** course.intensityAt(time);
    if (time - (times.at(-1) ?? 0) >= hold && time < song.durationInSeconds - 0.2) times.push(time);
  }
  return times;
}

const songs = await readSongs();
const measured = songs.filter(({ name }) => !CHOSEN_ON.has(name));
const columns = ['cuts', 'downbeats', 'sections', 'drops', 'energy', 'within', 'repeats'];
console.log(
  `${measured.length} songs that no weight was chosen on; cuts a minute, share of cuts on downbeats, share of section borders and drops with a cut, correlation of cut density with the music's intensity (windows of ${WINDOW_SECONDS} s), share of shots within the style's shortest and longest, share of shots that repeat the one before.\n`,
);
console.log(['style'.padEnd(18), 'edit'.padEnd(15), ...columns.map((name) => name.padStart(10))].join(''));
for (const styleName of Object.keys(CUT_STYLES)) {
  const rows = new Map();
  for (const { name, song } of measured)
    for (const [edit, cuts] of Object.entries(editsOf(name, song, styleName)))
      rows.set(edit, [...(rows.get(edit) ?? []), measure(song, CUT_STYLES[styleName], cuts)]);
  for (const [edit, values] of rows) {
    const cells = columns.map((column) => {
      const numbers = values.map((value) => value[column]).filter(Number.isFinite);
      return (numbers.length === 0 ? '–' : mean(numbers).toFixed(column === 'cuts' ? 1 : 3)).padStart(10);
    });
    console.log([styleName.padEnd(18), edit.padEnd(15), ...cells].join(''));
  }
}

// frames: every song, style and frame rate
let [checked, furthest, wrongSums, unnamed] = [0, 0, 0, 0];
for (const { song } of songs) {
  for (const styleName of Object.keys(CUT_STYLES)) {
    for (const fps of FRAME_RATES) {
      const { slots, cuts } = planCuts({ song, shots, style: styleName, fps });
      cuts.forEach((cut, index) => {
        const named = timeOfName(song, cut.name);
        if (named === null) unnamed += 1;
        const frame = slots[index + 1].startFrame;
        furthest = Math.max(furthest, Math.abs(frame - (named ?? cut.timeInSeconds) * fps));
        checked += 1;
      });
      const sum = slots.reduce((frames, slot) => frames + slot.endFrame - slot.startFrame, 0);
      if (sum !== secondsToFrame({ timeInSeconds: song.durationInSeconds, fps })) wrongSums += 1;
    }
  }
}
console.log(
  `\n${songs.length} songs × ${Object.keys(CUT_STYLES).length} styles × ${FRAME_RATES.join(', ')} fps: ${checked} cuts, the furthest ${furthest.toFixed(4)} frames from the beat that it names (${unnamed} name a time instead, in songs without a sure beat); ${wrongSums} plans whose shots do not sum up to the song to the frame.`,
);

/** The time of `bar 12 beat 3½` in the song map, or `null` for a name that is a time. */
function timeOfName(song, name) {
  const match = /^(?:bar (\d+)|(pick-up))(?: beat (\d+)(½)?)?$/.exec(name);
  if (match === null) return null;
  const bar = match[2] === undefined ? Number(match[1]) : 0;
  const index = song.beats.findIndex((beat) => beat.bar === bar && beat.beatInBar === Number(match[3] ?? 1));
  const time = song.beats[index].timeInSeconds;
  return match[4] === undefined ? time : (time + song.beats[index + 1].timeInSeconds) / 2;
}

// speed: 200 shots over ten minutes
const long = repeatSong(songs.at(-2).song, 600);
for (const style of ['hard-cut', 'build-and-release']) {
  const durations = [];
  const processor = [];
  for (let run = 0; run < 7; run++) {
    const began = performance.now();
    const before = process.cpuUsage();
    planCuts({ song: long, shots: manyShots(200), style, seed: run });
    const { user, system } = process.cpuUsage(before);
    durations.push(performance.now() - began);
    processor.push((user + system) / 1000);
  }
  const { slots } = planCuts({ song: long, shots: manyShots(200), style });
  console.log(
    `200 shots over ${(long.durationInSeconds / 60).toFixed(1)} min (${long.beats.length} beats), ${style}: ${slots.length} slots, median of 7 runs ${durations.sort((a, b) => a - b)[3].toFixed(0)} ms, slowest ${durations[6].toFixed(0)} ms; ${processor.sort((a, b) => a - b)[3].toFixed(0)} ms of processor time`,
  );
}

function manyShots(count) {
  const words = [
    'harbour',
    'forest',
    'city',
    'train',
    'dancer',
    'storm',
    'kitchen',
    'desert',
    'tower',
    'river',
  ];
  return Array.from({ length: count }, (_, index) => ({
    id: `shot-${index}`,
    prompt: `${words[index % 10]} at ${words[(index * 7) % 10]} with ${words[(index * 3 + 1) % 10]} ${index}`,
    ...(index % 5 === 0 && { role: 'chorus' }),
  }));
}

/** A song map played over and over until it is long enough. */
function repeatSong(song, seconds) {
  const rounds = Math.ceil(seconds / song.durationInSeconds);
  const bars = song.beats.at(-1).bar;
  const later = (items, ...members) =>
    Array.from({ length: rounds }, (_, round) =>
      items.map((item) => ({
        ...item,
        ...Object.fromEntries(
          members.map((member) => [member, item[member] + round * song.durationInSeconds]),
        ),
        ...(item.bar !== undefined && { bar: item.bar + round * (bars + 1) }),
      })),
    ).flat();
  const curve = (values) => Array.from({ length: rounds }, () => values).flat();
  return {
    ...song,
    durationInSeconds: rounds * song.durationInSeconds,
    beats: later(song.beats, 'timeInSeconds'),
    sections: later(song.sections, 'startInSeconds', 'endInSeconds'),
    phrases: later(song.phrases, 'startInSeconds', 'endInSeconds'),
    hits: later(song.hits, 'timeInSeconds'),
    buildUps: later(song.buildUps, 'startInSeconds', 'dropInSeconds'),
    energy: Object.fromEntries(
      Object.entries(song.energy).map(([name, value]) => [name, Array.isArray(value) ? curve(value) : value]),
    ),
  };
}
