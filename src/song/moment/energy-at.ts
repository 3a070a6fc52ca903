import type { SongMap } from '../song-map.ts';
import { ENERGY_RANGE_DB } from '../energy.ts';

/** How loud the song is at a moment, each 0–1 relative to its own loudest. */
export interface EnergyLevels {
  overall: number;
  /** Below 150 Hz: kick and bass. */
  low: number;
  /** 150 Hz – 2.5 kHz: voices, guitars, snare bodies. */
  mid: number;
  /** Above 2.5 kHz: cymbals, sibilants, air. */
  high: number;
}

/** How `energyAt` reads the curves. */
export interface EnergyOptions {
  /** The mean over this long around the moment; 0.1 by default, 0 for the curve as it is. */
  smoothingInSeconds?: number;
  /** How long a level takes to fall from 1 to 0 at the fastest, while it rises at once; 0 by default. */
  releaseInSeconds?: number;
  /** How far below the loudest point a level is 0; 60 by default and at most. Less gives more contrast. */
  rangeDb?: number;
}

/** Bounds the work of one call; a longer time is looked at in coarser steps. */
const MOST_STEPS = 64;

/**
 * How loud the song is at a time, overall and in three bands. Before the song, and in silence, all levels are 0.
 *
 * @example
 * const { low } = energyAt(songMap, 12.5, { smoothingInSeconds: 0.2, rangeDb: 30 });
 */
export function energyAt(
  { energy }: Pick<SongMap, 'energy'>,
  timeInSeconds: number,
  { smoothingInSeconds = 0.1, releaseInSeconds = 0, rangeDb = ENERGY_RANGE_DB }: EnergyOptions = {},
): EnergyLevels {
  const { valuesPerSecond } = energy;
  const release = Math.max(0, releaseInSeconds) * valuesPerSecond;
  const window = Math.max(0, smoothingInSeconds) * valuesPerSecond;
  const contrast = ENERGY_RANGE_DB / Math.min(ENERGY_RANGE_DB, Math.max(1, rangeDb));
  // a value is the mean of the stretch that begins with it: it belongs to the middle of that
  const position = timeInSeconds * valuesPerSecond - 0.5;
  const levelOf = (curve: readonly number[]): number => {
    const levelAt = (at: number): number => Math.max(0, 1 + contrast * (interpolate(curve, at) - 1));
    const followed = (at: number): number => {
      const steps = Math.min(MOST_STEPS, Math.floor(release));
      let level = levelAt(at);
      for (let step = 1; step <= steps; step++) {
        level = Math.max(level, levelAt(at - (step / steps) * release) - step / steps);
      }
      return level;
    };
    const points = Math.min(MOST_STEPS, Math.ceil(window) + 1);
    let sum = 0;
    for (let point = 0; point < points; point++) {
      sum += followed(position + window * ((point + 0.5) / points - 0.5));
    }
    return sum / points;
  };
  return {
    overall: levelOf(energy.overall),
    low: levelOf(energy.low),
    mid: levelOf(energy.mid),
    high: levelOf(energy.high),
  };
}

/** The value of a curve between two of its points; 0 beyond its ends. */
function interpolate(curve: readonly number[], at: number): number {
  const before = Math.floor(at);
  const value = curve[before] ?? 0;
  return value + (at - before) * ((curve[before + 1] ?? 0) - value);
}
