// Trains the beat network on the songs of make-songs.mjs: node train.mjs <folder> <weights.json> [epochs]
// [channels] [learning rate] [weights to start from]
//
// A temporal convolutional network (M. Davies, S. Böck, "Temporal convolutional networks for musical audio beat
// tracking", EUSIPCO, 2019): a convolution, residual blocks of dilated convolutions, one output per frame for "a beat"
// and one for "a downbeat". Adam (D. Kingma, J. Ba, ICLR, 2015), cross-entropy, learning rate falling along a cosine.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { createJiti } from 'jiti';
import { createKernels } from './simd.mjs';

const [folder, weightsFile, epochs = '12', channelText = '20', peakRate = '0.004', startFile] =
  process.argv.slice(2);
const jiti = createJiti(import.meta.url);
const {
  networkInputsOf,
  NETWORK_INPUT_COUNT: INPUTS,
  NETWORK_FRAMES_PER_SECOND: FPS,
} = await jiti.import('../../src/song/network-inputs.ts');
const { createRandom } = await jiti.import('../../src/core/random.ts');

const C = Number(channelText);
const KERNEL = 5;
const DILATIONS = [1, 2, 4, 8, 16, 32, 64, 128];
const OUTPUTS = 2;
const N = 1600; // frames per song, a multiple of 16
const PAD = 320; // silence on either side, at least 2 · the largest dilation
const STRIDE = N + 2 * PAD;
const BATCH = 4;
const LEAK = 0.1;
const DROPOUT = 0.1;
const AVERAGING = 0.998; // per step, of the weights that are kept
const random = createRandom('training');
const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

// ---- memory
let words = 0;
const rows = (count) => {
  const start = words + PAD;
  words += count * STRIDE;
  return Array.from({ length: count }, (_, row) => start + row * STRIDE);
};
const list = (length) => {
  const start = words;
  words += Math.ceil(length / 4) * 4;
  return start;
};
const input = rows(INPUTS);
const sum = [rows(C), ...DILATIONS.map(() => rows(C))]; // sum[0] follows the first convolution
const raw = [rows(C), ...DILATIONS.map(() => rows(C))];
const active = DILATIONS.map(() => rows(C));
const gradient = rows(C);
const gradientRaw = rows(C);
const output = rows(OUTPUTS);
const gradientOutput = rows(OUTPUTS);

const parameters = []; // { name, start, length }
const parameter = (name, length, scale) => {
  const start = list(length);
  parameters.push({ name, start, length, scale });
  return start;
};
const first = {
  w: parameter('first.w', C * INPUTS * KERNEL, Math.sqrt(2 / (INPUTS * KERNEL))),
  b: parameter('first.b', C, 0),
};
const blocks = DILATIONS.map((_, n) => ({
  w: parameter(`${n}.w`, C * C * KERNEL, Math.sqrt(2 / (C * KERNEL))),
  b: parameter(`${n}.b`, C, 0),
  mix: parameter(`${n}.mix`, C * C, 0.5 * Math.sqrt(1 / C)),
}));
const last = { w: parameter('last.w', OUTPUTS * C, Math.sqrt(1 / C)), b: parameter('last.b', OUTPUTS, 0) };
const gradients = new Map(parameters.map(({ name, length }) => [name, list(length)]));
const turned = list(C * C * KERNEL); // weights seen from the other side
const lists = new Map();
const addresses = (key, count) => {
  if (!lists.has(key)) lists.set(key, list(count));
  return lists.get(key);
};
const firstSources = addresses('first', INPUTS * KERNEL);
const blockSources = DILATIONS.map((_, n) => addresses(`b${n}`, C * KERNEL));
const backSources = DILATIONS.map((_, n) => addresses(`g${n}`, C * KERNEL));
const mixSources = DILATIONS.map((_, n) => addresses(`m${n}`, C));
const lastSources = addresses('last', C);
const gradientSources = addresses('gradient', C);
const outputSources = addresses('output', OUTPUTS);

const { memory, mac, dots } = await createKernels(words * 4 + 65536);
const f = new Float32Array(memory.buffer);
const i32 = new Int32Array(memory.buffer);
const fillList = (at, values) => values.forEach((word, n) => (i32[at + n] = word * 4));
const taps = (sourceRows, dilation, sign = 1) =>
  sourceRows.flatMap((row) => Array.from({ length: KERNEL }, (_, k) => row + sign * (k - 2) * dilation));
fillList(firstSources, taps(input, 1));
DILATIONS.forEach((dilation, n) => {
  fillList(blockSources[n], taps(sum[n], dilation));
  fillList(backSources[n], taps(gradientRaw, dilation, -1));
  fillList(mixSources[n], active[n]);
});
fillList(lastSources, sum.at(-1));
fillList(gradientSources, gradient);
fillList(outputSources, gradientOutput);
for (const { start, length, scale } of parameters) {
  for (let n = 0; n < length; n++) f[start + n] = scale * bell();
}
f[last.b] = -3;
f[last.b + 1] = -4.5;
if (startFile !== undefined) {
  const { layers } = JSON.parse(readFileSync(startFile, 'utf8'));
  for (const { name, start } of parameters) f.set(layers[name], start);
}

