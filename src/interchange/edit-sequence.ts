/** A media file as an edit names it. */
export interface SequenceMedia {
  /** What a person reads: `birth, take 2`. */
  name: string;
  /** Path as it shall be written: relative to the exported document, with `/`, or absolute. Not percent-encoded. */
  path: string;
  durationInSeconds: number;
  /** Frames per second of a video; `null` for sound. */
  fps: number | null;
  /** In pixels; 0 for sound. */
  width: number;
  height: number;
  hasSound: boolean;
}

/** A stretch of media on a track. */
export interface SequenceClip {
  name: string;
  /** The first frame of the sequence that shows it, and the frame after the last one; transitions not counted. */
  startFrame: number;
  endFrame: number;
  media: SequenceMedia;
  /** Where in the media the first frame is taken from. */
  sourceInSeconds: number;
  /** How many seconds of media run in a second: 0.5 is half speed, 0 holds one picture, below 0 runs backwards. */
  playbackRate: number;
  /** What the film shows and this can't say: plain sentences for people. */
  notes: string[];
  /** Other takes that the same slot could show. */
  alternates: SequenceMedia[];
  /** What programs may want to keep: clip key, prompt, seed. */
  metadata: Record<string, string | number | boolean>;
}

/** A transition between two clips that meet. */
export interface SequenceTransition {
  /** Where the clips meet. */
  frame: number;
  /** Frames of it before and after that. */
  beforeInFrames: number;
  afterInFrames: number;
  /** What the film shows there. Other programs show a cross dissolve and this note. */
  name: string;
}

/** A row of clips, in order, none over another; what is between them is empty. */
export interface SequenceTrack {
  name: string;
  clips: SequenceClip[];
  transitions: SequenceTransition[];
}

/** A named place in the sequence. */
export interface SequenceMarker {
  kind: 'section' | 'bar' | 'beat' | 'note';
  name: string;
  frame: number;
  /** 0 for a moment. */
  durationInFrames: number;
}

/** An edit as other programs see it: all times in whole frames of the sequence, all media by path. */
export interface EditSequence {
  name: string;
  fps: number;
  width: number;
  height: number;
  durationInFrames: number;
  /** From the lowest to the topmost. */
  videoTracks: SequenceTrack[];
  audioTracks: SequenceTrack[];
  markers: SequenceMarker[];
  /** Timecode of frame 0. Programs start their timelines at one hour, so that there is room before. */
  startTimecode: string;
  /** Count timecode in drop-frame; only for multiples of 29.97. */
  isDropFrame: boolean;
}
