export {
  analyzeSong,
  analyzeSongAsync,
  analyzeSongBlob,
  createSongAnalyzer,
  type AnalyzeSongBlobOptions,
  type AnalyzeSongOptions,
  type SongAnalyzer,
  type SongAnalyzerOptions,
  type SongHints,
} from './analyze-song.ts';
export { applyCorrections } from './apply-corrections.ts';
export { decodeSound, type DecodedSound } from './decode-sound.ts';
export {
  CORRECTIONS_VERSION,
  correctionsSchema,
  parseCorrections,
  type ParseCorrectionsOptions,
  type SongCorrections,
} from './corrections.ts';
export { buildUpAt, type BuildUpOptions, type BuildUpPosition } from './moment/build-up-at.ts';
export { energyAt, type EnergyLevels, type EnergyOptions } from './moment/energy-at.ts';
export type { LookAheadOptions } from './moment/latest-index.ts';
export { lastHitAt, type LastHit, type LastHitOptions } from './moment/last-hit-at.ts';
export { lyricsAt, type LyricsPosition } from './moment/lyrics-at.ts';
export {
  phraseAt,
  sectionAt,
  type PhrasePosition,
  type SectionPosition,
  type StretchPosition,
} from './moment/stretch-at.ts';
export type { LyricsCaption } from './lyrics/caption.ts';
export {
  captionsFromSyncedText,
  type CaptionsFromSyncedTextOptions,
  type SyncedText,
} from './lyrics/captions-from-synced-text.ts';
export { parseLrc, type ParseLrcOptions } from './lyrics/parse-lrc.ts';
export { parseSrt, type ParseSrtOptions } from './lyrics/parse-srt.ts';
export { snapCaptions, type SnapCaptionsOptions } from './lyrics/snap-captions.ts';
export {
  ANALYSIS_VERSION,
  parseSongMap,
  SONG_MAP_VERSION,
  songMapSchema,
  type Beat,
  type BuildUp,
  type Energy,
  type Hit,
  type ParseSongMapOptions,
  type Phrase,
  type Section,
  type SongMap,
  type SongSource,
} from './song-map.ts';
