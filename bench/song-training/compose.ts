import { createChance, type Chance } from './chance.ts';
import {
  createDrumBar,
  HARD_STYLES,
  SLOW_STYLES,
  STYLES,
  type BassPattern,
  type CompPattern,
  type DrumBar,
  type Style,
} from './grooves.ts';
import {
  createDrums,
  createPitched,
  RATE_HZ,
  reverberate,
  type DrumName,
  type Instrument,
  type Note,
  type Speech,
} from './instruments.ts';

/** Which kinds of songs are composed. */
export type Helping = 'first' | 'hard' | 'slow';

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
 * the kinds that trackers find hard, and tempo is freer; a `slow` helping has slow kinds only.
 */
export function composeSong(seed: string, seconds: number, helping: Helping = 'first'): TrainingSong {
  const chance = createChance(seed);
  const hard = helping === 'hard';
  const styles = helping === 'slow' ? SLOW_STYLES : hard && chance.is(0.67) ? HARD_STYLES : STYLES;
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
  const alone = noDrums || (style.drums.length === 1 && style.drums[0] === 'none');
  const free = style.rubato ?? (alone && chance.is(name === 'piano' ? 0.6 : 0.25));
  const clock = createClock({ chance, tempoBpm, seconds, free, hard });
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
  const guitar = new Float32Array(track.length);
  const drums = createDrums(chance);
  const bass = createPitched(chance, chance.pick(['bass', 'bass', 'pluck', 'organ'] as const));
  const speeches: Record<CompPattern, readonly Speech[]> = {
    pad: ['pad', 'bow', 'organ'],
    strum: ['pluck', 'piano', 'mute'],
    offbeat: ['pluck', 'organ', 'piano', 'mute'],
    arpeggio: ['pluck', 'piano', 'mute', 'organ'],
    block: ['piano', 'organ', 'brass', 'bow'],
    twoThree: ['piano', 'bow', 'pluck', 'brass'],
    charleston: ['piano', 'pluck', 'brass', 'organ'],
    chug: ['organ'],
    alberti: ['piano', 'pluck'],
    stabs: ['brass', 'piano', 'organ', 'mute'],
    twoFour: ['pluck', 'piano'],
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
    };
  });
  const lead = createPitched(
    chance,
    pianoOnly ? 'piano' : chance.pick(['voice', 'voice', 'bow', 'brass', 'pluck', 'piano', 'organ'] as const),
  );
  const leadGain = chance.between(0.1, 0.5);
  const leadLate = chance.is(0.4) ? chance.between(0, 0.03) : 0;
  const bassPattern = chance.pick(chance.is(0.85) ? style.bass : other.bass);
  const bassGain = chance.between(0.25, 0.7);
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
    ),
  );
  const motif = createMotif(chance, beatsPerBar, slots);
  const anticipates = chance.is(0.12);
  const play = (instrument: Instrument, bus: Float32Array, note: Note, gain: number): void =>
    instrument(bus, { ...note, velocity: note.velocity * gain });

  let plan = {
    drums: chance.is(0.6),
    bass: chance.is(0.7),
    comp: layers.map(() => chance.is(0.7)),
    lead: chance.is(0.5),
    progression: 0,
    drumBar: 0,
  };
  if (!plan.drums && !plan.bass && !plan.lead) plan.comp[0] = true;
  let lastChord = -1;
  for (let bar = 0; bar < bars; bar++) {
    if (bar > 0 && bar % (2 * phraseBars) === 0) {
      plan = {
        drums: chance.is(0.88),
        bass: chance.is(0.88),
        comp: layers.map(() => chance.is(0.8)),
        lead: chance.is(0.65),
        progression: chance.whole(0, 1),
        drumBar: chance.whole(0, 2),
      };
      if (!plan.drums && !plan.comp.includes(true)) plan.comp[0] = true;
      if (plan.drums && chance.is(0.5))
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
    const chordBeats = barsPerChord === 0.5 && beatsPerBar >= 4 ? [0, Math.floor(beatsPerBar / 2)] : [0];
    chordBeats.forEach((at, index) => {
      const length = (chordBeats[index + 1] ?? beatsPerBar) - at;
      const number = barsPerChord === 2 ? Math.floor(bar / 2) : bar * chordBeats.length + index;
      const root = progressions[plan.progression]![number % progressions[0]!.length]!;
      const isNew = number !== lastChord;
      lastChord = number;
      const chord = [0, 2, 4, ...(chance.is(0.2) ? [6] : [])].map((n) => key + degree(root + n));
      const early = anticipates && isNew && at === 0 && bar > 0 ? 1 / 2 : 0;
      if (plan.bass) {
        for (const { at: beat, length: held, step, velocity } of bassNotes(
          chance,
          bassPattern,
          length,
          slots,
          isNew,
        )) {
          const pitch = 36 + ((key + degree(root + step) + 4) % 12) - 4 + (step >= 7 ? 12 : 0);
          const start = first + at + beat - (beat === 0 ? early : 0);
          play(
            bass,
            dry,
            {
              timeInSeconds: timeOf(start),
              durationInSeconds: clock(start + held) - clock(start),
              pitch,
              velocity,
            },
            bassGain,
          );
        }
      }
      layers.forEach((layer, layerIndex) => {
        if (!plan.comp[layerIndex]) return;
        const bus = layer.pattern === 'chug' ? guitar : track;
        for (const { at: beat, length: held, voices, velocity } of compNotes(
          chance,
          layer.pattern,
          length,
          slots,
          layer.habit,
          isNew,
          tempoBpm,
        )) {
          const start = first + at + beat - (beat === 0 ? early : 0);
          const spread = layer.pattern === 'strum' ? 0.012 : 0;
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
                velocity,
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
            track,
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
  master({ chance, track, dry, guitar });
  const beats = Array.from({ length: bars * beatsPerBar }, (_, beat) => clock(beat));
  return {
    style: name,
    samples: track,
    beats: beats.filter((beat) => beat >= 0 && beat < seconds),
    positions: beats
      .map((_, beat) => (beat % beatsPerBar) + 1)
      .filter((_, beat) => beats[beat]! >= 0 && beats[beat]! < seconds),
  };
}

/** From beats to seconds. */
type Clock = (beat: number) => number;

function createClock({
  chance,
  tempoBpm,
  seconds,
  free,
  hard,
}: {
  chance: Chance;
  tempoBpm: number;
  seconds: number;
  free: boolean;
  hard: boolean;
}): Clock {
  const times: number[] = [];
  const start = chance.is(0.3) ? 0 : chance.between(-2, 2.5);
  const drift = free
    ? chance.between(0.01, hard ? 0.06 : 0.05)
    : chance.is(0.3)
      ? chance.between(0.001, 0.008)
      : 0;
  const swell = free ? chance.between(0, hard ? 0.35 : 0.15) : 0;
  const phrase = chance.pick([8, 12, 16]);
  const jumpAt = chance.is(hard ? 0.2 : 0.06) ? chance.whole(12, 40) : -1;
  const jump = chance.between(0.75, 1.3);
  let time = start;
  let wander = 0;
  for (let beat = 0; time < seconds + 4; beat++) {
    times.push(time);
    wander = 0.9 * wander + drift * chance.bell();
    const place = (beat % phrase) / phrase;
    const ritard = free && place > 0.8 ? 1 + swell : 1 - swell * 0.3 * Math.sin(Math.PI * place);
    time += (60 / tempoBpm) * Math.exp(wander) * ritard * (jumpAt >= 0 && beat >= jumpAt ? jump : 1);
  }
  const last = times.length - 1;
  return (beat) => {
    const whole = Math.max(0, Math.min(last - 1, Math.floor(beat)));
    return times[whole]! + (beat - whole) * (times[whole + 1]! - times[whole]!);
  };
}

function clockEnd(clock: Clock, seconds: number): number {
  let beat = 0;
  while (clock(beat) < seconds) beat++;
  return beat;
}

function playDrumBar({
  chance,
  bar,
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
  slots: number;
  beats: number;
  first: number;
  timeOf: (beat: number) => number;
  drums: Record<DrumName, Instrument>;
  track: Float32Array;
  gain: number;
}): void {
  for (const [name, velocities] of Object.entries(bar) as [DrumName, number[]][]) {
    for (let slot = 0; slot < beats * slots; slot++) {
      const velocity = velocities[slot] ?? 0;
      if (velocity === 0 || chance.is(0.02)) continue;
      drums[name](track, {
        timeInSeconds: timeOf(first + slot / slots),
        durationInSeconds: 1,
        pitch: 0,
        velocity: velocity * gain * chance.between(0.8, 1),
      });
    }
  }
}

interface BassNote {
  at: number;
  length: number;
  step: number;
  velocity: number;
}

function bassNotes(
  chance: Chance,
  pattern: BassPattern,
  beats: number,
  slots: number,
  isNew: boolean,
): BassNote[] {
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
    case 'syncopated':
      return [
        ...(chance.is(0.9) ? [note(0, 0.7)] : []),
        ...Array.from({ length: beats * slots - 1 }, (_, slot) => slot + 1)
          .filter(() => chance.is(0.22))
          .map((slot) => note(slot / slots, 0.4, chance.pick([0, 0, 4, 7]), 0.8)),
      ];
    case 'none':
      return [];
  }
}

interface CompNote {
  at: number;
  length: number;
  voices: number[];
  velocity: number;
}

function compNotes(
  chance: Chance,
  pattern: CompPattern,
  beats: number,
  slots: number,
  habit: number,
  isNew: boolean,
  tempoBpm: number,
): CompNote[] {
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
    case 'none':
      return [];
  }
}

interface MotifNote {
  at: number;
  length: number;
  step: number;
}

/** Two or four bars of melody rhythm that a song keeps coming back to. */
function createMotif(chance: Chance, beats: number, slots: number): MotifNote[][] {
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

/** Distortion for the guitar, a hall, a limiter, the sound of the room and of the medium. */
function master({
  chance,
  track,
  dry,
  guitar,
}: {
  chance: Chance;
  track: Float32Array;
  dry: Float32Array;
  guitar: Float32Array;
}): void {
  const drive = chance.between(4, 30);
  const level = chance.between(0.25, 0.8);
  const pole = Math.exp((-2 * Math.PI * chance.between(2500, 5000)) / RATE_HZ);
  let low = 0;
  for (let n = 0; n < track.length; n++) {
    if (guitar[n] !== 0 || Math.abs(low) > 1e-6) {
      const bitten = Math.tanh(drive * guitar[n]!);
      low = bitten + pole * (low - bitten);
      track[n]! += level * low;
    }
  }
  const wetness = chance.is(0.75) ? chance.between(0.05, 0.5) : 0;
  const send = track.map((value, n) => value + 0.4 * dry[n]!);
  const wet = wetness > 0 ? reverberate(send, chance.between(0.4, 2.5)) : send;
  const squeeze = chance.is(0.5) ? chance.between(0.8, 3) : 0.5;
  const hiss = chance.is(0.3) ? 10 ** chance.between(-4, -2.3) : 0;
  const ceiling = chance.is(0.2) ? Math.exp((-2 * Math.PI * chance.between(3000, 9000)) / RATE_HZ) : 0;
  let dull = 0;
  for (let n = 0; n < track.length; n++) {
    const mixed =
      Math.tanh(squeeze * (track[n]! + dry[n]! + wetness * wet[n]!)) / squeeze + hiss * chance.between(-1, 1);
    dull = mixed + ceiling * (dull - mixed);
    track[n] = dull;
  }
}
