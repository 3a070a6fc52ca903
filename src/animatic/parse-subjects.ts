import { createRandom, type Random } from '../core/random.ts';
import { rgb, type Rgb } from './color.ts';
import {
  accessories,
  actions,
  ages,
  colors,
  garments,
  hairAdjectives,
  hairWords,
  hairs,
  people,
  pronouns,
  sameness,
} from './lexicon.ts';
import type { Action, Age, Garment, Hair, Subject } from './scene.ts';
import { find, stemOf, stemsOf, type Finding } from './words.ts';

/** More people than this are drawn as a crowd. */
const mostSubjects = 4;

const numbers = new Map(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [stemOf(word), index < 20 ? index + 1 : (index - 17) * 10] as const),
);
const ageOfYears = (years: number): Age =>
  years < 2 ? 'baby' : years < 13 ? 'child' : years < 20 ? 'teen' : years < 65 ? 'adult' : 'old';

/** Ages given in years: a number after "at" or "aged", or before "year" or "years old". */
function agesInYears(stems: readonly string[]): Finding<Age>[] {
  const findings: Finding<Age>[] = [];
  for (const [index, stem] of stems.entries()) {
    const years = /^\d{1,3}$/.test(stem) ? Number(stem) : numbers.get(stem);
    if (years === undefined) continue;
    const before = stems[index - 1];
    const saysAge =
      before === 'at' ||
      before === stemOf('aged') ||
      (stems[index + 1] === 'year' && stems[index + 2] === 'old');
    if (saysAge) findings.push({ meaning: ageOfYears(years), index, length: 1 });
  }
  return findings;
}

/** The findings between two places in the text. */
const between = <T>(findings: readonly Finding<T>[], from: number, to: number): Finding<T>[] =>
  findings.filter(({ index }) => index >= from && index < to);

/** Somebody who is spoken of: how many they are, and where. */
interface Mention {
  count: number;
  index: number;
}

const samenessStems = new Set(stemsOf(sameness));

/** Who is spoken of, each with the place where their description begins. */
function mentionsOf(stems: readonly string[]): Mention[] {
  const mentions: Mention[] = [];
  const seen = new Set<string>();
  for (const { meaning, index, length } of find(stems, people)) {
    const words = stems.slice(index, index + length).join(' ');
    // "as a child", "as an old couple": the same people at another age
    const isSame =
      mentions.length > 0 &&
      stems.slice(Math.max(0, index - 3), index).some((stem) => samenessStems.has(stem));
    if (seen.has(words) || isSame || meaning.count === 0) continue;
    seen.add(words);
    mentions.push({ count: meaning.count, index });
  }
  if (mentions.length === 0) {
    const pronoun = find(stems, pronouns).sort((a, b) => b.meaning - a.meaning)[0];
    if (pronoun) mentions.push({ count: pronoun.meaning, index: pronoun.index });
  }
  return mentions;
}

/**
 * Reads who is in the picture: how many people, how old, doing what, wearing what. A description reaches from one person
 * to the next. Also gives the places of the colour words that belong to people's clothes and hair.
 */
