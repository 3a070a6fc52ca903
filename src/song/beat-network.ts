import { logistic } from '../core/numbers.ts';
import { networkInputsOf } from './network-inputs.ts';
import type { SongFeatures } from './song-features.ts';
import type { Steps } from './steps.ts';

/** The learned numbers of the beat network; rows are outputs, then inputs, then taps. */
export interface BeatNetworkWeights {
  /** Rows of every inner layer. */
  channels: number;
  /** Distance of the taps of each residual block, in frames. */
  dilations: readonly number[];
  first: { weights: Float32Array; biases: Float32Array };
  blocks: readonly { weights: Float32Array; biases: Float32Array; mix: Float32Array }[];
  last: { weights: Float32Array; biases: Float32Array };
}

/** How likely a beat and a downbeat are, `NETWORK_FRAMES_PER_SECOND` values a second, each 0–1. */
export interface BeatLikelihoods {
  beats: Float32Array;
  downbeats: Float32Array;
}

/** Frames that are computed at once, nearly three minutes: bounds the memory of long songs. */
const BLOCK_FRAMES = 8192;
/** Operations on numbers for each frame of the inputs. */
const WORK_PER_FRAME = 3000;
/** Taps of a convolution. */
const TAPS = 5;
/** What a negative sum is multiplied by. */
const LEAK = 0.1;

/**
 * Hears beats and downbeats with a temporal convolutional network: one convolution, residual blocks of dilated
 * convolutions that see ±10 s, and two outputs per frame. Source: M. Davies, S. Böck, "Temporal convolutional networks
 * for musical audio beat tracking", EUSIPCO, 2019; ours is smaller, sees onset strengths instead of a spectrogram, and
 * was trained on synthesised songs only (`bench/song-training`).
 */
export function* hearBeats(features: SongFeatures, weights: BeatNetworkWeights): Steps<BeatLikelihoods> {
  const inputs = networkInputsOf(features);
  const length = inputs[0]?.length ?? 0;
  yield WORK_PER_FRAME * length;
  // how far the outermost taps of all layers together reach
  const reach = weights.dilations.reduce((sum, dilation) => sum + dilation, 1) * (TAPS >> 1);
  const beats = new Float32Array(length);
  const downbeats = new Float32Array(length);
  for (let start = 0; start < length; start += BLOCK_FRAMES) {
    const from = Math.max(0, start - reach);
    const to = Math.min(length, start + BLOCK_FRAMES + reach);
    const [beatRow, downbeatRow] = yield* runNetwork(
      inputs.map((row) => row.subarray(from, to)),
      weights,
    );
    const end = Math.min(length, start + BLOCK_FRAMES);
    beats.set(beatRow!.subarray(start - from, end - from).map(logistic), start);
    downbeats.set(downbeatRow!.subarray(start - from, end - from).map(logistic), start);
  }
  return { beats, downbeats };
}

function* runNetwork(inputs: readonly Float32Array[], weights: BeatNetworkWeights): Steps<Float32Array[]> {
  const { channels, first, blocks, last, dilations } = weights;
  const length = inputs[0]!.length;
  const rows = convolve({ rows: inputs, dilation: 1, outputs: channels, ...first }).map(rectify);
  yield length * first.weights.length;
  for (const [index, block] of blocks.entries()) {
    const inner = convolve({ rows, dilation: dilations[index]!, outputs: channels, ...block }).map(rectify);
    addProducts(rows, inner, block.mix);
    yield length * (block.weights.length + block.mix.length);
  }
  const outputs = Array.from(last.biases, (bias) => new Float32Array(length).fill(bias));
  addProducts(outputs, rows, last.weights);
  return outputs;
}

function rectify(row: Float32Array): Float32Array {
  for (let frame = 0; frame < row.length; frame++) if (row[frame]! < 0) row[frame]! *= LEAK;
  return row;
}

type Row = Float32Array;

/** Outputs, and inputs, that are computed together, so that each number is loaded once for all of them. */
const TOGETHER = 4;
/** Frames that are computed together: few enough to stay in the fastest memory. */
const TILE_FRAMES = 1024;

/** Adds to each of the sums all rows, each times its weight. */
function addProducts(sums: readonly Row[], rows: readonly Row[], weights: Float32Array): void {
  const length = rows[0]!.length;
  for (let from = 0; from < length; from += TILE_FRAMES) {
    const to = Math.min(length, from + TILE_FRAMES);
    sums.forEach((sum, output) => {
      for (let input = 0; input < rows.length; input += TOGETHER) {
        addFour({ sum, rows, input, weights, at: output * rows.length + input, from, to });
      }
    });
  }
}

interface AddFourOptions {
  sum: Row;
  rows: readonly Row[];
  /** The first of the four rows, and where their weights are. */
  input: number;
  weights: Float32Array;
  at: number;
  from: number;
  to: number;
}

/** Rows that are missing are nothing. */
function addFour({ sum, rows, input, weights, at, from, to }: AddFourOptions): void {
  const count = rows.length - input;
  const row0 = rows[input]!;
  const row1 = count > 1 ? rows[input + 1]! : row0;
  const row2 = count > 2 ? rows[input + 2]! : row0;
  const row3 = count > 3 ? rows[input + 3]! : row0;
  const w0 = weights[at]!;
  const w1 = count > 1 ? weights[at + 1]! : 0;
  const w2 = count > 2 ? weights[at + 2]! : 0;
  const w3 = count > 3 ? weights[at + 3]! : 0;
  for (let frame = from; frame < to; frame++) {
    sum[frame] = sum[frame]! + w0 * row0[frame]! + w1 * row1[frame]! + w2 * row2[frame]! + w3 * row3[frame]!;
  }
}

