import type { Beat, BuildUp, Energy } from './song-map.ts';

/** What `findBuildUps` takes. */
export interface FindBuildUpsOptions {
  beats: readonly Beat[];
  energy: Energy;
}

/** Bars after a downbeat whose loudness is compared with the bars before it. */
const BARS_COMPARED = 2;
/** Longest build-up. */
const LONGEST_BARS = 8;
/** A drop brings at least this much more low end, of the whole range of its curve. */
const LEAST_LEAP = 0.12;

/**
 * Finds build-ups and drops: downbeats where bass and loudness leap up, and the stretch before each in which the song
 * held its bass back or rose towards it.
 */
export function findBuildUps({ beats, energy }: FindBuildUpsOptions): BuildUp[] {
  const downbeats = beats.filter(({ beatInBar, bar }) => beatInBar === 1 && bar > 0);
  const bars = downbeats.map(({ timeInSeconds }, index) => {
    const end = downbeats[index + 1]?.timeInSeconds ?? timeInSeconds + 2;
    return {
      low: meanOver(energy.low, timeInSeconds, end),
      overall: meanOver(energy.overall, timeInSeconds, end),
    };
  });
  function meanOver(curve: readonly number[], from: number, to: number): number {
    const values = curve.slice(
      Math.round(from * energy.valuesPerSecond),
      Math.round(to * energy.valuesPerSecond),
    );
    return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  }
  const level = (from: number, to: number, kind: 'low' | 'overall'): number => {
    const stretch = bars.slice(Math.max(0, from), to);
    return stretch.reduce((sum, bar) => sum + bar[kind], 0) / Math.max(1, stretch.length);
  };
  const leapAt = (index: number): number =>
    index < BARS_COMPARED || index + BARS_COMPARED > bars.length
      ? 0
      : level(index, index + BARS_COMPARED, 'low') -
        level(index - BARS_COMPARED, index, 'low') +
        0.5 *
          (level(index, index + BARS_COMPARED, 'overall') - level(index - BARS_COMPARED, index, 'overall'));
  const leaps = bars.map((_, index) => leapAt(index));
  return leaps.flatMap((leap, index) => {
    const around = leaps.slice(Math.max(0, index - BARS_COMPARED), index + BARS_COMPARED + 1);
    if (leap < LEAST_LEAP || leap < Math.max(...around)) return [];
    // back to where the bass was last as strong as after the drop
    const after = level(index, index + BARS_COMPARED, 'low');
    let start = index - 1;
    while (start > 0 && index - start < LONGEST_BARS && bars[start - 1]!.low < after - LEAST_LEAP / 2)
      start--;
    return [
      {
        startInSeconds: downbeats[start]!.timeInSeconds,
        dropInSeconds: downbeats[index]!.timeInSeconds,
        strength: Math.round(1000 * Math.min(1, leap)) / 1000,
      },
    ];
  });
}
