import { bassNotes, compNotes, createMotif } from './accompany.ts';
import { createChance, type Chance } from './chance.ts';
import { clockEnd, createClock } from './clock.ts';
import { createDrumBar, type CompPattern, type DrumBar } from './grooves.ts';
import {
  createDrums,
  createPitched,
  RATE_HZ,
  type DrumName,
  type Instrument,
  type Note,
  type Speech,
} from './instruments.ts';
import { master } from './master.ts';
import { BAR_STYLES, HARD_STYLES, SLOW_STYLES, STYLES, type Style } from './styles.ts';

/** Which kinds of songs are composed. */
export type Helping = 'first' | 'hard' | 'slow' | 'bars';

/** A synthesised song with its truth. */
export interface TrainingSong {
  style: string;
  samples: Float32Array;
  /** Times of the beats in seconds. */
  beats: number[];
  /** Place of each beat in its bar, 1 is the downbeat. */
  positions: number[];
}

const SCALES = [
  [0, 2, 4, 5, 7, 9, 11],
  [0, 2, 3, 5, 7, 8, 10],
  [0, 2, 3, 5, 7, 9, 10],
];

/**
 * Composes and plays one song of about `seconds`, all from its seed. Of a `hard` helping, two songs in three are of
 * the kinds that trackers find hard, and tempo is freer; a `slow` helping has slow kinds only, and one of `bars` kinds
 * whose beats or bars are easily taken for others.
 */
