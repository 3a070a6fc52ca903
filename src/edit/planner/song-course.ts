import { clamp } from '../../core/numbers.ts';
import type { Section, SongMap } from '../../song/song-map.ts';
import type { CutMusic, SectionRole } from './cut-style.ts';

/** A section with the part that it plays. */
export interface CourseSection {
  startInSeconds: number;
  endInSeconds: number;
  /** What a person calls it: its name or label, numbered when it comes more than once (`chorus 2`). */
  title: string;
  /** Its name in lower case if it has one, and its label: what wishes are compared with. */
  words: string[];
  role: SectionRole;
  /** Whether a person named it; else its part is guessed from loudness and repetition. */
  isNamed: boolean;
}

/** What a song does over time, as far as pacing is concerned. */
export interface SongCourse {
  sections: CourseSection[];
  /** How strong the music is, 0–1: 0 at the song's quietest, 1 at its strongest moments. */
  intensityAt(timeInSeconds: number): number;
  sectionAt(timeInSeconds: number): CourseSection;
  /** What the music does around a moment. */
  musicAt(timeInSeconds: number): CutMusic;
}

/** Intensity values per second. */
const VALUES_PER_SECOND = 4;
/** Intensity is averaged over this long around a moment: some two bars. */
const SMOOTHING_SECONDS = 4;
/** The music before and after a moment is looked at this far away: out of the other's smoothing, within some two bars. */
const AROUND_SECONDS = [2, 3, 4];
/** Music that is this much stronger or weaker after a moment leaps. */
const LEAP = 0.25;
/** Shares of loudness and of the number of hits in intensity. */
const LOUDNESS_SHARE = 0.7;
/** A song whose loudness varies by less than this, of the range of its curve, counts as even. */
const LEAST_RANGE = 0.1;
/** A chorus is at least this much louder than the usual section, of the range of the curve. */
const CHORUS_LEAP = 0.03;
/** A break is at least this much quieter than the usual section. */
const BREAK_DROP = 0.12;

const ROLE_WORDS: readonly (readonly [RegExp, SectionRole])[] = [
  [/pre.?chorus|build|rise|riser/, 'build'],
  [/chorus|refrain|hook|drop/, 'chorus'],
  [/intro|opening/, 'intro'],
  [/outro|coda|ending|fade/, 'outro'],
  [/bridge|middle/, 'bridge'],
  [/break|interlude|solo|instrumental/, 'break'],
  [/verse|strophe/, 'verse'],
];

/** Describes a song's course from its map. */
export function createSongCourse(song: SongMap): SongCourse {
  const sections = describeSections(song);
  const intensity = measureIntensity(song);
  const intensityAt = (timeInSeconds: number): number => {
    const at = clamp(timeInSeconds * VALUES_PER_SECOND - 0.5, 0, intensity.length - 1);
    const low = Math.floor(at);
    const next = intensity[Math.min(intensity.length - 1, low + 1)]!;
    return intensity[low]! + (at - low) * (next - intensity[low]!);
  };
  return {
    sections,
    intensityAt,
    musicAt(timeInSeconds) {
      const mean = (sign: number): number =>
        AROUND_SECONDS.reduce((sum, away) => sum + intensityAt(timeInSeconds + sign * away), 0) /
        AROUND_SECONDS.length;
      const [before, after] = [mean(-1), mean(1)];
      if (after - before >= LEAP) return 'grows';
      if (before - after >= LEAP) return 'falls';
      return before + after < 1 ? 'quiet' : 'loud';
    },
    sectionAt(timeInSeconds) {
      // a cut on a border belongs to what begins there
      const found = sections.findLast(({ startInSeconds }) => startInSeconds <= timeInSeconds + 1e-3);
      return found ?? sections[0]!;
    },
  };
}

/**
 * Loudness and density of hits over two bars, each as a mixture of its rank and its place in the song's own range, so
 * that a song that is loud throughout still has its stronger half.
 */
