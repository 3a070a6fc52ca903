/** Frames in a row that have something in common. */
export interface FrameStretch {
  startFrame: number;
  /** The frame after the last one. */
  endFrame: number;
}
