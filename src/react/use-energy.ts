import { energyAt, type EnergyLevels, type EnergyOptions } from '../song/moment/energy-at.ts';
import { useSongMoment } from './song.tsx';

/**
 * How loud the song is on the current frame, overall and in three bands, each 0–1.
 *
 * @example
 * const {low} = useEnergy({rangeDb: 30, releaseInSeconds: 0.5});
 * return <Circle radius={100 + 80 * low} />;
 */
export function useEnergy(options: EnergyOptions = {}): EnergyLevels {
  const { song, timeInSeconds } = useSongMoment('useEnergy()');
  return energyAt(song, timeInSeconds, options);
}
