import { clamp } from '../../core/numbers.ts';
import { createRandom } from '../../core/random.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { CutStyle, QuietLoud } from './cut-style.ts';
import type { SongCourse } from './song-course.ts';

/** How fast a style cuts a song, over time. */
export interface Pace {
  /** How many shots a style would show between two times: the integral of one over the wanted length. */
  shotsBetween(fromInSeconds: number, toInSeconds: number): number;
  /** Mean intensity between two times, 0–1. */
  intensityBetween(fromInSeconds: number, toInSeconds: number): number;
  minHoldAt(intensity: number): number;
  maxHoldAt(intensity: number): number;
}

/** What `createPace` takes. */
export interface CreatePaceOptions {
  song: SongMap;
  course: SongCourse;
  style: CutStyle;
  seed: string;
  /** Makes all shots so many times longer than the style wants; 1 by default. */
  stretch?: number;
}

/** From this many times more shots on, all of them make the edit quicker than the style. */
export const CROWDED = 1.1;

/** Steps per second of the integrals. */
const STEPS_PER_SECOND = 8;
/** Lengths wander on these time scales, in seconds: octaves of equal power make noise that falls as 1/f. */
const NOISE_OCTAVES_SECONDS = [2, 4, 8, 16, 32];

/** Mixes by ratio, so that halfway between 1 s and 4 s lies 2 s. */
const createMix = ({ quiet, loud }: QuietLoud): ((intensity: number) => number) => {
  const slope = Math.log(loud / quiet);
  return (intensity) => quiet * Math.exp(slope * intensity);
};

/**
 * Creates the pace of a style over a song.
 *
 * The wanted length of a shot follows the intensity (by ratio, as shot lengths are lognormal: B. Salt, "Film Style and
 * Technology", 1983; J. DeLong, "Horseshoes, handgrenades, and model fitting", Literary and Linguistic Computing 30,
 * 2015), the section's part, and build-ups, towards whose end it shrinks. It wanders by noise that falls as 1/f, as the
 * lengths of shots in films do (J. Cutting, J. DeLong, C. Nothelfer, "Attention and the Evolution of Hollywood Film",
 * Psychological Science 21, 2010).
 */
export function createPace({ song, course, style, seed, stretch = 1 }: CreatePaceOptions): Pace {
  const count = Math.ceil(song.durationInSeconds * STEPS_PER_SECOND) + 1;
  const noise = createNoise(seed, song.durationInSeconds);
  const wantedHold = createMix(style.holdInSeconds);
  const minHold = createMix(style.minHoldInSeconds);
  const maxHold = createMix(style.maxHoldInSeconds);
  const shots = new Float64Array(count + 1);
  const intensities = new Float64Array(count + 1);
  for (let step = 0; step < count; step++) {
    const time = (step + 0.5) / STEPS_PER_SECOND;
    const intensity = course.intensityAt(time);
    const hold =
      stretch *
      wantedHold(intensity) *
      style.sectionPace[course.sectionAt(time).role] *
      buildUpFactor(song, style, time) *
      Math.exp(style.variety * noise(time));
    shots[step + 1] = shots[step]! + 1 / hold / STEPS_PER_SECOND;
    intensities[step + 1] = intensities[step]! + intensity / STEPS_PER_SECOND;
  }
  const at = (sums: Float64Array, time: number): number => {
    const place = clamp(time * STEPS_PER_SECOND, 0, count);
    const low = Math.min(count - 1, Math.floor(place));
    return sums[low]! + (place - low) * (sums[low + 1]! - sums[low]!);
  };
  return {
    shotsBetween: (from, to) => at(shots, to) - at(shots, from),
    intensityBetween: (from, to) => clamp((at(intensities, to) - at(intensities, from)) / (to - from)),
    minHoldAt: (intensity) => Math.min(1, stretch) * minHold(intensity),
    maxHoldAt: (intensity) => Math.max(1, stretch) * maxHold(intensity),
  };
}

/** 1 outside of build-ups; inside it shrinks by ratio towards the drop. */
function buildUpFactor({ buildUps = [] }: SongMap, { buildUpPace }: CutStyle, time: number): number {
  const buildUp = buildUps.find(
    ({ startInSeconds, dropInSeconds }) => startInSeconds <= time && time < dropInSeconds,
  );
  if (buildUp === undefined) return 1;
  const progress = (time - buildUp.startInSeconds) / (buildUp.dropInSeconds - buildUp.startInSeconds);
  return buildUpPace ** progress;
}

/** Smooth noise over time with mean 0 and deviation 1. */
function createNoise(seed: string, durationInSeconds: number): (timeInSeconds: number) => number {
  const octaves = NOISE_OCTAVES_SECONDS.map((period) => {
    const random = createRandom(`${seed} pace ${period}`);
    const knots = Array.from(
      { length: Math.ceil(durationInSeconds / period) + 3 },
      // evenly spread over [−√3, √3]: deviation 1
      () => (2 * random() - 1) * Math.sqrt(3),
    );
    return (time: number): number => {
      const place = time / period;
      const low = Math.floor(place);
      const share = place - low;
      return knots[low]! * (1 - share) + knots[low + 1]! * share;
    };
  });
  // straight lines between knots have two thirds of the knots' power
  const scale = 1 / Math.sqrt((octaves.length * 2) / 3);
  return (time) => scale * octaves.reduce((sum, octave) => sum + octave(time), 0);
}
