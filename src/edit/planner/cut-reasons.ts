import type { CutCandidate } from './cut-places.ts';
import type { CutPlanSlot } from './cut-plan.ts';
import type { CutMusic } from './cut-style.ts';
import type { SongCourse } from './song-course.ts';

/** What `describeCutReasons` takes. */
export interface DescribeCutReasonsOptions {
  candidate: CutCandidate;
  before: CutPlanSlot;
  /** Whether the shot before the cut began on a drop, where shots are held. */
  isHeld: boolean;
  after: CutPlanSlot;
  course: SongCourse;
  /** What the music does at the cut. */
  music: CutMusic;
  /** Whether the transition was chosen for what the music does. */
  isTreated: boolean;
}

/** A hit from this strength on is worth a word. */
const STRONG_HIT = 0.6;

const HIT_NAMES = { low: 'kick', mid: 'snare', high: 'cymbal' } as const;

/** Why a cut lies where it lies, the strongest reason first. */
export function describeCutReasons({
  candidate: { place, isFixed, sectionTitle, buildUpInSeconds, accent, accentKind, lyricLine, trust },
  before,
  isHeld,
  after,
  course,
  music,
  isTreated,
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
  if (place === 'half-beat') reasons.push('off the beat, so that the cuts on it count');
  // a transition that is there for it says so itself
  if (music === 'grows' && !isTreated) reasons.push('the music grows');
  if (music === 'falls' && !isTreated) reasons.push('the music falls back');
  if (before.targetHoldInSeconds < after.targetHoldInSeconds && place === 'drop')
    reasons.push('shots have grown shorter towards it');
  reasons.push(describeHold(before, isHeld));
  if (trust < 0.5) reasons.push('but the beat is not sure here');
  return reasons;
}

/** A shot that is off by less than this factor is as long as it should be: under a tenth, nobody sees it. */
const ABOUT_RIGHT = 1.1;

/** How long a shot has been held when it is cut away from, beside what the style wants. */
function describeHold(
  { id, startInSeconds, endInSeconds, targetHoldInSeconds: wanted }: CutPlanSlot,
  isHeld: boolean,
): string {
  const hold = endInSeconds - startInSeconds;
  if (hold > wanted * ABOUT_RIGHT && isHeld)
    return `${id} has been held for ${hold.toFixed(1)} s since the drop`;
  if (hold > wanted * ABOUT_RIGHT)
    return `${id} has been held for ${hold.toFixed(1)} s, more than the usual ${wanted.toFixed(1)} s`;
  if (hold < wanted / ABOUT_RIGHT)
    return `${id} goes early, after ${hold.toFixed(1)} s instead of the usual ${wanted.toFixed(1)} s`;
  return `${id} has had its ${hold.toFixed(1)} s`;
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
  if (use > 1) shown.push(`back for the ${ordinal(use)} time, away from the others`);
  if (shown.length === 0) shown.push('next in the story, unlike its neighbours');
  return shown;
}

const ordinal = (number: number): string => {
  const ending =
    number % 100 >= 11 && number % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
};

const excerpt = (text: string): string => (text.length <= 32 ? text : `${text.slice(0, 31)}…`);
