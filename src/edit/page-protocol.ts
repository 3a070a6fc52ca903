import type { ClipWish } from '../clips/treatment.ts';
import type { PlannedCut, PlannedSlot } from './edit-plan.ts';
import type { CutPlan } from './planner/cut-plan.ts';
import type { PlannerShot } from './planner/planner-shot.ts';

/** A place in the composition where a clip is shown. Frames count from the composition's beginning. */
export interface DiscoveredSlot {
  /** The first and the last frame that show the clip, handles included. */
  firstFrame: number;
  lastFrame: number;
  /** The sequence in which the clip stands: its takes begin with it and are fitted to its length. */
  sequenceStartFrame: number;
  sequenceDurationInFrames: number;
  /** The id and number of the shot around it, outside of a series the clip's own. */
  shotId: string | null;
  shotNumber: number | null;
  /** The slot of the shot around it, without handles; `null` outside of a series. */
  shotStartFrame: number | null;
  shotEndFrame: number | null;
}

/** A clip that a composition asks for, with all its places. */
export interface DiscoveredClip {
  wish: ClipWish;
  slots: DiscoveredSlot[];
}

/** An `<AutoCut>` with the plan that it made. */
export interface DiscoveredAutoCut {
  name: string;
  /** The song below the public folder; `null` when its map was given. */
  songPath: string | null;
  /** The composition's frames at which it and its song's time 0 begin. */
  startFrame: number;
  songStartFrame: number;
  leadInSeconds: number;
  /** Whether a baked edit is shown instead of the plan. */
  isBaked: boolean;
  plan: CutPlan;
  /** The shots that it chose from. */
  shots: PlannerShot[];
}

/** What a sweep over all frames of a composition found. */
export interface DiscoveryReport {
  clips: DiscoveredClip[];
  /** The cuts of all series; frames count from the composition's beginning. */
  cuts: PlannedCut[];
  /** The slots of all series, gaps left out, in order; frames count from the composition's beginning. */
  shots: PlannedSlot[];
  autoCuts: DiscoveredAutoCut[];
  framesSwept: number;
}

/** What beatcut's own commands tell the page that they drive, as JSON in the environment variable `PAGE_ORDERS`. */
export interface PageOrders {
  /** Whether to report songs and discoveries. */
  report?: boolean;
  /** Songs that have a map. Others are reported, not asked for; the page is then opened again once they are heard. */
  songsHeard?: string[];
  /** Sweep all frames of this composition and report what is found instead of drawing. */
  discover?: { compositionId: string; durationInFrames: number };
}

/** Something that a page tells the Node process that drives it. */
export type PageReport =
  | { kind: 'song'; src: string; hasMap: boolean }
  | { kind: 'discovery'; report: DiscoveryReport }
  | { kind: 'discovery-failed'; frame: number; message: string };

/** The environment variable of the page's orders. Remotion hands variables with this beginning on to the page. */
export const PAGE_ORDERS_VARIABLE = 'REMOTION_BEATCUT';

/** In front of every report in the page's log. */
export const PAGE_REPORT_PREFIX = '@@beatcut ';
