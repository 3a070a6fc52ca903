import { z } from 'zod';
import { BeatcutError } from '../../core/error.ts';

/** What part of a song a section plays. `build` leads up to something, `break` is a quiet stretch in the middle. */
export const SECTION_ROLES = ['intro', 'verse', 'build', 'chorus', 'bridge', 'break', 'outro'] as const;

/** What part of a song a section plays. */
export type SectionRole = (typeof SECTION_ROLES)[number];

/** The places where a cut can lie, from the strongest on. `sound` is a hit off the beat, `plain` any other moment. */
export const CUT_PLACES = [
  'drop',
  'section',
  'phrase',
  'downbeat',
  'beat',
  'half-beat',
  'sound',
  'plain',
] as const;

/** The places where a cut can lie. */
export type CutPlace = (typeof CUT_PLACES)[number];

/**
 * How one shot gives way to the next: `cut` takes no time, `dip` goes through black, `luma-reveal` shows the bright parts of the
 * next shot first, `zoom` flies into it.
 */
export const CUT_TRANSITIONS = ['cut', 'dissolve', 'dip', 'luma-reveal', 'whip-pan', 'zoom'] as const;

/** How one shot gives way to the next. */
export type CutTransitionKind = (typeof CUT_TRANSITIONS)[number];

/**
 * What the music does at a cut: it `grows` or `falls` by a quarter of the song's range or more within two bars, or stays in the
 * `quiet` or in the `loud` half.
 */
export const CUT_MUSIC = ['grows', 'falls', 'quiet', 'loud'] as const;

/** What the music does at a cut. */
export type CutMusic = (typeof CUT_MUSIC)[number];

/** A value for the quietest and one for the loudest moments of a song; in between they are mixed by ratio. */
export interface QuietLoud {
  quiet: number;
  loud: number;
}

/** Which cuts something of a style is for. What is left out does not matter. */
export interface CutCondition {
  /** The place of the cut. */
  at: CutPlace;
  /** What the music does there. */
  music?: readonly CutMusic[];
  /** What part the section plays in which the next shot lies. */
  into?: readonly SectionRole[];
}

/** How a style gets from shot to shot. */
export interface CutTransitionStyle {
  kind: CutTransitionKind;
  /** Its whole length around the cut, in beats (half-seconds where the song has none); 0 for `cut`. */
  lengthInBeats: number;
}

/** What happens to the picture on a hard cut, on the beat: a flash over it, or a jump towards the viewer. */
export type CutEffect =
  | {
      kind: 'flash';
      /** 0–1, at full strength. */
      opacity: number;
    }
  | {
      kind: 'punch-in';
      /** How large the picture jumps at full strength, from 1 on. */
      scale: number;
    };

/** Places whose cuts can have effects: those that stand out of the song. */
export type CutEffectPlace = 'drop' | 'section';

/**
 * How an edit is paced, as plain data. Costs are in one unit: what it costs to have a shot 2.7 times longer or shorter
 * than it should be, divided by `holdWeight`. `docs/planning.md` says where each number comes from.
 */
export interface CutStyle {
  name: string;
  /** One sentence for people. */
  description: string;
  /** How long a shot should last at the quietest and the loudest moments. */
  holdInSeconds: QuietLoud;
  /** No shot is shorter than this. */
  minHoldInSeconds: QuietLoud;
  /** No shot is longer than this. */
  maxHoldInSeconds: QuietLoud;
  /** What a shot costs whose length is off by a factor of e (2.7). */
  holdWeight: number;
  /** Multiplies the length of shots in sections of each part; above 1 is slower. */
  sectionPace: Readonly<Record<SectionRole, number>>;
  /** Length of shots right before a drop, relative to the usual; it shrinks towards that over the build-up. */
  buildUpPace: number;
  /** Length of the shot that begins on a drop, relative to the usual. */
  dropHold: number;
  /** What a cut costs at each kind of place. */
  placeCosts: Readonly<Record<CutPlace, number>>;
  /** What it costs to play through such a border without a cut. */
  missCosts: Readonly<{ drop: number; section: number; phrase: number }>;
  /** What a cut on the song's strongest accent saves. */
  accentWeight: number;
  /** How far lengths wander around what they should be: the standard deviation of their logarithm. */
  variety: number;
  /** How far the seed may outweigh better places, in costs. */
  looseness: number;
  /** What it costs to show a shot at the other end of the song than its place in the list says. */
  orderWeight: number;
  /** What it costs to show a shot once more instead of holding others longer. */
  reuseCost: number;
  /** A shot comes again only after this many others. */
  repeatDistanceInShots: number;
  /** How shots give way to each other: the first that is for a cut. Cuts that none is for are hard. */
  transitions: readonly (CutCondition & CutTransitionStyle)[];
  /** The transition where the beat can't be trusted. */
  unsureTransition: CutTransitionStyle;
  /** What happens on hard cuts; all that are for a cut. */
  effects: readonly (CutCondition & { at: CutEffectPlace } & CutEffect)[];
  /** Cuts with effects are at least this far apart; drops come first, then sections. */
  effectDistanceInBeats: number;
}

