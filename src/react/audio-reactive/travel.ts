import type { EnergyBand } from './reaction.ts';
import { ENERGY_RANGE_DB } from '../../song/energy.ts';
import type { SongMap } from '../../song/song-map.ts';

/** How far something has come whose speed follows the song, as a function of time. */
export type Travel = (timeInSeconds: number) => number;

/**
 * Adds a band's loudness up over the song, so that things move faster where it is louder and yet each frame knows its
 * place without the frames before it.
 *
 * @returns seconds travelled: 1 per second in silence times `rest`, 1 more at the loudest point.
 */
export function createTravel(
  { energy }: Pick<SongMap, 'energy'>,
  { by, rest, rangeDb = 30 }: { by: EnergyBand; rest: number; rangeDb?: number },
): Travel {
  const { valuesPerSecond } = energy;
  const contrast = ENERGY_RANGE_DB / rangeDb;
  const speeds = energy[by].map((level) => rest + Math.max(0, 1 + contrast * (level - 1)));
  const travelled = [0];
  for (const speed of speeds) travelled.push(travelled.at(-1)! + speed / valuesPerSecond);
  return (timeInSeconds) => {
    const position = Math.max(0, timeInSeconds * valuesPerSecond);
    const index = Math.min(Math.floor(position), speeds.length);
    const beyond = (position - index) / valuesPerSecond;
    return travelled[index]! + beyond * (speeds[index] ?? rest);
  };
}
