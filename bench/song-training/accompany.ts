import type { Chance } from './chance.ts';
import type { BassPattern, CompPattern } from './grooves.ts';

/** A note of the bass. */
export interface BassNote {
  at: number;
  length: number;
  step: number;
  velocity: number;
}

/** What `bassNotes` takes. */
export interface BassOptions {
  chance: Chance;
  pattern: BassPattern;
  /** How long the chord is. */
  beats: number;
  slots: number;
  /** Whether the chord is another than before. */
  isNew: boolean;
  /** What this player does again and again, as a number. */
  habit: number;
  /** The beat of the bar on which the chord begins, from 0. */
  atInBar: number;
}

/** What the bass plays on a chord of so many beats. */
export function bassNotes({ chance, pattern, beats, slots, isNew, habit, atInBar }: BassOptions): BassNote[] {
  const note = (at: number, length: number, step = 0, velocity = 0.9): BassNote => ({
    at,
    length,
    step,
    velocity,
  });
  const each = (make: (beat: number) => BassNote[]): BassNote[] =>
    Array.from({ length: beats }, (_, beat) => make(beat)).flat();
  const and = slots === 3 ? 2 / 3 : 0.5;
  switch (pattern) {
    case 'whole':
      return isNew || chance.is(0.4) ? [note(0, beats)] : [];
    case 'one':
      return [note(0, beats * chance.between(0.3, 0.9))];
    case 'quarters':
      return each((beat) => [note(beat, 0.9)]);
    case 'eighths':
      return each((beat) => [note(beat, 0.45), note(beat + and, 0.45, 0, 0.75)]);
    case 'walking':
      return each((beat) => [
        note(beat, 0.9, beat === 0 ? 0 : chance.pick([2, 4, 5, 1, 7])),
        ...(chance.is(0.12) ? [note(beat + and, 0.3, chance.pick([0, 2]), 0.6)] : []),
      ]);
    case 'offbeat':
      return each((beat) => [note(beat + and, 0.4)]);
    case 'octaves':
      return each((beat) => [note(beat, 0.4), note(beat + and, 0.4, 7, 0.8)]);
    case 'oneThree':
      return Array.from({ length: Math.ceil(beats / 2) }, (_, n) =>
        note(2 * n, chance.between(0.7, 1.6), n % 2 === 0 ? 0 : 4),
      );
    case 'tumbao':
      return [
        ...(chance.is(0.5) ? [note(0, 1)] : []),
        note(1.5, 1, 4),
        ...(beats > 3 ? [note(3, 1, 7)] : []),
      ];
    case 'tresillo':
      return [0, 1.5, 3]
        .filter((at) => at < beats)
        .map((at, n) => note(at, n < 2 ? 1.4 : 0.9, n === 0 || chance.is(0.5) ? 0 : 4));
    case 'rolling': // between the beats, where the kick is not
      return slots === 4
        ? each((beat) => [0.25, 0.5, 0.75].map((at) => note(beat + at, 0.2, 0, at === 0.5 ? 0.9 : 0.75)))
        : each((beat) => [note(beat + and, 0.4)]);
    case 'sixteenths':
      return each((beat) =>
        Array.from({ length: slots }, (_, n) =>
          note(beat + n / slots, 0.9 / slots, 0, n === 0 ? 0.95 : 0.75),
        ),
      );
    case 'syncopated':
      return [
        ...(chance.is(0.9) ? [note(0, 0.7)] : []),
        ...Array.from({ length: beats * slots - 1 }, (_, slot) => slot + 1)
          .filter(() => chance.is(0.22))
          .map((slot) => note(slot / slots, 0.4, chance.pick([0, 0, 4, 7]), 0.8)),
      ];
    case 'riff':
      return riffSlots(habit, beats, slots, atInBar).map(({ slot, length, step, velocity }) =>
        note(slot / slots, length / slots, step, velocity),
      );
    case 'none':
      return [];
  }
}

/** Steps of the scale that riffs are made of. */
const RIFF_STEPS = [0, 0, 0, 2, 4, 6, 7, 1];

/** What somebody plays again in every bar: which slots sound, how long and how high, all from a habit. */
function riffSlots(
  habit: number,
  beats: number,
  slots: number,
  atInBar: number,
): { slot: number; length: number; step: number; velocity: number }[] {
  const dice = (slot: number, kind: number): number => {
    const value = Math.sin(habit * 0.731 + slot * 78.233 + kind * 37.719) * 43_758.5453;
    return value - Math.floor(value);
  };
  const density = 0.3 + 0.5 * dice(0, 1);
  const sounds = (slot: number): boolean =>
    slot === 0 ? dice(0, 2) < 0.9 : dice(slot, 0) < density * (slot % slots === 0 ? 1.2 : 0.7);
  const first = atInBar * slots;
  const heard = Array.from({ length: beats * slots }, (_, n) => n).filter((n) => sounds(first + n));
  return heard.map((slot, index) => ({
    slot,
    length: 0.9 * Math.min(2 * slots, (heard[index + 1] ?? beats * slots) - slot),
    step: first + slot === 0 ? 0 : RIFF_STEPS[Math.floor(8 * dice(first + slot, 3))]!,
    velocity: first + slot === 0 ? 1 : 0.75 + 0.2 * dice(first + slot, 4),
  }));
}

/** A chord, or notes of it. */
export interface CompNote {
  at: number;
  length: number;
  voices: number[];
  velocity: number;
}

