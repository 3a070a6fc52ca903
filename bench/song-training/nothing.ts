import { createChance, type Chance } from './chance.ts';
import type { TrainingSong } from './compose.ts';
import { createDrums, createPitched, RATE_HZ } from './instruments.ts';

/** Adds something without a beat to a track. */
type Layer = (chance: Chance, track: Float32Array) => void;

const LAYERS: Record<string, Layer> = { hiss, drone, clatter, babble };

/** Makes `seconds` of sound in which there is no beat: noise, drones, hits at any time, voices that talk. */
export function composeNothing(seed: string, seconds: number): TrainingSong {
  const chance = createChance(seed);
  const samples = new Float32Array(Math.ceil(seconds * RATE_HZ));
  const names = Object.keys(LAYERS).filter(() => chance.is(0.4));
  const chosen = names.length > 0 ? names : [chance.pick(Object.keys(LAYERS))];
  for (const name of chosen) LAYERS[name]!(chance, samples);
  return { style: chosen.join(' and '), samples, beats: [], positions: [] };
}

/** Noise of any colour that swells or stays. */
function hiss(chance: Chance, track: Float32Array): void {
  const pole = Math.exp((-2 * Math.PI * chance.between(200, 11_000)) / RATE_HZ);
  const swellHz = chance.is(0.5) ? chance.between(0.02, 0.4) : 0;
  const gain = chance.between(0.02, 0.5);
  let low = 0;
  for (let n = 0; n < track.length; n++) {
    const value = chance.between(-1, 1);
    low = value + pole * (low - value);
    track[n]! += gain * low * (1 + 0.9 * Math.sin((2 * Math.PI * swellHz * n) / RATE_HZ));
  }
}

/** Tones that last, and change when they like. */
function drone(chance: Chance, track: Float32Array): void {
  const instrument = createPitched(chance, chance.pick(['pad', 'bow', 'organ'] as const));
  for (let time = 0; time < track.length / RATE_HZ;) {
    const durationInSeconds = chance.between(2, 12);
    for (let voice = 0; voice < 3; voice++)
      instrument(track, {
        timeInSeconds: time,
        durationInSeconds,
        pitch: chance.whole(36, 76),
        velocity: chance.between(0.1, 0.4),
      });
    time += durationInSeconds * chance.between(0.5, 1);
  }
}

/** Hits, each at any time after the one before. */
function clatter(chance: Chance, track: Float32Array): void {
  const drums = Object.values(createDrums(chance));
  const meanGap = chance.between(0.1, 0.8);
  for (let time = 0; time < track.length / RATE_HZ;) {
    chance.pick(drums)(track, {
      timeInSeconds: time,
      durationInSeconds: 1,
      pitch: 0,
      velocity: chance.between(0.1, 0.8),
    });
    time += -meanGap * Math.log(1 - chance.between(0, 1));
  }
}

/** Syllables, as uneven as speech's, with pauses. */
function babble(chance: Chance, track: Float32Array): void {
  const voice = createPitched(chance, 'voice');
  const syllable = chance.between(0.12, 0.25);
  let pitch = chance.between(40, 60);
  for (let time = 0; time < track.length / RATE_HZ;) {
    const durationInSeconds = syllable * chance.between(0.4, 1.8);
    pitch = Math.max(38, Math.min(64, pitch + 1.5 * chance.bell()));
    voice(track, { timeInSeconds: time, durationInSeconds, pitch, velocity: chance.between(0.2, 0.9) });
    time += durationInSeconds + (chance.is(0.12) ? chance.between(0.2, 1.2) : 0.02);
  }
}
