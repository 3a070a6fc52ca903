import type { Random } from '../../core/random.ts';
import { createFilter } from './dsp.ts';
import type { DrumSound } from './score.ts';

/** What a voice needs to know to play one note. */
export interface VoiceNote {
  /** 0 for drums. */
  frequencyHz: number;
  durationInSeconds: number;
  /** 0–1. */
  velocity: number;
  sampleRateHz: number;
  random: Random;
}

/** Plays one note: sample 0 is where its attack starts. */
export type Voice = (note: VoiceNote) => Float32Array;

/** Fills samples by a function of the age in seconds. */
function sound(
  { sampleRateHz }: VoiceNote,
  lengthInSeconds: number,
  sampleAt: (ageInSeconds: number) => number,
): Float32Array {
  const samples = new Float32Array(Math.ceil(lengthInSeconds * sampleRateHz));
  for (let index = 0; index < samples.length; index++) samples[index] = sampleAt(index / sampleRateHz);
  return samples;
}

const TAU = 2 * Math.PI;
const noise = (random: Random): number => 2 * random() - 1;

/** A sine that falls from one pitch to another, exponentially with a time constant. */
const fallingPhase = (age: number, fromHz: number, toHz: number, fallInSeconds: number): number =>
  TAU * (toHz * age + (fromHz - toHz) * fallInSeconds * (1 - Math.exp(-age / fallInSeconds)));

const kick: Voice = (note) => {
  const { random, velocity } = note;
  return sound(note, 0.42, (age) => {
    const body = Math.sin(fallingPhase(age, 220, 52, 0.026)) * Math.exp(-age / 0.11);
    const click = noise(random) * Math.exp(-age / 0.0025) * 0.35;
    // the edge of a cosine, so that the attack is there from the first sample
    const beater = Math.cos(TAU * 1800 * age) * Math.exp(-age / 0.002) * 0.3;
    return velocity * (body + click + beater) * Math.min(1, (0.42 - age) / 0.05);
  });
};

const snare: Voice = (note) => {
  const { random, sampleRateHz, velocity } = note;
  const filter = createFilter(sampleRateHz, 0.8);
  return sound(note, 0.32, (age) => {
    const shell =
      (Math.cos(fallingPhase(age, 290, 186, 0.012)) + 0.6 * Math.cos(TAU * 331 * age)) *
      Math.exp(-age / 0.055);
    const wires = filter.process(noise(random), 1700).high * Math.exp(-age / (0.05 + 0.04 * velocity));
    return velocity * (0.5 * shell + 0.6 * wires);
  });
};

const clap: Voice = (note) => {
  const { random, sampleRateHz, velocity } = note;
  const filter = createFilter(sampleRateHz, 1.6);
  return sound(note, 0.35, (age) => {
    // several hands, about 9 ms apart, then the room
    const hands = age < 0.027 ? Math.exp(-(age % 0.009) / 0.0035) : 0.9 * Math.exp(-(age - 0.027) / 0.07);
    return velocity * 1.1 * filter.process(noise(random), 1350).band * hands;
  });
};

const rim: Voice = (note) =>
  sound(
    note,
    0.08,
    (age) =>
      note.velocity *
      (Math.cos(TAU * 1720 * age) + 0.5 * Math.cos(TAU * 505 * age)) *
      Math.exp(-age / 0.012) *
      0.6,
  );

// six squares out of tune, as in the cymbals of early drum machines
const CYMBAL_HZ = [2050, 2730, 3540, 4310, 5390, 6470];

const cymbal =
  (lengthInSeconds: number, decayInSeconds: number, cutoffHz: number): Voice =>
  (note) => {
    const { random, sampleRateHz, velocity } = note;
    const filter = createFilter(sampleRateHz, 0.9);
    return sound(note, lengthInSeconds, (age) => {
      let metal = 0;
      for (const hz of CYMBAL_HZ) metal += (age * hz) % 1 < 0.5 ? 1 : -1;
      const source = 0.65 * noise(random) + 0.08 * metal;
      const fade = Math.min(1, (lengthInSeconds - age) / (0.2 * lengthInSeconds));
      return velocity * filter.process(source, cutoffHz).high * Math.exp(-age / decayInSeconds) * fade;
    });
  };

const shaker: Voice = (note) => {
  const { random, sampleRateHz, velocity } = note;
  const filter = createFilter(sampleRateHz, 1.2);
  return sound(note, 0.11, (age) => {
    const swing = Math.min(1, age / 0.004) * Math.exp(-age / 0.03);
    return velocity * 0.9 * filter.process(noise(random), 6200).band * swing;
  });
};

const tom: Voice = (note) =>
  sound(note, 0.5, (age) => {
    const skin = Math.sin(fallingPhase(age, 190, 98, 0.05)) * Math.exp(-age / 0.16);
    const stick = noise(note.random) * Math.exp(-age / 0.004) * 0.25;
    return note.velocity * (skin + stick) * Math.min(1, (0.5 - age) / 0.05);
  });

/** Noise that climbs through its whole length, to lead into what follows. */
const riser: Voice = (note) => {
  const { durationInSeconds, random, sampleRateHz, velocity } = note;
  const filter = createFilter(sampleRateHz, 2.2);
  return sound(note, durationInSeconds, (age) => {
    const share = age / durationInSeconds;
    const fade = Math.min(1, (durationInSeconds - age) / 0.02);
    return velocity * 0.5 * filter.process(noise(random), 300 * 25 ** share).band * share ** 2 * fade;
  });
};

/** How each drum sounds. */
export const drumVoices: Readonly<Record<DrumSound, Voice>> = {
  kick,
  snare,
  clap,
  rim,
  hat: cymbal(0.09, 0.022, 7200),
  openHat: cymbal(0.42, 0.14, 6800),
  shaker,
  tom,
  crash: cymbal(2.4, 0.55, 3800),
  riser,
};
