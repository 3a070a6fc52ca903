import { createRandom } from '../../core/random.ts';
import { arrangeSong, type SoundEvent, type SongTruth } from './arrange.ts';
import { drumVoices, type Voice } from './drums.ts';
import { createFilter, dbToGain } from './dsp.ts';
import { limit, pingPong, reverb, type Stereo } from './effects.ts';
import { measureLoudness } from './loudness.ts';
import { noteFrequencyHz } from './notation.ts';
import { pitchedVoices } from './pitched.ts';
import type { MixSettings, SongScore, Sound } from './score.ts';

/** What `renderSong` takes. */
export interface RenderSongOptions {
  score: SongScore;
  /** 44 100 by default. */
  sampleRateHz?: number;
}

/** A synthesised song and what is true about it. */
export interface RenderedSong {
  /** Left and right, full scale ±1. */
  channels: [Float32Array, Float32Array];
  sampleRateHz: number;
  truth: SongTruth;
}

/** How the sounds sit in the mix unless the score says otherwise. */
export const DEFAULT_MIX: Readonly<Record<Sound, MixSettings>> = {
  kick: { gainDb: -5, pan: 0, width: 0, reverb: 0.02, echo: 0, duck: 0 },
  snare: { gainDb: -6, pan: 0.05, width: 0, reverb: 0.18, echo: 0, duck: 0 },
  clap: { gainDb: -7, pan: -0.1, width: 0, reverb: 0.25, echo: 0, duck: 0 },
  rim: { gainDb: -10, pan: 0.3, width: 0, reverb: 0.2, echo: 0.1, duck: 0 },
  hat: { gainDb: -9, pan: 0.3, width: 0, reverb: 0.04, echo: 0, duck: 0 },
  openHat: { gainDb: -13, pan: 0.3, width: 0, reverb: 0.08, echo: 0, duck: 0.2 },
  shaker: { gainDb: -10, pan: -0.45, width: 0, reverb: 0.08, echo: 0, duck: 0 },
  tom: { gainDb: -8, pan: -0.2, width: 0, reverb: 0.2, echo: 0, duck: 0 },
  crash: { gainDb: -14, pan: -0.2, width: 0, reverb: 0.2, echo: 0, duck: 0.2 },
  riser: { gainDb: -12, pan: 0, width: 0, reverb: 0.3, echo: 0, duck: 0.5 },
  bass: { gainDb: -10, pan: 0, width: 0, reverb: 0, echo: 0, duck: 0.5 },
  pad: { gainDb: -15, pan: 0, width: 0.9, reverb: 0.35, echo: 0, duck: 0.45 },
  pluck: { gainDb: -6, pan: -0.25, width: 0.6, reverb: 0.2, echo: 0.25, duck: 0.15 },
  piano: { gainDb: -11, pan: 0.05, width: 0.5, reverb: 0.25, echo: 0, duck: 0.15 },
  lead: { gainDb: -9, pan: 0, width: 0, reverb: 0.22, echo: 0.25, duck: 0.1 },
  bell: { gainDb: -13, pan: 0.1, width: 0.6, reverb: 0.35, echo: 0.3, duck: 0.1 },
};

const DEFAULT_LOUDNESS_LUFS = -14;
const DEFAULT_TAIL_SECONDS = 1.5;
const REVERB_DECAY_SECONDS = 1.4;
const CEILING = dbToGain(-1);
/** Hits of one drum differ a little, or they sound like a machine gun. */
const VARIANTS = 3;

/**
 * Plays a score. The same score gives the same samples.
 *
 * @throws BeatcutError `SCORE_INVALID` naming the bar or chord that can't be read.
 * @example
 * ```ts
 * const { channels, sampleRateHz, truth } = renderSong({
 *   score: {
 *     tempo: 120,
 *     sections: [{
 *       label: 'verse',
 *       lengthInBars: 8,
 *       chords: 'Am F C G',
 *       parts: { kick: 'X...X...', snare: '..X...X.', hat: 'x.x.x.x.', bass: '1:1.5 1:.5 5:1 8:1' },
 *     }],
 *   },
 * });
 * // truth.beats: 0, 0.5, 1, …; truth.downbeats: 0, 2, 4, …
 * ```
 */
