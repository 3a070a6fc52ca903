import { describe, expect, it } from 'vitest';
import { createBeatGrid, type BeatGrid } from '../../src/song/beat-grid.ts';
import type { HeardSong } from '../../src/song/song-features.ts';

/** The grid of beats that follow each other after such gaps, the first at 0, and that fit what was heard so well. */
function gridOf(
  gapsInSeconds: readonly number[],
  likelihoods: readonly number[],
  { fit = 0.9, fitOfOther = 0 }: { fit?: number; fitOfOther?: number } = {},
): BeatGrid {
  const timesInSeconds = [0];
  for (const gap of gapsInSeconds) timesInSeconds.push(timesInSeconds.at(-1)! + gap);
  const song = { durationInSeconds: 60, peak: 1 } as HeardSong; // a grid asks for nothing else
  const positions = timesInSeconds.map((_, beat) => (beat % 4) + 1);
  const bars = { positions, meters: positions.map(() => 4), score: 1 };
  const rest = { likelihoods: [...likelihoods], tempoBpm: 0, bars, plausibility: 0, evidence: [] };
  return createBeatGrid(song, [
    { ...rest, timesInSeconds, fit },
    { ...rest, timesInSeconds, fit: fitOfOther },
  ]);
}

describe('createBeatGrid', () => {
  it('takes the tempo from gaps between beats that are heard', () => {
    const gaps = [...Array.from({ length: 10 }, () => 0.5), ...Array.from({ length: 12 }, () => 0.6)];
    const clear = gridOf(
      gaps,
      Array.from({ length: 23 }, () => 0.8),
    );
    expect(clear.tempoBpm).toBeCloseTo(100, 6);
    const faint = gridOf(
      gaps,
      Array.from({ length: 23 }, (_, beat) => (beat < 12 ? 0.8 : 0.02)),
    );
    expect(faint.tempoBpm).toBeCloseTo(120, 6);
  });

  it('finds no beat where no way to count explains what was heard', () => {
    const gaps = Array.from({ length: 24 }, () => 0.5);
    const likelihoods = Array.from({ length: 25 }, () => 0.7);
    expect(gridOf(gaps, likelihoods, { fit: 0.45, fitOfOther: 0.4 }).beats).toEqual([]);
    expect(gridOf(gaps, likelihoods, { fit: 0.45, fitOfOther: 0.6 }).beats.length).toBe(25);
  });

  it('trusts beats less the more their distances differ, and warns of them', () => {
    const likelihoods = Array.from({ length: 25 }, () => 0.6);
    const even = gridOf(
      Array.from({ length: 24 }, () => 0.5),
      likelihoods,
    );
    expect(even.confidence).toBe(0.6);
    expect(even.warnings).toEqual([]);
    const free = gridOf(
      Array.from({ length: 24 }, (_, beat) => 0.5 + 0.02 * (beat % 2)),
      likelihoods,
    );
    expect(free.confidence).toBeLessThan(0.5);
    const wild = gridOf(
      Array.from({ length: 24 }, (_, beat) => 0.5 + 0.06 * (beat % 2)),
      likelihoods,
    );
    expect(wild.confidence).toBeLessThan(0.3);
    expect(wild.warnings).toEqual([expect.stringContaining('check the beats by ear')]);
  });
});
