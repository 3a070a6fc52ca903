import type { z } from 'zod';
import { BeatcutError, messageOf } from './error.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * JSON text of a value in one canonical form: object keys sorted by UTF-16 code units, no white space, `undefined`
 * members left out. Equal values give equal text, which makes it fit for hashing.
 * Source: RFC 8785 (JSON Canonicalization Scheme, 2020); numbers and strings are written as ECMAScript writes them,
 * which is what the RFC asks for.
 *
 * @throws TypeError for a number that is not finite, a function, a symbol or a bigint.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonicalJson: ${value} has no JSON form.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`canonicalJson: a ${typeof value} has no JSON form.`);
}

/** What `parseDocument` takes. */
export interface ParseDocumentOptions<T> {
  /** The text of the document. */
  text: string;
  /** What its contents must look like. */
  schema: z.ZodType<T>;
  /** What a person calls the document, with its path: `lock file beatcut.lock.json`. */
  what: string;
  /** The newest `version` that this program reads. */
  version: number;
  /** What to do when it can't be read. */
  hint: string;
}

/**
 * Reads a versioned JSON document that may have been written by a person or by another version of beatcut.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` when it is no JSON or does not fit the schema (the message names the path
 * inside the document), `DOCUMENT_TOO_NEW` when its `version` is above `version`.
 */
export function parseDocument<T>({ text, schema, what, version, hint }: ParseDocumentOptions<T>): T {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new BeatcutError({
      code: 'DOCUMENT_BROKEN',
      message: `The ${what} is not valid JSON: ${messageOf(cause)}`,
      hint,
      cause,
    });
  }
  const found = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined;
  if (typeof found === 'number' && found > version) {
    throw new BeatcutError({
      code: 'DOCUMENT_TOO_NEW',
      message: `The ${what} has version ${found}; this beatcut reads versions up to ${version}.`,
      hint: 'Update beatcut (npm install beatcut@latest), or restore the file from before it was upgraded.',
    });
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path =
    issue === undefined || issue.path.length === 0 ? 'the top level' : issue.path.map(String).join('.');
  throw new BeatcutError({
    code: 'DOCUMENT_BROKEN',
    message: `The ${what} is broken at ${path}: ${issue?.message ?? 'unknown fault'}.`,
    hint,
    cause: result.error,
  });
}
