export {
  analyzeSongFile,
  readSongMap,
  type AnalyzeSongFileOptions,
  type AnalyzeSongFileResult,
  type ReadSongMapOptions,
} from './analyze-song-file.ts';
export { createAnimaticProvider, type CreateAnimaticProviderOptions } from './animatic.ts';
export { findBrowser, type FindBrowserOptions } from './browser/find-browser.ts';
export type { RenderBrowser } from './browser/installed-browser.ts';
export { cancelJobs, type CancelJobsOptions, type CancelledJob } from './cancel-jobs.ts';
export { listClips, type ListedClip, type ListedTake } from './clip-listing.ts';
export { defineConfig, type BeatcutConfig, type ResolvedConfig } from './config.ts';
export {
  judgeClipTake,
  pickClipTake,
  type JudgeClipTakeOptions,
  type JudgeClipTakeResult,
  type NameClipOptions,
  type PickClipTakeOptions,
  type PickClipTakeResult,
} from './edit-takes.ts';
export type { ClipStatus, ClipWithStatus } from './film/clip-status.ts';
export type { Discovery } from './film/discover-clips.ts';
export { makeFilm, type MakeFilmOptions, type MakeFilmResult, type MakeFilmStep } from './film/make-film.ts';
export type { Film } from './film/open-film.ts';
export { planFilm, type FilmPlan, type PlanFilmOptions } from './film/plan-film.ts';
export { generateClips, type GenerateClipsOptions, type GenerateClipsResult } from './generate.ts';
export { importTakes, type ImportedFile, type ImportTakesOptions } from './import-takes.ts';
export { decodeAudio, type DecodeAudioOptions, type DecodeAudioResult } from './media/decode-audio.ts';
export { groupLedger, listLedger, sumLedger, type LedgerEntry, type LedgerSum } from './money/ledger.ts';
export { PRICE_RULES, type PriceRule } from './money/price-rules.ts';
export { openProject, type OpenProjectOptions, type Project } from './project.ts';
export { openBucket, type Bucket, type BucketSettings, type OpenBucketOptions } from './share/open-bucket.ts';
export {
  pullTakes,
  pushTakes,
  type SharedTake,
  type ShareTakesOptions,
  type ShareTakesResult,
} from './share/share-takes.ts';
export {
  writeStoryboard,
  type WriteStoryboardOptions,
  type WriteStoryboardResult,
} from './storyboard/write-storyboard.ts';
export {
  syncPublicFolder,
  type SyncPublicFolderOptions,
  type SyncPublicFolderResult,
} from './store/publish.ts';
export {
  measureCuts,
  type CutMeasurement,
  type MeasureCutsOptions,
  type MeasuredCut,
} from './verify/measure-cuts.ts';
export {
  ProviderError,
  StartError,
  type GenerationPlan,
  type Job,
  type JobState,
  type VideoProvider,
} from '../providers/video-provider.ts';