/** What `compNotes` takes. */
export interface CompOptions extends Omit<BassOptions, 'pattern'> {
  pattern: CompPattern;
  tempoBpm: number;
  /** The beat of the song on which the chord begins, from 0. */
  atBeat: number;
}

/** What accompanies on a chord of so many beats. */
export function compNotes({
  chance,
  pattern,
  beats,
  slots,
  habit,
  isNew,
  tempoBpm,
  atBeat,
  atInBar,
}: CompOptions): CompNote[] {
  const all = [0, 1, 2];
  const and = slots === 3 ? 2 / 3 : 0.5;
  const note = (at: number, length: number, velocity = 0.9, voices = all): CompNote => ({
    at,
    length,
    voices,
    velocity,
  });
  const each = (make: (beat: number) => CompNote[]): CompNote[] =>
    Array.from({ length: beats }, (_, beat) => make(beat)).flat();
  const has = (bit: number): boolean => ((habit >> bit) & 1) === 1;
  // as fast as fingers go
  const fast = Math.max(1, Math.min(slots, Math.floor(620 / tempoBpm)));
  const perBeat =
    slots === 4 ? (fast >= 4 ? (has(3) ? 4 : 2) : Math.min(2, fast)) : fast >= slots ? slots : 1;
  switch (pattern) {
    case 'pad':
      return isNew || chance.is(0.3) ? [note(0, beats)] : [];
    case 'block':
      return has(0) ? each((beat) => [note(beat, 0.9, beat === 0 ? 1 : 0.75)]) : [note(0, beats * 0.9)];
    case 'offbeat':
      return each((beat) => [note(beat + and, 0.3)]);
    case 'twoThree':
      return each((beat) => (beat === 0 ? [] : [note(beat, 0.4, 0.7)]));
    case 'twoFour':
      return each((beat) => (beat % 2 === 1 ? [note(beat, 0.4, 0.8)] : []));
    case 'charleston':
      return has(1)
        ? [note(0, 0.8), note(1 + and, 0.4)]
        : [note(and, 0.4), ...(beats > 2 ? [note(2 + (has(2) ? and : 0), 0.6)] : [])];
    case 'arpeggio':
      return each((beat) =>
        Array.from({ length: perBeat }, (_, n) =>
          note(beat + n / perBeat, has(4) ? 1 : 0.9 / perBeat, n === 0 ? 0.95 : has(5) ? 0.9 : 0.7, [
            (beat * perBeat + n * (1 + (habit % 2))) % (has(6) ? 6 : 4),
          ]),
        ),
      );
    case 'alberti':
      return each((beat) =>
        [0, 1].map((n) => note(beat + n / 2, 0.5, n === 0 ? 0.9 : 0.7, [n === 1 ? 2 : beat % 2])),
      );
    case 'threes': {
      // every third slot, across the beats; some begin anew with each bar (3 + 3 + 2), some every four
      const isLong = has(9);
      const offset = isLong ? (atBeat * slots) % 3 : 0;
      return Array.from({ length: beats * slots }, (_, slot) => slot)
        .filter((slot) => (slot + offset) % 3 === 0)
        .map((slot, n) => note(slot / slots, (has(10) ? 2.8 : 1.2) / slots, 0.9, has(11) ? all : [n % 4]));
    }
    case 'strum':
      return Array.from({ length: beats * Math.min(2, slots) }, (_, n) => n)
        .filter((n) => n === 0 || has(n % 8) || chance.is(0.2))
        .map((n) => note(n % 2 === 0 ? n / 2 : Math.floor(n / 2) + and, 0.45, n % 4 === 0 ? 1 : 0.7));
    case 'chug': {
      const step = slots === 3 ? 3 : has(7) && tempoBpm < 150 ? 4 : 2;
      return Array.from({ length: beats * step }, (_, n) => n)
        .filter((n) => n === 0 || has(8) || has((n * 5) % 12))
        .map((n) =>
          note(
            n / step,
            has((n * 3) % 7) ? 0.9 / step : 0.45 / step,
            n === 0 ? 1 : has((n * 3) % 7) ? 0.9 : 0.6,
          ),
        );
    }
    case 'stabs':
      return Array.from({ length: beats * slots }, (_, slot) => slot)
        .filter((slot) => has((slot * 7) % 17) && has((slot * 3) % 11))
        .map((slot) => note(slot / slots, 0.35, 0.9));
    case 'riff':
      return riffSlots(habit, beats, slots, atInBar).map(({ slot, length, step, velocity }) =>
        note(slot / slots, length / slots, velocity, has(12) ? all : [step % 4]),
      );
    case 'none':
      return [];
  }
}

/** A note of a melody. */
export interface MotifNote {
  at: number;
  length: number;
  step: number;
}

/** Two or four bars of melody rhythm that a song keeps coming back to. */
export function createMotif(chance: Chance, beats: number, slots: number): MotifNote[][] {
  const density = chance.between(0.25, 0.8);
  const pull = chance.between(0.1, 1);
  return Array.from({ length: chance.pick([2, 4]) }, () => {
    const starts = Array.from({ length: beats * slots }, (_, slot) => slot).filter((slot) => {
      const strength = slot === 0 ? 1.5 : slot % slots === 0 ? 1.1 : slot % slots === slots >> 1 ? 0.8 : 0.25;
      return chance.is(Math.min(0.95, density * (strength * pull + (1 - pull) * 0.6)));
    });
    let step = chance.whole(0, 4);
    return starts.map((slot, index) => {
      step += chance.whole(-2, 2);
      return { at: slot / slots, length: ((starts[index + 1] ?? beats * slots) - slot) / slots, step };
    });
  });
}