export function renderSong({ score, sampleRateHz = 44_100 }: RenderSongOptions): RenderedSong {
  const { events, truth, endInSeconds } = arrangeSong(score);
  const count = Math.ceil((endInSeconds + (score.tailInSeconds ?? DEFAULT_TAIL_SECONDS)) * sampleRateHz);
  const stereo = (): Stereo => [new Float32Array(count), new Float32Array(count)];
  const master = stereo();
  const toReverb = stereo();
  const toEcho = stereo();
  const pumping = duckingCurve(events, count, sampleRateHz);
  const play = createPlayer(score, sampleRateHz);
  for (const event of events) {
    const settings = { ...DEFAULT_MIX[event.sound], ...score.mix?.[event.sound] };
    const samples = play(event);
    const first = Math.round(event.timeInSeconds * sampleRateHz);
    const gain = dbToGain(settings.gainDb + event.gainDb);
    // equal power: both sides −3 dB in the middle
    const angle = ((panOf(event, settings) + 1) * Math.PI) / 4;
    const sides = [gain * Math.cos(angle), gain * Math.sin(angle)];
    for (const [side, sideGain] of sides.entries()) {
      const [dry, wet, echo] = [master[side]!, toReverb[side]!, toEcho[side]!];
      const end = Math.min(samples.length, count - first);
      for (let index = 0; index < end; index++) {
        const value = sideGain * samples[index]! * (1 - settings.duck * pumping[first + index]!);
        dry[first + index]! += value;
        wet[first + index]! += settings.reverb * value;
        echo[first + index]! += settings.echo * value;
      }
    }
  }
  const beatInSeconds = truth.tempoBpm > 0 ? 60 / truth.tempoBpm : 0.5;
  const echoes = pingPong(toEcho, sampleRateHz, 0.75 * beatInSeconds);
  for (const side of [0, 1] as const)
    for (let i = 0; i < count; i++) toReverb[side][i]! += 0.3 * echoes[side][i]!;
  const room = reverb(toReverb, sampleRateHz, REVERB_DECAY_SECONDS);
  for (const side of [0, 1] as const) {
    for (let i = 0; i < count; i++) master[side][i]! += room[side][i]! + echoes[side][i]!;
    removeRumble(master[side], sampleRateHz);
    fade(master[side], score, sampleRateHz);
  }
  finish(master, sampleRateHz, score.loudnessLufs ?? DEFAULT_LOUDNESS_LUFS);
  return { channels: master, sampleRateHz, truth };
}

/** Where a note sits: neighbouring notes go to different sides, the same note always to the same. */
function panOf({ note }: SoundEvent, { pan, width }: MixSettings): number {
  const spread = ((note * 5) % 12) / 5.5 - 1; // fifths lie beside each other, semitones far apart
  return Math.max(-1, Math.min(1, pan + width * spread));
}

/** Plays events, each different one once: a song has far fewer different notes than notes. */
function createPlayer(score: SongScore, sampleRateHz: number): (event: SoundEvent) => Float32Array {
  const voices: Readonly<Record<Sound, Voice>> = { ...drumVoices, ...pitchedVoices };
  const played = new Map<string, Float32Array>();
  const turns = new Map<string, number>();
  return ({ sound, note, durationInSeconds, velocity }) => {
    const kind = `${sound} ${note} ${Math.round(durationInSeconds * 1000)} ${velocity}`;
    const turn = (turns.get(kind) ?? 0) % VARIANTS;
    turns.set(kind, turn + 1);
    const key = `${kind} ${turn}`;
    let samples = played.get(key);
    if (samples === undefined) {
      const random = createRandom(`${score.seed ?? 1} ${key}`);
      const frequencyHz = noteFrequencyHz(note);
      samples = voices[sound]({ frequencyHz, durationInSeconds, velocity, sampleRateHz, random });
      played.set(key, samples);
    }
    return samples;
  };
}

const DUCK_ATTACK_SECONDS = 0.004;
const DUCK_RELEASE_SECONDS = 0.11;

/** How far the kick pushes other sounds down, 0–1 for each sample. */
function duckingCurve(events: readonly SoundEvent[], count: number, sampleRateHz: number): Float32Array {
  const curve = new Float32Array(count);
  for (const { sound, timeInSeconds, velocity } of events) {
    if (sound !== 'kick') continue;
    const first = Math.round(timeInSeconds * sampleRateHz);
    const end = Math.min(count, first + Math.round(6 * DUCK_RELEASE_SECONDS * sampleRateHz));
    for (let index = first; index < end; index++) {
      const age = (index - first) / sampleRateHz;
      const push = velocity * Math.min(1, age / DUCK_ATTACK_SECONDS) * Math.exp(-age / DUCK_RELEASE_SECONDS);
      curve[index] = Math.max(curve[index]!, push);
    }
  }
  return curve;
}

const RUMBLE_HZ = 28; // below what a song needs, and where it only takes room from the rest

function removeRumble(samples: Float32Array, sampleRateHz: number): void {
  const filter = createFilter(sampleRateHz);
  for (let index = 0; index < samples.length; index++) {
    samples[index] = filter.process(samples[index]!, RUMBLE_HZ).high;
  }
}

function fade(
  samples: Float32Array,
  { fadeInSeconds = 0, fadeOutSeconds = 0 }: SongScore,
  sampleRateHz: number,
): void {
  const fadeIn = fadeInSeconds * sampleRateHz;
  const fadeOut = fadeOutSeconds * sampleRateHz;
  for (let index = 0; index < fadeIn && index < samples.length; index++) samples[index]! *= index / fadeIn;
  for (let left = 0; left < fadeOut && left < samples.length; left++) {
    samples[samples.length - 1 - left]! *= left / fadeOut;
  }
}

/** Brings the whole to its loudness. Limiting makes it a little softer, hence a second round. */
function finish(master: Stereo, sampleRateHz: number, loudnessLufs: number): void {
  for (let round = 0; round < 2; round++) {
    const measured = measureLoudness({ channels: master, sampleRateHz });
    if (!Number.isFinite(measured)) return; // silence stays silence
    const gain = dbToGain(loudnessLufs - measured);
    for (const channel of master) for (let i = 0; i < channel.length; i++) channel[i]! *= gain;
    limit(master, sampleRateHz, CEILING);
  }
}
