import { BeatcutError } from '../../core/error.ts';

/** One note or hit, in beats from the beginning of its bar. */
export interface NotatedNote {
  positionInBeats: number;
  lengthInBeats: number;
  /** 0–1. */
  velocity: number;
  /** What to play, in the notation of `PartScore.pattern`; empty for drums. */
  pitch: string;
}

const VELOCITY: Readonly<Record<string, number>> = { X: 1, x: 0.75, o: 0.4 };

function fault(message: string): BeatcutError {
  return new BeatcutError({
    code: 'SCORE_INVALID',
    message,
    hint: 'See PartScore.pattern for the notation.',
  });
}

/** Reads one bar of a drum pattern. */
export function parseDrumBar(bar: string, beatsPerBar: number): NotatedNote[] {
  const steps = bar.replaceAll(' ', '').split('');
  const lengthInBeats = beatsPerBar / steps.length;
  return steps.flatMap((step, index) => {
    if (step === '.') return [];
    const velocity = VELOCITY[step];
    if (velocity === undefined)
      throw fault(`The drum bar "${bar}" has "${step}"; expected X, x, o or a dot.`);
    return [{ positionInBeats: index * lengthInBeats, lengthInBeats, velocity, pitch: '' }];
  });
}

/** Reads one bar of a pitched pattern. */
export function parsePitchedBar(bar: string, beatsPerBar: number): NotatedNote[] {
  const notes: NotatedNote[] = [];
  let positionInBeats = 0;
  for (const token of bar.trim().split(/\s+/)) {
    const match = /^(\*|r|[1-8]|[A-G][#b]?\d)([!?]?):(\d*\.?\d+)$/.exec(token);
    if (match === null) throw fault(`The bar "${bar}" has "${token}"; expected note:beats such as A4:1.5.`);
    const [, pitch = '', mark = '', length = ''] = match;
    const lengthInBeats = Number(length);
    const velocity = { '!': 1, '?': 0.45, '': 0.72 }[mark]!; // the pattern above allows nothing else
    if (pitch !== 'r') notes.push({ positionInBeats, lengthInBeats, velocity, pitch });
    positionInBeats += lengthInBeats;
  }
  if (Math.abs(positionInBeats - beatsPerBar) > 1e-6) {
    throw fault(
      `The bar "${bar}" is ${positionInBeats} beats long; its section has ${beatsPerBar} to the bar.`,
    );
  }
  return notes;
}

const SEMITONE: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

function semitoneOf(name: string): number {
  return SEMITONE[name[0]!]! + (name[1] === '#' ? 1 : 0) - (name[1] === 'b' ? 1 : 0);
}

/** `A4` → 69, the number that MIDI gives it. */
const noteNumber = (name: string): number => semitoneOf(name) + 12 * (Number(name.at(-1)) + 1);

/** [semitones above C4 = 60] → Hz, equal temperament with A4 = 440 Hz. */
export const noteFrequencyHz = (note: number): number => 440 * 2 ** ((note - 69) / 12);

const CHORD_TONES: Readonly<Record<string, readonly number[]>> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  dim: [0, 3, 6],
  aug: [0, 4, 8],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  6: [0, 4, 7, 9],
  m6: [0, 3, 7, 9],
  7: [0, 4, 7, 10],
  m7: [0, 3, 7, 10],
  maj7: [0, 4, 7, 11],
  add9: [0, 4, 7, 14],
  madd9: [0, 3, 7, 14],
  m9: [0, 3, 7, 10, 14],
  maj9: [0, 4, 7, 11, 14],
};

/** A chord as it is played. */
export interface Chord {
  /** 0–11, C = 0. */
  root: number;
  /** The lowest note, 0–11; differs from the root in `G/B`. */
  bass: number;
  /** Semitones above the root, ascending. */
  tones: readonly number[];
}

/** Reads a chord symbol such as `F#m7` or `G/B`. */
export function parseChord(symbol: string): Chord {
  const match = /^([A-G][#b]?)([a-z0-9]*)(?:\/([A-G][#b]?))?$/.exec(symbol);
  const tones = CHORD_TONES[match?.[2] ?? ''];
  if (match === null || tones === undefined) {
    throw fault(`"${symbol}" is no chord that is known here; expected for example Am7, Fmaj7 or G/B.`);
  }
  const root = (semitoneOf(match[1]!) + 12) % 12;
  return { root, bass: match[3] === undefined ? root : (semitoneOf(match[3]) + 12) % 12, tones };
}

// voicings move least when every tone stays in the octave around one note
const CHORD_CENTER = 62;
const BASS_LOWEST = 28; // E1, the lowest string of a bass guitar

/** Notes for what a pattern asks for. `isBass` puts degrees into the lowest octave and knows the chord's bass note. */
export function resolvePitch(options: {
  pitch: string;
  chord: Chord;
  isBass: boolean;
  octaves: number;
}): number[] {
  const { pitch, chord, isBass, octaves } = options;
  const shift = 12 * octaves;
  if (pitch === '*') {
    return chord.tones.map((tone) => {
      const note = chord.root + tone;
      return note + 12 * Math.round((CHORD_CENTER - note) / 12) + shift;
    });
  }
  if (/^[A-G]/.test(pitch)) return [noteNumber(pitch)];
  const degree = Number(pitch);
  const tone = degree === 8 ? 12 : (chord.tones[(degree - 1) / 2] ?? chord.tones.at(-1)!);
  if (!isBass) return [60 - 12 + chord.root + tone + shift];
  const lowest = degree === 1 ? chord.bass : chord.root;
  return [BASS_LOWEST + ((lowest - BASS_LOWEST + 120) % 12) + tone + shift];
}
