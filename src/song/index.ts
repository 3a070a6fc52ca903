export {
  analyzeSong,
  analyzeSongAsync,
  createSongAnalyzer,
  type AnalyzeSongOptions,
  type SongAnalyzer,
  type SongAnalyzerOptions,
  type SongHints,
} from './analyze-song.ts';
export {
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
