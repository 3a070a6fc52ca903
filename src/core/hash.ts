import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './json.ts';

/** SHA-256 of a text's UTF-8 bytes or of bytes, as 64 lower-case hex digits. Synchronous and the same everywhere. */
export const sha256Hex = (data: string | Uint8Array): string =>
  bytesToHex(sha256(typeof data === 'string' ? utf8ToBytes(data) : data));

/** SHA-256 of a value's canonical JSON, as 64 lower-case hex digits. */
export const hashOf = (value: unknown): string => sha256Hex(canonicalJson(value));

/** A hash as people see it: its first 8 hex digits. */
export const shortHash = (hash: string): string => hash.slice(0, 8);
