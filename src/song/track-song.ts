import {
  ENVELOPE_VALUES_PER_SECOND,
  FRAMES_PER_SECOND,
  TEXTURES_PER_SECOND,
  TIMBRE_COUNT,
  TONE_COUNT,
  type SongFeatures,
} from './song-features.ts';
import { trackBeats, type BeatHypothesis, type TrackBeatsOptions } from './track-beats.ts';

/** Songs that are longer are tracked piece by piece, so that memory does not grow with them. */
const LONGEST_SECONDS = 12 * 60;
const PIECE_SECONDS = 6 * 60;
/** How much pieces have in common; one goes over into the next in the middle of it. */
const OVERLAP_SECONDS = 40;

/**
 * Finds the beats and bars of a song of any length. Of hours of sound (a mix, a concert) there is one hypothesis: the
 * most plausible way to count each piece, which begins with the tempo of the one before as a hint.
 */
export function trackSong(options: TrackBeatsOptions): BeatHypothesis[] {
  const { features } = options;
  const { durationInSeconds } = features;
  if (durationInSeconds <= LONGEST_SECONDS) return trackBeats(options);
  let whole: BeatHypothesis | undefined;
  for (let from = 0; from < durationInSeconds - OVERLAP_SECONDS; from += PIECE_SECONDS) {
    const to = Math.min(durationInSeconds, from + PIECE_SECONDS + OVERLAP_SECONDS);
    const hint = whole === undefined ? {} : { taggedTempoBpm: whole.tempoBpm };
    const [best] = trackBeats({
      ...options,
      ...hint,
      features: sliceFeatures(features, from, to),
      isExcerpt: from > 0,
    });
    if (best === undefined) continue;
    const piece = { ...best, timesInSeconds: best.timesInSeconds.map((time) => time + from) };
    whole = whole === undefined ? piece : join(whole, piece, from + OVERLAP_SECONDS / 2);
  }
  return whole === undefined ? [] : [whole];
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

/** What was heard between two times, as if it were a song of its own; shares memory with the whole. */
function sliceFeatures(features: SongFeatures, fromInSeconds: number, toInSeconds: number): SongFeatures {
  const cut = (values: Float32Array, perSecond: number): Float32Array =>
    values.subarray(Math.round(fromInSeconds * perSecond), Math.round(toInSeconds * perSecond));
  const [low, mid, high] = features.envelopes;
  return {
    durationInSeconds: toInSeconds - fromInSeconds,
    peak: features.peak,
    onsets: features.onsets.map((band) => cut(band, FRAMES_PER_SECOND)),
    tones: cut(features.tones, TEXTURES_PER_SECOND * TONE_COUNT),
    timbres: cut(features.timbres, TEXTURES_PER_SECOND * TIMBRE_COUNT),
    envelopes: [
      cut(low, ENVELOPE_VALUES_PER_SECOND),
      cut(mid, ENVELOPE_VALUES_PER_SECOND),
      cut(high, ENVELOPE_VALUES_PER_SECOND),
    ],
  };
}
