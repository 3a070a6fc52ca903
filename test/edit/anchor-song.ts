import type { SongMap } from '../../src/song/song-map.ts';

/**
 * A song of 32 bars in 4/4 that begins half a second into its file: sections A, B (called chorus), A, B of eight bars,
 * phrases of four bars, and a drop into each chorus after a build-up of two bars. 120 BPM unless told otherwise.
 */
export function anchorSong({ tempoAt = () => 120 }: { tempoAt?: (beat: number) => number } = {}): SongMap {
  const times = [0.5];
  for (let beat = 0; beat < 128; beat++) times.push(times[beat]! + 60 / tempoAt(beat));
  const timeOf = (beat: number): number => times[beat]!;
  const durationInSeconds = timeOf(128) + 1;
  return {
    version: 1,
    durationInSeconds,
    tempoBpm: 120,
    alternativeTempoBpm: 0,
    beatsPerBar: 4,
    beats: times.slice(0, 128).map((timeInSeconds, index) => ({
      timeInSeconds,
      bar: Math.floor(index / 4) + 1,
      beatInBar: (index % 4) + 1,
      confidence: 1,
    })),
    sections: [0, 32, 64, 96].map((beat, index) => ({
      startInSeconds: index === 0 ? 0 : timeOf(beat),
      endInSeconds: index === 3 ? durationInSeconds : timeOf(beat + 32),
      label: index % 2 === 0 ? 'A' : 'B',
      ...(index % 2 === 1 && { name: 'chorus' }),
      energy: index % 2 === 0 ? 0.4 : 0.9,
    })),
    phrases: Array.from({ length: 8 }, (_, index) => ({
      startInSeconds: timeOf(index * 16),
      endInSeconds: timeOf(index * 16 + 16),
      bars: 4,
    })),
    hits: [],
    buildUps: [32, 96].map((beat) => ({
      startInSeconds: timeOf(beat - 8),
      dropInSeconds: timeOf(beat),
      strength: 0.8,
    })),
    energy: { valuesPerSecond: 10, overall: [], low: [], mid: [], high: [] },
    confidence: 1,
    warnings: [],
  };
}