export function parseSubjects(stems: readonly string[]): {
  subjects: Subject[];
  taken: Set<number>;
} {
  const mentions = mentionsOf(stems);
  const allActions = find(stems, actions);
  const allAges = [...find(stems, ages), ...agesInYears(stems)];
  const allGarments = find(stems, garments);
  const allAccessories = find(stems, accessories);
  const allHair = find(stems, hairWords);
  const allHairs = find(stems, hairs);
  const allAdjectives = find(stems, hairAdjectives);
  const colorFindings = find(stems, colors);
  const taken = new Set<number>();

  /** The colour that stands in the few words before a thing. */
  const colorBefore = (index: number): Rgb | undefined => {
    const near = colorFindings.find(
      (color) => color.index < index && index - color.index <= 3 && !taken.has(color.index),
    );
    if (!near) return undefined;
    taken.add(near.index);
    if (colorFindings.some(({ index: beside }) => beside === near.index + 1)) taken.add(near.index + 1); // mustard yellow
    return rgb(near.meaning);
  };

  const subjects: Subject[] = [];
  // an age that stands after all of them ("Ann and Bob at seventy") is everybody's
  const lastMention = mentions[mentions.length - 1];
  const sharedAge = lastMention && allAges.findLast(({ index }) => index > lastMention.index + 1)?.meaning;
  for (const [order, mention] of mentions.entries()) {
    const next = mentions[order + 1]?.index ?? stems.length;
    const from = mention.index;
    const agesHere = between(allAges, Math.max(0, from - 2), next - 2 > from ? next - 2 : next);
    const isOwn = ({ index }: Finding<Age>): boolean => index <= from + 1;
    const age =
      (agesHere.findLast((found) => !isOwn(found)) ?? agesHere[0])?.meaning ??
      (mention.count < 3 ? sharedAge : undefined) ??
      'adult';
    const clothes = between(allGarments, from, next)[0];
    const clothesColor = clothes && colorBefore(clothes.index);
    const things = new Map<string, Subject['accessories'][number]>();
    for (const { meaning, index } of between(allAccessories, from, next)) {
      const color = colorBefore(index);
      if (!things.has(meaning)) things.set(meaning, { kind: meaning, ...(color && { color }) });
    }
    const hairNoun = between(allHair, from, next)[0];
    const hairColor = hairNoun && colorBefore(hairNoun.index);
    const hair = (
      between(allHairs, from, next)[0] ??
      (hairNoun && between(allAdjectives, hairNoun.index - 3, hairNoun.index)[0])
    )?.meaning;
    const action =
      (
        between(allActions, from, next)[0] ??
        allActions.find(({ meaning }) => mentions.length === 1 || !lonely.includes(meaning))
      )?.meaning ?? 'stand';
    // the words of the description, so that a character looks the same in all shots that describe it alike
    const identity = stems.slice(from, from + 7).join(' ');
    const chance = createRandom(identity);
    for (let copy = 0; copy < mention.count && subjects.length < mostSubjects; copy++)
      subjects.push({
        identity: `${identity} ${copy}`,
        age,
        action,
        hair: hair ?? hairOf(age, chance),
        garment: clothes?.meaning ?? garmentOf(age, chance),
        accessories: copy === 0 ? [...things.values()] : [],
        ...(clothesColor && { color: clothesColor }),
        ...(hairColor && { hairColor }),
      });
  }
  shareAction(subjects);
  return { subjects, taken };
}

const hairOf = (age: Age, random: Random): Hair =>
  age === 'baby'
    ? 'bald'
    : (['short', 'long', 'curly', 'bun', 'short', 'ponytail'] as const)[Math.floor(random() * 6)]!;

const garmentOf = (age: Age, random: Random): Garment =>
  age === 'baby'
    ? 'trousers'
    : (['trousers', 'trousers', 'dress', 'coat'] as const)[Math.floor(random() * 4)]!;

/** What one does alone while the others look on. */
const lonely: readonly Action[] = ['kneel', 'sing', 'play', 'hold-child', 'crawl', 'lie'];

const mutual: readonly Action[] = ['embrace', 'kiss', 'hold-hands', 'dance'];

/** What takes two is done by both; a baby beside grown-ups is held. */
function shareAction(subjects: Subject[]): void {
  const together = subjects.find(({ action }) => mutual.includes(action))?.action;
  if (together && subjects.length > 1)
    for (const subject of subjects.slice(0, 2)) if (subject.age !== 'baby') subject.action = together;
  const baby = subjects.findIndex(({ age }) => age === 'baby');
  const parent = subjects.find(({ age }) => age !== 'baby' && age !== 'child');
  if (baby >= 0 && parent) {
    subjects.splice(baby, 1);
    parent.action = 'hold-child';
  }
}
