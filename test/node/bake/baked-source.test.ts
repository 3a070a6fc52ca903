import { describe, expect, it } from 'vitest';
import type { BakedShot } from '../../../src/node/bake/baked-shot.ts';
import { printBakedSource, readBakedSource, updateBakedSource } from '../../../src/node/bake/baked-source.ts';

const CLIP = { imported: 'GeneratedClip', local: 'GeneratedClip', source: 'beatcut' };
const FADE = { imported: 'fade', local: 'fade', source: '@remotion/transitions/fade' };
const shots: BakedShot[] = [
  {
    id: 'a',
    from: 0,
    durationInFrames: 50,
    enterInFrames: 0,
    enter: null,
    content: '<GeneratedClip prompt="one" />',
  },
  {
    id: 'b "2"',
    from: 44,
    durationInFrames: 56,
    enterInFrames: 12,
    enter: 'fade()',
    content: '<>\n  <GeneratedClip prompt="two" />\n  <p>title</p>\n</>',
  },
];
const printed = printBakedSource({
  shots,
  imports: [CLIP, FADE],
  componentName: 'FilmBaked',
  composition: 'Film',
  name: 'auto-cut',
});
const read = (text: string): ReturnType<typeof readBakedSource> =>
  readBakedSource({ text, path: 'film.baked.tsx' });

describe('a baked file', () => {
  it('is read back as it was printed', () => {
    expect(read(printed).shots.map(({ shot }) => shot)).toEqual(shots);
    expect(printed).toContain("import { fade } from '@remotion/transitions/fade';");
    expect(printed).toContain("import { CutList, GeneratedClip } from 'beatcut';");
  });

  it('keeps everything but the changed numbers to the byte', () => {
    const mine = printed
      .replace('<CutList.Shot id="a"', '{/* my note */}\n    <CutList.Shot\n      trimBefore={3} id="a"')
      .replace('</CutList>\n', '  {/* the end */}\n  </CutList>\n');
    const text = updateBakedSource({
      source: read(mine),
      shots: [{ ...shots[0]!, durationInFrames: 61 }, shots[1]!],
      imports: [CLIP, FADE],
    });
    expect(text).toBe(mine.replace('durationInFrames={50}', 'durationInFrames={61}'));
  });

  it('breaks the lines of what it changes as it did at first', () => {
    const hard = shots.map((shot) => ({ ...shot, enter: null, enterInFrames: 0 }));
    const imports = [CLIP, FADE];
    const text = updateBakedSource({ source: read(printed), shots: hard, imports });
    expect(text).toContain('id={"b \\"2\\""} name={"b \\"2\\""} from={44} durationInFrames={56}>\n');
    expect(updateBakedSource({ source: read(text), shots, imports })).toBe(printed);
  });

  it('adds, removes and reorders shots, and moves a comment with the shot after it', () => {
    const mine = printed.replace('<CutList.Shot\n      id', '{/* two */}\n    <CutList.Shot\n      id');
    const added: BakedShot = { ...shots[0]!, id: 'c', from: 90, content: '<Own />' };
    const source = read(mine);
    expect(source.shots).toHaveLength(2);
    const text = updateBakedSource({
      source,
      shots: [{ ...shots[1]!, from: 0, enter: null, enterInFrames: 0 }, added],
      imports: [CLIP, { imported: 'Own', local: 'Own', source: './own.tsx' }],
    });
    expect(read(text).shots.map(({ shot }) => [shot.id, shot.from, shot.enter, shot.enterInFrames])).toEqual([
      ['b "2"', 0, null, 0],
      ['c', 90, null, 0],
    ]);
    expect(text).toContain("import { Own } from './own.tsx';");
    if (mine.includes('{/* two */}'))
      expect(text.indexOf('{/* two */}')).toBeLessThan(text.indexOf('b \\"2\\"'));
  });

  it('names the line of a shot whose place is no literal', () => {
    expect(() => read(printed.replace('from={0}', 'from={start}'))).toThrow(/film\.baked\.tsx, line 10: /);
    expect(() => read('export const a = 1;')).toThrow(/has no <CutList>/);
    expect(() => read('export const = ;')).toThrow(/can't be read as TypeScript/);
  });
});