const convolve = (target, sources, count, weights, bias) =>
  target.forEach((row, o) => {
    f.fill(bias === undefined ? 0 : f[bias + o], row, row + N);
    mac(row * 4, N * 4, sources * 4, (weights + o * count) * 4, count * 4);
  });
const accumulate = (of, sources, count, into, intoBias) =>
  of.forEach((row, o) => {
    dots(row * 4, N * 4, sources * 4, (into + o * count) * 4, count * 4);
    if (intoBias === undefined) return;
    let total = 0;
    for (let t = row; t < row + N; t++) total += f[t];
    f[intoBias + o] += total;
  });

/** What each row of each block is multiplied by: 0 for rows that are dropped. */
const kept = DILATIONS.map(() => new Float32Array(C).fill(1));

function forward(vary) {
  for (const row of kept)
    row.forEach((_, o) => (row[o] = !vary ? 1 : random() < DROPOUT ? 0 : 1 / (1 - DROPOUT)));
  convolve(raw[0], firstSources, INPUTS * KERNEL, first.w, first.b);
  raw[0].forEach((row, o) => {
    const to = sum[0][o];
    for (let t = 0; t < N; t++) f[to + t] = f[row + t] > 0 ? f[row + t] : LEAK * f[row + t];
  });
  blocks.forEach((block, n) => {
    convolve(raw[n + 1], blockSources[n], C * KERNEL, block.w, block.b);
    raw[n + 1].forEach((row, o) => {
      const to = active[n][o];
      const keep = kept[n][o];
      for (let t = 0; t < N; t++) f[to + t] = keep * (f[row + t] > 0 ? f[row + t] : LEAK * f[row + t]);
    });
    sum[n + 1].forEach((row, o) => {
      f.copyWithin(row, sum[n][o], sum[n][o] + N);
      mac(row * 4, N * 4, mixSources[n] * 4, (block.mix + o * C) * 4, C * 4);
    });
  });
  convolve(output, lastSources, C, last.w, last.b);
}

/** Adds the gradients of the loss of the song in memory; gives the mean loss per frame. */
function backward(targets, learn) {
  let loss = 0;
  output.forEach((row, o) => {
    const target = targets[o];
    const to = gradientOutput[o];
    for (let t = 0; t < N; t++) {
      const p = 1 / (1 + Math.exp(-f[row + t]));
      loss -= target[t] * Math.log(p + 1e-7) + (1 - target[t]) * Math.log(1 - p + 1e-7);
      f[to + t] = (p - target[t]) / N;
    }
  });
  if (!learn) return loss / N;
  accumulate(gradientOutput, lastSources, C, gradients.get('last.w'), gradients.get('last.b'));
  for (let c = 0; c < C; c++)
    for (let o = 0; o < OUTPUTS; o++) f[turned + c * OUTPUTS + o] = f[last.w + o * C + c];
  convolve(gradient, outputSources, OUTPUTS, turned);
  for (let n = blocks.length - 1; n >= 0; n--) {
    const block = blocks[n];
    accumulate(gradient, mixSources[n], C, gradients.get(`${n}.mix`));
    for (let c = 0; c < C; c++) for (let o = 0; o < C; o++) f[turned + c * C + o] = f[block.mix + o * C + c];
    convolve(gradientRaw, gradientSources, C, turned);
    gradientRaw.forEach((row, o) => {
      const at = raw[n + 1][o];
      const keep = kept[n][o];
      for (let t = 0; t < N; t++) f[row + t] *= f[at + t] > 0 ? keep : keep * LEAK;
    });
    accumulate(gradientRaw, blockSources[n], C * KERNEL, gradients.get(`${n}.w`), gradients.get(`${n}.b`));
    for (let c = 0; c < C; c++) {
      for (let o = 0; o < C; o++) {
        for (let k = 0; k < KERNEL; k++)
          f[turned + (c * C + o) * KERNEL + k] = f[block.w + (o * C + c) * KERNEL + k];
      }
    }
    gradient.forEach((row, c) =>
      mac(row * 4, N * 4, backSources[n] * 4, (turned + c * C * KERNEL) * 4, C * KERNEL * 4),
    );
  }
  gradient.forEach((row, o) => {
    const at = raw[0][o];
    for (let t = 0; t < N; t++) if (f[at + t] <= 0) f[row + t] *= LEAK;
  });
  accumulate(gradient, firstSources, INPUTS * KERNEL, gradients.get('first.w'), gradients.get('first.b'));
  return loss / N;
}

// ---- songs
const songs = readdirSync(folder)
  .filter((file) => file.endsWith('.bin'))
  .sort((a, b) => parseInt(a) - parseInt(b))
  .map((file) => {
    const { beats, positions, features, style } = deserialize(readFileSync(`${folder}/${file}`));
    return {
      number: parseInt(file),
      style,
      beats,
      positions,
      rows: networkInputsOf(features).map((row) => row.slice(0, N)),
    };
  });
