import { BeatcutError } from '../../core/error.ts';
import { secondsToFrame } from '../../core/time.ts';
import type { SongMap } from '../../song/song-map.ts';
import { findAnchor, type Anchor } from '../anchor.ts';
import { createBeatClock, type BeatClock } from '../beat-clock.ts';
import { assignShots, type AssignedShots } from './assign-shots.ts';
import { chooseCuts, type ChosenCuts } from './choose-cuts.ts';
import { describeCutReasons, describeShotReasons } from './cut-reasons.ts';
import { findCutPlaces, type CutCandidate } from './cut-places.ts';
import {
  CUT_PLAN_VERSION,
  type CutPlan,
  type CutPlanCut,
  type CutPlanSlot,
  type CutPlanTransition,
  type CutPoint,
} from './cut-plan.ts';
import type { CutStyle } from './cut-style.ts';
import { resolveCutStyle, type CutStyleName } from './cut-styles.ts';
import { createPace, type Pace } from './pace.ts';
import type { PlannerShot } from './planner-shot.ts';
import { suitOf, type SlotToFill } from './shot-suits.ts';
import { createSongCourse, type SongCourse } from './song-course.ts';

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
/** A transition takes at most this share of each shot beside it. */
const TRANSITION_SHARE = 0.4;
/** A style whose cuts between beats cost at least this much does without them. */
const HALF_BEATS_BELOW = 5;
/** A shorter transition is none. */
const LEAST_TRANSITION_SECONDS = 0.12;

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
  const pacedBy = song.confidence < LEAST_CONFIDENCE || song.beats.length < LEAST_BEATS ? 'energy' : 'beats';
  const fixed = placeFixedShots({ options, clock, startInSeconds, endInSeconds });
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
    unusedShots: findUnused(shots, slots),
    warnings: warn({ song, pacedBy, slots, shots, pace, assignment, style, stretch }),
    cost: chosen.cost + assignment.cost,
  };
}

function checkOptions(shots: readonly PlannerShot[], startInSeconds: number, endInSeconds: number): void {
  const fault = (message: string, hint: string): BeatcutError =>
    new BeatcutError({ code: 'CUT_PLAN_INVALID', message, hint });
  if (shots.length === 0) throw fault('planCuts got no shots.', 'Give it at least one shot with an id.');
  const ids = new Set<string>();
  for (const { id } of shots) {
    if (ids.has(id))
      throw fault(`Two shots have the id "${id}".`, 'Ids must differ; they stay when the edit changes.');
    ids.add(id);
  }
  if (!(startInSeconds >= 0 && endInSeconds > startInSeconds)) {
    throw fault(
      `The stretch from ${startInSeconds} s to ${endInSeconds} s of the song is empty.`,
      'startInSeconds must lie in the song and before endInSeconds.',
    );
  }
}

/** From this many times more shots on, all of them make the edit quicker than the style. */
const CROWDED = 1.1;

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

interface FixedShot {
  shot: number;
  timeInSeconds: number;
}

/** The shots that must begin somewhere, within the stretch that is cut. */
function placeFixedShots({
  options: { shots, song },
  clock,
  startInSeconds,
  endInSeconds,
}: {
  options: PlanCutsOptions;
  clock: BeatClock;
  startInSeconds: number;
  endInSeconds: number;
}): FixedShot[] {
  const timeOf = (place: number | Anchor): number =>
    clock.timeOfBeat(
      findAnchor({ anchor: typeof place === 'number' ? { seconds: place } : place, song, clock }),
    );
  return shots
    .flatMap((shot, index): FixedShot[] =>
      shot.at === undefined ? [] : [{ shot: index, timeInSeconds: timeOf(shot.at) }],
    )
    .filter(({ timeInSeconds }) => timeInSeconds >= startInSeconds && timeInSeconds < endInSeconds);
}

/** How far a fixed shot may be from the border that was made for it. */
const FIXED_TOLERANCE_SECONDS = 0.21;

