/** How each beat counts in its bar. */
export interface BarCount {
  /** Place of each beat in its bar, 1 is the downbeat. */
  positions: number[];
  /** Number of beats in the bar of each beat. */
  meters: number[];
  /** How much better the bars explain the downbeats than chance does, in units of log likelihood. */
  score: number;
}

/** What `countBars` takes. */
export interface CountBarsOptions {
  /** How likely each beat, given that it is one, is a downbeat: 0–1. */
  downbeats: readonly number[];
  /** How likely each is a beat at all: what is none says nothing about bars. */
  beats: readonly number[];
  /** How much bars of so many beats are alike, −1–1; says nothing unless given. */
  repetition?: (beats: number) => number;
  /** The number of beats in every bar, if it is known. */
  beatsPerBar?: number;
  /** Where the song begins to sound, in beats after the first one; before it when negative. */
  firstSound?: number;
}

/** How much less likely than 4 beats to the bar others are (log), before anything is heard. */
const METER_COSTS: readonly (readonly [beats: number, cost: number])[] = [
  [4, 0],
  [3, 1],
  [2, 10],
  [5, 3],
  [6, 10],
  [7, 4],
];
/** What it is worth, per beat, that beats a bar apart are alike. */
const REPETITION_WORTH = 0.4;
/** What bars cost, per beat, that are as well taken for half or twice as long ones. */
const SHORT_BAR_COSTS: Readonly<Record<number, number>> = { 2: 0.1, 6: 0.1 };
/** What it is worth that the first sound, if it lies within so much of a beat, is a downbeat: most songs begin with one. */
const FIRST_SOUND_WORTH = 3;
const FIRST_SOUND_REACH = 0.15;
/** What another number of beats costs at the end of a bar. */
const CHANGE_COST = 8;
/** What a bar that breaks off costs. */
const BREAK_COST = 7;
/** How much one beat's word counts: neighbouring beats say much the same. */
const SHARPNESS = 0.3;
/** Share of beats that are downbeats in the network's training: what it says when it does not know. */
const USUAL_SHARE = 0.26;
/** Doubt that is left when the network is sure. */
const DOUBT = 0.03;

/**
 * Counts the beats of bars: the sequence of bar lengths and phases under which the heard downbeats are most likely, by
 * the Viterbi algorithm over (beats in the bar, place in the bar). Source: S. Böck, F. Krebs, G. Widmer, "Joint beat and
 * downbeat tracking with recurrent neural networks", ISMIR, 2016; ours goes from beat to beat instead of frame to frame.
 */
export function countBars({
  downbeats,
  beats,
  repetition,
  beatsPerBar,
  firstSound,
}: CountBarsOptions): BarCount {
  const meters = beatsPerBar === undefined ? METER_COSTS : ([[beatsPerBar, 0]] as const);
  const states = meters.flatMap(([meter, cost]) =>
    Array.from({ length: meter }, (_, place) => ({
      meter,
      place: place + 1,
      cost,
      gain:
        repetition === undefined ? 0 : REPETITION_WORTH * repetition(meter) - (SHORT_BAR_COSTS[meter] ?? 0),
    })),
  );
  const count = states.length;
  const firstOf = new Map(
    meters.map(([meter]) => [meter, states.findIndex((state) => state.meter === meter)]),
  );
  const opening = firstSound === undefined ? NaN : Math.round(firstSound);
  const isOnBeat = firstSound !== undefined && Math.abs(firstSound - opening) <= FIRST_SOUND_REACH;
  /** Whether a place in the bar at a beat makes the first sound a downbeat. */
  const opens = (beat: number, { meter, place }: { meter: number; place: number }): boolean =>
    isOnBeat && beat === Math.max(0, opening) && (place - 1 - beat + opening) % meter === 0;
  const cameFrom = new Int16Array(downbeats.length * count).fill(-1);
  let scores = states.map(({ cost }) => -cost);
  downbeats.forEach((heard, beat) => {
    const likelihood = DOUBT + (1 - 2 * DOUBT) * heard;
    const weight = SHARPNESS * beats[beat]!;
    const yes = weight * Math.log(likelihood / USUAL_SHARE);
    const no = weight * Math.log((1 - likelihood) / (1 - USUAL_SHARE));
    if (beat > 0) {
      const best = scores.indexOf(scores.reduce((a, b) => Math.max(a, b), -Infinity));
      const next = states.map(() => -Infinity);
      const offer = (to: number, from: number, score: number): void => {
        if (score <= next[to]!) return;
        next[to] = score;
        cameFrom[beat * count + to] = from;
      };
      states.forEach(({ meter, place }, from) => {
        const score = scores[from]!;
        if (place < meter) return offer(from + 1, from, score);
        for (const [other, first] of firstOf) offer(first, from, score - (other === meter ? 0 : CHANGE_COST));
      });
      for (const first of firstOf.values()) offer(first, best, scores[best]! - BREAK_COST - CHANGE_COST / 2);
      for (const { meter } of states) {
        const first = firstOf.get(meter)!;
        for (let from = first; from < first + meter - 1; from++)
          offer(first, from, scores[from]! - BREAK_COST);
      }
      scores = next;
    }
    scores = scores.map(
      (score, state) =>
        score +
        states[state]!.gain +
        (states[state]!.place === 1 ? yes : no) +
        (opens(beat, states[state]!) ? FIRST_SOUND_WORTH : 0),
    );
  });
  const positions: number[] = [];
  const metersOfBeats: number[] = [];
  const score = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  let state = scores.indexOf(score);
  for (let beat = downbeats.length - 1; beat >= 0; beat--) {
    positions[beat] = states[state]!.place;
    metersOfBeats[beat] = states[state]!.meter;
    state = cameFrom[beat * count + state]!;
  }
  return { positions, meters: metersOfBeats, score };
}
