export type {
  EditSequence,
  SequenceClip,
  SequenceMarker,
  SequenceMedia,
  SequenceTrack,
  SequenceTransition,
} from './edit-sequence.ts';
export { serializeEdl, serializeMarkerEdl } from './edl.ts';
export { serializeFcpxml } from './fcpxml.ts';
export { frameRateOf, type FrameRate } from './frame-rate.ts';
export { serializeOtio } from './otio.ts';
export { serializeSrt, type SerializeSrtOptions } from './srt.ts';
export { formatTimecode, parseTimecode, type TimecodeFormat } from './timecode.ts';
export { serializeXmeml } from './xmeml.ts';
