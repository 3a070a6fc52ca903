import type { Chance } from './chance.ts';

/** Samples per second of the training songs. */
export const RATE_HZ = 22_050;

/** Something that is heard at a time. */
export interface Note {
  timeInSeconds: number;
  durationInSeconds: number;
  /** MIDI number; drums ignore it. */
  pitch: number;
  /** 0–1. */
  velocity: number;
}

/** Samples over which a note's loudness and colour change along a line. */
const BLOCK = 32;

/** Adds notes to a track. */
export type Instrument = (track: Float32Array, note: Note) => void;

const hz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);

/** What the drums of a song sound like: each sound has its own random pitch, length and colour. */
export function createDrums(chance: Chance): Record<DrumName, Instrument> {
  const noise = Float32Array.from({ length: RATE_HZ * 2 }, () => chance.between(-1, 1));
  interface Hit {
    /** Tone that falls from one pitch to another. */
    fromHz?: number;
    toHz?: number;
    fall?: number;
    tone?: number;
    toneDecay?: number;
    /** Noise between two cut-offs. */
    noise?: number;
    noiseDecay?: number;
    lowHz?: number;
    highHz?: number;
    attack?: number;
  }
  const hit = (h: Hit): Instrument => {
    const lowPole = Math.exp((-2 * Math.PI * (h.lowHz ?? 100)) / RATE_HZ);
    const highPole = Math.exp((-2 * Math.PI * (h.highHz ?? 11_000)) / RATE_HZ);
    const length = Math.ceil(RATE_HZ * Math.min(1.8, 5 * Math.max(h.toneDecay ?? 0, h.noiseDecay ?? 0)));
    const sound = new Float32Array(length);
    let phase = 0;
    let low = 0;
    let high = 0;
    const offset = chance.whole(0, noise.length - length - 1 > 0 ? noise.length - length - 1 : 0);
    for (let n = 0; n < length; n++) {
      const t = n / RATE_HZ;
      let value = 0;
      if (h.tone) {
        const f = h.toHz! + (h.fromHz! - h.toHz!) * Math.exp(-t / (h.fall ?? 0.03));
        phase += f / RATE_HZ;
        value += h.tone * Math.sin(2 * Math.PI * phase) * Math.exp(-t / h.toneDecay!);
      }
      if (h.noise) {
        const x = noise[(offset + n) % noise.length]!;
        high = x + highPole * (high - x);
        low = high + lowPole * (low - high);
        value += h.noise * (high - low) * Math.exp(-t / h.noiseDecay!);
      }
      sound[n] = value * Math.min(1, (n + 1) / (RATE_HZ * (h.attack ?? 0.001)));
    }
    return (track, note) => {
      const start = Math.round(note.timeInSeconds * RATE_HZ);
      const end = Math.min(track.length - start, sound.length);
      for (let n = Math.max(0, -start); n < end; n++) track[start + n]! += note.velocity * sound[n]!;
    };
  };
  const b = chance.between;
  const snareTone = b(160, 260);
  return {
    kick: hit({
      fromHz: b(90, 320),
      toHz: b(38, 65),
      fall: b(0.01, 0.05),
      tone: b(0.8, 1.3),
      toneDecay: b(0.06, 0.3),
      noise: b(0, 0.4),
      noiseDecay: 0.008,
      lowHz: 800,
      highHz: b(2000, 6000),
    }),
    snare: hit({
      fromHz: snareTone * 1.3,
      toHz: snareTone,
      fall: 0.02,
      tone: b(0.2, 0.6),
      toneDecay: b(0.05, 0.14),
      noise: b(0.5, 1.2),
      noiseDecay: b(0.05, 0.22),
      lowHz: b(300, 1200),
      highHz: b(5000, 11_000),
    }),
    clap: hit({
      noise: b(0.8, 1.3),
      noiseDecay: b(0.05, 0.18),
      lowHz: b(600, 1200),
      highHz: b(3000, 8000),
      attack: b(0.002, 0.012),
    }),
    rim: hit({
      fromHz: 900,
      toHz: b(350, 1700),
      fall: 0.004,
      tone: 0.7,
      toneDecay: b(0.01, 0.03),
      noise: 0.3,
      noiseDecay: 0.01,
    }),
    hat: hit({ noise: b(0.3, 0.7), noiseDecay: b(0.015, 0.06), lowHz: b(4000, 8000) }),
    openHat: hit({ noise: b(0.3, 0.6), noiseDecay: b(0.12, 0.4), lowHz: b(4000, 8000) }),
    ride: hit({
      fromHz: b(2500, 4500),
      toHz: b(2500, 4500),
      tone: b(0.02, 0.12),
      toneDecay: b(0.1, 0.3),
      noise: b(0.15, 0.35),
      noiseDecay: b(0.15, 0.45),
      lowHz: b(3000, 6000),
    }),
    crash: hit({ noise: b(0.5, 1), noiseDecay: b(0.35, 0.36), lowHz: b(1500, 4000), attack: 0.004 }),
    tom: hit({
      fromHz: b(180, 260),
      toHz: b(80, 160),
      fall: 0.05,
      tone: 1,
      toneDecay: b(0.1, 0.25),
      noise: 0.2,
      noiseDecay: 0.02,
    }),
    shaker: hit({
      noise: b(0.3, 0.6),
      noiseDecay: b(0.02, 0.05),
      lowHz: b(3500, 6000),
      attack: b(0.01, 0.03),
    }),
    bell: hit({
      fromHz: b(500, 900),
      toHz: b(500, 900),
      tone: 0.6,
      toneDecay: b(0.04, 0.15),
      noise: 0.1,
      noiseDecay: 0.01,
    }),
    conga: hit({
      fromHz: b(200, 420),
      toHz: b(180, 340),
      fall: 0.02,
      tone: 0.8,
      toneDecay: b(0.05, 0.16),
      noise: 0.15,
      noiseDecay: 0.01,
    }),
  };
}