function describeSlots({
  chosen,
  candidates,
  course,
  pace,
  startInSeconds,
  endInSeconds,
  fixed,
}: {
  chosen: ChosenCuts;
  candidates: readonly CutCandidate[];
  course: SongCourse;
  pace: Pace;
  startInSeconds: number;
  endInSeconds: number;
  fixed: readonly FixedShot[];
}): SlotToFill[] {
  const cuts = chosen.cuts.map((index) => candidates[index]!);
  return [null, ...cuts].map((cut, index): SlotToFill => {
    const start = cut?.timeInSeconds ?? startInSeconds;
    const end = cuts[index]?.timeInSeconds ?? endInSeconds;
    const section = course.sectionAt(start);
    return {
      index,
      startInSeconds: start,
      endInSeconds: end,
      place: cut?.place ?? null,
      section: section.title,
      sectionWords: section.words,
      sectionRole: section.role,
      intensity: pace.intensityBetween(start, end),
      fixedShot:
        fixed.find(({ timeInSeconds }) => Math.abs(timeInSeconds - start) < FIXED_TOLERANCE_SECONDS)?.shot ??
        null,
    };
  });
}

function buildSlots({
  toFill,
  assignment,
  shots,
  style,
  pace,
  fps,
}: {
  toFill: readonly SlotToFill[];
  assignment: AssignedShots;
  shots: readonly PlannerShot[];
  style: CutStyle;
  pace: Pace;
  fps: number | undefined;
}): CutPlanSlot[] {
  const uses = new Map<string, number>();
  const taken = new Set(shots.map(({ id }) => id));
  return toFill.map((slot, index): CutPlanSlot => {
    const { shot: shotIndex, secondBest } = assignment.assigned[index]!;
    const shot = shots[shotIndex]!;
    const use = (uses.get(shot.id) ?? 0) + 1;
    uses.set(shot.id, use);
    const { reasons } = suitOf({
      slot,
      slotCount: toFill.length,
      shot,
      shotIndex,
      shotCount: shots.length,
      style,
    });
    const { startInSeconds, endInSeconds } = slot;
    return {
      id: use === 1 ? shot.id : freeId(shot.id, use, taken),
      shotId: shot.id,
      use,
      startInSeconds,
      endInSeconds,
      ...(fps !== undefined && {
        startFrame: secondsToFrame({ timeInSeconds: startInSeconds, fps }),
        endFrame: secondsToFrame({ timeInSeconds: endInSeconds, fps }),
      }),
      section: slot.section,
      sectionRole: slot.sectionRole,
      intensity: slot.intensity,
      targetHoldInSeconds: (endInSeconds - startInSeconds) / pace.shotsBetween(startInSeconds, endInSeconds),
      reasons: describeShotReasons({ reasons, use }),
      secondBest:
        secondBest === null ? null : { choice: shots[secondBest.shot]!.id, costMore: secondBest.costMore },
    };
  });
}

/** `harbour-2`, or what is free when a shot is called so. */
function freeId(id: string, use: number, taken: Set<string>): string {
  let free = `${id}-${use}`;
  while (taken.has(free)) free += 'b';
  taken.add(free);
  return free;
}

function buildCuts({
  chosen,
  candidates,
  slots,
  style,
  clock,
  pacedBy,
  course,
}: {
  chosen: ChosenCuts;
  candidates: readonly CutCandidate[];
  slots: readonly CutPlanSlot[];
  style: CutStyle;
  clock: BeatClock;
  pacedBy: CutPlan['pacedBy'];
  course: SongCourse;
}): CutPlanCut[] {
  const pointOf = ({ timeInSeconds, beat, place, name }: CutPoint): CutPoint => ({
    timeInSeconds,
    beat,
    place,
    name,
  });
  return chosen.cuts.map((candidateIndex, index): CutPlanCut => {
    const candidate = candidates[candidateIndex]!;
    const [before, after] = [slots[index]!, slots[index + 1]!];
    const secondBest = chosen.secondBest[index]!;
    return {
      ...pointOf(candidate),
      reasons: describeCutReasons({ candidate, before, after, course, style }),
      secondBest: secondBest && {
        choice: secondBest.choice && pointOf(secondBest.choice),
        costMore: secondBest.costMore,
      },
      transition: chooseTransition({ candidate, before, after, style, clock, pacedBy }),
    };
  });
}

