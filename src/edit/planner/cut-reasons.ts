import type { CutCandidate } from './cut-places.ts';
import type { CutPlanSlot } from './cut-plan.ts';
import type { CutStyle } from './cut-style.ts';
import type { SongCourse } from './song-course.ts';

/** What `describeCutReasons` takes. */
export interface DescribeCutReasonsOptions {
  candidate: CutCandidate;
  before: CutPlanSlot;
  after: CutPlanSlot;
  course: SongCourse;
  style: CutStyle;
}

/** A hit from this strength on is worth a word. */
const STRONG_HIT = 0.6;
/** Music that is this much stronger or weaker after a cut is worth a word. */
const STRONGER = 0.25;

const HIT_NAMES = { low: 'kick', mid: 'snare', high: 'cymbal' } as const;

/** Why a cut lies where it lies, the strongest reason first. */
export function describeCutReasons({
  candidate: { place, isFixed, sectionTitle, buildUpInSeconds, accent, accentKind, lyricLine, trust },
  before,
  after,
  course,
  style,
}: DescribeCutReasonsOptions): string[] {
  const reasons: string[] = [];
  if (isFixed) reasons.push(`"${after.shotId}" is fixed here`);
  if (place === 'drop') {
    reasons.push(`the drop after ${buildUpInSeconds.toFixed(1)} s of build-up`);
  }
  if (sectionTitle !== null) {
    const section = course.sections.find(({ title }) => title === sectionTitle)!;
    const part =
      section.isNamed || section.title.startsWith(section.role)
        ? ''
        : `, played like ${/^[aeiou]/.test(section.role) ? 'an' : 'a'} ${section.role}`;
    reasons.push(`${sectionTitle} begins${part}`);
  }
  if (place === 'phrase') reasons.push('a new phrase');
  if (lyricLine !== null) reasons.push(`the line "${excerpt(lyricLine)}" begins`);
  if (accent >= STRONG_HIT && accentKind !== null) reasons.push(`a strong ${HIT_NAMES[accentKind]}`);
  if (place === 'sound') reasons.push('a sound to cut on');
  if (place === 'half-beat') reasons.push('between two beats, which this style allows now and then');
  const leap = after.intensity - before.intensity;
  if (Math.abs(leap) >= STRONGER) reasons.push(leap > 0 ? 'the music grows' : 'the music falls back');
  if (before.targetHoldInSeconds < after.targetHoldInSeconds && place === 'drop')
    reasons.push('shots grew shorter towards it');
  const hold = before.endInSeconds - before.startInSeconds;
  reasons.push(
    `${before.id} has had ${hold.toFixed(1)} s, and ${style.name} wants ${before.targetHoldInSeconds.toFixed(1)} s here`,
  );
  if (trust < 0.5) reasons.push('the beat is not sure here');
  return reasons;
}

/** What `describeShotReasons` takes. */
export interface DescribeShotReasonsOptions {
  /** What speaks for the shot. */
  reasons: readonly string[];
  use: number;
}

/** Why a shot is where it is. */
export function describeShotReasons({ reasons, use }: DescribeShotReasonsOptions): string[] {
  const shown = [...reasons];
  if (use > 1) shown.push(`shown for the ${ordinal(use)} time, away from the others`);
  if (shown.length === 0) shown.push('next in the list, unlike its neighbours');
  return shown;
}

const ordinal = (number: number): string => {
  const ending =
    number % 100 >= 11 && number % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
};

const excerpt = (text: string): string => (text.length <= 32 ? text : `${text.slice(0, 31)}…`);
