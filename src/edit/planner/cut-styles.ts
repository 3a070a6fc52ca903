import { BeatcutError } from '../../core/error.ts';
import { defineCutStyle, type CutStyle, type SectionRole } from './cut-style.ts';

/**
 * Verses are held, choruses cut hardest, intros and outros longest (the order is that of hanna-eng.com's guide to editing
 * a clip; the bars per shot that it rests on, intro 6–8, verse 4–6, chorus 2–3, bridge 4–8, outro 6–10, come from
 * rabinxyz/musicvideo: their square roots relative to the verse, as energy already counts for the other half).
 */
const SECTION_PACE: Readonly<Record<SectionRole, number>> = {
  intro: 1.2,
  verse: 1,
  build: 0.85,
  chorus: 0.85,
  bridge: 1.1,
  break: 1.15,
  outro: 1.25,
};

/** Sections that a camera may be thrown into; the others come to rest. */
const IN_MOTION: readonly SectionRole[] = ['verse', 'build', 'chorus'];

/**
 * Playing through a drop costs more than anything but a shot that is shorter or longer than the style allows, so every drop gets
 * its cut unless that would break the shortest length.
 */
const DROP_MISS_COST = 30;

// docs/planning.md has the source of every number, member by member

const CALM: CutStyle = {
  name: 'calm',
  description: 'Long shots that change with the phrases and dissolve into each other.',
  holdInSeconds: { quiet: 11, loud: 5.5 },
  minHoldInSeconds: { quiet: 3, loud: 2.4 },
  maxHoldInSeconds: { quiet: 18, loud: 12 },
  holdWeight: 5,
  sectionPace: SECTION_PACE,
  buildUpPace: 0.85,
  dropHold: 1.3,
  placeCosts: {
    drop: 0,
    section: 0,
    phrase: 0.2,
    downbeat: 1.2,
    beat: 5,
    'half-beat': 12,
    sound: 4,
    plain: 6,
  },
  missCosts: { drop: DROP_MISS_COST, section: 20, phrase: 0.4 },
  accentWeight: 0.1,
  variety: 0.15,
  looseness: 0.1,
  orderWeight: 6,
  reuseCost: 1,
  repeatDistanceInShots: 8,
  transitions: [
    { at: 'section', music: ['falls'], kind: 'dip', lengthInBeats: 3 },
    { at: 'section', into: ['bridge', 'break'], kind: 'luma-reveal', lengthInBeats: 2 },
    { at: 'section', kind: 'dissolve', lengthInBeats: 2 },
    { at: 'drop', kind: 'dissolve', lengthInBeats: 1 },
    { at: 'phrase', kind: 'dissolve', lengthInBeats: 1 },
    { at: 'downbeat', kind: 'dissolve', lengthInBeats: 1 },
    { at: 'beat', kind: 'dissolve', lengthInBeats: 1 },
    { at: 'sound', kind: 'dissolve', lengthInBeats: 1 },
    { at: 'plain', kind: 'dissolve', lengthInBeats: 2 },
  ],
  unsureTransition: { kind: 'dissolve', lengthInBeats: 2 },
  effects: [],
  effectDistanceInBeats: 64,
};

const NARRATIVE: CutStyle = {
  name: 'narrative',
  description: 'Shots in their order, held as long as a story needs, cut on bars and phrases.',
  holdInSeconds: { quiet: 7, loud: 3.5 },
  minHoldInSeconds: { quiet: 1.8, loud: 1.2 },
  maxHoldInSeconds: { quiet: 12, loud: 8 },
  holdWeight: 3,
  sectionPace: SECTION_PACE,
  buildUpPace: 0.75,
  dropHold: 1.3,
  placeCosts: {
    drop: 0,
    section: 0,
    phrase: 0.3,
    downbeat: 0.8,
    beat: 2.2,
    'half-beat': 6,
    sound: 2,
    plain: 4,
  },
  missCosts: { drop: DROP_MISS_COST, section: 8, phrase: 0.4 },
  accentWeight: 0.3,
  variety: 0.2,
  looseness: 0.15,
  orderWeight: 20,
  reuseCost: 2.5,
  repeatDistanceInShots: 10,
  transitions: [
    { at: 'section', music: ['grows'], kind: 'cut', lengthInBeats: 0 },
    { at: 'section', music: ['falls'], kind: 'dip', lengthInBeats: 2 },
    { at: 'section', into: ['bridge', 'break'], kind: 'luma-reveal', lengthInBeats: 2 },
    { at: 'section', kind: 'dissolve', lengthInBeats: 1 },
  ],
  unsureTransition: { kind: 'dissolve', lengthInBeats: 1 },
  effects: [{ at: 'drop', kind: 'punch-in', scale: 1.04 }],
  effectDistanceInBeats: 64,
};

