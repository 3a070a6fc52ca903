/** Sounds without a pitch. */
export type DrumSound =
  | 'kick'
  | 'snare'
  | 'clap'
  | 'rim'
  | 'hat'
  | 'openHat'
  | 'shaker'
  | 'tom'
  | 'crash'
  | 'riser';

/** Sounds that play notes. */
export type PitchedSound = 'bass' | 'pad' | 'pluck' | 'piano' | 'lead' | 'bell';

/** Everything that the synthesiser can play. */
export type Sound = DrumSound | PitchedSound;

/** A part with its fine settings; a bare pattern stands for `{ pattern }`. */
export interface PartScore {
  /**
   * Bars, separated by `|`; played in turn, over and over.
   *
   * A drum's bar is a row of equal steps: `X` accent, `x` normal, `o` soft, `.` nothing. `x...x...` in 4/4 are eighths.
   *
   * A pitched bar is a row of `note:beats` that fills the bar: a name with octave (`F#4`), a degree of the bar's chord
   * (`1` `3` `5` `7`, `8` for the root above), `*` for the whole chord, `r` for a rest; `!` behind a note is an accent,
   * `?` makes it soft. Example: `1:1.5 1?:.5 5:1 8!:1`.
   */
  pattern: string;
  /** Added to the sound's level in the mix; 0 by default. */
  gainDb?: number;
  /** How much later than the grid the player plays, for a laid-back or a pushing feel; 0 by default. */
  lagInSeconds?: number;
  /** Share of a note's length that sounds before it is let go, 0–1; 0.95 by default. */
  gate?: number;
  /** Moves degrees and chords up or down; 0 by default. */
  octaves?: number;
}

/** One section of the song. */
export interface SectionScore {
  /** What the section is: `intro`, `verse`. Sections with the same label should sound alike. */
  label: string;
  lengthInBars: number;
  /** The section's meter, if it differs from the song's. */
  beatsPerBar?: number;
  /** One chord per bar, in turn: `Am7 Fmaj7 C G/B`. Two with a comma share the bar: `F,G`. `C` by default. */
  chords?: string;
  /** What is played; who is not named is silent. */
  parts: Partial<Record<Sound, string | PartScore>>;
  /** Level of the whole section; 0 by default. */
  gainDb?: number;
  /** False where no listener could tap along: the section then adds no beats to the truth. True by default. */
  hasBeat?: boolean;
}

/** A change of tempo. */
export interface TempoPoint {
  /** Counted from the first beat of the song, which is 0. */
  positionInBeats: number;
  tempoBpm: number;
  /** Whether the tempo jumps here (`step`, the default) or moves here evenly from the point before (`ramp`). */
  change?: 'step' | 'ramp';
}

/** How a sound sits in the mix. */
export interface MixSettings {
  gainDb: number;
  /** −1 left, 1 right. */
  pan: number;
  /** How far its notes are spread to both sides of `pan`, 0–1. */
  width: number;
  /** Share that is sent to the reverb, 0–1. */
  reverb: number;
  /** Share that is sent to the echo, 0–1. */
  echo: number;
  /** How far each kick pushes the sound down, 0–1. */
  duck: number;
}

/**
 * A song as plain data. A beat is what a listener taps: in 6/8 that is usually the dotted quarter, so two beats to the
 * bar with patterns of three steps per beat.
 */
export interface SongScore {
  /** Beats per minute, or how they change. The first point counts from the beginning. */
  tempo: number | readonly TempoPoint[];
  /** 4 by default. */
  beatsPerBar?: number;
  sections: readonly SectionScore[];
  /**
   * Where the second half of each pair of steps falls, 0.5 (straight) – 0.75; 2/3 are triplets. 0.5 by default.
   */
  swing?: number;
  /** What swings: pairs that fill a beat (1, swung eighths, the default) or half a beat (0.5, swung sixteenths). */
  swingPairInBeats?: number;
  /** Standard deviation of each note from the grid, like a human player's; 0 by default. The truth is the grid. */
  jitterInSeconds?: number;
  /** Slow and deliberate: the tempo breathes by ± `depth` (0–0.5) over `periodInBeats`. The truth follows. */
  rubato?: { depth: number; periodInBeats: number };
  /** Standard deviation by which the tempo wanders from beat to beat, as a share; 0 by default. The truth follows. */
  driftPerBeat?: number;
  /** Silence before the first beat; 0 by default. */
  leadInSeconds?: number;
  /** Time after the last bar in which things ring out; 1.5 by default. */
  tailInSeconds?: number;
  fadeInSeconds?: number;
  fadeOutSeconds?: number;
  /** Changes to `DEFAULT_MIX`. */
  mix?: Partial<Record<Sound, Partial<MixSettings>>>;
  /** Loudness of the whole by ITU-R BS.1770; −14 by default. */
  loudnessLufs?: number;
  /** Chooses the noise, the jitter and the drift; 1 by default. */
  seed?: string | number;
}
