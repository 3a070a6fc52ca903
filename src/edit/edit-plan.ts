/**
 * One stretch of the edit in whole frames of the song: a shot, or a gap that shows nothing. Slots stand in the order of
 * their beginnings; each begins where the one before it ends, or earlier where they overlap and it lies over that one.
 */
export interface PlannedSlot {
  /** The shot's id, or `null` for a gap. */
  shotId: string | null;
  /** The shot's number in its series, from 1; `null` for a gap. */
  shotNumber: number | null;
  /** The first frame of the slot. */
  startFrame: number;
  /** The frame after the last one of the slot. */
  endFrame: number;
  /** Where the slot begins and ends in the song, in beats from the first downbeat. */
  startBeat: number;
  endBeat: number;
  /** Extra frames shown before and after the slot, under transitions. */
  handleBeforeInFrames: number;
  handleAfterInFrames: number;
}

/** The border between two shots (or a shot and a gap). */
export interface PlannedCut {
  /** The frame at whose start the new shot begins: the frame of its beat. A transition lies around it, or beside it. */
  frame: number;
  /** When the cut shall be seen: the time of its beat less the lead, in seconds from where its frames count. */
  timeInSeconds: number;
  /** The position in beats from the first downbeat. */
  beat: number;
  /** Ids of the shots on both sides; `null` for a gap. */
  fromShot: string | null;
  toShot: string | null;
  /** Length of the transition; 0 for a hard cut. Even if it is centred: half before the cut, half after it. */
  transitionInFrames: number;
  /** The first frame of the transition; that of the cut for a hard cut. */
  transitionStartFrame: number;
}

/** Where every slot and every cut lies. */
export interface EditPlan {
  fps: number;
  slots: PlannedSlot[];
  /** The borders between the slots: one fewer than slots. */
  cuts: PlannedCut[];
  /** The frame after the last one of the last slot. */
  endFrame: number;
}
