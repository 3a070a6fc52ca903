import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { filesBelow } from '../test-project.ts';

/** What goes wrong at the next request of a kind. `cut-off` breaks the answer off half way. */
export interface S3Fault {
  method: 'GET' | 'PUT';
  kind: 'status' | 'reset' | 'cut-off' | 'other-bytes';
}

/** A server on loopback that speaks S3 and checks signatures. */
export interface S3Server {
  endpoint: string;
  bucket: string;
  env: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string };
  faults: S3Fault[];
  /** Requests for files, not for lists: `PUT film/takes/….mp4`, with the range that was asked for. */
  requests: string[];
  /** Called when a request has come, before it is answered. */
  onRequest?: () => void;
  /** Names of the files that are in the bucket. */
  names(): Promise<string[]>;
  close(): Promise<void>;
}

interface S3rver {
  configureBuckets(): Promise<unknown>;
  callback(): RequestListener;
}

/** Starts s3rver, an implementation of S3 of its own, behind faults and the checks that it leaves out. */
export async function createS3Server(directory: string): Promise<S3Server> {
  // it has no types
  const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3rver;
  const bucket = 'takes-of-our-team';
  const s3 = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket }] });
  await s3.configureBuckets();
  const answer = s3.callback();
  const env = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'the-key-of-a-loopback-server' };
  const faults: S3Fault[] = [];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const isFile = url.includes('/takes/') && !url.includes('list-type');
    if (isFile) {
      const name = url.replace(`/${bucket}/`, '').replace(/\?.*/, '');
      requests.push(`${method} ${name}${headers.range === undefined ? '' : ` ${headers.range}`}`);
      s3Server.onRequest?.();
    }
    if (!isSigned(request, env.AWS_SECRET_ACCESS_KEY)) {
      return void response
        .writeHead(403, { 'content-type': 'application/xml' })
        .end('<Error><Code>SignatureDoesNotMatch</Code><Message>The signature is wrong.</Message></Error>');
    }
    const index = faults.findIndex((fault) => isFile && fault.method === method);
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    if (fault?.kind === 'reset') return void request.destroy();
    if (fault?.kind === 'status')
      return void response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    if (fault?.kind === 'cut-off' || fault?.kind === 'other-bytes') {
      const write = response.write.bind(response);
      const end = response.end.bind(response);
      const isCut = fault.kind === 'cut-off';
      const spoil = (chunk: unknown): Buffer => {
        const bytes = Buffer.from(chunk as Uint8Array);
        return isCut ? bytes.subarray(0, bytes.length >> 1) : (bytes.map((byte) => byte ^ 1) as Buffer);
      };
      response.write = ((chunk: unknown) => {
        const written = write(spoil(chunk), () => {
          if (isCut) response.destroy();
        });
        return isCut ? true : written;
      }) as typeof response.write;
      response.end = ((chunk: unknown) =>
        typeof chunk === 'object' && chunk !== null ? end(spoil(chunk)) : end()) as typeof response.end;
    }
    if (method !== 'PUT') {
      answer(request, response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      // as Amazon does; s3rver believes what is signed
      if (createHash('sha256').update(body).digest('hex') !== headers['x-amz-content-sha256']) {
        return void response.writeHead(400).end('<Error><Code>XAmzContentSHA256Mismatch</Code></Error>');
      }
      answer(Object.assign(Readable.from([body]), { ...pick(request) }) as typeof request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const s3Server: S3Server = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    env,
    faults,
    requests,
    async names() {
      const files = [...(await filesBelow(path.join(directory, bucket))).keys()];
      return files
        .filter((name) => name.endsWith('._S3rver_object'))
        .map((name) => name.replace('._S3rver_object', ''))
        .sort();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return s3Server;
}

/** What the server reads of a request besides its body. */
const pick = ({
  method,
  url,
  headers,
  rawHeaders,
  socket,
  httpVersion,
}: Parameters<RequestListener>[0]): object => ({
  method,
  url,
  headers,
  rawHeaders,
  socket,
  httpVersion,
});

/** Source: Amazon S3, Authenticating Requests: Using the Authorization Header (AWS Signature Version 4). */
function isSigned({ method = '', url = '', headers }: IncomingMessage, secret: string): boolean {
  const match =
    /Credential=[^/]+\/(\d{8})\/([^/]+)\/s3\/aws4_request, *SignedHeaders=([^,]+), *Signature=(\w+)/.exec(
      headers.authorization ?? '',
    );
  const [, day = '', region = '', names = '', signature] = match ?? [];
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const signed = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const canonical = [
    method,
    pathname,
    query.join('&'),
    signed.join(''),
    names,
    headers['x-amz-content-sha256'],
  ];
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical.join('\n'))].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac('sha256', key).update(text).digest('hex') === signature;
}