const positive = z.number().positive();
const cost = z.number().nonnegative();
const quietLoud = z.strictObject({ quiet: positive, loud: positive });
const transition = { kind: z.enum(CUT_TRANSITIONS), lengthInBeats: cost };
const condition = {
  music: z.array(z.enum(CUT_MUSIC)).optional(),
  into: z.array(z.enum(SECTION_ROLES)).optional(),
};
const effectCondition = { at: z.enum(['drop', 'section']), ...condition };
const perPlace = z.strictObject(Object.fromEntries(CUT_PLACES.map((place) => [place, cost])));
const perRole = z.strictObject(Object.fromEntries(SECTION_ROLES.map((role) => [role, positive])));

const cutStyleSchema = z
  .strictObject({
    name: z.string().min(1),
    description: z.string(),
    holdInSeconds: quietLoud,
    minHoldInSeconds: quietLoud,
    maxHoldInSeconds: quietLoud,
    holdWeight: positive,
    sectionPace: perRole,
    buildUpPace: positive,
    dropHold: positive,
    placeCosts: perPlace,
    missCosts: z.strictObject({ drop: cost, section: cost, phrase: cost }),
    accentWeight: cost,
    variety: cost,
    looseness: cost,
    orderWeight: cost,
    reuseCost: cost,
    repeatDistanceInShots: z.number().int().nonnegative(),
    transitions: z.array(z.strictObject({ at: z.enum(CUT_PLACES), ...condition, ...transition })),
    unsureTransition: z.strictObject(transition),
    effects: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          ...effectCondition,
          kind: z.literal('flash'),
          opacity: z.number().min(0).max(1),
        }),
        z.strictObject({ ...effectCondition, kind: z.literal('punch-in'), scale: z.number().min(1).max(2) }),
      ]),
    ),
    effectDistanceInBeats: cost,
  })
  .refine(
    ({ minHoldInSeconds: min, holdInSeconds: hold, maxHoldInSeconds: max }) =>
      (['quiet', 'loud'] as const).every((at) => min[at] <= hold[at] && hold[at] <= max[at]),
    {
      error: 'expected minHoldInSeconds ≤ holdInSeconds ≤ maxHoldInSeconds, quiet and loud',
      path: ['holdInSeconds'],
    },
  );

/**
 * Checks a style of your own, usually one of beatcut's with changes: `defineCutStyle({...CUT_STYLES.calm, name: 'mine',
 * dropHold: 2})`.
 *
 * @throws BeatcutError `CUT_STYLE_INVALID` that names the member which is out of range.
 */
export function defineCutStyle(style: CutStyle): CutStyle {
  const result = cutStyleSchema.safeParse(style);
  if (result.success) return style;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  throw new BeatcutError({
    code: 'CUT_STYLE_INVALID',
    message: `The cut style "${style.name}" is not valid${path === '' ? '' : ` at ${path}`}: ${issue?.message ?? 'unknown fault'}.`,
    hint: 'Begin with one of CUT_STYLES and change single members; docs/planning.md explains each.',
    cause: result.error,
  });
}