const BUILD_AND_RELEASE: CutStyle = {
  name: 'build-and-release',
  description: 'Slow in the verses, quicker and quicker towards each drop, and a held shot when it comes.',
  holdInSeconds: { quiet: 5.5, loud: 1.7 },
  minHoldInSeconds: { quiet: 0.9, loud: 0.38 },
  maxHoldInSeconds: { quiet: 10, loud: 4.5 },
  holdWeight: 3,
  sectionPace: SECTION_PACE,
  buildUpPace: 0.35,
  dropHold: 1.8,
  placeCosts: {
    drop: 0,
    section: 0,
    phrase: 0.3,
    downbeat: 0.6,
    beat: 1.4,
    'half-beat': 3.2,
    sound: 2,
    plain: 4,
  },
  missCosts: { drop: DROP_MISS_COST, section: 6, phrase: 0.8 },
  accentWeight: 0.4,
  variety: 0.35,
  looseness: 0.15,
  orderWeight: 4,
  reuseCost: 0.3,
  repeatDistanceInShots: 6,
  transitions: [
    { at: 'section', music: ['grows'], kind: 'zoom', lengthInBeats: 1 },
    { at: 'section', music: ['falls'], kind: 'dissolve', lengthInBeats: 2 },
    { at: 'section', into: ['bridge', 'break'], kind: 'luma-reveal', lengthInBeats: 1 },
    { at: 'section', music: ['quiet'], kind: 'dissolve', lengthInBeats: 1 },
  ],
  unsureTransition: { kind: 'dissolve', lengthInBeats: 1 },
  effects: [
    { at: 'drop', kind: 'flash', opacity: 0.6 },
    { at: 'drop', kind: 'punch-in', scale: 1.12 },
  ],
  effectDistanceInBeats: 32,
};

const HARD_CUT: CutStyle = {
  name: 'hard-cut',
  description: 'Short shots, cut on beats and now and then between them.',
  holdInSeconds: { quiet: 2.8, loud: 1.25 },
  minHoldInSeconds: { quiet: 0.9, loud: 0.3 },
  maxHoldInSeconds: { quiet: 3.8, loud: 2.4 },
  holdWeight: 2.5,
  sectionPace: SECTION_PACE,
  buildUpPace: 0.5,
  dropHold: 1.6,
  placeCosts: {
    drop: 0,
    section: 0,
    phrase: 0.2,
    downbeat: 0.4,
    beat: 0.7,
    'half-beat': 1.9,
    sound: 1.8,
    plain: 4,
  },
  missCosts: { drop: DROP_MISS_COST, section: 5, phrase: 1.5 },
  accentWeight: 0.6,
  variety: 0.4,
  looseness: 0.2,
  orderWeight: 2,
  reuseCost: 0.1,
  repeatDistanceInShots: 6,
  transitions: [{ at: 'section', music: ['loud'], into: IN_MOTION, kind: 'whip-pan', lengthInBeats: 0.5 }],
  unsureTransition: { kind: 'cut', lengthInBeats: 0 },
  effects: [
    { at: 'drop', kind: 'flash', opacity: 0.7 },
    { at: 'drop', kind: 'punch-in', scale: 1.15 },
    { at: 'section', music: ['grows'], kind: 'punch-in', scale: 1.1 },
  ],
  effectDistanceInBeats: 16,
};

const MONTAGE: CutStyle = {
  name: 'montage',
  description: 'An even stream of shots on the bars that follows the energy.',
  holdInSeconds: { quiet: 3.6, loud: 1.9 },
  minHoldInSeconds: { quiet: 1, loud: 0.58 },
  maxHoldInSeconds: { quiet: 6, loud: 3.8 },
  holdWeight: 5,
  sectionPace: SECTION_PACE,
  buildUpPace: 0.7,
  dropHold: 1.3,
  placeCosts: {
    drop: 0,
    section: 0,
    phrase: 0.2,
    downbeat: 0.5,
    beat: 1.3,
    'half-beat': 4,
    sound: 2,
    plain: 4,
  },
  missCosts: { drop: DROP_MISS_COST, section: 6, phrase: 0.8 },
  accentWeight: 0.3,
  variety: 0.15,
  looseness: 0.2,
  orderWeight: 2,
  reuseCost: 0.2,
  repeatDistanceInShots: 8,
  transitions: [
    { at: 'section', music: ['grows', 'loud'], into: IN_MOTION, kind: 'whip-pan', lengthInBeats: 0.5 },
    { at: 'section', music: ['falls'], kind: 'dissolve', lengthInBeats: 1 },
    { at: 'section', into: ['outro'], kind: 'dissolve', lengthInBeats: 1 },
  ],
  unsureTransition: { kind: 'dissolve', lengthInBeats: 1 },
  effects: [{ at: 'drop', kind: 'punch-in', scale: 1.08 }],
  effectDistanceInBeats: 32,
};

/** Names of beatcut's own styles. */
export type CutStyleName = 'calm' | 'narrative' | 'build-and-release' | 'hard-cut' | 'montage';

/** beatcut's own styles by name. */
export const CUT_STYLES: Readonly<Record<CutStyleName, CutStyle>> = {
  calm: CALM,
  narrative: NARRATIVE,
  'build-and-release': BUILD_AND_RELEASE,
  'hard-cut': HARD_CUT,
  montage: MONTAGE,
};

/** A style by its name, or a checked one of one's own. */
export function resolveCutStyle(style: CutStyleName | CutStyle): CutStyle {
  if (typeof style !== 'string') return defineCutStyle(style);
  const found: CutStyle | undefined = CUT_STYLES[style];
  if (found !== undefined) return found;
  throw new BeatcutError({
    code: 'CUT_STYLE_UNKNOWN',
    message: `There is no cut style "${style}".`,
    hint: `Take one of ${Object.keys(CUT_STYLES).join(', ')}, or define one with defineCutStyle({…}).`,
  });
}
