import type {
  CutEffect,
  CutEffectPlace,
  CutMusic,
  CutPlace,
  CutTransitionKind,
  SectionRole,
} from './cut-style.ts';

/** The version of cut plans that this program makes. */
export const CUT_PLAN_VERSION = 1;

/** A moment of the song where a cut can lie. */
export interface CutPoint {
  timeInSeconds: number;
  /** Position in beats from the first downbeat, as a beat clock counts them. */
  beat: number;
  place: CutPlace;
  /** What a person calls it: `bar 17`, `bar 12 beat 3`, `bar 3 beat 2½`, `0:12.400`. */
  name: string;
}

/** What else could have been done, and how much worse it would have been, all else kept. */
export interface SecondBest<T> {
  /** `null` stands for nothing in its place: no cut. */
  choice: T | null;
  /** Cost on top, in the units of the style. */
  costMore: number;
}

/** The transition around a cut. */
export interface CutPlanTransition {
  kind: CutTransitionKind;
  /** Its whole length, half before and half after the cut; 0 for `cut`. */
  lengthInSeconds: number;
  lengthInBeats: number;
  /** Why it is this one, if it is not what the style has at all such places: `as the music grows`. */
  reason: string | null;
}

/** What happens to the picture of the shot after a cut, at the moment of the song that the cut lies on. */
export type CutPlanEffect = CutEffect & {
  /** The moment of the song that sets it off. */
  on: CutEffectPlace;
};

/** A drop or the beginning of a section without a cut. */
export interface CutPlanMiss extends CutPoint {
  /** Why there is none. */
  reason: string;
}

/** One shot in its place. */
export interface CutPlanSlot {
  /** Unique and stable: the shot's id, from its second use on with the number of the use (`harbour-2`). */
  id: string;
  shotId: string;
  /** Which use of the shot it is, from 1. */
  use: number;
  startInSeconds: number;
  endInSeconds: number;
  /** Where it lies once frames are known; only when `fps` was given. */
  startFrame?: number;
  endFrame?: number;
  /** The section in which it begins, as a person calls it (`chorus 2`, `B`), and the part that the section plays. */
  section: string;
  sectionRole: SectionRole;
  /** How strong the music is during the slot, 0–1 within the song. */
  intensity: number;
  /** How long the style wants a shot to be here. */
  targetHoldInSeconds: number;
  /** Why it is this shot. */
  reasons: string[];
  /** The next best shot for the slot: its id. */
  secondBest: SecondBest<string> | null;
}

/** The border between two slots. */
export interface CutPlanCut extends CutPoint {
  /** Why it lies here. */
  reasons: string[];
  /** The next best place between the neighbouring cuts, or none at all. */
  secondBest: SecondBest<CutPoint> | null;
  /** What the music does here. */
  music: CutMusic;
  transition: CutPlanTransition;
  effects: CutPlanEffect[];
}

/** A plan of all cuts of a song and the shot between each two. Plain data; the same options give the same plan. */
export interface CutPlan {
  version: typeof CUT_PLAN_VERSION;
  style: string;
  seed: string;
  /** Frames per second of `startFrame` and `endFrame`, if they were asked for. */
  fps?: number;
  startInSeconds: number;
  endInSeconds: number;
  /** What the cuts follow: the beats, or phrases and energy where the beats can't be trusted. */
  pacedBy: 'beats' | 'energy';
  slots: CutPlanSlot[];
  /** One fewer than slots. */
  cuts: CutPlanCut[];
  /** Drops and sections that begin without a cut, each with why. */
  missed: CutPlanMiss[];
  /** Shots that found no place, each with why. */
  unusedShots: { shotId: string; reason: string }[];
  warnings: string[];
  /** Sum of all costs; for comparing plans of one song and style. */
  cost: number;
}
