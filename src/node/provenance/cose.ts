import { createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { BeatcutError, messageOf } from '../../core/error.ts';

/** A signing key with the certificates that vouch for it. */
export interface SigningIdentity {
  key: KeyObject;
  /** The signer's certificate first, then those that it rests on, without the root. DER. */
  certificates: Buffer[];
  /** Name of the algorithm in C2PA: `es256`. */
  algorithm: 'es256' | 'es384' | 'es512' | 'ed25519';
}

/** COSE's number of each algorithm and the hash that it signs (RFC 9053, tables 1 and 2). */
const ALGORITHMS = {
  es256: { id: -7, hash: 'sha256' },
  es384: { id: -35, hash: 'sha384' },
  es512: { id: -36, hash: 'sha512' },
  ed25519: { id: -8, hash: null },
} as const;

const CURVES: Record<string, SigningIdentity['algorithm']> = {
  prime256v1: 'es256',
  secp384r1: 'es384',
  secp521r1: 'es512',
};

/**
 * Reads a signing identity from PEM texts.
 *
 * @throws BeatcutError `SIGNING_KEY_INVALID` for a key or certificate that can't be read or do not belong together.
 */
export function readSigningIdentity({
  certificatePem,
  privateKeyPem,
}: {
  /** The signer's certificate and those that it rests on, one after the other. */
  certificatePem: string;
  privateKeyPem: string;
}): SigningIdentity {
  const invalid = (reason: string, cause?: unknown): BeatcutError =>
    new BeatcutError({
      code: 'SIGNING_KEY_INVALID',
      message: `The identity to sign with can't be used: ${reason}.`,
      hint: 'Expected PEM files: a certificate for signing content credentials with its chain, and its private key (EC P-256, P-384, P-521 or Ed25519).',
      cause,
    });
  let key: KeyObject;
  let chain: X509Certificate[];
  try {
    key = createPrivateKey(privateKeyPem);
    const blocks = certificatePem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    chain = blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    // OpenSSL's messages name the fault, never the key
    throw invalid(messageOf(cause), cause);
  }
  const [signer] = chain;
  if (signer === undefined) throw invalid('there is no certificate in the file');
  if (!signer.checkPrivateKey(key)) throw invalid('the private key does not belong to the first certificate');
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const algorithm = key.asymmetricKeyType === 'ed25519' ? 'ed25519' : CURVES[curve ?? ''];
  if (algorithm === undefined)
    throw invalid(`keys of the kind ${key.asymmetricKeyType} ${curve ?? ''} are not supported`);
  return { key, certificates: chain.map(({ raw }) => raw), algorithm };
}

type CborItem = number | string | Buffer | null | CborItem[] | Map<number | string, CborItem>;

/** The head of a CBOR item: its major type and a length or value (RFC 8949, section 3). */
function head(major: number, value: number): Buffer {
  const first = major << 5;
  if (value < 24) return Buffer.from([first | value]);
  if (value < 0x100) return Buffer.from([first | 24, value]);
  const bytes = Buffer.alloc(value < 0x10000 ? 3 : 5);
  bytes[0] = first | (value < 0x10000 ? 25 : 26);
  if (value < 0x10000) bytes.writeUInt16BE(value, 1);
  else bytes.writeUInt32BE(value, 1);
  return bytes;
}

function cbor(item: CborItem): Buffer {
  if (item === null) return Buffer.from([0xf6]);
  if (typeof item === 'number') return item < 0 ? head(1, -1 - item) : head(0, item);
  if (typeof item === 'string') {
    const text = Buffer.from(item, 'utf8');
    return Buffer.concat([head(3, text.length), text]);
  }
  if (Buffer.isBuffer(item)) return Buffer.concat([head(2, item.length), item]);
  if (Array.isArray(item)) return Buffer.concat([head(4, item.length), ...item.map(cbor)]);
  return Buffer.concat([
    head(5, item.size),
    ...[...item].flatMap(([key, value]) => [cbor(key), cbor(value)]),
  ]);
}

const SIGN1_TAG = 18;
/** COSE header parameters: algorithm (RFC 9052) and X.509 chain (RFC 9360). */
const HEADER_ALGORITHM = 1;
const HEADER_X5CHAIN = 33;

/**
 * Signs a claim as COSE_Sign1 with detached payload, padded to exactly `sizeInBytes` as C2PA asks for, since the place of
 * the signature is reserved before it is known.
 * Source: RFC 9052 (COSE), section 4; C2PA Technical Specification 2.1, 13.2 (`x5chain` in the protected header, `pad`).
 *
 * @throws BeatcutError `SIGNATURE_TOO_LARGE`.
 */
export function signCose(
  claim: Uint8Array,
  { key, certificates, algorithm }: SigningIdentity,
  sizeInBytes: number,
): Uint8Array {
  const { id, hash } = ALGORITHMS[algorithm];
  const chain: CborItem = certificates.length === 1 ? certificates[0]! : [...certificates];
  const protectedHeader = cbor(
    new Map<number, CborItem>([
      [HEADER_ALGORITHM, id],
      [HEADER_X5CHAIN, chain],
    ]),
  );
  const toBeSigned = cbor(['Signature1', protectedHeader, Buffer.alloc(0), Buffer.from(claim)]);
  const signature = sign(hash, toBeSigned, hash === null ? key : { key, dsaEncoding: 'ieee-p1363' });
  const write = (padding: number): Buffer =>
    Buffer.concat([
      head(6, SIGN1_TAG),
      cbor([protectedHeader, new Map([['pad', Buffer.alloc(padding)]]), null, signature]),
    ]);
  const padding = sizeInBytes - write(0).length;
  // the length of the padding takes up to four more bytes itself
  for (let less = 0; less <= 4; less++) {
    const signed = padding - less >= 0 ? write(padding - less) : null;
    if (signed?.length === sizeInBytes) return signed;
  }
  throw new BeatcutError({
    code: 'SIGNATURE_TOO_LARGE',
    message: `The signature with its certificates does not fit into ${sizeInBytes} bytes.`,
    hint: 'Leave the root out of the certificate file.',
  });
}
