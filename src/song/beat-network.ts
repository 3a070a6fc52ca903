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

/** Frames that are computed at once, about 80 s: bounds the memory of long songs. */
const BLOCK_FRAMES = 4096;
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

/** Adds the rows to `sums`, each times its weight. */
function addWeighted(sums: Float32Array, rows: readonly Float32Array[], weights: Float32Array): void {
  rows.forEach((row, index) => {
    const weight = weights[index]!;
    for (let frame = 0; frame < sums.length; frame++) sums[frame]! += weight * row[frame]!;
  });
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
  return Array.from({ length: outputs }, (_, output) => {
    const sums = new Float32Array(length).fill(biases[output]!);
    padded.forEach((row, input) => {
      const at = (output * rows.length + input) * TAPS;
      addTaps(sums, row, dilation, weights.subarray(at, at + TAPS));
    });
    return sums;
  });
}

/** The inner loop: all five taps at once, so that each sum is loaded and stored once. */
function addTaps(sums: Float32Array, row: Float32Array, dilation: number, weights: Float32Array): void {
  const [w0, w1, w2, w3, w4] = weights as unknown as [number, number, number, number, number];
  const second = 2 * dilation;
  const third = 3 * dilation;
  const fourth = 4 * dilation;
  for (let frame = 0; frame < sums.length; frame++) {
    sums[frame]! +=
      w0 * row[frame]! +
      w1 * row[frame + dilation]! +
      w2 * row[frame + second]! +
      w3 * row[frame + third]! +
      w4 * row[frame + fourth]!;
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