interface ConvolveOptions {
  rows: readonly Float32Array[];
  dilation: number;
  outputs: number;
  weights: Float32Array;
  biases: Float32Array;
}

/** Convolutions with five taps, `dilation` frames apart; outside a row is 0. */
function convolve({ rows, dilation, outputs, weights, biases }: ConvolveOptions): Float32Array[] {
  const length = rows[0]?.length ?? 0;
  const padding = 2 * dilation;
  const padded = rows.map((row) => {
    const wide = new Float32Array(length + 2 * padding);
    wide.set(row, padding);
    return wide;
  });
  // rows beyond the outputs fill up the last group and are dropped
  const filled = Math.ceil(outputs / TOGETHER) * TOGETHER;
  const sums = Array.from({ length: filled }, (_, output) =>
    new Float32Array(length).fill(biases[output] ?? 0),
  );
  const taps = new Float64Array(TOGETHER * TAPS);
  for (let from = 0; from < length; from += TILE_FRAMES) {
    const to = Math.min(length, from + TILE_FRAMES);
    for (let first = 0; first < outputs; first += TOGETHER) {
      const group = sums.slice(first, first + TOGETHER) as [Row, Row, Row, Row];
      padded.forEach((row, input) => {
        for (let output = 0; output < TOGETHER; output++) {
          const at = ((first + output) * rows.length + input) * TAPS;
          for (let tap = 0; tap < TAPS; tap++) taps[output * TAPS + tap] = weights[at + tap] ?? 0;
        }
        addTaps({ sums: group, row, dilation, taps, from, to });
      });
    }
  }
  return sums.slice(0, outputs);
}

interface AddTapsOptions {
  sums: readonly [Row, Row, Row, Row];
  row: Row;
  dilation: number;
  /** Five for each of the four sums. */
  taps: Float64Array;
  from: number;
  to: number;
}

/** The inner loop: all taps of four outputs at once. */
function addTaps({ sums, row, dilation, taps, from, to }: AddTapsOptions): void {
  const [sum0, sum1, sum2, sum3] = sums;
  // not by destructuring, which goes through an iterator
  const a0 = taps[0]!;
  const a1 = taps[1]!;
  const a2 = taps[2]!;
  const a3 = taps[3]!;
  const a4 = taps[4]!;
  const b0 = taps[5]!;
  const b1 = taps[6]!;
  const b2 = taps[7]!;
  const b3 = taps[8]!;
  const b4 = taps[9]!;
  const c0 = taps[10]!;
  const c1 = taps[11]!;
  const c2 = taps[12]!;
  const c3 = taps[13]!;
  const c4 = taps[14]!;
  const d0 = taps[15]!;
  const d1 = taps[16]!;
  const d2 = taps[17]!;
  const d3 = taps[18]!;
  const d4 = taps[19]!;
  const second = 2 * dilation;
  const third = 3 * dilation;
  const fourth = 4 * dilation;
  for (let frame = from; frame < to; frame++) {
    const x0 = row[frame]!;
    const x1 = row[frame + dilation]!;
    const x2 = row[frame + second]!;
    const x3 = row[frame + third]!;
    const x4 = row[frame + fourth]!;
    sum0[frame] = sum0[frame]! + (a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3 + a4 * x4);
    sum1[frame] = sum1[frame]! + (b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3 + b4 * x4);
    sum2[frame] = sum2[frame]! + (c0 * x0 + c1 * x1 + c2 * x2 + c3 * x3 + c4 * x4);
    sum3[frame] = sum3[frame]! + (d0 * x0 + d1 * x1 + d2 * x2 + d3 * x3 + d4 * x4);
  }
}

/** The form that weights are shipped in. */
export interface PackedWeights {
  /** Rows of numbers that the network was trained to see. */
  inputs: number;
  channels: number;
  dilations: number[];
  /** What `data` holds, in order. */
  layers: { name: string; scale: number; count: number }[];
  /** Little-endian 16-bit integers in base64. */
  data: string;
}

/** Turns shipped weights into numbers to work with. */
export function unpackWeights({ channels, dilations, layers, data }: PackedWeights): BeatNetworkWeights {
  const bytes = Uint8Array.from(atob(data), (character) => character.codePointAt(0)!);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const rows = new Map(
    layers.map(({ name, scale, count }) => {
      const row = Float32Array.from(
        { length: count },
        (_, index) => view.getInt16(2 * (at + index), true) * scale,
      );
      at += count;
      return [name, row];
    }),
  );
  const row = (name: string): Float32Array => rows.get(name)!;
  return {
    channels,
    dilations,
    first: { weights: row('first.w'), biases: row('first.b') },
    blocks: dilations.map((_, index) => ({
      weights: row(`${index}.w`),
      biases: row(`${index}.b`),
      mix: row(`${index}.mix`),
    })),
    last: { weights: row('last.w'), biases: row('last.b') },
  };
}