/** The sounds of a drum kit. */
export type DrumName =
  | 'kick'
  | 'snare'
  | 'clap'
  | 'rim'
  | 'hat'
  | 'openHat'
  | 'ride'
  | 'crash'
  | 'tom'
  | 'shaker'
  | 'bell'
  | 'conga';

/** How a pitched instrument speaks. */
export type Speech =
  | 'pluck'
  | 'piano'
  | 'organ'
  | 'pad'
  | 'bow'
  | 'brass'
  | 'voice'
  | 'bass'
  | 'mute'
  | 'bell'
  | 'synth';

/** Creates a pitched instrument of random colour: two wavetables that cross-fade, an envelope, perhaps vibrato. */
export function createPitched(chance: Chance, speech: Speech): Instrument {
  const b = chance.between;
  const settings: Record<Speech, [attack: number, decay: number, sustain: number, release: number]> = {
    pluck: [b(0.001, 0.006), b(0.12, 0.7), 0, 0.04],
    piano: [b(0.002, 0.006), b(0.5, 1.6), 0, b(0.05, 0.15)],
    organ: [b(0.005, 0.02), 1, 1, b(0.02, 0.06)],
    pad: [b(0.05, 0.35), 1, 1, b(0.2, 0.5)],
    bow: [b(0.03, 0.12), 1, 0.9, b(0.08, 0.2)],
    brass: [b(0.015, 0.05), 0.3, b(0.6, 0.9), b(0.04, 0.1)],
    voice: [b(0.03, 0.09), 0.4, 0.8, b(0.05, 0.12)],
    bass: [b(0.002, 0.012), b(0.2, 1.2), b(0, 0.6), b(0.03, 0.08)],
    mute: [0.002, b(0.04, 0.1), 0, 0.02],
    bell: [b(0.001, 0.004), b(0.2, 1.5), 0, b(0.1, 0.5)],
    synth: [b(0.001, 0.02), b(0.1, 0.8), chance.pick([0, 0.3, 0.8]), b(0.02, 0.2)],
  };
  const [attack, decay, sustain, release] = settings[speech];
  const slope = speech === 'synth' ? b(0.5, 1.2) : b(0.7, 2.2);
  const darkness = speech === 'synth' ? b(1, 2.5) : b(0.5, 1.5);
  // how fast a note loses its brightness: a filter that closes, or a string that fades
  const dimmingSeconds = speech === 'synth' ? b(0.04, 0.6) : b(0.3, 2);
  const dimmest = chance.is(0.5) ? 0 : b(0, 0.4);
  // bells have partials between the harmonics: their table holds four cycles
  const cycles = speech === 'bell' ? 4 : 1;
  const partials = chance.pick([
    [4, 11, 21, 35],
    [4, 15, 40],
    [4, 10, 17, 26],
  ]);
  const oddness = chance.is(0.3) ? b(0, 0.4) : 1;
  const formant = b(3, 9);
  const vibrato = speech === 'voice' || (speech === 'bow' && chance.is(0.6)) ? b(0.002, 0.009) : 0;
  const vibratoHz = b(4.5, 6.5);
  const detune = speech === 'pad' || chance.is(speech === 'synth' ? 0.5 : 0.2) ? b(0.001, 0.008) : 0;
  const tables = new Map<number, [bright: Float32Array, dark: Float32Array]>();
  const tablesAt = (octave: number): [Float32Array, Float32Array] => {
    const known = tables.get(octave);
    if (known) return known;
    const harmonics = Math.max(1, Math.min(30, Math.floor(9000 / hz(12 * octave + 12))));
    const make = (extra: number): Float32Array => {
      const table = new Float32Array(1025);
      for (let h = 1; h <= harmonics * cycles; h++) {
        if (cycles > 1 && !partials.includes(h)) continue;
        const bump = speech === 'voice' ? 1 + 3 * Math.exp(-((h - formant) ** 2) / 4) : 1;
        const evenness = h % 2 === 0 && cycles === 1 ? oddness : 1;
        const amplitude = evenness * bump * (h / cycles) ** -(slope + extra);
        const start = h * 1.7;
        for (let n = 0; n < 1024; n++)
          table[n]! += amplitude * Math.sin((2 * Math.PI * h * n) / 1024 + start);
      }
      const peak = table.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      table[1024] = table[0]!;
      return table.map((value) => value / peak);
    };
    const pair: [Float32Array, Float32Array] = [make(0), make(darkness)];
    tables.set(octave, pair);
    return pair;
  };
  const voice = (track: Float32Array, note: Note, shift: number): void => {
    const [bright, dark] = tablesAt(Math.floor(note.pitch / 12));
    const start = Math.round(note.timeInSeconds * RATE_HZ);
    const held = Math.round(note.durationInSeconds * RATE_HZ);
    const length = Math.min(track.length - start, held + Math.ceil(3 * release * RATE_HZ));
    const step = (hz(note.pitch) * (1 + shift) * 1024) / RATE_HZ / cycles;
    const dimming = Math.exp(-BLOCK / (dimmingSeconds * RATE_HZ));
    let level = 1;
    let brightness = 0.3 + 0.7 * note.velocity;
    let phase = 0;
    let ofBright = 0;
    let ofDark = 0;
    for (let from = 0; from < length;) {
      const to = Math.min(length, from + BLOCK, from < held ? held : Infinity);
      const samples = to - from;
      if (from >= held) level *= Math.exp(-samples / (release * RATE_HZ));
      else level = sustain + (level - sustain) * Math.exp(-samples / (decay * RATE_HZ));
      brightness = dimmest + (brightness - dimmest) * dimming;
      const loudness = note.velocity * level * Math.min(1, to / (attack * RATE_HZ));
      const brightStep = (loudness * brightness - ofBright) / samples;
      const darkStep = (loudness * (1 - brightness) - ofDark) / samples;
      const bend = vibrato === 0 ? 1 : 1 + vibrato * Math.sin((2 * Math.PI * vibratoHz * from) / RATE_HZ);
      const advance = step * bend;
      for (let n = start + from; n < start + to; n++) {
        ofBright += brightStep;
        ofDark += darkStep;
        phase += advance;
        if (phase >= 1024) phase -= 1024;
        const index = phase | 0;
        if (n >= 0) track[n]! += ofBright * bright[index]! + ofDark * dark[index]!;
      }
      from = to;
      if (level < 0.001) break;
    }
  };
  return (track, note) => {
    voice(track, note, 0);
    if (detune > 0) voice(track, note, detune);
  };
}

/** A small hall: four combs and two all-passes. Source: M. Schroeder, "Natural sounding artificial reverberation", 1962. */
export function reverberate(track: Float32Array, seconds: number): Float32Array {
  const wet = new Float32Array(track.length);
  for (const delayMs of [29.7, 37.1, 41.1, 43.7]) {
    const delay = Math.round((delayMs / 1000) * RATE_HZ);
    const gain = 10 ** ((-3 * delayMs) / 1000 / seconds);
    const line = new Float32Array(delay);
    let low = 0;
    for (let n = 0; n < track.length; n++) {
      const out = line[n % delay]!;
      low = out + 0.3 * (low - out);
      line[n % delay] = track[n]! + gain * low;
      wet[n]! += out / 4;
    }
  }
  for (const delayMs of [5, 1.7]) {
    const delay = Math.round((delayMs / 1000) * RATE_HZ);
    const line = new Float32Array(delay);
    for (let n = 0; n < wet.length; n++) {
      const delayed = line[n % delay]!;
      const input = wet[n]! + 0.7 * delayed;
      line[n % delay] = input;
      wet[n] = delayed - 0.7 * input;
    }
  }
  return wet;
}
