import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** DER: a tag, a length, contents (ITU-T X.690). */
const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const time = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
const nameOf = (text: string): Buffer =>
  sequence(
    der(0x31, sequence(oid('55040a'), der(0x0c, Buffer.from('beatcut tests')))),
    der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text)))),
  );
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const extension = (id: string, isCritical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(isCritical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));

const publicKeyOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyIdOf = (key: KeyObject): Buffer => createHash('sha1').update(publicKeyOf(key)).digest();

function certificate({
  subject,
  issuer,
  publicKey,
  issuerKey,
  issuerPublicKey,
  isAuthority,
  serial,
}: {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  issuerKey: KeyObject;
  issuerPublicKey: KeyObject;
  isAuthority: boolean;
  serial: number;
}): string {
  const day = 86_400_000;
  const extensions = [
    extension('551d13', true, sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []))),
    // digitalSignature, or keyCertSign and cRLSign
    extension('551d0f', true, der(0x03, isAuthority ? Buffer.from([1, 0x06]) : Buffer.from([7, 0x80]))),
    // emailProtection
    ...(isAuthority ? [] : [extension('551d25', false, sequence(oid('2b06010505070304')))]),
    extension('551d0e', false, der(0x04, keyIdOf(publicKey))),
    extension('551d23', false, sequence(der(0x80, keyIdOf(issuerPublicKey)))),
  ];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([serial])),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + 30 * day))),
    nameOf(subject),
    publicKeyOf(publicKey),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, issuerKey));
  const text = sequence(body, ECDSA_SHA256, signature).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text.trimEnd()}\n-----END CERTIFICATE-----\n`;
}

/** A certificate that nobody trusts, from an authority made for it, with its key. PEM. */
export function createTestIdentity(): { certificatePem: string; privateKeyPem: string } {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const common = {
    issuer: 'Test authority',
    issuerKey: authority.privateKey,
    issuerPublicKey: authority.publicKey,
  };
  const leaf = certificate({
    ...common,
    subject: 'Test signer',
    publicKey: signer.publicKey,
    isAuthority: false,
    serial: 2,
  });
  const root = certificate({
    ...common,
    subject: 'Test authority',
    publicKey: authority.publicKey,
    isAuthority: true,
    serial: 1,
  });
  return {
    certificatePem: `${leaf}${root}`,
    privateKeyPem: signer.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, // as asked for
  };
}
