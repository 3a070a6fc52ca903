import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canonicalJson, parseDocument } from '../../src/core/json.ts';
import { hashOf, sha256Hex } from '../../src/core/hash.ts';

describe('canonicalJson', () => {
  it('writes equal values as equal text, whatever the order of their keys', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'é'] })).toBe('{"a":[true,null,"é"],"b":1}');
    expect(canonicalJson({ a: undefined, b: 1 })).toBe(canonicalJson({ b: 1 }));
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('refuses what JSON can not hold', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow('NaN has no JSON form');
    expect(() => canonicalJson(1n)).toThrow('bigint');
  });
});

describe('hashOf', () => {
  it('is SHA-256 of the canonical text', () => {
    // the standard's own test value for "abc" (FIPS 180-2, appendix B.1)
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hashOf({ b: 2, a: 1 })).toBe(sha256Hex('{"a":1,"b":2}'));
  });
});

describe('parseDocument', () => {
  const schema = z.object({ version: z.literal(2), shots: z.array(z.object({ id: z.string() })) });
  const parse = (text: string): unknown =>
    parseDocument({ text, schema, what: 'shot list shots.json', version: 2, hint: 'Restore it from git.' });

  it('names the file and the place of a fault', () => {
    expect(() => parse('{"version":2,"shots":[{"id":"a"},{"id":3}]}')).toThrow(
      /shot list shots\.json is broken at shots\.1\.id: .*expected string/,
    );
  });

  it('says so when the file is no JSON at all', () => {
    expect(() => parse('{"version":2,')).toThrow(/shot list shots\.json is not valid JSON/);
  });

  it('refuses a document of a newer version without looking further', () => {
    expect(() => parse('{"version":3,"scenes":[]}')).toThrow(
      /has version 3; this beatcut reads versions up to 2/,
    );
  });
});
