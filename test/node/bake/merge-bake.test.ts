import { describe, expect, it } from 'vitest';
import type { BakedShot } from '../../../src/node/bake/baked-shot.ts';
import { mergeBake } from '../../../src/node/bake/merge-bake.ts';

const shot = (
  id: string,
  from: number,
  durationInFrames: number,
  more: Partial<BakedShot> = {},
): BakedShot => ({
  id,
  from,
  durationInFrames,
  enterInFrames: 0,
  enter: null,
  content: `<Clip id="${id}" />`,
  ...more,
});
const base = [shot('a', 0, 50), shot('b', 50, 50), shot('c', 100, 60)];

describe('mergeBake', () => {
  it('changes nothing when neither the plan nor a person did', () => {
    expect(mergeBake({ base, mine: base, theirs: base })).toEqual({ shots: base, changes: [] });
  });

  it('follows the plan where a person changed nothing', () => {
    const theirs = [shot('a', 0, 40), shot('b', 40, 60), shot('c', 100, 60)];
    const { shots, changes } = mergeBake({ base, mine: base, theirs });
    expect(shots).toEqual(theirs);
    expect(changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['changed a', 'changed b']);
  });

  it('keeps a cut that a person moved, and lets the other cuts follow the plan', () => {
    const mine = [shot('a', 0, 56), shot('b', 56, 44), shot('c', 100, 60)];
    const theirs = [shot('a', 0, 50), shot('b', 50, 60), shot('c', 110, 50)];
    const { shots, changes } = mergeBake({ base, mine, theirs });
    expect(shots).toEqual([shot('a', 0, 56), shot('b', 56, 54), shot('c', 110, 50)]);
    expect(changes.filter(({ kind }) => kind === 'kept').map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('moves a border by as many frames in the new plan as a person had moved it, and says so', () => {
    const mine = [shot('a', 0, 56), ...base.slice(1)];
    const theirs = [shot('a', 0, 40), ...base.slice(1)];
    const { shots, changes } = mergeBake({ base, mine, theirs });
    expect(shots[0]).toEqual(shot('a', 0, 46));
    expect(changes).toEqual([
      { kind: 'kept', id: 'a', text: 'ends at frame 46 as you have it, though the plan says 40 now' },
    ]);
  });

  it('leaves out what a person removed and keeps what a person added', () => {
    const mine = [base[0]!, shot('title', 50, 50), base[2]!];
    const { shots } = mergeBake({ base, mine, theirs: base });
    expect(shots.map(({ id }) => id)).toEqual(['a', 'title', 'c']);
  });

  it('adds new shots of the plan in their place, and drops those that it has no place for unless a person changed them', () => {
    const theirs = [shot('a', 0, 50), shot('d', 50, 110)];
    const mine = [base[0]!, base[1]!, shot('c', 100, 60, { content: '<Mine />' })];
    const { shots, changes } = mergeBake({ base, mine, theirs });
    expect(shots.map(({ id }) => id)).toEqual(['a', 'd', 'c']);
    expect(changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['added d', 'removed b', 'kept c']);
  });

  it('takes code that is only broken into lines in another way for the same', () => {
    const mine = [shot('a', 0, 50, { content: '<Clip\n  id="a"\n/>' }), ...base.slice(1)];
    expect(mergeBake({ base, mine, theirs: base }).changes).toEqual([]);
  });
});
