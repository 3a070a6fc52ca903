export { createTestClip, type CreateTestClipOptions } from './create-test-clip.ts';
export {
  videoProviderChecks,
  type ArrangeFaults,
  type VideoProviderCheck,
  type VideoProviderChecksOptions,
} from './provider-contract.ts';
export type { SongTruth } from './synth/arrange.ts';
export { measureLoudness, type MeasureLoudnessOptions } from './synth/loudness.ts';
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
export {
  createVideosServer,
  type CreateVideosServerOptions,
  type FaultyRequest,
  type ServedJob,
  type VideosServer,
  type VideosServerDialect,
  type VideosServerFault,
} from './videos-server.ts';
