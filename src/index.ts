export { BeatcutError, type BeatcutErrorOptions } from './core/error.ts';
export type { Beat, BuildUp, Energy, Hit, Phrase, Section, SongMap, SongSource } from './song/song-map.ts';
export type { LyricsCaption } from './song/lyrics/caption.ts';
export type { BuildUpPosition } from './song/moment/build-up-at.ts';
export type { EnergyLevels, EnergyOptions } from './song/moment/energy-at.ts';
export type { LastHit } from './song/moment/last-hit-at.ts';
export type { LyricsPosition } from './song/moment/lyrics-at.ts';
export type { PhrasePosition, SectionPosition, StretchPosition } from './song/moment/stretch-at.ts';
export { barAt, type BarPosition } from './edit/bar-at.ts';
export {
  findAnchor,
  listAnchors,
  type Anchor,
  type AnchorSong,
  type FindAnchorOptions,
} from './edit/anchor.ts';
export { createBeatClock, type BeatClock } from './edit/beat-clock.ts';
export { LENGTH_UNITS, type LengthUnit, type MusicalLength } from './edit/musical-length.ts';
export type { EditPlan, PlannedCut, PlannedSlot } from './edit/edit-plan.ts';
export type { BeatSeriesItem, TransitionAlign } from './edit/beat-series-item.ts';
export { planBeatSeries, type PlanBeatSeriesOptions } from './edit/plan-beat-series.ts';
export {
  CUT_PLAN_VERSION,
  type CutPlan,
  type CutPlanCut,
  type CutPlanEffect,
  type CutPlanMiss,
  type CutPlanSlot,
  type CutPlanTransition,
  type CutPoint,
  type SecondBest,
} from './edit/planner/cut-plan.ts';
export {
  CUT_MUSIC,
  CUT_PLACES,
  CUT_TRANSITIONS,
  defineCutStyle,
  SECTION_ROLES,
  type CutCondition,
  type CutEffect,
  type CutEffectPlace,
  type CutMusic,
  type CutPlace,
  type CutStyle,
  type CutTransitionKind,
  type CutTransitionStyle,
  type QuietLoud,
  type SectionRole,
} from './edit/planner/cut-style.ts';
export { CUT_STYLES, type CutStyleName } from './edit/planner/cut-styles.ts';
export { planCuts, type PlanCutsOptions } from './edit/planner/plan-cuts.ts';
export type { PlannerShot, ShotRole } from './edit/planner/planner-shot.ts';
export { defineStoryboard, type Storyboard, type StoryboardShot } from './clips/storyboard.ts';
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
export { AiDisclosure, type AiDisclosureCorner, type AiDisclosureProps } from './react/ai-disclosure.tsx';
export { Animatic, type AnimaticProps } from './react/animatic.tsx';
export { AutoCut, type AutoCutProps, type AutoCutShotProps } from './react/auto-cut.tsx';
export { BeatSeries, type BeatSeriesProps } from './react/beat-series.tsx';
export type {
  BeatSeriesGapProps,
  BeatSeriesShotProps,
  BeatSeriesTransitionProps,
  MusicalLengthProps,
} from './react/beat-series-elements.tsx';
export { CutList, type CutListProps, type CutListShotProps } from './react/cut-list.tsx';
export { type ClipFit, type FitWish } from './clips/fit-wish.ts';
export type { FocusPoint } from './edit/object-position.ts';
export type { ClipObjectFit } from './react/fitted-take.tsx';
export { FormatCompositions, type FormatCompositionsProps } from './react/formats.tsx';
export { GeneratedClip, type GeneratedClipProps } from './react/generated-clip.tsx';
export { Lyrics, type LyricsProps } from './react/lyrics.tsx';
export { Reframe, type ReframeProps } from './react/reframe.tsx';
export { SongOverlay, type SongOverlayProps } from './react/song-overlay.tsx';
export {
  SAFE_AREAS,
  SafeArea,
  useSafeArea,
  type SafeAreaInsets,
  type SafeAreaPlatform,
  type SafeAreaProps,
} from './react/safe-area.tsx';
export {
  bestStretch,
  type BestStretchOptions,
  type SongStretch,
  type SongWindow,
} from './song/best-stretch.ts';
export { useSeriesPlan, useShot } from './react/shot.ts';
export { Song, useBeat, useSong, useSongTime, type BeatPosition, type SongProps } from './react/song.tsx';
export { useBuildUp, type UseBuildUpOptions } from './react/use-build-up.ts';
export { useEnergy } from './react/use-energy.ts';
export { useHits, useLastHit, type UseHitsOptions, type UseLastHitOptions } from './react/use-hits.ts';
export { useLyrics, type LyricsOnFrame, type UseLyricsOptions } from './react/use-lyrics.ts';
export { useBar, usePhrase, useSection } from './react/use-section.ts';
export { songMetadata, type SongMetadataOptions } from './react/song-metadata.ts';
export { Treatment, useTreatment, type TreatmentProps } from './react/treatment.tsx';
