import { createFilter, createSaw, envelope } from './dsp.ts';
import type { Voice, VoiceNote } from './drums.ts';
import type { PitchedSound } from './score.ts';

const TAU = 2 * Math.PI;
const cents = (amount: number): number => 2 ** (amount / 1200);

interface Shape {
  attackInSeconds: number;
  releaseInSeconds: number;
  sampleAt: (ageInSeconds: number) => number;
}

/** Fills samples by a function of the age, shaped by attack, hold and release. */
function shaped(note: VoiceNote, { attackInSeconds, releaseInSeconds, sampleAt }: Shape): Float32Array {
  const { durationInSeconds: holdInSeconds, sampleRateHz, velocity } = note;
  const samples = new Float32Array(Math.ceil((holdInSeconds + releaseInSeconds) * sampleRateHz));
  for (let index = 0; index < samples.length; index++) {
    const ageInSeconds = index / sampleRateHz;
    const level = envelope({ ageInSeconds, attackInSeconds, holdInSeconds, releaseInSeconds });
    samples[index] = velocity * level * sampleAt(ageInSeconds);
  }
  return samples;
}

const bass: Voice = (note) => {
  const { frequencyHz, sampleRateHz, velocity } = note;
  const saw = createSaw(sampleRateHz, 0.5);
  const filter = createFilter(sampleRateHz, 1.1);
  return shaped(note, {
    attackInSeconds: 0.003,
    releaseInSeconds: 0.06,
    sampleAt: (age) => {
      const cutoff = 180 + frequencyHz + (500 + 900 * velocity) * Math.exp(-age / 0.11);
      const edge = filter.process(saw(frequencyHz), cutoff).low;
      return 0.55 * edge + 0.6 * Math.sin(TAU * frequencyHz * age);
    },
  });
};

const pad: Voice = (note) => {
  const { frequencyHz, random, sampleRateHz } = note;
  const saws = [-11, -4, 5, 12].map((detune) => ({
    saw: createSaw(sampleRateHz, random()),
    hz: frequencyHz * cents(detune),
  }));
  const filter = createFilter(sampleRateHz, 0.7);
  return shaped(note, {
    attackInSeconds: 0.09,
    releaseInSeconds: 0.5,
    sampleAt: (age) => {
      let sum = 0;
      for (const { saw, hz } of saws) sum += saw(hz);
      return 0.22 * filter.process(sum, 1100 + 500 * Math.sin(TAU * 0.23 * age)).low;
    },
  });
};

/** A plucked string. K. Karplus, A. Strong, Computer Music Journal 7 (1983): noise in a damped, tuned loop. */
const pluck: Voice = (note) => {
  const { frequencyHz, random, sampleRateHz, velocity } = note;
  const period = sampleRateHz / frequencyHz - 0.5; // the averaging below delays by half a sample
  const loop = new Float32Array(Math.ceil(period) + 1);
  let smooth = 0;
  for (let index = 0; index < loop.length; index++) {
    // a harder pluck is brighter
    smooth += (0.25 + 0.6 * velocity) * (2 * random() - 1 - smooth);
    loop[index] = smooth;
  }
  const damping = 0.5 * 0.001 ** (1 / (frequencyHz * 2.2)); // −60 dB after 2.2 s
  const fraction = Math.ceil(period) - period;
  let write = 0;
  let previous = 0;
  const read = (delay: number): number => loop[(write - delay + 2 * loop.length) % loop.length]!;
  return shaped(note, {
    attackInSeconds: 0.001,
    releaseInSeconds: 0.12,
    sampleAt: () => {
      const whole = Math.ceil(period);
      const current = read(whole) + fraction * (read(whole - 1) - read(whole));
      loop[write] = damping * (current + previous);
      write = (write + 1) % loop.length;
      previous = current;
      return 0.9 * current;
    },
  });
};

const PIANO_PARTIALS = 9;
const STRING_STIFFNESS = 0.0004; // typical of the middle of a grand piano: Fletcher, JASA 36 (1964)

const piano: Voice = (note) => {
  const { frequencyHz, random, sampleRateHz, velocity } = note;
  const partials = Array.from({ length: PIANO_PARTIALS }, (_, index) => {
    const order = index + 1;
    return {
      hz: order * frequencyHz * Math.sqrt(1 + STRING_STIFFNESS * order ** 2),
      gain: order ** -(1.9 - 0.7 * velocity),
      decayInSeconds: (1.3 * (220 / frequencyHz) ** 0.5) / order ** 0.7,
    };
  }).filter(({ hz }) => hz < 0.45 * sampleRateHz);
  return shaped(note, {
    attackInSeconds: 0.002,
    releaseInSeconds: 0.16,
    sampleAt: (age) => {
      let sum = 0.08 * (2 * random() - 1) * Math.exp(-age / 0.006);
      for (const { hz, gain, decayInSeconds } of partials) {
        sum += gain * Math.sin(TAU * hz * age) * Math.exp(-age / decayInSeconds);
      }
      return 0.5 * sum;
    },
  });
};

const lead: Voice = (note) => {
  const { frequencyHz, sampleRateHz, velocity } = note;
  const left = createSaw(sampleRateHz, 0.25);
  const right = createSaw(sampleRateHz, 0.7);
  const filter = createFilter(sampleRateHz, 0.9);
  return shaped(note, {
    attackInSeconds: 0.006,
    releaseInSeconds: 0.14,
    sampleAt: (age) => {
      const vibrato = cents(11 * Math.min(1, Math.max(0, age - 0.22) / 0.25) * Math.sin(TAU * 5.4 * age));
      const hz = frequencyHz * vibrato;
      const source = left(hz * cents(5)) + right(hz * cents(-5)) + 0.8 * Math.sin(TAU * frequencyHz * age);
      return 0.28 * filter.process(source, 1500 + 2600 * velocity + 1800 * Math.exp(-age / 0.09)).low;
    },
  });
};

/** A bell by frequency modulation. J. Chowning, JAES 21 (1973). */
const bell: Voice = (note) => {
  const { frequencyHz, velocity } = note;
  return shaped(
    { ...note, durationInSeconds: Math.max(note.durationInSeconds, 0.6) },
    {
      attackInSeconds: 0.001,
      releaseInSeconds: 0.5,
      sampleAt: (age) => {
        const index = 2.4 * velocity * Math.exp(-age / 0.25);
        const modulator = index * Math.sin(TAU * 3.51 * frequencyHz * age);
        return 0.5 * Math.sin(TAU * frequencyHz * age + modulator) * Math.exp(-age / 0.45);
      },
    },
  );
};

/** How each instrument sounds. */
export const pitchedVoices: Readonly<Record<PitchedSound, Voice>> = { bass, pad, pluck, piano, lead, bell };
