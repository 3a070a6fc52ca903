import { describe, expect, it } from 'vitest';
import { BeatcutError } from '../../../src/core/error.ts';
import { secondsToFrame } from '../../../src/core/time.ts';
import type { CutPlan } from '../../../src/edit/planner/cut-plan.ts';
import { CUT_STYLES, type CutStyleName } from '../../../src/edit/planner/cut-styles.ts';
import { defineCutStyle } from '../../../src/edit/planner/cut-style.ts';
import { planCuts } from '../../../src/edit/planner/plan-cuts.ts';
import type { PlannerShot } from '../../../src/edit/planner/planner-shot.ts';
import { makeSong } from './made-song.ts';

const STYLES = Object.keys(CUT_STYLES) as CutStyleName[];
const FRAME_RATES = [24, 25, 29.97, 30, 50, 60];

const shotsOf = (count: number, more: (index: number) => Partial<PlannerShot> = () => ({})): PlannerShot[] =>
  Array.from({ length: count }, (_, index) => ({ id: `shot-${index + 1}`, ...more(index) }));

const holdsOf = ({ slots }: CutPlan): number[] =>
  slots.map(({ startInSeconds, endInSeconds }) => endInSeconds - startInSeconds);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const repeatsOf = ({ slots }: CutPlan): number =>
  slots.filter(({ shotId }, index) => slots[index - 1]?.shotId === shotId).length;

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    if (BeatcutError.isInstance(error)) return error.code;
    throw error;
  }
  return undefined;
};

