import type { SongMap } from '../../src/song/song-map.ts';

/**
 * A map of ten seconds at 120 BPM in 4/4 from 0 s on, a beat every 15 frames at 30 fps: kicks on all beats, snares on the
 * second and fourth, cymbals between beats, and loudness that rises from 0 to 1.
 */
export const steadySong: SongMap = {
  version: 1,
  durationInSeconds: 10,
  tempoBpm: 120,
  alternativeTempoBpm: 0,
  beatsPerBar: 4,
  beats: Array.from({ length: 20 }, (_, index) => ({
    timeInSeconds: index / 2,
    bar: Math.floor(index / 4) + 1,
    beatInBar: (index % 4) + 1,
    confidence: 1,
  })),
  sections: [
    { startInSeconds: 0, endInSeconds: 4, label: 'A', energy: 0.4 },
    { startInSeconds: 4, endInSeconds: 10, label: 'B', name: 'chorus', energy: 1 },
  ],
  hits: Array.from({ length: 20 }, (_, index) => [
    { timeInSeconds: index / 2, kind: 'low' as const, strength: index % 4 === 0 ? 1 : 0.6 },
    ...(index % 2 === 1 ? [{ timeInSeconds: index / 2, kind: 'mid' as const, strength: 0.8 }] : []),
    { timeInSeconds: index / 2 + 0.25, kind: 'high' as const, strength: 0.5 },
  ]).flat(),
  buildUps: [{ startInSeconds: 2, dropInSeconds: 4, strength: 0.8 }],
  energy: {
    valuesPerSecond: 10,
    overall: Array.from({ length: 100 }, (_, index) => index / 100),
    low: Array.from({ length: 100 }, (_, index) => index / 100),
    mid: Array.from({ length: 100 }, () => 0.5),
    high: Array.from({ length: 100 }, (_, index) => 1 - index / 100),
  },
  confidence: 1,
  warnings: [],
};
