import { describe, expect, it } from 'vitest';
import { TRANSITION_CODE, writeCutEffects } from '../../../src/node/bake/treatment-code.ts';

const clip = {
  code: '<GeneratedClip prompt="rain" />',
  imports: [{ imported: 'GeneratedClip', local: 'GeneratedClip', source: 'beatcut' }],
};

describe('writeCutEffects', () => {
  it('leaves the content of a plain cut as it is', () => {
    expect(writeCutEffects(clip, [])).toEqual(clip);
  });

  it('writes a punch-in around the content and a flash over it, with what they import', () => {
    const { code, imports } = writeCutEffects(clip, [
      { kind: 'flash', on: 'drop', opacity: 0.6 },
      { kind: 'punch-in', on: 'drop', scale: 1.12 },
    ]);
    expect(code).toBe(
      '<PunchIn on="drop" scale={1.12}>\n  <GeneratedClip prompt="rain" />\n</PunchIn>\n<Flash on="drop" opacity={0.6} />',
    );
    expect(imports.map(({ local, source }) => `${local} ${source}`)).toEqual([
      'GeneratedClip beatcut',
      'PunchIn beatcut/effects',
      'Flash beatcut/effects',
    ]);
  });
});

it('has code for every transition that takes time', () => {
  for (const { code, imports } of Object.values(TRANSITION_CODE)) expect(code).toBe(`${imports[0]!.local}()`);
});
