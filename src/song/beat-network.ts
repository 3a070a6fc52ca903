import { networkInputsOf } from './network-inputs.ts';
import type { SongFeatures } from './song-features.ts';

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
export function hearBeats(features: SongFeatures, weights: BeatNetworkWeights): BeatLikelihoods {
  const inputs = networkInputsOf(features);
  const length = inputs[0]?.length ?? 0;
  // how far the outermost taps of all layers together reach
  const reach = weights.dilations.reduce((sum, dilation) => sum + dilation, 1) * (TAPS >> 1);
  const beats = new Float32Array(length);
  const downbeats = new Float32Array(length);
  for (let start = 0; start < length; start += BLOCK_FRAMES) {
    const from = Math.max(0, start - reach);
    const to = Math.min(length, start + BLOCK_FRAMES + reach);
    const [beatRow, downbeatRow] = runNetwork(
      inputs.map((row) => row.subarray(from, to)),
      weights,
    );
    const end = Math.min(length, start + BLOCK_FRAMES);
    beats.set(beatRow!.subarray(start - from, end - from).map(logistic), start);
    downbeats.set(downbeatRow!.subarray(start - from, end - from).map(logistic), start);
  }
  return { beats, downbeats };
}

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

function runNetwork(inputs: readonly Float32Array[], weights: BeatNetworkWeights): Float32Array[] {
  const { channels, first, blocks, last, dilations } = weights;
  const rows = convolve({ rows: inputs, dilation: 1, outputs: channels, ...first }).map(rectify);
  blocks.forEach((block, index) => {
    const inner = convolve({ rows, dilation: dilations[index]!, outputs: channels, ...block }).map(rectify);
    rows.forEach((row, output) => addWeighted(row, inner, block.mix.subarray(output * channels)));
  });
  return Array.from({ length: 2 }, (_, output) => {
    const row = new Float32Array(rows[0]!.length).fill(last.biases[output]!);
    addWeighted(row, rows, last.weights.subarray(output * channels));
    return row;
  });
}

function rectify(row: Float32Array): Float32Array {
  for (let frame = 0; frame < row.length; frame++) if (row[frame]! < 0) row[frame]! *= LEAK;
  return row;
}

/** Adds the rows to `sums`, each times its weight; four at once, so that a sum is loaded and stored less often. */
function addWeighted(sums: Float32Array, rows: readonly Float32Array[], weights: Float32Array): void {
  let input = 0;
  for (; input + 4 <= rows.length; input += 4) {
    const [row0, row1, row2, row3] = rows.slice(input, input + 4) as [Row, Row, Row, Row];
    const [w0, w1, w2, w3] = weights.subarray(input, input + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    for (let frame = 0; frame < sums.length; frame++) {
      sums[frame] =
        sums[frame]! + w0 * row0[frame]! + w1 * row1[frame]! + w2 * row2[frame]! + w3 * row3[frame]!;
    }
  }
  for (; input < rows.length; input++) {
    const row = rows[input]!;
    const weight = weights[input]!;
    for (let frame = 0; frame < sums.length; frame++) sums[frame] = sums[frame]! + weight * row[frame]!;
  }
}

type Row = Float32Array;

interface ConvolveOptions {
  rows: readonly Float32Array[];
  dilation: number;
  outputs: number;
  weights: Float32Array;
  biases: Float32Array;
}

/** Outputs that are computed together, so that each input is loaded once for all of them. */
const OUTPUTS_TOGETHER = 4;
/** Frames that are computed together: few enough to stay in the fastest memory. */
const TILE_FRAMES = 1024;

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
  const filled = Math.ceil(outputs / OUTPUTS_TOGETHER) * OUTPUTS_TOGETHER;
  const sums = Array.from({ length: filled }, (_, output) =>
    new Float32Array(length).fill(biases[output] ?? 0),
  );
  const taps = new Float64Array(OUTPUTS_TOGETHER * TAPS);
  for (let from = 0; from < length; from += TILE_FRAMES) {
    const to = Math.min(length, from + TILE_FRAMES);
    for (let first = 0; first < outputs; first += OUTPUTS_TOGETHER) {
      const group = sums.slice(first, first + OUTPUTS_TOGETHER) as [Row, Row, Row, Row];
      padded.forEach((row, input) => {
        for (let output = 0; output < OUTPUTS_TOGETHER; output++) {
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
  const [a0, a1, a2, a3, a4, b0, b1, b2, b3, b4, c0, c1, c2, c3, c4, d0, d1, d2, d3, d4] =
    taps as unknown as [...FiveNumbers, ...FiveNumbers, ...FiveNumbers, ...FiveNumbers];
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

type FiveNumbers = [number, number, number, number, number];

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
