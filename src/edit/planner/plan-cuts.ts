import { BeatcutError } from '../../core/error.ts';
import type { SongMap } from '../../song/song-map.ts';
import { createBeatClock } from '../beat-clock.ts';
import { assignShots } from './assign-shots.ts';
import { chooseCuts } from './choose-cuts.ts';
import { findCutPlaces } from './cut-places.ts';
import { CUT_PLAN_VERSION, type CutPlan } from './cut-plan.ts';
import type { CutStyle } from './cut-style.ts';
import { resolveCutStyle, type CutStyleName } from './cut-styles.ts';
import { placeFixedShots } from './fixed-shots.ts';
import { createPace, CROWDED } from './pace.ts';
import { findMissed, findUnused } from './left-out.ts';
import { planWarnings } from './plan-warnings.ts';
import { buildCuts } from './planned-cuts.ts';
import { buildSlots, describeSlots } from './planned-slots.ts';
import type { PlannerShot } from './planner-shot.ts';
import { createSongCourse } from './song-course.ts';

/** What `planCuts` takes. */
export interface PlanCutsOptions {
  song: SongMap;
  /** What can be shown, in the order of the story. */
  shots: readonly PlannerShot[];
  /** One of beatcut's styles by its name, or one of your own; `build-and-release` by default. */
  style?: CutStyleName | CutStyle;
  /** Another seed, another edit that is about as good; `1` by default. */
  seed?: string | number;
  /** Frames per second, if the plan shall name frames too. */
  fps?: number;
  /** The stretch of the song that is cut; all of it by default. */
  startInSeconds?: number;
  endInSeconds?: number;
  /** Whether shots may come more than once when the pace asks for more than there are; yes by default. */
  repeat?: boolean;
  /** Whether every shot must be shown, even if that makes shots shorter than the style wants; no by default. */
  useAll?: boolean;
  /** Lines of the lyrics; a cut where one begins is a little better. */
  lyricLines?: readonly { startInSeconds: number; text: string }[];
}

/** Below this confidence of the whole song, its phrases and energy set the pace. */
const LEAST_CONFIDENCE = 0.3;
/** With fewer beats there is no grid to speak of. */
const LEAST_BEATS = 8;
/** A style whose cuts between beats cost at least this much does without them. */
const HALF_BEATS_BELOW = 5;

/**
 * Plans all cuts of a song and which shot is shown between each two.
 *
 * 1. Every place where a cut could lie is listed: drops, borders of sections and phrases, downbeats, beats, half beats
 *    where the style wants them; sounds and even steps where the beats can't be trusted.
 * 2. The cuts are chosen over the whole song at once (`chooseCuts`), then the shots (`assignShots`).
 * 3. Each decision is explained, with the second best and what it would have cost.
 *
 * Synchronous and the same everywhere: the same options give the same plan.
 *
 * @throws BeatcutError `CUT_PLAN_INVALID` for no shots, two shots of one id or an empty stretch of song;
 * `CUT_STYLE_INVALID`, `CUT_STYLE_UNKNOWN`; `ANCHOR_UNKNOWN` for a fixed place that the song does not have.
 */
export function planCuts(options: PlanCutsOptions): CutPlan {
  const { song, shots, fps } = options;
  const style = resolveCutStyle(options.style ?? 'build-and-release');
  const seed = String(options.seed ?? 1);
  const startInSeconds = options.startInSeconds ?? 0;
  const endInSeconds = Math.min(options.endInSeconds ?? song.durationInSeconds, song.durationInSeconds);
  checkOptions(shots, startInSeconds, endInSeconds);

  const clock = createBeatClock(song);
  const course = createSongCourse(song);
  const stretch = stretchFor({
    wanted: createPace({ song, course, style, seed }).shotsBetween(startInSeconds, endInSeconds),
    options,
  });
  const pace = createPace({ song, course, style, seed, stretch });
  const hasBeats = song.beats.length >= LEAST_BEATS;
  const pacedBy = hasBeats && song.confidence >= LEAST_CONFIDENCE ? 'beats' : 'energy';
  const fixed = placeFixedShots({ shots, song, clock, startInSeconds, endInSeconds });
  const candidates = findCutPlaces({
    song,
    clock,
    course,
    startInSeconds,
    endInSeconds,
    pacedBy,
    halfBeats: style.placeCosts['half-beat'] < HALF_BEATS_BELOW,
    lyricLines: options.lyricLines ?? [],
    fixedInSeconds: fixed.map(({ timeInSeconds }) => timeInSeconds),
  });
  const chosen = chooseCuts({
    candidates,
    pace,
    style,
    seed,
    startInSeconds,
    endInSeconds,
    shots: {
      count: shots.length,
      mayRepeat: options.repeat ?? true,
      mustAllBeUsed: options.useAll ?? false,
    },
  });
  const toFill = describeSlots({ chosen, candidates, course, pace, startInSeconds, endInSeconds, fixed });
  const assignment = assignShots({ slots: toFill, shots, style, seed });
  const slots = buildSlots({ toFill, assignment, shots, style, pace, fps });
  const missed = findMissed({ candidates, cuts: chosen.cuts, pace, style, startInSeconds, endInSeconds });
  return {
    version: CUT_PLAN_VERSION,
    style: style.name,
    seed,
    ...(fps !== undefined && { fps }),
    startInSeconds,
    endInSeconds,
    pacedBy,
    slots,
    cuts: buildCuts({ chosen, candidates, slots, style, clock, pacedBy, course }),
    missed,
    unusedShots: findUnused(shots, slots),
    warnings: planWarnings({
      song,
      course,
      pacedBy,
      slots,
      shots,
      pace,
      assignment,
      style,
      stretch,
      hasBeats,
      missed,
    }),
    cost: chosen.cost + assignment.cost,
  };
}

function checkOptions(shots: readonly PlannerShot[], startInSeconds: number, endInSeconds: number): void {
  const fault = (message: string, hint: string): BeatcutError =>
    new BeatcutError({ code: 'CUT_PLAN_INVALID', message, hint });
  if (shots.length === 0) throw fault('planCuts got no shots.', 'Give it at least one shot with an id.');
  const ids = new Set<string>();
  for (const { id, durationInSeconds, ...shares } of shots) {
    if (ids.has(id))
      throw fault(`Two shots have the id "${id}".`, 'Ids must differ; they stay when the edit changes.');
    ids.add(id);
    for (const name of ['energy', 'strength'] as const) {
      const value = shares[name];
      if (value !== undefined && !(value >= 0 && value <= 1))
        throw fault(`${name} of shot "${id}" must lie between 0 and 1, but is ${value}.`, '1 is the most.');
    }
    if (durationInSeconds !== undefined && !(durationInSeconds > 0))
      throw fault(
        `durationInSeconds of shot "${id}" must be above 0, but is ${durationInSeconds}.`,
        'It says how much material there is; leave it out if that is not known.',
      );
  }
  if (!(startInSeconds >= 0 && endInSeconds > startInSeconds)) {
    throw fault(
      `The stretch from ${startInSeconds} s to ${endInSeconds} s of the song is empty.`,
      'startInSeconds must lie in the song and before endInSeconds.',
    );
  }
}

/** How many times longer shots must be than the style wants when none may come twice, or all must come. */
function stretchFor({
  wanted,
  options: { shots, repeat, useAll },
}: {
  wanted: number;
  options: PlanCutsOptions;
}): number {
  if (repeat === false && shots.length < wanted) return wanted / shots.length;
  if (useAll === true && shots.length > CROWDED * wanted) return wanted / shots.length;
  return 1;
}