const isHeldOut = ({ number }) => number % 12 === 11;
const training = songs.filter((song) => !isHeldOut(song));
const heldOut = songs.filter(isHeldOut);
console.log(
  `${training.length} songs to learn from, ${heldOut.length} held out, ${parameters.reduce((s, p) => s + p.length, 0)} weights`,
);

/** Targets: 1 on the frame of a beat, one half on its neighbours. */
const targets = [new Float32Array(N), new Float32Array(N)];

/** Puts a song into memory; varied, it is played faster or slower, and through another loudspeaker. */
function show({ rows: songRows, beats, positions }, vary) {
  const speed = vary && random() < 0.75 ? Math.exp(0.24 * (2 * random() - 1)) : 1;
  songRows.forEach((row, n) => {
    const gain = !vary ? 1 : random() < 0.06 ? 0 : Math.exp(0.25 * bell());
    f.fill(0, input[n], input[n] + N);
    for (let t = 0; t < N; t++) {
      const at = t * speed;
      const whole = Math.floor(at);
      if (whole >= row.length - 1) break;
      f[input[n] + t] = gain * (row[whole] + (at - whole) * (row[whole + 1] - row[whole]));
    }
  });
  targets.forEach((target) => target.fill(0));
  beats.forEach((seconds, n) => {
    const frame = Math.round((seconds * FPS) / speed);
    for (const target of positions[n] === 1 ? targets : targets.slice(0, 1)) {
      for (const [shift, value] of [
        [-1, 0.5],
        [1, 0.5],
        [0, 1],
      ]) {
        if (frame + shift >= 0 && frame + shift < N)
          target[frame + shift] = Math.max(target[frame + shift], value);
      }
    }
  });
}

const moments = new Map(
  parameters.map(({ name, length }) => [name, [new Float32Array(length), new Float32Array(length)]]),
);
const steps = Math.ceil(training.length / BATCH) * Number(epochs);
const averages = new Map(parameters.map(({ name, length }) => [name, new Float32Array(length)]));
let step = 0;
function learn() {
  step++;
  const rate =
    Number(peakRate) *
    Math.min(1, step / 60) *
    (0.02 + 0.98 * (0.5 + 0.5 * Math.cos((Math.PI * step) / steps)));
  let norm = 0;
  for (const { name, length } of parameters) {
    const g = gradients.get(name);
    for (let n = 0; n < length; n++) norm += (f[g + n] / BATCH) ** 2;
  }
  const clip = Math.min(1, 1 / Math.sqrt(norm)) / BATCH;
  for (const { name, start, length } of parameters) {
    const g = gradients.get(name);
    const [m, v] = moments.get(name);
    for (let n = 0; n < length; n++) {
      const value = f[g + n] * clip;
      m[n] = 0.9 * m[n] + 0.1 * value;
      v[n] = 0.999 * v[n] + 0.001 * value * value;
      f[start + n] -=
        (rate * (m[n] / (1 - 0.9 ** step))) / (Math.sqrt(v[n] / (1 - 0.999 ** step)) + 1e-8) +
        rate * 1e-3 * f[start + n];
    }
    f.fill(0, g, g + length);
    const mean = averages.get(name);
    const share = Math.min(AVERAGING, step / (step + 10));
    for (let n = 0; n < length; n++) mean[n] = share * mean[n] + (1 - share) * f[start + n];
  }
}
/** Swaps the weights in memory with their running averages. */
function swap() {
  for (const { name, start, length } of parameters) {
    const mean = averages.get(name);
    const now = f.slice(start, start + length);
    f.set(mean, start);
    mean.set(now);
  }
}
const save = () => {
  const get = (start, length) =>
    Array.from(f.subarray(start, start + length), (value) => Number(value.toPrecision(5)));
  writeFileSync(
    weightsFile,
    JSON.stringify({
      inputs: INPUTS,
      channels: C,
      kernel: KERNEL,
      dilations: DILATIONS,
      layers: Object.fromEntries(parameters.map(({ name, start, length }) => [name, get(start, length)])),
    }),
  );
};
for (let epoch = 1; epoch <= Number(epochs); epoch++) {
  const began = performance.now();
  for (let n = training.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [training[n], training[other]] = [training[other], training[n]];
  }
  let loss = 0;
  training.forEach((song, n) => {
    show(song, true);
    forward(true);
    loss += backward(targets, true);
    if (n % BATCH === BATCH - 1) learn();
  });
  swap();
  let unseen = 0;
  for (const song of heldOut) {
    show(song, false);
    forward(false);
    unseen += backward(targets, false);
  }
  console.log(
    `epoch ${epoch}: loss ${(loss / training.length).toFixed(4)}, held out ${(unseen / heldOut.length).toFixed(4)}, ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  save();
  swap();
}
