export type { SongTruth } from './synth/arrange.ts';
export { measureLoudness, measureMomentaryLoudness, type MeasureLoudnessOptions } from './synth/loudness.ts';
export { DEFAULT_MIX, renderSong, type RenderedSong, type RenderSongOptions } from './synth/render-song.ts';
export type {
  DrumSound,
  MixSettings,
  PartScore,
  PitchedSound,
  SectionScore,
  SongScore,
  Sound,
  TempoPoint,
} from './synth/score.ts';
