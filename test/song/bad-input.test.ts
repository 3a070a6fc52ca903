import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { analyzeSong, songMapSchema, type SongMap } from '../../src/song/index.ts';
import { playDrumSong } from './drum-song.ts';

const RATE_HZ = 22_050;

const make = (seconds: number, at: (t: number) => number, rateHz = RATE_HZ): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * rateHz) }, (_, index) => at(index / rateHz));

/**
 * Something like speech: syllables of irregular length, each a buzzing voice through three moving resonances or a hiss,
 * with pauses between words and sentences.
 */
function speak(seconds: number): Float32Array {
  const random = createRandom('speech');
  const samples = new Float32Array(Math.round(seconds * RATE_HZ));
  const between = (low: number, high: number): number => low + (high - low) * random();
  for (let from = 0; from < samples.length;) {
    const length = Math.round(between(0.08, 0.3) * RATE_HZ);
    const isHiss = random() < 0.25;
    const pitchHz = between(95, 150);
    const formantsHz = [between(300, 800), between(900, 2200), between(2400, 3000)];
    const memory = formantsHz.map(() => [0, 0] as [number, number]);
    let phase = 0;
    for (let at = 0; at < length && from + at < samples.length; at++) {
      const age = at / length;
      phase += (pitchHz * (1 - 0.15 * age)) / RATE_HZ;
      let source = random() - 0.5;
      if (!isHiss) source = 0.05 * source + (phase >= 1 ? 1 : 0);
      phase %= 1;
      let sum = isHiss ? 0.1 * source : 0;
      formantsHz.forEach((hz, index) => {
        const pole = Math.exp((-Math.PI * 80) / RATE_HZ);
        const [last, before] = memory[index]!;
        const value =
          source + 2 * pole * Math.cos((2 * Math.PI * hz) / RATE_HZ) * last - pole * pole * before;
        memory[index] = [value, last];
        if (!isHiss) sum += 0.02 * value;
      });
      samples[from + at] = sum * Math.sin(Math.PI * age) ** 0.5;
    }
    const pause = random();
    from +=
      length +
      Math.round((pause < 0.6 ? 0.02 : pause < 0.93 ? between(0.1, 0.25) : between(0.5, 1.2)) * RATE_HZ);
  }
  return samples;
}

/** Every number of a value, with its place. */
function* numbersOf(value: unknown, place = ''): Generator<[string, number]> {
  if (typeof value === 'number') yield [place, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* numbersOf(member, `${place}/${key}`);
  }
}

/** Hears it, and makes sure that the map is one. */
function hear(channels: readonly Float32Array[], sampleRateHz = RATE_HZ): SongMap {
  const map = analyzeSong({ channels, sampleRateHz });
  for (const [place, value] of numbersOf(map)) expect(Number.isFinite(value), place).toBe(true);
  expect(songMapSchema.parse(map)).toEqual(map);
  return map;
}

/** How far the heard beats lie from the true ones: the median, in ms. */
function errorMs(truth: readonly number[], map: SongMap): number {
  const errors = truth.map((time) =>
    Math.min(9, ...map.beats.map(({ timeInSeconds }) => Math.abs(timeInSeconds - time))),
  );
  return 1000 * errors.sort((a, b) => a - b)[errors.length >> 1]!;
}

const song = playDrumSong({ tempoBpm: 120, seconds: 20, sampleRateHz: RATE_HZ });
const random = createRandom('damage');

describe('a song that is damaged or unusual is heard all the same', () => {
  const damaged: Record<string, Float32Array[]> = {
    'clipped to a tenth': [song.samples.map((sample) => Math.max(-0.03, Math.min(0.03, sample)) * 30)],
    'far beyond full scale': [song.samples.map((sample) => sample * 500)],
    'with a constant offset': [song.samples.map((sample) => 0.3 * sample + 0.6)],
    'with samples that are no numbers': [
      song.samples.map((sample) =>
        random() < 0.001 ? [Number.NaN, Infinity, -Infinity][(random() * 3) | 0]! : sample,
      ),
    ],
    'in six channels, of which one is silent': [1, 0.5, 0.7, 0, 0.3, 0.3].map((gain) =>
      song.samples.map((sample) => gain * sample),
    ),
    'with channels of unequal length': [song.samples, song.samples.subarray(0, 1000)],
    'at −66 dB': [song.samples.map((sample) => sample * 0.0005)],
  };
  it.each(Object.keys(damaged))('%s', (name) => {
    const map = hear(damaged[name]!);
    expect(Math.abs(map.tempoBpm - 120)).toBeLessThan(1.5);
    expect(errorMs(song.beats, map)).toBeLessThan(10);
  });
});

describe('a sound without a beat is not trusted', () => {
  const noise = createRandom('noise');
  const sounds: Record<string, Float32Array> = {
    'half a second of a song': song.samples.subarray(3 * RATE_HZ, 3.5 * RATE_HZ),
    'a rising tone': make(12, (t) => 0.5 * Math.sin(2 * Math.PI * (200 + 50 * t) * t)),
    'noise that swells': make(12, (t) => (noise() - 0.5) * (1 + Math.sin(0.7 * t)) * 0.5),
    'a square wave at full scale': make(8, (t) => ((t * 110) % 1 < 0.5 ? 1 : -1)),
    speech: speak(40),
  };
  it.each(Object.keys(sounds))('%s', (name) => {
    const map = hear([sounds[name]!]);
    expect(map.confidence).toBeLessThan(0.4);
    expect(map.warnings.length).toBeGreaterThan(0);
  });
});
