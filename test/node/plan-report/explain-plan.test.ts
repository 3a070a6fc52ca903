import { expect, it } from 'vitest';
import { CUT_STYLES } from '../../../src/edit/planner/cut-styles.ts';
import { planCuts } from '../../../src/edit/planner/plan-cuts.ts';
import { explainPlan } from '../../../src/node/plan-report/explain-plan.ts';
import { makeSong } from '../../edit/planner/made-song.ts';

const shots = Array.from({ length: 20 }, (_, index) => ({ id: `shot-${index + 1}` }));

it('explains how each cut is made, where it lies, why, and what was second best', () => {
  const plan = planCuts({ song: makeSong(), shots, style: 'build-and-release' });
  const notes = explainPlan('film', plan);
  expect(notes).toMatch(
    /^film: \d+ slots from 20 shots over 1:3\d\.\d+, style build-and-release, seed 1, paced by the beats\./,
  );
  expect(notes).toMatch(/Cuts: 1 on a drop, \d where sections begin, .*1 × hard cut with flash and punch-in/);
  expect(notes).toMatch(/Hard cut with flash and punch-in on bar 21: the drop after 8\.0 s of build-up; /);
  expect(notes).toMatch(/Zoom over 0\.50 s on bar 37, as the music grows: chorus 2 begins; /);
  expect(notes).toMatch(/CHORUS 1 · .* shots of about \d\.\d\d s/);
  expect(notes.match(/Second best: .*\(\+\d+\.\d\d/g)!.length).toBeGreaterThan(15);

  const soft = {
    ...CUT_STYLES.montage,
    name: 'soft',
    transitions: [{ at: 'downbeat' as const, kind: 'dissolve' as const, lengthInBeats: 1 }],
  };
  expect(explainPlan('film', planCuts({ song: makeSong(), shots, style: soft }))).toMatch(
    /Dissolve over 0\.50 s on bar \d+, a downbeat: .*\n.*Second best: /,
  );
});