/** The transition of a style at a cut, as long as the shots beside it have room for. */
function chooseTransition({
  candidate: { place, timeInSeconds, beat },
  before,
  after,
  style,
  clock,
  pacedBy,
}: {
  candidate: CutCandidate;
  before: CutPlanSlot;
  after: CutPlanSlot;
  style: CutStyle;
  clock: BeatClock;
  pacedBy: CutPlan['pacedBy'];
}): CutPlanTransition {
  const none: CutPlanTransition = { kind: 'cut', lengthInSeconds: 0, lengthInBeats: 0 };
  const wanted = pacedBy === 'energy' ? style.unsureTransition : style.transitions[place];
  if (wanted === undefined || wanted.kind === 'cut') return none;
  const room =
    TRANSITION_SHARE * Math.min(timeInSeconds - before.startInSeconds, after.endInSeconds - timeInSeconds);
  const half = wanted.lengthInBeats / 2;
  const lengthInSeconds = Math.min(2 * room, clock.timeOfBeat(beat + half) - clock.timeOfBeat(beat - half));
  if (lengthInSeconds < LEAST_TRANSITION_SECONDS) return none;
  const lengthInBeats =
    clock.beatAtTime(timeInSeconds + lengthInSeconds / 2) -
    clock.beatAtTime(timeInSeconds - lengthInSeconds / 2);
  return { kind: wanted.kind, lengthInSeconds, lengthInBeats };
}

function findUnused(shots: readonly PlannerShot[], slots: readonly CutPlanSlot[]): CutPlan['unusedShots'] {
  const used = new Set(slots.map(({ shotId }) => shotId));
  return shots
    .filter(({ id }) => !used.has(id))
    .map((shot) => ({
      shotId: shot.id,
      reason:
        shot.at !== undefined
          ? 'its fixed place lies outside of the stretch that is cut, or is taken'
          : slots.length < shots.length
            ? `the pace has room for ${slots.length} of ${shots.length} shots, and others suit better`
            : 'others suit better everywhere',
    }));
}

function warn({
  song,
  pacedBy,
  slots,
  shots,
  pace,
  assignment,
  style,
  stretch,
}: {
  song: SongMap;
  pacedBy: CutPlan['pacedBy'];
  slots: readonly CutPlanSlot[];
  shots: readonly PlannerShot[];
  pace: Pace;
  assignment: AssignedShots;
  style: CutStyle;
  stretch: number;
}): string[] {
  const warnings: string[] = [];
  if (stretch > CROWDED) {
    warnings.push(
      `Shots are held about ${stretch.toFixed(1)} times as long as the style "${style.name}" wants: there are ${shots.length}, and none may come twice.`,
    );
  } else if (stretch < 1) {
    warnings.push(
      `Shots are about ${(1 / stretch).toFixed(1)} times shorter than the style "${style.name}" wants, so that all ${shots.length} come.`,
    );
  }
  if (pacedBy === 'energy') {
    warnings.push(
      song.beats.length < LEAST_BEATS
        ? 'The song has no beats: the cuts follow its sections, sounds and energy.'
        : `The beats of the song can't be trusted (confidence ${Math.round(100 * song.confidence)} %): the cuts follow its phrases, sounds and energy. Tap the beats in the corrections file to have them counted.`,
    );
  }
  const beyond = slots.filter(({ startInSeconds, endInSeconds }) => {
    const hold = endInSeconds - startInSeconds;
    const intensity = pace.intensityBetween(startInSeconds, endInSeconds);
    return hold < pace.minHoldAt(intensity) - 1e-6 || hold > pace.maxHoldAt(intensity) + 1e-6;
  });
  if (beyond.length > 0) {
    warnings.push(
      `${beyond.length} of ${slots.length} shots are longer or shorter than the style "${style.name}" wants: ${beyond
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}${beyond.length > 5 ? ', …' : ''}.`,
    );
  }
  if (assignment.brokenOnce > 0) {
    warnings.push(
      `Shots that may be shown once only are shown again ${assignment.brokenOnce} times: the pace asks for ${slots.length} shots, and there are ${shots.length}. Add shots, or choose a slower style.`,
    );
  }
  const same = slots.filter(({ shotId }, index) => slots[index - 1]?.shotId === shotId).length;
  if (same > 0) warnings.push(`The same shot follows itself ${same} times: there are too few shots.`);
  return warnings;
}
