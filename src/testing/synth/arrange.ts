import { BeatcutError } from '../../core/error.ts';
import { median } from '../../core/numbers.ts';
import { createRandom } from '../../core/random.ts';
import { parseChord, parseDrumBar, parsePitchedBar, resolvePitch, type Chord } from './notation.ts';
import type { PartScore, SectionScore, SongScore, Sound } from './score.ts';
import { createTempoMap, gaussian, swung } from './tempo.ts';

/** One sound to be played. */
export interface SoundEvent {
  sound: Sound;
  /** When its attack starts. */
  timeInSeconds: number;
  /** How long it is held. */
  durationInSeconds: number;
  /** MIDI's number of the note; 0 for drums. */
  note: number;
  /** 0–1. */
  velocity: number;
  gainDb: number;
}

/** What really happens in a synthesised song. */
export interface SongTruth {
  /** Where a listener taps: the start of the attack of what is played on the beat. */
  beats: number[];
  /** The first beat of each bar. */
  downbeats: number[];
  sections: { startInSeconds: number; endInSeconds: number; label: string }[];
  /** Median tempo; 0 for a song without beats. */
  tempoBpm: number;
}

/** A score turned into sounds in time. */
export interface Arrangement {
  /** In order of time. */
  events: SoundEvent[];
  truth: SongTruth;
  /** Until the end of the last bar, without the tail. */
  endInSeconds: number;
}

const DRUMS: ReadonlySet<string> = new Set<Sound>([
  'kick',
  'snare',
  'clap',
  'rim',
  'hat',
  'openHat',
  'shaker',
  'tom',
  'crash',
  'riser',
]);

const DEFAULT_GATE = 0.95;
const DEFAULT_BEATS_PER_BAR = 4;

/** A bar of the song with its place. */
interface Bar {
  section: SectionScore;
  indexInSection: number;
  positionInBeats: number;
  beatsPerBar: number;
  chords: Chord[];
}

function listBars(score: SongScore): Bar[] {
  let positionInBeats = 0;
  return score.sections.flatMap((section) => {
    const beatsPerBar = section.beatsPerBar ?? score.beatsPerBar ?? DEFAULT_BEATS_PER_BAR;
    const chordBars = (section.chords ?? 'C').trim().split(/\s+/);
    return Array.from({ length: section.lengthInBars }, (_, indexInSection) => {
      const symbols = chordBars[indexInSection % chordBars.length]!.split(',');
      const bar = { section, indexInSection, positionInBeats, beatsPerBar, chords: symbols.map(parseChord) };
      positionInBeats += beatsPerBar;
      return bar;
    });
  });
}

/**
 * Turns a score into sounds in time, and says what is true about them.
 *
 * @throws BeatcutError `SCORE_INVALID` naming the bar that can't be read.
 */
export function arrangeSong(score: SongScore): Arrangement {
  const bars = listBars(score);
  const last = bars.at(-1);
  if (last === undefined) {
    throw new BeatcutError({
      code: 'SCORE_INVALID',
      message: 'The score has no bars; expected at least one.',
    });
  }
  const lengthInBeats = last.positionInBeats + last.beatsPerBar;
  const timeAt = createTempoMap(score, lengthInBeats);
  const random = createRandom(`${score.seed ?? 1} jitter`);
  const events: SoundEvent[] = [];
  for (const bar of bars) {
    for (const [sound, part] of Object.entries(bar.section.parts)) {
      events.push(...playBar({ score, bar, sound: sound as Sound, part, timeAt, random })); // keys of `parts`
    }
  }
  events.sort((a, b) => a.timeInSeconds - b.timeInSeconds);
  return { events, truth: truthOf(bars, timeAt, score), endInSeconds: timeAt(lengthInBeats) };
}

interface PlayBarOptions {
  score: SongScore;
  bar: Bar;
  sound: Sound;
  part: string | PartScore;
  timeAt: (positionInBeats: number) => number;
  random: () => number;
}

function playBar({ score, bar, sound, part, timeAt, random }: PlayBarOptions): SoundEvent[] {
  const {
    pattern,
    gainDb = 0,
    lagInSeconds = 0,
    gate = DEFAULT_GATE,
    octaves = 0,
  } = typeof part === 'string' ? { pattern: part } : part;
  const patternBars = pattern.split('|');
  const text = patternBars[bar.indexInSection % patternBars.length]!;
  const isDrum = DRUMS.has(sound);
  const notes = isDrum ? parseDrumBar(text, bar.beatsPerBar) : parsePitchedBar(text, bar.beatsPerBar);
  return notes.flatMap(({ positionInBeats, lengthInBeats, velocity, pitch }) => {
    const start = timeAt(bar.positionInBeats + swung(positionInBeats, score));
    const end = timeAt(bar.positionInBeats + swung(positionInBeats + lengthInBeats, score));
    const chordIndex = Math.floor((positionInBeats / bar.beatsPerBar) * bar.chords.length + 1e-9);
    const chord = bar.chords[chordIndex]!;
    const pitches = isDrum ? [0] : resolvePitch({ pitch, chord, isBass: sound === 'bass', octaves });
    const jitter = (score.jitterInSeconds ?? 0) * gaussian(random);
    return pitches.map((note) => ({
      sound,
      timeInSeconds: Math.max(0, start + lagInSeconds + jitter),
      durationInSeconds: (end - start) * gate,
      note,
      velocity,
      gainDb: gainDb + (bar.section.gainDb ?? 0),
    }));
  });
}

function truthOf(bars: readonly Bar[], timeAt: (position: number) => number, score: SongScore): SongTruth {
  const audible = bars.filter(({ section }) => section.hasBeat !== false);
  const beats = audible.flatMap(({ positionInBeats, beatsPerBar }) =>
    Array.from({ length: beatsPerBar }, (_, beat) => timeAt(positionInBeats + beat)),
  );
  const lengths = audible.flatMap(({ positionInBeats, beatsPerBar }) =>
    Array.from(
      { length: beatsPerBar },
      (_, beat) => timeAt(positionInBeats + beat + 1) - timeAt(positionInBeats + beat),
    ),
  );
  const beatInSeconds = median(lengths);
  let firstBar = 0;
  const sections = score.sections.map(({ label, lengthInBars }) => {
    const first = bars[firstBar]!;
    const last = bars[firstBar + lengthInBars - 1]!;
    firstBar += lengthInBars;
    return {
      startInSeconds: timeAt(first.positionInBeats),
      endInSeconds: timeAt(last.positionInBeats + last.beatsPerBar),
      label,
    };
  });
  return {
    beats,
    downbeats: audible.map(({ positionInBeats }) => timeAt(positionInBeats)),
    sections,
    tempoBpm: beatInSeconds === 0 ? 0 : 60 / beatInSeconds,
  };
}
