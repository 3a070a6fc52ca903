import type { BakedShot } from './baked-shot.ts';

/** What `mergeBake` takes. */
export interface MergeBakeOptions {
  /** What was baked last. */
  base: readonly BakedShot[];
  /** What stands in the file now. */
  mine: readonly BakedShot[];
  /** What the new plan says. */
  theirs: readonly BakedShot[];
}

/** What baking again does to one shot. */
export interface BakeChange {
  kind: 'added' | 'removed' | 'changed' | 'kept';
  id: string;
  /** One clause for people: `from 120 → 131`. */
  text: string;
}

/** A merged edit. */
export interface MergedBake {
  /** In the order in which they are seen. */
  shots: BakedShot[];
  changes: BakeChange[];
}

/** What of a shot is merged apart. Beginning and end count, not the length: moving a cut changes one of each neighbour. */
interface ShotFields {
  begins: number;
  ends: number;
  enterInFrames: number;
  enter: string | null;
  content: string;
}

const fieldsOf = ({ from, durationInFrames, enterInFrames, enter, content }: BakedShot): ShotFields => ({
  begins: from,
  ends: from + durationInFrames,
  enterInFrames,
  enter,
  content,
});

const shotOf = (id: string, { begins, ends, enterInFrames, enter, content }: ShotFields): BakedShot => ({
  id,
  from: begins,
  durationInFrames: Math.max(1, ends - begins),
  enterInFrames,
  enter,
  content,
});

const FIELD_NAMES: Record<keyof ShotFields, string> = {
  begins: 'begins at frame',
  ends: 'ends at frame',
  enterInFrames: 'transition of frames',
  enter: 'transition',
  content: 'content',
};

const show = (value: string | number | null): string => {
  const text = String(value ?? 'none').replaceAll(/\s+/g, ' ');
  return text.length <= 48 ? text : `${text.slice(0, 47)}…`;
};

/**
 * Merges a new plan into an edit that a person may have changed, member by member: what the person left alone follows the
 * plan, what the person changed stays: a border that was moved by some frames is moved by as many in the new plan. A shot that the person removed stays away, one that the person added stays.
 */
export function mergeBake({ base, mine, theirs }: MergeBakeOptions): MergedBake {
  const changes: BakeChange[] = [];
  const byId = (shots: readonly BakedShot[]): Map<string, BakedShot> =>
    new Map(shots.map((shot) => [shot.id, shot]));
  const [baseById, mineById, theirsById] = [byId(base), byId(mine), byId(theirs)];
  const shots: BakedShot[] = [];

  for (const shot of theirs) {
    const [last, current] = [baseById.get(shot.id), mineById.get(shot.id)];
    if (current === undefined) {
      if (last === undefined) {
        shots.push(shot);
        changes.push({
          kind: 'added',
          id: shot.id,
          text: `frames ${shot.from}–${shot.from + shot.durationInFrames}`,
        });
      } else changes.push({ kind: 'kept', id: shot.id, text: 'you removed it: it stays away' });
      continue;
    }
    shots.push(mergeShot({ last, current, next: shot, changes }));
  }
  for (const current of mine) {
    if (theirsById.has(current.id)) continue;
    const last = baseById.get(current.id);
    if (last === undefined) {
      shots.push(current);
      changes.push({ kind: 'kept', id: current.id, text: 'you added it' });
    } else if (isSame(fieldsOf(last), fieldsOf(current))) {
      changes.push({ kind: 'removed', id: current.id, text: 'the plan has no place for it any more' });
    } else {
      shots.push(current);
      changes.push({
        kind: 'kept',
        id: current.id,
        text: 'you changed it; the plan has no place for it any more',
      });
    }
  }
  return { shots: shots.sort((a, b) => a.from - b.from), changes };
}

/** Whether two values are the same; how code is broken into lines does not count. */
const isEqual = (a: string | number | null, b: string | number | null): boolean =>
  typeof a === 'string' && typeof b === 'string'
    ? a.replaceAll(/\s+/g, ' ').trim() === b.replaceAll(/\s+/g, ' ').trim()
    : a === b;

const isSame = (a: ShotFields, b: ShotFields): boolean =>
  (Object.keys(FIELD_NAMES) as (keyof ShotFields)[]).every((field) => isEqual(a[field], b[field]));

function mergeShot({
  last,
  current,
  next,
  changes,
}: {
  last: BakedShot | undefined;
  current: BakedShot;
  next: BakedShot;
  changes: BakeChange[];
}): BakedShot {
  const [base, mine, theirs] = [fieldsOf(last ?? current), fieldsOf(current), fieldsOf(next)];
  const merged: ShotFields = { ...mine };
  for (const field of Object.keys(FIELD_NAMES) as (keyof ShotFields)[]) {
    if (isEqual(mine[field], theirs[field])) continue;
    const isMine = last === undefined || !isEqual(mine[field], base[field]);
    const name = FIELD_NAMES[field];
    if (!isMine) {
      changes.push({
        kind: 'changed',
        id: next.id,
        text: `${name} ${show(mine[field])} → ${show(theirs[field])}`,
      });
      Object.assign(merged, { [field]: theirs[field] });
      continue;
    }
    // what was moved by hand stays as far from where the plan has it, so that no hole opens when the plan moves the shot
    if (last !== undefined && (field === 'begins' || field === 'ends'))
      merged[field] = theirs[field] + mine[field] - base[field];
    const plan = isEqual(theirs[field], base[field])
      ? ''
      : `, though the plan says ${show(theirs[field])} now`;
    changes.push({ kind: 'kept', id: next.id, text: `${name} ${show(merged[field])} as you have it${plan}` });
  }
  return shotOf(next.id, merged);
}
