import { createRandom } from '../../src/core/random.ts';

/** What `playDrumSong` takes. */
export interface DrumSongOptions {
  tempoBpm: number;
  beatsPerBar?: number;
  seconds?: number;
  sampleRateHz?: number;
  /** When the first downbeat sounds. */
  startInSeconds?: number;
  /** The tempo at a time relative to `tempoBpm`; 1 throughout unless given. */
  speedAt?: (timeInSeconds: number) => number;
}

/** Samples of a little band, and where its beats are. */
export interface DrumSong {
  samples: Float32Array;
  sampleRateHz: number;
  beats: number[];
  downbeats: number[];
}

/** Roots of the chords, one a bar, in semitones above A1. */
const ROOTS = [0, 8, 3, 10];

/** Plays kick, snare, hats on eighths, a bass and a chord per bar: as plain as a song gets. */
export function playDrumSong({
  tempoBpm,
  beatsPerBar = 4,
  seconds = 30,
  sampleRateHz = 44_100,
  startInSeconds = 0.5,
  speedAt = () => 1,
}: DrumSongOptions): DrumSong {
  const samples = new Float32Array(Math.round(seconds * sampleRateHz));
  const random = createRandom('drums');
  const play = (at: number, length: number, sound: (t: number) => number): void => {
    const first = Math.round(at * sampleRateHz);
    for (let n = first; n < Math.min(samples.length, first + length * sampleRateHz); n++) {
      samples[n]! += sound((n - first) / sampleRateHz);
    }
  };
  const sine = (hz: number, t: number): number => Math.sin(2 * Math.PI * hz * t);
  const beats: number[] = [];
  const downbeats: number[] = [];
  let time = startInSeconds;
  for (let beat = 0; time < seconds - 0.3; beat++) {
    const period = 60 / tempoBpm / speedAt(time);
    const place = beat % beatsPerBar;
    beats.push(time);
    if (place === 0) {
      downbeats.push(time);
      const hz = 55 * 2 ** (ROOTS[(beat / beatsPerBar) % ROOTS.length]! / 12);
      const length = period * beatsPerBar;
      play(time, length, (t) => 0.3 * sine(hz, t) * Math.exp(-t / 0.8));
      for (const interval of [12, 19, 24, 28]) {
        play(time, length, (t) => 0.06 * sine(hz * 2 ** (interval / 12), t) * Math.exp(-t));
      }
    }
    const isSnare = beatsPerBar === 3 ? place > 0 : place % 2 === 1;
    if (isSnare) play(time, 0.2, (t) => 0.5 * (2 * random() - 1 + 0.5 * sine(190, t)) * Math.exp(-t / 0.05));
    else play(time, 0.3, (t) => 0.9 * sine(50 + 60 * Math.exp(-t / 0.03), t) * Math.exp(-t / 0.12));
    for (const half of [0, 0.5]) {
      play(time + half * period, 0.06, (t) => 0.15 * (2 * random() - 1) * Math.exp(-t / 0.015));
    }
    time += period;
  }
  return { samples, sampleRateHz, beats, downbeats };
}
