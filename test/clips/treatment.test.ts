import { describe, expect, it } from 'vitest';
import { chainKeyOf } from '../../src/clips/chains.ts';
import { aspectRatioOf, clipKeyOf, SEED_LIMIT, takeSeedOf } from '../../src/clips/clip-request.ts';
import { completeRequest, describeClip, mergeTreatments } from '../../src/clips/treatment.ts';

const treatment = {
  look: '35mm',
  characters: {
    maya: { description: 'a woman with a red scarf', reference: 'refs/maya.png' },
    jon: 'a tall man',
  },
};

describe('describeClip', () => {
  it('writes characters out and takes along the pictures of those that are named', () => {
    const wish = describeClip({
      prompt: ' {maya}  meets {jon}, {maya} smiles ',
      treatment,
      aspectRatio: '16:9',
    });
    expect(wish).toEqual({
      request: {
        prompt: 'a woman with a red scarf meets a tall man, a woman with a red scarf smiles',
        look: '35mm',
        aspectRatio: '16:9',
      },
      references: [{ name: 'maya', path: 'refs/maya.png' }],
    });
    expect(describeClip({ prompt: '{jon} waits', treatment, aspectRatio: '16:9' }).references).toEqual([]);
  });

  it('says which character is not known, and that an empty prompt shows nothing', () => {
    expect(() => describeClip({ prompt: '{ana} sings', treatment, aspectRatio: '1:1' })).toThrow(
      'names {ana}, but its treatment knows only {maya}, {jon}',
    );
    expect(() => describeClip({ prompt: ' \n', treatment, aspectRatio: '1:1' })).toThrow('empty prompt');
  });
});

describe('what a treatment shares', () => {
  const describeWith = (shared: Parameters<typeof mergeTreatments>[1]) =>
    describeClip({
      prompt: '{maya} runs',
      treatment: mergeTreatments(treatment, shared),
      aspectRatio: '16:9',
    });

  it('puts the style in front of the look', () => {
    expect(describeWith({ style: 'ink drawing' }).request.look).toBe('ink drawing, 35mm');
  });

  it('gives each shot its pictures, behind those of its characters, each once', () => {
    const { references } = describeWith({
      references: ['refs/mood.png', 'refs/maya.png'],
      characters: { maya: { description: 'she', reference: ['refs/maya.png', 'refs/maya-side.png'] } },
    });
    expect(references.map(({ name, path }) => [name, path])).toEqual([
      ['maya', 'refs/maya.png'],
      ['maya', 'refs/maya-side.png'],
      ['mood.png', 'refs/mood.png'],
    ]);
  });

  it('shares a seed that is no part of the clip key: the n-th takes of all shots have the same', () => {
    const [plain, seeded] = [describeWith({}), describeWith({ seed: 7 })];
    expect(seeded).toEqual({ ...plain, sharedSeed: 7 });
    expect(['a', 'b'].map((key) => [1, 2, 3].map((number) => takeSeedOf(key, number, 7)))).toEqual([
      [7, 8, 9],
      [7, 8, 9],
    ]);
    expect(takeSeedOf('a', 2, SEED_LIMIT - 1)).toBe(0);
    expect(takeSeedOf('a', 1)).not.toBe(takeSeedOf('b', 1));
    const chain = { compositionId: 'Film', shotId: 'x' };
    expect(chainKeyOf({ ...chain, wish: seeded })).toBe(chainKeyOf({ ...chain, wish: plain }));
    for (const seed of [-1, 0.5, SEED_LIMIT])
      expect(() => describeWith({ seed })).toThrow('whole number from 0');
  });
});

describe('completeRequest', () => {
  const wish = describeClip({ prompt: '{maya} runs', treatment, aspectRatio: '16:9' });

  it('makes the key follow the bytes of a reference picture, not its path', () => {
    const key = (hash: string): string => clipKeyOf(completeRequest(wish, { 'refs/maya.png': hash })!);
    expect(key('aa')).not.toBe(key('bb'));
    const moved = { ...wish, references: [{ name: 'maya', path: 'elsewhere.png' }] };
    expect(clipKeyOf(completeRequest(moved, { 'elsewhere.png': 'aa' })!)).toBe(key('aa'));
  });

  it('is not complete while the hash of a picture is missing', () => {
    expect(completeRequest(wish, {})).toBeNull();
  });
});

describe('mergeTreatments', () => {
  it('adds characters and lets the inner look win', () => {
    expect(mergeTreatments(treatment, { look: 'noir', characters: { ana: 'a singer' } })).toEqual({
      look: 'noir',
      characters: { ...treatment.characters, ana: 'a singer' },
    });
  });
});

describe('aspectRatioOf', () => {
  it('reduces to lowest terms', () => {
    expect(aspectRatioOf({ width: 1920, height: 1080 })).toBe('16:9');
    expect(aspectRatioOf({ width: 1080, height: 1350 })).toBe('4:5');
  });
});