export function composeSong(seed: string, seconds: number, helping: Helping = 'first'): TrainingSong {
  const chance = createChance(seed);
  const hard = helping === 'hard';
  const styles =
    helping === 'slow'
      ? SLOW_STYLES
      : helping === 'bars'
        ? BAR_STYLES
        : hard && chance.is(0.67)
          ? HARD_STYLES
          : STYLES;
  const name = chance.weighted(
    Object.fromEntries(Object.entries(styles).map(([key, style]) => [key, style.weight])),
  );
  const style = styles[name]!;
  // a few songs mix the styles' habits, so that none is a rule
  const other: Style = chance.is(0.15) ? chance.pick(Object.values(STYLES) as Style[]) : style;
  const beatsPerBar = style.meters ? chance.pick(style.meters) : chance.is(0.04) ? chance.pick([3, 2]) : 4;
  const slots = Number(chance.weighted(style.slotsPerBeat as Record<string, number>));
  const tempoBpm = style.tempoBpm[0] * (style.tempoBpm[1] / style.tempoBpm[0]) ** chance.between(0, 1);
  const noDrums = chance.is(0.1);
  const onlyDrums = !noDrums && !style.drums.includes('none') && chance.is(0.05);
  const alone = noDrums || (style.drums.length === 1 && style.drums[0] === 'none');
  const isFree = style.isRubato ?? (alone && chance.is(name === 'piano' ? 0.6 : 0.25));
  const clock = createClock({
    chance,
    tempoBpm,
    seconds,
    beatsPerBar,
    freedom:
      style.isRubato && chance.is(0.7) ? 'romantic' : isFree ? 'free' : chance.is(0.3) ? 'loose' : 'strict',
    jumps: hard ? 0.15 : 0.06,
  });
  const groups = groupBeats(chance, beatsPerBar);
  const swing =
    slots === 4 && chance.is(0.2) ? chance.between(0, 0.16) : slots === 3 ? chance.between(-0.1, 0.08) : 0;
  const jitter = chance.pick([0, 0, 0, 0.003, 0.006, 0.012]);
  /** When a slot sounds: swung, and as exact as the players are. */
  const timeOf = (beat: number, loose = 1): number => {
    const whole = Math.floor(beat + 1e-6);
    const part = beat - whole;
    const isOff = slots === 4 ? Math.round(part * 4) % 2 === 1 : Math.round(part * 3) === 2;
    return clock(whole + part + (isOff ? swing / (slots === 4 ? 2 : 1) : 0)) + jitter * loose * chance.bell();
  };
  const bars = Math.floor((clockEnd(clock, seconds) - 1) / beatsPerBar);
  const track = new Float32Array(Math.ceil(seconds * RATE_HZ));
  const dry = new Float32Array(track.length);
  const low = new Float32Array(track.length);
  const guitar = new Float32Array(track.length);
  const echo = new Float32Array(track.length);
  const kicks: number[] = [];
  const drums = createDrums(chance);
  const bass = createPitched(chance, chance.pick(['bass', 'bass', 'pluck', 'organ', 'synth'] as const));
  const speeches: Record<CompPattern, readonly Speech[]> = {
    pad: ['pad', 'bow', 'organ', 'synth'],
    strum: ['pluck', 'piano', 'mute'],
    offbeat: ['pluck', 'organ', 'piano', 'mute', 'synth'],
    arpeggio: ['pluck', 'piano', 'mute', 'organ', 'synth', 'bell'],
    threes: ['pluck', 'synth', 'synth', 'mute', 'bell', 'piano'],
    block: ['piano', 'organ', 'brass', 'bow', 'synth'],
    twoThree: ['piano', 'bow', 'pluck', 'brass'],
    charleston: ['piano', 'pluck', 'brass', 'organ'],
    chug: ['organ'],
    alberti: ['piano', 'pluck', 'bell'],
    stabs: ['brass', 'piano', 'organ', 'mute', 'synth'],
    twoFour: ['pluck', 'piano'],
    riff: ['pluck', 'piano', 'brass', 'mute', 'bow', 'synth', 'organ'],
    none: ['pad'],
  };
  const pianoOnly = name.toLowerCase().endsWith('piano');
  const layers = Array.from({ length: chance.pick([1, 1, 2, 2, 3]) }, () => {
    const pattern = chance.pick(chance.is(0.8) ? style.comp : other.comp);
    return {
      pattern,
      instrument: createPitched(chance, pianoOnly ? 'piano' : chance.pick(speeches[pattern])),
      octave: chance.pick([48, 60, 60]),
      gain: chance.between(0.12, 0.4),
      habit: chance.whole(0, 1e6),
      echoes: chance.is(style.isElectronic ? 0.2 : 0.03),
    };
  });
  const lead = createPitched(
    chance,
    pianoOnly
      ? 'piano'
      : chance.pick([
          'voice',
          'voice',
          'bow',
          'brass',
          'pluck',
          'piano',
          'organ',
          'synth',
          'synth',
          'bell',
        ] as const),
  );
  const leadBus = chance.is(style.isElectronic ? 0.4 : 0.08) ? echo : track;
  // how much a pianist's hands fall apart, and whether chords are rolled
  const spreadSeconds = pianoOnly ? chance.between(0, 0.012) : 0;
  const rolls = pianoOnly && chance.is(0.25) ? chance.between(0.05, 0.4) : 0;
  const accent = chance.between(0.6, 1);
  const leadGain = chance.between(0.1, 0.5);
  const leadLate = chance.is(0.4) ? chance.between(0, 0.03) : 0;
  const bassPattern = chance.pick(chance.is(0.85) ? style.bass : other.bass);
  const bassGain = chance.between(0.25, 0.7);
  const bassHabit = chance.whole(0, 1e6);
  const drumGain = chance.between(0.25, 1);
  const key = chance.whole(0, 11);
  const scale = chance.pick(SCALES);
  const degree = (n: number): number => scale[((n % 7) + 7) % 7]! + 12 * Math.floor(n / 7);

  // a section has a plan: who plays, which chords, which drum bar; it is 4 or 8 bars long
  const barsPerChord = chance.pick(tempoBpm > 150 ? [1, 1, 2, 2, 0.5] : [1, 1, 1, 0.5, 0.5, 2]);
  const phraseBars = chance.pick([4, 4, 4, 8, 2]);
  const progressions = [0, 1].map(() =>
    Array.from({ length: 8 }, (_, n) => (n === 0 && chance.is(0.7) ? 0 : chance.pick([0, 3, 4, 5, 1, 5, 3]))),
  );
  const drumBars = [0, 1, 2].map(() =>
    createDrumBar(
      chance,
      noDrums ? 'none' : chance.pick(chance.is(0.9) ? style.drums : other.drums),
      beatsPerBar,
      slots,
      tempoBpm,
      groups,
    ),
  );
  const motif = createMotif(chance, beatsPerBar, slots);
  const anticipates = chance.is(0.12);
  const play = (instrument: Instrument, bus: Float32Array, note: Note, gain: number): void =>
    instrument(bus, { ...note, velocity: note.velocity * gain });

  /** Who plays in the next section: at the beginning fewer. */
  const createPlan = (share: number): Plan => {
    const plan: Plan = {
      drums: onlyDrums || chance.is(share),
      bass: !onlyDrums && chance.is(share),
      comp: layers.map(() => !onlyDrums && chance.is(share - 0.05)),
      lead: !onlyDrums && chance.is(share - 0.2),
      progression: chance.whole(0, 1),
      drumBar: chance.whole(0, 2),
      silent: [],
    };
    if (!plan.drums && !plan.comp.includes(true)) plan.comp[0] = true;
    if (chance.is(style.isElectronic ? 0.25 : 0.06)) plan.silent.push('kick');
    if (chance.is(0.08)) plan.silent.push('snare', 'clap', 'rim');
    if (chance.is(0.08)) plan.silent.push('hat', 'openHat', 'ride', 'shaker');
    return plan;
  };
  /** How often a phrase begins with a cymbal, within a section. */
  const crashes = chance.pick([0, 0, 0.3, 0.8]);
  let plan = createPlan(0.68);
  let lastChord = -1;
  // fives and sevens fall into groups, and who accompanies begins anew with each
  const isGrouped = beatsPerBar > 4 && chance.is(0.75);
  for (let bar = 0; bar < bars; bar++) {
    const isSection = bar > 0 && bar % (2 * phraseBars) === 0;
    if (isSection) plan = createPlan(0.88);
    if (bar > 0 && bar % phraseBars === 0) {
      if (plan.drums && chance.is(isSection ? 0.5 : crashes))
        play(
          drums.crash,
          dry,
          { timeInSeconds: timeOf(bar * beatsPerBar), durationInSeconds: 1, pitch: 0, velocity: 0.8 },
          drumGain,
        );
    }
    const first = bar * beatsPerBar;
    // drums, with a fill at the end of a phrase now and then
    if (plan.drums) {
      const isFill = (bar + 1) % phraseBars === 0 && chance.is(0.45);
      const fillFrom = isFill ? beatsPerBar - chance.pick([1, 1, 2, beatsPerBar]) : beatsPerBar;
      playDrumBar({
        chance,
        bar: drumBars[plan.drumBar]!,
        silent: plan.silent,
        kicks,
        slots,
        beats: fillFrom,
        first,
        timeOf,
        drums,
        track: dry,
        gain: drumGain,
      });
      for (let slot = fillFrom * slots; slot < beatsPerBar * slots; slot++) {
        if (!chance.is(0.75)) continue;
        play(
          drums[chance.pick(['tom', 'tom', 'snare', 'kick'] as const)],
          dry,
          {
            timeInSeconds: timeOf(first + slot / slots),
            durationInSeconds: 1,
            pitch: 0,
            velocity: chance.between(0.4, 1),
          },
          drumGain,
        );
      }
    }
    // chords of the bar
    const chordBeats = barsPerChord === 0.5 || isGrouped ? groups : [0];
    chordBeats.forEach((at, index) => {
      const length = (chordBeats[index + 1] ?? beatsPerBar) - at;
      const number =
        barsPerChord === 2
          ? Math.floor(bar / 2)
          : barsPerChord === 0.5
            ? bar * chordBeats.length + index
            : bar;
      const root = progressions[plan.progression]![number % progressions[0]!.length]!;
      const isNew = number !== lastChord;
      lastChord = number;
      const chord = [0, 2, 4, ...(chance.is(0.2) ? [6] : [])].map((n) => key + degree(root + n));
      const early = anticipates && isNew && at === 0 && bar > 0 ? 1 / 2 : 0;
      if (plan.bass) {
        for (const { at: beat, length: held, step, velocity } of bassNotes({
          chance,
          pattern: bassPattern,
          beats: length,
          slots,
          isNew,
          habit: bassHabit,
          atInBar: at,
        })) {
          const pitch = 36 + ((key + degree(root + step) + 4) % 12) - 4 + (step >= 7 ? 12 : 0);
          const start = first + at + beat - (beat === 0 ? early : 0);
          play(
            bass,
            low,
            {
              timeInSeconds: timeOf(start),
              durationInSeconds: clock(start + held) - clock(start),
              pitch,
              velocity: velocity * (at === 0 && beat === 0 ? 1 : accent),
            },
            bassGain,
          );
        }
      }
      layers.forEach((layer, layerIndex) => {
        if (!plan.comp[layerIndex]) return;
        const bus = layer.pattern === 'chug' ? guitar : layer.echoes ? echo : track;
        for (const { at: beat, length: held, voices, velocity } of compNotes({
          chance,
          pattern: layer.pattern,
          beats: length,
          slots,
          habit: layer.habit,
          isNew,
          tempoBpm,
          atBeat: first + at,
          atInBar: at,
        })) {
          const start = first + at + beat - (beat === 0 ? early : 0);
          const isRolled = voices.length > 1 && chance.is(rolls);
          const spread = isRolled ? 0.05 : layer.pattern === 'strum' ? 0.012 : spreadSeconds;
          voices.forEach((v, order) => {
            const pitch =
              layer.pattern === 'chug'
                ? 40 + ((chord[0]! + 8) % 12) + [0, 7, 12][v % 3]!
                : layer.octave + ((chord[v % chord.length]! + 5) % 12) + (v >= chord.length ? 12 : 0);
            play(
              layer.instrument,
              bus,
              {
                timeInSeconds: timeOf(start) + order * spread * chance.between(0.5, 1),
                durationInSeconds: (clock(start + held) - clock(start)) * 0.95,
                pitch,
                velocity: velocity * (at === 0 && beat === 0 ? 1 : accent),
              },
              layer.gain,
            );
          });
        }
      });
      if (plan.lead && index === 0) {
        for (const { at: beat, length: held, step } of motif[bar % motif.length]!) {
          if (chance.is(0.1)) continue;
          const pitch =
            72 +
            key -
            6 +
            degree(root + step + (chance.is(0.3) ? chance.whole(-2, 2) : 0)) -
            (pianoOnly ? 0 : chance.pick([0, 0, 12]));
          play(
            lead,
            leadBus,
            {
              timeInSeconds: timeOf(first + beat, 2) + leadLate,
              durationInSeconds: (clock(first + beat + held) - clock(first + beat)) * 0.9,
              pitch,
              velocity: chance.between(0.6, 1),
            },
            leadGain,
          );
        }
      }
    });
  }
  const beatSeconds = 60 / tempoBpm;
  const isDucked = chance.is(style.isElectronic ? 0.4 : 0.03);
  const samples = master({
    chance,
    buses: { track, dry, bass: low, guitar, echo },
    // machines are often told to duck on every beat, whether a kick is heard or not
    ducksInSeconds: !isDucked
      ? []
      : chance.is(0.5)
        ? kicks.sort((x, y) => x - y)
        : Array.from({ length: bars * beatsPerBar }, (_, beat) => clock(beat)),
    duckSeconds: beatSeconds * chance.between(0.4, 1),
    echoSeconds: beatSeconds * chance.pick([0.75, 0.75, 0.5, 1]),
  });
  const beats = Array.from({ length: bars * beatsPerBar }, (_, beat) => clock(beat));
  return {
    style: name,
    samples,
    beats: beats.filter((beat) => beat >= 0 && beat < seconds),
    positions: beats
      .map((_, beat) => (beat % beatsPerBar) + 1)
      .filter((_, beat) => beats[beat]! >= 0 && beats[beat]! < seconds),
  };
}

