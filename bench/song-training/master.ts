import type { Chance } from './chance.ts';
import { RATE_HZ, reverberate } from './instruments.ts';

/** What players play into, each `seconds` long. */
export interface Buses {
  /** Chords and melody, with room around them. */
  track: Float32Array;
  /** Drums. */
  dry: Float32Array;
  bass: Float32Array;
  /** Goes through distortion. */
  guitar: Float32Array;
  /** What is repeated by an echo. */
  echo: Float32Array;
}

/** What `master` takes. */
export interface MasterOptions {
  chance: Chance;
  buses: Buses;
  /** Moments at which a machine makes room for the kick drum by turning everything else down; empty for none. */
  ducksInSeconds: readonly number[];
  /** How long a duck lasts. */
  duckSeconds: number;
  /** Time between repetitions of the echo; 0 for none. */
  echoSeconds: number;
}

/**
 * Mixes a song: distortion for the guitar, echo, ducking, a hall, a filter that opens, fades, compressor and limiter, the
 * sound of the room and of the medium.
 */
export function master({
  chance,
  buses,
  ducksInSeconds,
  duckSeconds,
  echoSeconds,
}: MasterOptions): Float32Array {
  const { track, dry, bass, guitar, echo } = buses;
  distort(chance, guitar, track);
  if (echoSeconds > 0) repeat(echo, echoSeconds, chance.between(0.2, 0.6));
  for (let n = 0; n < track.length; n++) track[n]! += echo[n]!;
  const depth = chance.between(0.4, 0.95);
  duck(track, ducksInSeconds, duckSeconds, depth);
  if (chance.is(0.5)) duck(bass, ducksInSeconds, duckSeconds, depth);
  const wetness = chance.is(0.75) ? chance.between(0.05, 0.5) : 0;
  const mix = track.map((value, n) => value + bass[n]! + dry[n]!);
  if (wetness > 0) {
    const wet = reverberate(
      track.map((value, n) => value + 0.1 * bass[n]! + 0.4 * dry[n]!),
      chance.between(0.4, 2.5),
    );
    for (let n = 0; n < mix.length; n++) mix[n]! += wetness * wet[n]!;
  }
  if (chance.is(0.3)) shelve(mix, chance.between(600, 3500), chance.between(-0.7, 1.5));
  if (chance.is(0.07)) openFilter(chance, mix);
  if (chance.is(0.35)) compress(chance, mix);
  if (chance.is(0.12)) fade(chance, mix);
  const squeeze = chance.is(0.5) ? chance.between(0.8, 3) : 0.5;
  const hiss = chance.is(0.3) ? 10 ** chance.between(-4, -2.3) : 0;
  const ceiling = chance.is(0.2) ? poleAt(chance.between(3000, 9000)) : 0;
  let dull = 0;
  for (let n = 0; n < mix.length; n++) {
    const limited = Math.tanh(squeeze * mix[n]!) / squeeze + (hiss > 0 ? hiss * chance.between(-1, 1) : 0);
    dull = limited + ceiling * (dull - limited);
    mix[n] = dull;
  }
  return mix;
}

/** Where the pole of a low pass lies. */
const poleAt = (cutoffHz: number): number => Math.exp((-2 * Math.PI * cutoffHz) / RATE_HZ);

function distort(chance: Chance, guitar: Float32Array, track: Float32Array): void {
  const drive = chance.between(4, 30);
  const level = chance.between(0.25, 0.8);
  const pole = poleAt(chance.between(2500, 5000));
  let low = 0;
  for (let n = 0; n < track.length; n++) {
    if (guitar[n] === 0 && Math.abs(low) < 1e-6) continue;
    const bitten = Math.tanh(drive * guitar[n]!);
    low = bitten + pole * (low - bitten);
    track[n]! += level * low;
  }
}

function repeat(bus: Float32Array, seconds: number, feedback: number): void {
  const delay = Math.round(seconds * RATE_HZ);
  for (let n = delay; n < bus.length; n++) bus[n]! += feedback * bus[n - delay]!;
}

function duck(bus: Float32Array, moments: readonly number[], seconds: number, depth: number): void {
  moments.forEach((moment, index) => {
    const start = Math.max(0, Math.round(moment * RATE_HZ));
    const next = Math.round((moments[index + 1] ?? Infinity) * RATE_HZ);
    const end = Math.min(bus.length, next, start + Math.round(seconds * RATE_HZ));
    for (let n = start; n < end; n++) {
      const back = (n - start) / (seconds * RATE_HZ);
      bus[n]! *= 1 - depth * (1 - back) ** 2;
    }
  });
}

/** Makes everything above a frequency louder or softer. */
function shelve(mix: Float32Array, cutoffHz: number, gain: number): void {
  const pole = poleAt(cutoffHz);
  let low = 0;
  for (let n = 0; n < mix.length; n++) {
    low = mix[n]! + pole * (low - mix[n]!);
    mix[n]! += gain * (mix[n]! - low);
  }
}

/** A low pass that opens over some seconds, as before a drop. */
function openFilter(chance: Chance, mix: Float32Array): void {
  const from = Math.round(chance.between(0, 12) * RATE_HZ);
  const to = Math.min(mix.length, from + Math.round(chance.between(4, 16) * RATE_HZ));
  let low = 0;
  let pole = 0;
  for (let n = from; n < to; n++) {
    if (n % BLOCK === 0) pole = poleAt(250 * 36 ** ((n - from) / (to - from)));
    low = mix[n]! + pole * (low - mix[n]!);
    mix[n] = low;
  }
}

/** Samples over which the settings of a filter or a compressor stay. */
const BLOCK = 64;

function compress(chance: Chance, mix: Float32Array): void {
  const sum = mix.reduce((total, value) => total + value * value, 0);
  const threshold = Math.sqrt(sum / mix.length) * chance.between(0.5, 1.5);
  const slope = 1 - 1 / chance.between(2, 8);
  const rise = 1 - poleAt(1 / (2 * Math.PI * chance.between(0.001, 0.02)));
  const fall = 1 - poleAt(1 / (2 * Math.PI * chance.between(0.05, 0.4)));
  let level = 0;
  for (let n = 0; n < mix.length; n++) {
    const loud = Math.abs(mix[n]!);
    level += (loud > level ? rise : fall) * (loud - level);
    if (level > threshold) mix[n]! *= (threshold / level) ** slope;
  }
}

function fade(chance: Chance, mix: Float32Array): void {
  const isIn = chance.is(0.5);
  const length = Math.round(chance.between(3, 14) * RATE_HZ);
  for (let n = 0; n < Math.min(length, mix.length); n++) {
    mix[isIn ? n : mix.length - 1 - n]! *= n / length;
  }
}
