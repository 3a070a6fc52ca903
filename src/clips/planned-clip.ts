import type { ClipRequest } from './clip-request.ts';
import type { FitSlot } from './fit-wish.ts';

/** One place in the film where a clip is seen. */
export interface ClipSlot {
  /** First frame of the composition in which the clip is seen, handle not counted. */
  startFrame: number;
  /** First frame after it. */
  endFrame: number;
  /** Material needed before the slot, for the transition into it. */
  handleBeforeInFrames: number;
  /** Material needed after the slot, for the transition out of it. */
  handleAfterInFrames: number;
  /** Where the sequence that it stands in begins; by default where the clip is first seen. */
  sequenceStartFrame?: number;
  /** How its takes are fitted: over the sequence that it stands in. */
  fit?: FitSlot;
}

/** A clip that a composition asks for, with every place where it is seen. */
export interface PlannedClip {
  clipKey: string;
  request: ClipRequest;
  /** A name for the shot that stays the same when other shots come and go. */
  shotId: string;
  /** The shot's number in the film, from 1. */
  shotNumber: number;
  slots: ClipSlot[];
  /** Length of the longest slot with its handles. */
  minDurationInSeconds: number;
  /**
   * Length of the longest sequence that it stands in, over which its takes are fitted. It is longer than
   * `minDurationInSeconds` when the clip is shown only during a part of its sequence.
   */
  fittedInSeconds?: number;
  /** The seed that its treatment shares; see `takeSeedOf`. */
  sharedSeed?: number;
  /** Of the composition, as are width and height (in pixels). */
  fps: number;
  width: number;
  height: number;
  /** Where the clip continues another one: its names in the catalogue (`chainKeyOf`). */
  chainKeys?: string[];
  /** Reference pictures as paths below the public folder, in the order of `request.references`. */
  referenceFiles: string[];
}