/** Who plays in a section, which chords and which drum bar. */
interface Plan {
  drums: boolean;
  bass: boolean;
  comp: boolean[];
  lead: boolean;
  progression: number;
  drumBar: number;
  /** Drums that pause. */
  silent: DrumName[];
}

/** Beats on which the groups of a bar begin: 3 + 2, 2 + 2 + 3 and so on. */
function groupBeats(chance: Chance, beatsPerBar: number): number[] {
  const choices: Record<number, number[][]> = {
    4: [[0, 2]],
    5: [
      [0, 3],
      [0, 3],
      [0, 2],
    ],
    6: [[0, 3]],
    7: [
      [0, 2, 4],
      [0, 4],
      [0, 3],
      [0, 3, 5],
    ],
  };
  return chance.pick(choices[beatsPerBar] ?? [[0]]);
}

function playDrumBar({
  chance,
  bar,
  silent,
  kicks,
  slots,
  beats,
  first,
  timeOf,
  drums,
  track,
  gain,
}: {
  chance: Chance;
  bar: DrumBar;
  silent: readonly DrumName[];
  /** Gets the times of the kicks. */
  kicks: number[];
  slots: number;
  beats: number;
  first: number;
  timeOf: (beat: number) => number;
  drums: Record<DrumName, Instrument>;
  track: Float32Array;
  gain: number;
}): void {
  for (const [name, velocities] of Object.entries(bar) as [DrumName, number[]][]) {
    if (silent.includes(name)) continue;
    for (let slot = 0; slot < beats * slots; slot++) {
      const velocity = velocities[slot] ?? 0;
      if (velocity === 0 || chance.is(0.02)) continue;
      const timeInSeconds = timeOf(first + slot / slots);
      if (name === 'kick') kicks.push(timeInSeconds);
      drums[name](track, {
        timeInSeconds,
        durationInSeconds: 1,
        pitch: 0,
        velocity: velocity * gain * chance.between(0.8, 1),
      });
    }
  }
}
