import { ATTACKS_PER_SECOND, findAttacks } from './attacks.ts';
import { createEnergyGatherer } from './energy.ts';
import { findHits, type RawHit } from './hits.ts';
import { refineBeats } from './refine-beats.ts';
import { LONG_SECONDS, type HeardSong } from './song-features.ts';
import type { Energy } from './song-map.ts';
import type { Steps } from './steps.ts';
import { trackBeats, type BeatHypothesis, type TrackBeatsOptions } from './track-beats.ts';

/** What `trackSong` takes. */
export interface TrackSongOptions extends Omit<TrackBeatsOptions, 'features'> {
  song: HeardSong;
}

/** What `trackSong` gives. */
export interface TrackSongResult {
  /** Ways to count the song, most plausible first; the beats of the first lie in their exact places. */
  hypotheses: BeatHypothesis[];
  hits: RawHit[];
  energy: Energy;
}

const PIECE_SECONDS = 6 * 60;
/** How much pieces have in common; one goes over into the next in the middle of it. */
const OVERLAP_SECONDS = 40;
/** Operations on numbers for each value of the curves of attacks. */
const WORK_PER_ATTACK = 150;

/**
 * Finds the beats, bars, hits and energy of a song of any length. Songs that are longer than `LONG_SECONDS` are gone
 * through piece by piece, so that memory does not grow with them. Of those there is one hypothesis: the most plausible way
 * to count each piece, which begins with the tempo of the one before as a hint.
 */
export function* trackSong({ song, ...options }: TrackSongOptions): Steps<TrackSongResult> {
  const energy = createEnergyGatherer(song.durationInSeconds);
  const hits: RawHit[] = [];
  let whole: BeatHypothesis | undefined;
  let others: BeatHypothesis[] = [];
  for (const { from, to, begin, end } of piecesOf(song.durationInSeconds)) {
    const features = song.between(from, to);
    energy.add(features, from);
    const attacks = findAttacks(features);
    yield WORK_PER_ATTACK * ATTACKS_PER_SECOND * (to - from);
    for (const hit of findHits(attacks)) {
      hit.timeInSeconds += from;
      if (hit.timeInSeconds >= begin && hit.timeInSeconds < end) hits.push(hit);
    }
    const hint = whole === undefined ? {} : { taggedTempoBpm: whole.tempoBpm };
    const [best, ...rest] = yield* trackBeats({ ...options, ...hint, features, isExcerpt: from > 0 });
    if (best === undefined) continue;
    const timesInSeconds = refineBeats(best.timesInSeconds, attacks).map((time) => time + from);
    yield WORK_PER_ATTACK * ATTACKS_PER_SECOND * (to - from);
    const piece = { ...best, timesInSeconds };
    whole = whole === undefined ? piece : join(whole, piece, begin);
    others = rest;
  }
  song.forgetEnvelopes();
  const isOnePiece = song.durationInSeconds <= LONG_SECONDS;
  return {
    hypotheses: whole === undefined ? [] : [whole, ...(isOnePiece ? others : [])],
    hits,
    energy: energy.describe(),
  };
}

/** A piece of a song, and the part of it that counts. */
interface Piece {
  from: number;
  to: number;
  begin: number;
  end: number;
}

function piecesOf(durationInSeconds: number): Piece[] {
  const whole = { from: 0, to: durationInSeconds, begin: 0, end: Infinity };
  if (durationInSeconds <= LONG_SECONDS) return [whole];
  const count = Math.ceil((durationInSeconds - OVERLAP_SECONDS) / PIECE_SECONDS);
  return Array.from({ length: count }, (_, index) => {
    const from = index * PIECE_SECONDS;
    const isLast = index === count - 1;
    return {
      from,
      to: isLast ? durationInSeconds : from + PIECE_SECONDS + OVERLAP_SECONDS,
      begin: index === 0 ? 0 : from + OVERLAP_SECONDS / 2,
      end: isLast ? Infinity : from + PIECE_SECONDS + OVERLAP_SECONDS / 2,
    };
  });
}

/** Both pieces one behind the other: beats before `borderInSeconds` are the first's, later ones the second's. */
function join(first: BeatHypothesis, second: BeatHypothesis, borderInSeconds: number): BeatHypothesis {
  const kept = first.timesInSeconds.filter((time) => time < borderInSeconds).length;
  // no beat twice, and none right behind another
  const earliest = Math.max(borderInSeconds, (first.timesInSeconds[kept - 1] ?? 0) + 30 / second.tempoBpm);
  const skipped = second.timesInSeconds.filter((time) => time < earliest).length;
  const both = <T>(a: readonly T[], b: readonly T[]): T[] => [...a.slice(0, kept), ...b.slice(skipped)];
  return {
    ...second,
    timesInSeconds: both(first.timesInSeconds, second.timesInSeconds),
    likelihoods: both(first.likelihoods, second.likelihoods),
    bars: {
      positions: both(first.bars.positions, second.bars.positions),
      meters: both(first.bars.meters, second.bars.meters),
      score: first.bars.score + second.bars.score,
    },
    fit: Math.max(first.fit, second.fit),
  };
}
