export { BeatcutError, type BeatcutErrorOptions } from './core/error.ts';
export type { Beat, Energy, Section, SongMap, SongSource } from './song/song-map.ts';
export { createBeatClock, type BeatClock } from './edit/beat-clock.ts';
export type { EditPlan, PlannedCut, PlannedSlot } from './edit/edit-plan.ts';
export {
  planBeatSeries,
  type BeatSeriesItem,
  type MusicalLength,
  type PlanBeatSeriesOptions,
} from './edit/plan-beat-series.ts';
export type { TreatmentCharacter, TreatmentSettings } from './clips/treatment.ts';
export {
  createAnimaticPainter,
  drawAnimatic,
  parseScene,
  type AnimaticContext,
  type AnimaticGradient,
  type AnimaticPainter,
  type CreateAnimaticPainterOptions,
  type DrawAnimaticOptions,
  type ParseSceneOptions,
  type Scene,
  type Slate,
} from './animatic/index.ts';
export { Animatic, type AnimaticProps } from './react/animatic.tsx';
export {
  BeatSeries,
  type BeatSeriesProps,
  type BeatSeriesShotProps,
  type BeatSeriesTransitionProps,
  type MusicalLengthProps,
} from './react/beat-series.tsx';
export { GeneratedClip, type GeneratedClipProps } from './react/generated-clip.tsx';
export { useSeriesPlan, useShot } from './react/shot.ts';
export { Song, useBeat, useSong, type BeatPosition, type SongProps } from './react/song.tsx';
export { songMetadata, type SongMetadataOptions } from './react/song-metadata.ts';
export { Treatment, useTreatment, type TreatmentProps } from './react/treatment.tsx';