function measureIntensity({ durationInSeconds, energy, hits = [] }: SongMap): number[] {
  const count = Math.max(1, Math.ceil(durationInSeconds * VALUES_PER_SECOND));
  const loudness = Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index / VALUES_PER_SECOND) * energy.valuesPerSecond);
    const to = Math.max(from + 1, Math.floor(((index + 1) / VALUES_PER_SECOND) * energy.valuesPerSecond));
    const values = energy.overall.slice(from, to);
    return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const struck = Array.from({ length: count }, () => 0);
  for (const { timeInSeconds, strength } of hits) {
    const index = Math.floor(timeInSeconds * VALUES_PER_SECOND);
    if (index < count) struck[index]! += strength;
  }
  const loud = spread(smooth(loudness), LEAST_RANGE);
  if (hits.length === 0) return loud;
  const busy = spread(smooth(struck), LEAST_RANGE);
  return loud.map((value, index) => LOUDNESS_SHARE * value + (1 - LOUDNESS_SHARE) * busy[index]!);
}

/** The mean over a window that shrinks at the ends. */
function smooth(values: readonly number[]): number[] {
  const reach = Math.round((SMOOTHING_SECONDS * VALUES_PER_SECOND) / 2);
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return values.map((_, index) => {
    const from = Math.max(0, index - reach);
    const to = Math.min(values.length, index + reach + 1);
    return (sums[to]! - sums[from]!) / (to - from);
  });
}

/** Values as 0–1: half their rank, half their place between the quiet and the loud end. */
function spread(values: readonly number[], leastRange: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const [low, high] = [quantile(0.05), quantile(0.95)];
  // an even song stays in the middle instead of having its noise blown up
  const range = Math.max(high - low, leastRange);
  const trust = Math.min(1, (high - low) / leastRange);
  return values.map((value) => {
    const place = clamp(0.5 + (value - (low + high) / 2) / range);
    const rank = 0.5 + trust * (rankOf(sorted, value) - 0.5);
    return (place + rank) / 2;
  });
}

/** The share of values below one, ties counted half. */
function rankOf(sorted: readonly number[], value: number): number {
  const bound = (isBelow: (other: number) => boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBelow(sorted[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (bound((other) => other < value) + bound((other) => other <= value)) / 2 / sorted.length;
}

function describeSections({ sections, durationInSeconds }: SongMap): CourseSection[] {
  const all: readonly Section[] =
    sections.length > 0
      ? sections
      : [{ startInSeconds: 0, endInSeconds: durationInSeconds, label: 'A', energy: 1 }];
  const titles = all.map(({ name, label }) => name ?? label);
  return all.map((section, index): CourseSection => {
    const title = titles[index]!;
    const number = titles.slice(0, index + 1).filter((other) => other === title).length;
    const isRepeated = titles.filter((other) => other === title).length > 1;
    return {
      startInSeconds: section.startInSeconds,
      endInSeconds: section.endInSeconds,
      title: isRepeated ? `${title} ${number}` : title,
      words: [title, `${title} ${number}`, section.label, guessRole(all, index)].map((word) =>
        word.toLowerCase(),
      ),
      role: guessRole(all, index),
      isNamed: section.name !== undefined,
    };
  });
}

/** The part that a section plays, from its name; else from its place, its loudness and how often it comes. */
function guessRole(sections: readonly Section[], index: number): SectionRole {
  const { name, label, energy } = sections[index]!;
  const named = ROLE_WORDS.find(([words]) => name !== undefined && words.test(name.toLowerCase()));
  if (named !== undefined) return named[1];
  if (sections.length < 3) return 'verse';
  const sorted = sections.map((section) => section.energy).sort((a, b) => a - b);
  const usual = sorted[sorted.length >> 1]!;
  const energiesOf = (wanted: string): number[] =>
    sections.filter((section) => section.label === wanted).map((section) => section.energy);
  const levelOf = (wanted: string): number => {
    const energies = energiesOf(wanted);
    return energies.reduce((sum, value) => sum + value, 0) / energies.length;
  };
  const isRepeated = (wanted: string): boolean =>
    sections.filter((section) => section.label === wanted).length > 1;
  const labels = [...new Set(sections.map((section) => section.label))];
  const repeated = labels.filter(isRepeated);
  const chorus = (repeated.length > 0 ? repeated : labels).reduce((best, other) =>
    levelOf(other) > levelOf(best) ? other : best,
  );
  // the loudest of them tells: the last one may fade out with the song
  if (label === chorus && Math.max(...energiesOf(chorus)) >= Math.min(1, usual + CHORUS_LEAP))
    return 'chorus';
  if (index === 0 && energy <= usual) return 'intro';
  if (index === sections.length - 1 && energy <= usual) return 'outro';
  return energy <= usual - BREAK_DROP ? 'break' : 'verse';
}