describe('planCuts', () => {
  const song = makeSong();

  it('fills the whole song without gap or overlap, in every style', () => {
    for (const style of STYLES) {
      const { slots, cuts, endInSeconds } = planCuts({ song, shots: shotsOf(30), style });
      expect(slots[0]!.startInSeconds).toBe(0);
      expect(slots.at(-1)!.endInSeconds).toBe(song.durationInSeconds);
      expect(endInSeconds).toBe(song.durationInSeconds);
      expect(cuts).toHaveLength(slots.length - 1);
      cuts.forEach(({ timeInSeconds }, index) => {
        expect(slots[index]!.endInSeconds).toBe(timeInSeconds);
        expect(slots[index + 1]!.startInSeconds).toBe(timeInSeconds);
      });
    }
  });

  it('is within half a frame of the beat that each cut names, drifts nowhere and sums up to the song', () => {
    for (const fps of FRAME_RATES) {
      for (const style of STYLES) {
        const { slots, cuts } = planCuts({ song, shots: shotsOf(30), style, fps });
        cuts.forEach((cut, index) => {
          const frame = slots[index + 1]!.startFrame!;
          expect(Math.abs(frame - cut.timeInSeconds * fps)).toBeLessThanOrEqual(0.5);
          const named = /^bar (\d+)(?: beat (\d+)(½)?)?$/.exec(cut.name);
          expect(named, cut.name).not.toBeNull();
          const beat = song.beats.find(
            ({ bar, beatInBar }) => bar === Number(named![1]) && beatInBar === Number(named![2] ?? 1),
          )!;
          // half a beat is a quarter of a second at 120 BPM
          const time = beat.timeInSeconds + (named![3] === undefined ? 0 : 0.25);
          expect(Math.abs(frame - time * fps)).toBeLessThanOrEqual(0.5 + 1e-9);
        });
        const frames = slots.reduce((sum, slot) => sum + slot.endFrame! - slot.startFrame!, 0);
        expect(frames).toBe(secondsToFrame({ timeInSeconds: song.durationInSeconds, fps }));
      }
    }
  });

  it('gives the same plan for the same options and another one for another seed', () => {
    const options = { song, shots: shotsOf(20), style: 'montage' as const };
    expect(planCuts(options)).toEqual(planCuts(options));
    const times = (seed: number): number[] =>
      planCuts({ ...options, seed }).cuts.map(({ timeInSeconds }) => timeInSeconds);
    expect(times(2)).not.toEqual(times(3));
  });

  it('cuts on the drop and on every section in every style', () => {
    const borders = song.sections.slice(1).map(({ startInSeconds }) => startInSeconds);
    for (const style of STYLES) {
      const plan = planCuts({ song, shots: shotsOf(30), style });
      const times = plan.cuts.map(({ timeInSeconds }) => timeInSeconds);
      for (const border of borders) expect(times, style).toContainEqual(expect.closeTo(border, 6));
      const drop = plan.cuts.find(({ place }) => place === 'drop')!;
      expect(drop.timeInSeconds).toBeCloseTo(song.buildUps![0]!.dropInSeconds, 6);
      expect(drop.reasons[0]).toContain('drop');
    }
  });

  it('holds shots longer in verses than in choruses, and cuts quicker and quicker towards the drop', () => {
    const plan = planCuts({ song, shots: shotsOf(40), style: 'build-and-release' });
    const holds = holdsOf(plan);
    const holdIn = (name: string): number =>
      mean(holds.filter((_, index) => plan.slots[index]!.section.startsWith(name)));
    expect(holdIn('verse')).toBeGreaterThan(1.4 * holdIn('chorus'));
    const build = holds.filter((_, index) => plan.slots[index]!.section === 'build');
    expect(build.at(-1)!).toBeLessThan(build[0]!);
    expect(mean(build)).toBeLessThan(holdIn('verse') * 0.75);
    const drop = plan.cuts.findIndex(({ place }) => place === 'drop');
    expect(holds[drop + 1]!).toBeGreaterThan(build.at(-1)!);
  });

  it('keeps holds within what the style allows', () => {
    for (const name of STYLES) {
      const { minHoldInSeconds: min, maxHoldInSeconds: max } = CUT_STYLES[name];
      const plan = planCuts({ song, shots: shotsOf(60), style: name });
      expect(plan.warnings).toEqual([]);
      for (const hold of holdsOf(plan)) {
        expect(hold).toBeGreaterThanOrEqual(Math.min(min.quiet, min.loud) - 1e-9);
        expect(hold).toBeLessThanOrEqual(Math.max(max.quiet, max.loud) + 1e-9);
      }
    }
  });

  it('never shows a shot twice in a row, with few shots and with many', () => {
    for (const style of STYLES) {
      for (const count of [3, 8, 30, 200]) {
        expect(repeatsOf(planCuts({ song, shots: shotsOf(count), style })), `${style} ${count}`).toBe(0);
      }
    }
  });

  it('keeps alike shots apart: the same words, the same group', () => {
    const shots = [
      ...[
        'walks along the harbour at dawn',
        'walks along the harbour at dusk',
        'walks along the harbour',
      ].map((prompt, index) => ({ id: `harbour-${index}`, prompt })),
      { id: 'x1', prompt: 'a red car in the desert', alike: 'car' },
      { id: 'x2', prompt: 'headlights, rain', alike: 'car' },
      ...['forest in fog', 'crowd dancing', 'an old clock', 'kitchen table', 'stairs going up', 'sea'].map(
        (prompt, index) => ({ id: `other-${index}`, prompt }),
      ),
    ];
    const { slots } = planCuts({ song, shots, style: 'montage' });
    const kindOf = (id: string): string => id.replace(/-\d+$/, '').replace(/x\d/, 'car');
    const alike = slots.filter(
      ({ shotId }, index) =>
        kindOf(shotId) !== 'other' && index > 0 && kindOf(shotId) === kindOf(slots[index - 1]!.shotId),
    );
    expect(alike).toEqual([]);
  });

  it('puts opening, final and chorus shots where they belong, and wishes where they want to be', () => {
    const shots = shotsOf(40, (index) => {
      if (index === 20) return { role: 'opening' };
      if (index === 3) return { role: 'final' };
      if (index === 10 || index === 11) return { in: 'outro' };
      return index % 4 === 0 ? { role: 'chorus' } : {};
    });
    for (const style of ['narrative', 'montage', 'hard-cut'] as const) {
      const { slots } = planCuts({ song, shots, style });
      expect(slots[0]!.shotId).toBe('shot-21');
      expect(slots.at(-1)!.shotId).toBe('shot-4');
      const chorus = slots.filter(
        ({ shotId }) => (Number(shotId.slice(5)) - 1) % 4 === 0 && shotId !== 'shot-21',
      );
      const there = chorus.filter(({ section }) => section.startsWith('chorus'));
      expect(there.length / chorus.length).toBeGreaterThan(0.85);
      for (const { section } of slots.filter(({ shotId }) => shotId === 'shot-11' || shotId === 'shot-12'))
        expect(section).toBe('outro');
    }
  });

  it('puts a strong shot on the drop', () => {
    const shots = shotsOf(30, (index) => (index === 25 ? { strength: 1 } : {}));
    const plan = planCuts({ song, shots, style: 'build-and-release' });
    const drop = plan.cuts.findIndex(({ place }) => place === 'drop');
    expect(plan.slots[drop + 1]!.shotId).toBe('shot-26');
    expect(plan.slots[drop + 1]!.reasons).toContain('a strong shot for the drop');
  });

  it('begins fixed shots exactly where they are fixed', () => {
    const shots = shotsOf(12, (index) => {
      if (index === 2) return { at: { bar: 22, beatInBar: 3 } };
      if (index === 5) return { at: 'chorus 2' };
      return index === 7 ? { at: 12.345 } : {};
    });
    for (const style of STYLES) {
      const { slots, cuts } = planCuts({ song, shots, style });
      const startOf = (id: string): number => slots.find(({ shotId }) => shotId === id)!.startInSeconds;
      const bar22 = song.beats.find(({ bar, beatInBar }) => bar === 22 && beatInBar === 3)!;
      expect(startOf('shot-3')).toBeCloseTo(bar22.timeInSeconds, 6);
      expect(startOf('shot-6')).toBeCloseTo(song.sections[5]!.startInSeconds, 6);
      expect(Math.abs(startOf('shot-8') - 12.345)).toBeLessThan(0.05);
      expect(cuts.some(({ reasons }) => reasons[0] === '"shot-3" is fixed here')).toBe(true);
    }
    const nowhere = [{ id: 'a', at: 'solo' }];
    expect(codeOf(() => planCuts({ song, shots: nowhere }))).toBe('ANCHOR_UNKNOWN');
  });

  it('copes with more shots than slots and with fewer, and says what is left over', () => {
    const many = planCuts({ song, shots: shotsOf(200), style: 'calm' });
    expect(many.slots.length + many.unusedShots.length).toBe(200);
    expect(new Set(many.slots.map(({ shotId }) => shotId)).size).toBe(many.slots.length);
    expect(many.unusedShots[0]!.reason).toContain('of 200 shots');

    const few = planCuts({ song, shots: shotsOf(4), style: 'hard-cut' });
    expect(few.slots.length).toBeGreaterThan(30);
    expect(new Set(few.slots.map(({ id }) => id)).size).toBe(few.slots.length);
    expect(few.slots.filter(({ shotId }) => shotId === 'shot-1').map(({ use }) => use)[1]).toBe(2);
  });

  it('shows every shot once at most when repeating is not wanted, and every shot when all are', () => {
    for (const count of [1, 5, 12]) {
      const plan = planCuts({ song, shots: shotsOf(count), style: 'montage', repeat: false });
      expect(plan.slots.map(({ use }) => use).every((use) => use === 1)).toBe(true);
      expect(plan.slots.length).toBe(count);
    }
    const all = planCuts({ song, shots: shotsOf(60), style: 'narrative', useAll: true });
    expect(all.unusedShots).toEqual([]);
  });

  it('shows shots that may be shown once only once', () => {
    const shots = shotsOf(6, (index) => (index < 2 ? { once: true } : {}));
    const { slots, warnings } = planCuts({ song, shots, style: 'montage' });
    for (const id of ['shot-1', 'shot-2'])
      expect(slots.filter(({ shotId }) => shotId === id).length).toBeLessThanOrEqual(1);
    expect(warnings).toEqual([]);
  });

  it('tells stories in order', () => {
    const { slots } = planCuts({ song, shots: shotsOf(18), style: 'narrative' });
    const firstUses = slots.filter(({ use }) => use === 1).map(({ shotId }) => Number(shotId.slice(5)));
    const inverted = firstUses.filter((number, index) => index > 0 && number < firstUses[index - 1]!);
    expect(inverted.length).toBeLessThanOrEqual(1);
  });

  it('names the second best and what it would have cost for every cut', () => {
    const { cuts, slots } = planCuts({ song, shots: shotsOf(20), style: 'build-and-release' });
    for (const { secondBest, reasons } of cuts) {
      expect(reasons.length).toBeGreaterThan(0);
      expect(secondBest).not.toBeNull();
      expect(secondBest!.costMore).toBeGreaterThanOrEqual(-1e-9);
    }
    for (const { secondBest } of slots) expect(secondBest!.costMore).toBeGreaterThanOrEqual(-1e-6);
  });

  it('follows sections, sounds and energy where the beats cannot be trusted, and says so', () => {
    for (const confidence of [0, 0.15]) {
      const unsure = makeSong({ confidence });
      const plan = planCuts({ song: unsure, shots: shotsOf(20), style: 'build-and-release' });
      expect(plan.pacedBy).toBe('energy');
      expect(plan.warnings[0]).toContain('beats');
      expect(plan.slots.length).toBeGreaterThan(8);
      const times = plan.cuts.map(({ timeInSeconds }) => timeInSeconds);
      for (const { startInSeconds } of unsure.sections.slice(1))
        expect(times).toContainEqual(expect.closeTo(startInSeconds, 6));
      expect(plan.cuts.every(({ transition }) => transition.kind === 'dissolve')).toBe(true);
    }
  });

  it('leaves room for every transition', () => {
    for (const style of STYLES) {
      const { cuts, slots } = planCuts({ song, shots: shotsOf(30), style });
      slots.forEach((slot, index) => {
        const before = cuts[index - 1]?.transition.lengthInSeconds ?? 0;
        const after = cuts[index]?.transition.lengthInSeconds ?? 0;
        expect(before / 2 + after / 2).toBeLessThanOrEqual(slot.endInSeconds - slot.startInSeconds);
      });
    }
  });

  it('hits the drop: a hard cut with a flash and a punch-in where the style has them', () => {
    for (const style of ['build-and-release', 'hard-cut'] as const) {
      const { cuts } = planCuts({ song, shots: shotsOf(30), style });
      const drop = cuts.find(({ place }) => place === 'drop')!;
      expect(drop.transition).toMatchObject({ kind: 'cut', lengthInSeconds: 0 });
      expect(drop.effects.map(({ kind, on }) => [kind, on])).toEqual([
        ['flash', 'drop'],
        ['punch-in', 'drop'],
      ]);
    }
    const calm = planCuts({ song, shots: shotsOf(30), style: 'calm' });
    expect(calm.cuts.every(({ effects }) => effects.length === 0)).toBe(true);
  });

  it('rations effects: only on hard cuts, never nearer than the style says, drops before sections', () => {
    // a chorus of a bar after each drop: its section is too near to a drop for an effect of its own
    const busy = makeSong({
      sections: Array.from({ length: 6 }, () => [
        { label: 'A', bars: 4, energy: 0.3, isBuildUp: true },
        { label: 'B', bars: 2, energy: 0.9 },
        { label: 'C', bars: 2, energy: 0.3 },
      ]).flat(),
    });
    for (const name of STYLES) {
      const { cuts } = planCuts({ song: busy, shots: shotsOf(30), style: name });
      const hit = cuts.filter(({ effects }) => effects.length > 0);
      hit.forEach(({ beat, transition }, index) => {
        expect(transition.kind).toBe('cut');
        if (index > 0)
          expect(beat - hit[index - 1]!.beat).toBeGreaterThanOrEqual(CUT_STYLES[name].effectDistanceInBeats);
      });
      if (name === 'hard-cut') expect(hit.map(({ place }) => place)).toContain('drop');
    }
  });

  it('throws the camera into verses and choruses, never into an outro', () => {
    const loud = makeSong({
      sections: [
        { label: 'A', name: 'intro', bars: 8, energy: 0.3 },
        { label: 'B', name: 'verse', bars: 8, energy: 0.8 },
        { label: 'C', name: 'chorus', bars: 8, energy: 0.8 },
        { label: 'D', name: 'outro', bars: 8, energy: 0.8 },
      ],
    });
    for (const style of ['hard-cut', 'montage'] as const) {
      const { cuts, slots } = planCuts({ song: loud, shots: shotsOf(30), style });
      const kinds = cuts.flatMap(({ place, transition }, index) =>
        place === 'section' ? [`${slots[index + 1]!.sectionRole} ${transition.kind}`] : [],
      );
      expect(kinds.slice(1)).toEqual([
        'chorus whip-pan',
        `outro ${style === 'montage' ? 'dissolve' : 'cut'}`,
      ]);
    }
  });

  it('takes its transitions from what the music does', () => {
    const treatments = new Map(
      planCuts({ song, shots: shotsOf(30), style: 'calm' })
        .cuts.filter(({ place }) => place === 'section')
        .map(({ timeInSeconds, music, transition }) => [
          song.sections.findIndex(({ startInSeconds }) => Math.abs(startInSeconds - timeInSeconds) < 0.01),
          { music, kind: transition.kind, reason: transition.reason },
        ]),
    );
    // chorus → outro and chorus → verse fall back, verse → chorus grows
    expect(treatments.get(6)).toEqual({ music: 'falls', kind: 'dip', reason: 'as the music falls back' });
    expect(treatments.get(4)).toMatchObject({ music: 'falls', kind: 'dip' });
    expect(treatments.get(5)).toEqual({ music: 'grows', kind: 'dissolve', reason: null });
    const released = planCuts({ song, shots: shotsOf(30), style: 'build-and-release' });
    const chorus = released.cuts.find(({ place, music }) => place === 'section' && music === 'grows')!;
    expect(chorus.transition).toMatchObject({ kind: 'zoom', reason: 'as the music grows' });
  });

  it('cuts on every drop unless the shortest length forbids it, and then says why', () => {
    const twoDrops = makeSong({
      tempoBpm: 120,
      sections: [
        { label: 'A', bars: 8, energy: 0.4, isBuildUp: true },
        { label: 'B', bars: 8, energy: 0.9 },
        { label: 'C', bars: 8, energy: 0.5, isBuildUp: true },
        { label: 'D', bars: 8, energy: 1 },
      ],
    });
    for (const style of STYLES) {
      const plan = planCuts({ song: twoDrops, shots: shotsOf(30), style });
      expect(
        plan.cuts.filter(({ place }) => place === 'drop'),
        style,
      ).toHaveLength(2);
      expect(plan.missed.filter(({ place }) => place === 'drop')).toEqual([]);
    }
    // a second drop a beat after the first one
    const [first] = twoDrops.buildUps!;
    const near = {
      ...twoDrops,
      buildUps: [first!, { ...first!, dropInSeconds: first!.dropInSeconds + 0.5 }, twoDrops.buildUps![1]!],
    };
    const plan = planCuts({ song: near, shots: shotsOf(30), style: 'calm' });
    const missed = plan.missed.filter(({ place }) => place === 'drop');
    expect(missed).toHaveLength(1);
    expect(missed[0]!.reason).toMatch(
      /the cut on bar \d+.* is 0\.5 s away, and calm shows nothing for less than \d/,
    );
    expect(plan.warnings.join()).toContain('has no cut');
  });

  it('plans songs without sections, of seconds, in odd meters and from a stretch', () => {
    const plain = { ...makeSong(), sections: [], phrases: [], buildUps: [], hits: [] };
    expect(planCuts({ song: plain, shots: shotsOf(10) }).slots.length).toBeGreaterThan(5);
    const short = makeSong({ sections: [{ label: 'A', bars: 1, energy: 1 }] });
    expect(planCuts({ song: short, shots: shotsOf(10) }).slots.length).toBeGreaterThanOrEqual(1);
    const five = makeSong({ beatsPerBar: 5, tempoBpm: 150 });
    const downbeats = planCuts({ song: five, shots: shotsOf(30), style: 'montage' }).cuts.filter(
      ({ beat }) => Math.abs(beat / 5 - Math.round(beat / 5)) < 1e-6,
    );
    expect(downbeats.length).toBeGreaterThan(15);
    const stretch = planCuts({ song, shots: shotsOf(10), startInSeconds: 20, endInSeconds: 50 });
    expect([stretch.slots[0]!.startInSeconds, stretch.slots.at(-1)!.endInSeconds]).toEqual([20, 50]);
    expect(stretch.cuts.every(({ timeInSeconds }) => timeInSeconds > 20 && timeInSeconds < 50)).toBe(true);
  });

  it('says which wishes the song or the list of shots can meet nowhere', () => {
    const { warnings } = planCuts({
      song,
      shots: [
        { id: 'a', role: 'opening' },
        { id: 'b', role: 'Opening' },
        { id: 'c', in: 'solo' },
        { id: 'd', role: 'chorrus' },
        // there: by name, with its number, by part, and a part that this song lacks
        { id: 'e', in: 'chorus 2' },
        { id: 'f', in: 'B' },
        { id: 'g', role: 'bridge' },
        { id: 'h', role: 'drop' },
      ],
    });
    const has = 'it has intro, verse 1, build, chorus 1, verse 2, chorus 2, outro.';
    expect(warnings.filter((text) => /Shot "|Only one/.test(text))).toEqual([
      `Shot "c" wants to be in "solo", and the song has no such section: ${has}`,
      `Shot "d" wants to be in "chorrus", and the song has no such section: ${has}`,
      'Only one shot can be the first, and 2 have the role "opening": a, b.',
    ]);
    const undropped = planCuts({ song: { ...song, buildUps: [] }, shots: [{ id: 'h', role: 'drop' }] });
    expect(undropped.warnings).toContain('Shot "h" is meant for a drop, and the song has none.');
  });

  it('refuses no shots, two of one id, an empty stretch and styles that contradict themselves', () => {
    expect(codeOf(() => planCuts({ song, shots: [] }))).toBe('CUT_PLAN_INVALID');
    expect(codeOf(() => planCuts({ song, shots: [{ id: 'a' }, { id: 'a' }] }))).toBe('CUT_PLAN_INVALID');
    for (const wrong of [{ strength: 1.2 }, { energy: -1 }, { durationInSeconds: 0 }]) {
      expect(codeOf(() => planCuts({ song, shots: [{ id: 'a', ...wrong }] }))).toBe('CUT_PLAN_INVALID');
    }
    expect(codeOf(() => planCuts({ song, shots: shotsOf(2), startInSeconds: 9, endInSeconds: 9 }))).toBe(
      'CUT_PLAN_INVALID',
    );
    expect(codeOf(() => planCuts({ song, shots: shotsOf(2), style: 'wild' as CutStyleName }))).toBe(
      'CUT_STYLE_UNKNOWN',
    );
    const broken = { ...CUT_STYLES.calm, holdInSeconds: { quiet: 1, loud: 6 } };
    expect(codeOf(() => defineCutStyle(broken))).toBe('CUT_STYLE_INVALID');
    const own = defineCutStyle({ ...CUT_STYLES.calm, name: 'mine', dropHold: 2 });
    expect(planCuts({ song, shots: shotsOf(5), style: own }).style).toBe('mine');
  });
});
