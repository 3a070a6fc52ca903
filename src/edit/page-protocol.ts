import type { FitSlot, FitWish, SlotBeat } from '../clips/fit-wish.ts';
import { canonicalJson } from '../core/json.ts';
import type { ClipWish } from '../clips/treatment.ts';
import type { PlannedCut, PlannedSlot } from './edit-plan.ts';
import type { MovedBox } from './moved-box.ts';
import type { FocusPoint } from './object-position.ts';
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
  /** How its takes shall be fitted. */
  wish?: FitWish;
  /** The beats of the slot, where the wish needs them. */
  beats?: SlotBeat[];
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
  /** What the frames show; `null` when no component of beatcut was on any of them. */
  pictures: SweptPictures | null;
  /** What a person should know before the film is rendered. */
  warnings: string[];
}

/** The clip that a component asks for: shots that continue different ones ask for different clips by the same words. */
export const clipIdentityOf = ({ wish, shotId }: { wish: ClipWish; shotId: string | null }): string =>
  canonicalJson(wish.continueFrom === undefined ? wish : { wish, shotId });

/** A clip in the picture of a frame. */
export interface ShownClip {
  wish: ClipWish;
  /** The shot around it, outside of a series the clip's own name. */
  shotId: string | null;
  /** The frame of the sequence in which the clip stands, which its take's time is counted from. */
  sequenceFrame: number;
  /** Length of that sequence. */
  sequenceDurationInFrames: number;
  /** How the take is fitted into it. */
  fit: FitSlot;
}

/** A clip as one of several pictures on top of each other, each of which fills the whole frame or was as large before it was moved. */
export interface FullFrameLayer {
  /** Place of the clip in the picture's list. */
  clip: number;
  /** Above 0, up to 1. */
  opacity: number;
  objectFit: 'cover' | 'contain' | 'fill';
  /** The point of its picture that `cover` keeps in sight; `null` when more is done to a take of another shape. */
  focus: FocusPoint | null;
  /** Where it is seen instead of on the whole frame, in CSS pixels. */
  moved?: MovedBox;
}

/** What a page shows on a frame, without painting it. */
export interface SweptPicture {
  /** SHA-256 of the markup, its style sheets and its fonts. Neither the clips nor the files that it names are in it. */
  digest: string;
  /** Addresses of the files that are named, without the page's own origin. */
  files: string[];
  /** Why the picture may depend on more than that; empty when it does not. */
  unknowns: string[];
  /**
   * Set when clips make up the whole picture, bottom first, and nothing changes how they look but what is laid over them. The
   * lowest fills the frame and is opaque, or nothing but Remotion's black lies below it.
   */
  layers?: FullFrameLayer[];
  /**
   * Set beside `layers` when more than clips is seen: SHA-256 of all that is laid over them. Wherever it is the same, each
   * pixel is the same mixture of one colour and the clips.
   */
  overlay?: string;
}

/** What the pages of a composition show. */
export interface SweptPictures {
  /** Pictures that differ in more than the times of their clips. */
  pictures: SweptPicture[];
  wishes: ClipWish[];
  /** By frame: the place of its picture in the list, and its clips. */
  frames: { picture: number; clips: (Omit<ShownClip, 'wish'> & { wish: number })[] }[];
  /** By frame: what is heard, as Remotion collects it. `null` when it is the same as on the frame before, one frame on. */
  sounds: (SweptSound[] | null)[];
  /** Whether a sweep of the same files shows the same: nothing came from elsewhere, nothing looked different the second time. */
  isRepeatable: boolean;
  /** Whether the page shows or has loaded anything from another host, which may be something else the next time. */
  usesOtherHosts: boolean;
}

/** A sound on a frame, as Remotion's components register it for the mix. */
export interface SweptSound {
  type: string;
  src?: string;
  id: string;
  frame: number;
  volume?: number;
  mediaFrame?: number;
  playbackRate?: number;
  [property: string]: unknown;
}

/** What beatcut's own commands tell the page that they drive, as JSON in the environment variable `PAGE_ORDERS`. */
export interface PageOrders {
  /** Whether to report songs and discoveries. */
  report?: boolean;
  /** Songs that have a map. Others are reported, not asked for; the page is then opened again once they are heard. */
  songsHeard?: string[];
  /** Sweep all frames of this composition and report what is found instead of drawing. */
  discover?: { compositionId: string; durationInFrames: number; width: number; height: number };
  /** Draw this colour over the whole place of each clip, for pictures of what is laid over the clips. */
  plates?: 'black' | 'white';
  /** Draw an animatic without its slate for a clip that is missing, also in a render: for pictures of what is not yet made. */
  animatics?: boolean;
}

/** Something that a page tells the Node process that drives it. */
export type PageReport =
  | { kind: 'song'; src: string; hasMap: boolean }
  | { kind: 'discovery'; report: DiscoveryReport }
  | { kind: 'discovery-failed'; frame: number; message: string }
  // Remotion hands on only the message of what a page threw, and maybe after the page has told what is left without it
  | { kind: 'threw'; message: string; hint?: string | undefined };

/** The environment variable of the page's orders. Remotion hands variables with this beginning on to the page. */
export const PAGE_ORDERS_VARIABLE = 'REMOTION_BEATCUT';

/** In front of every report in the page's log. */
export const PAGE_REPORT_PREFIX = '@@beatcut ';
