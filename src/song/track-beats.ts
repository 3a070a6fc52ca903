import type { SongHints } from './analyze-song.ts';
import { findBeatPath } from './beat-path.ts';
import { combineOnsets, normaliseOnsets } from './onset-strength.ts';
import { FRAMES_PER_SECOND, TEXTURES_PER_SECOND, TONE_COUNT, type SongFeatures } from './song-features.ts';
import type { Beat } from './song-map.ts';
import { findTempoCandidates } from './tempo-candidates.ts';

/** The grid of beats and bars. */
export interface BeatGrid {
  tempoBpm: number;
  alternativeTempoBpm: number;
  beatsPerBar: number;
  beats: Beat[];
  confidence: number;
  warnings: string[];
}

const PREFERRED_BPM = 125;
const PREFERENCE_OCTAVES = 0.8;

const noBeat = (why: string): BeatGrid => ({
  tempoBpm: 0,
  alternativeTempoBpm: 0,
  beatsPerBar: 0,
  beats: [],
  confidence: 0,
  warnings: [`No beat was found: ${why}.`],
});

/** Finds the beats and bars of a song. */
export function trackBeats(features: SongFeatures, hints: SongHints): BeatGrid {
  if (features.peak < 1e-4) return noBeat('the song is silent');
  const bands = normaliseOnsets(features);
  const onsets = combineOnsets(bands);
  const candidates = findTempoCandidates(onsets)
    .filter(({ periodInSeconds }) => {
      const [slowest, fastest] = hints.tempoRangeBpm ?? [0, Infinity];
      return 60 / periodInSeconds >= slowest && 60 / periodInSeconds <= fastest;
    })
    .map((candidate) => ({
      ...candidate,
      strength:
        (candidate.strength + 0.05) *
        Math.exp(
          -0.5 * (Math.log2(60 / candidate.periodInSeconds / PREFERRED_BPM) / PREFERENCE_OCTAVES) ** 2,
        ),
    }))
    .sort((a, b) => b.strength - a.strength);
  const best = candidates[0];
  if (best === undefined || best.strength < 0.02) return noBeat('nothing repeats');
  const { frames } = findBeatPath({
    onsets,
    periodInSeconds: best.periodInSeconds,
    range: 1.2,
    stiffness: 1000,
  });
  if (frames.length < 4) return noBeat('the song is too short');
  const times = frames.map((frame) => frame / FRAMES_PER_SECOND);
  const change = times.map((time, index) =>
    toneChange(features, times[index - 2] ?? 0, time, times[index + 2] ?? time + 1),
  );
  const beatsPerBar = hints.beatsPerBar ?? 4;
  let phase = 0;
  let most = -Infinity;
  for (let offset = 0; offset < beatsPerBar; offset++) {
    let sum = 0;
    let count = 0;
    for (let index = offset; index < times.length; index += beatsPerBar) {
      sum += change[index]!;
      count++;
    }
    if (sum / count > most) {
      most = sum / count;
      phase = offset;
    }
  }
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  return {
    tempoBpm: 60 / gaps.sort((a, b) => a - b)[gaps.length >> 1]!,
    alternativeTempoBpm: 60 / gaps[gaps.length >> 1]! / 2,
    beatsPerBar,
    beats: times.map((timeInSeconds, index) => ({
      timeInSeconds,
      bar: Math.floor((index - phase) / beatsPerBar) + 1,
      beatInBar: ((index - phase + beatsPerBar) % beatsPerBar) + 1,
      confidence: 0.5,
    })),
    confidence: 0.5,
    warnings: [],
  };
}

/** How unlike the tones before and after a time are, 0–1. */
function toneChange({ tones }: SongFeatures, from: number, at: number, to: number): number {
  const mean = (start: number, end: number): Float32Array => {
    const vector = new Float32Array(TONE_COUNT);
    const last = Math.min(tones.length / TONE_COUNT, Math.max(Math.floor(start) + 1, Math.ceil(end)));
    for (let frame = Math.floor(start); frame < last; frame++) {
      for (let tone = 0; tone < TONE_COUNT; tone++) vector[tone]! += tones[frame * TONE_COUNT + tone]!;
    }
    return vector;
  };
  const before = mean(from * TEXTURES_PER_SECOND, at * TEXTURES_PER_SECOND);
  const after = mean(at * TEXTURES_PER_SECOND + 0.5, to * TEXTURES_PER_SECOND);
  let dot = 0;
  let a = 0;
  let b = 0;
  for (let tone = 0; tone < TONE_COUNT; tone++) {
    dot += before[tone]! * after[tone]!;
    a += before[tone]! ** 2;
    b += after[tone]! ** 2;
  }
  return a * b > 0 ? 1 - dot / Math.sqrt(a * b) : 0;
}
