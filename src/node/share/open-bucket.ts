import { createReadStream } from 'node:fs';
import type { S3Client } from '@aws-sdk/client-s3';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { createSecrets } from '../../providers/secrets.ts';

/** Where a team shares its takes: a bucket of Amazon S3, Cloudflare R2, MinIO or any other server that speaks S3. */
export interface BucketSettings {
  name: string;
  /** What all keys begin with, such as `film-7`; nothing by default. */
  prefix?: string;
  /** The server's URL, such as `https://<account>.r2.cloudflarestorage.com`; Amazon's own by default. */
  endpoint?: string;
  /** By default `AWS_REGION` of the environment, else `us-east-1`, which other servers don't mind. */
  region?: string;
}

/** A bucket that takes lie in, under `<prefix>/takes/`. Only what is asked for is read or written; nothing is deleted. */
export interface Bucket {
  /** Name and server, for messages. */
  readonly shownName: string;
  /** Sizes in bytes by file name. */
  list(options: { signal?: AbortSignal | undefined }): Promise<Map<string, number>>;
  put(options: PutOptions): Promise<void>;
  /** The bytes of a file from a place in it to its end. */
  open(options: OpenOptions): Promise<AsyncIterable<Uint8Array>>;
  close(): void;
}

/** What `Bucket.put` takes. */
export interface PutOptions {
  name: string;
  /** The local file. */
  file: string;
  sizeInBytes: number;
  /** Of its bytes; the server checks what arrives by it. */
  sha256: string;
  signal?: AbortSignal | undefined;
}

/** What `Bucket.open` takes. */
export interface OpenOptions {
  name: string;
  startInBytes: number;
  signal?: AbortSignal | undefined;
}

/** What `openBucket` takes. */
export interface OpenBucketOptions {
  bucket: BucketSettings | undefined;
  /** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if there is one, `AWS_SESSION_TOKEN`; that of the process by default. */
  env?: Readonly<Record<string, string | undefined>>;
}

const silence = (): void => {};
const SILENT = { trace: silence, debug: silence, info: silence, warn: silence, error: silence };

/**
 * Opens a bucket. Sends nothing yet. Keys come from the environment alone, so that none gets into a config.
 *
 * @throws BeatcutError `BUCKET_NOT_SET`, `BUCKET_KEYS_MISSING`, `PACKAGE_MISSING`.
 */
export async function openBucket({ bucket, env = process.env }: OpenBucketOptions): Promise<Bucket> {
  if (bucket === undefined) {
    throw new BeatcutError({
      code: 'BUCKET_NOT_SET',
      message: 'No bucket is set to share takes through.',
      hint: "Set one in beatcut.config.ts: bucket: { name: 'our-takes', endpoint: 'https://…' }",
    });
  }
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new BeatcutError({
      code: 'BUCKET_KEYS_MISSING',
      message: `The keys to the bucket "${bucket.name}" are not set.`,
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment or in .env, which git must not see.',
    });
  }
  const s3 = await import('@aws-sdk/client-s3').catch((cause: unknown) => {
    throw new BeatcutError({
      code: 'PACKAGE_MISSING',
      message: `Sharing takes needs the package @aws-sdk/client-s3, which can't be loaded (${messageOf(cause)}).`,
      hint: 'npm install @aws-sdk/client-s3',
      cause,
    });
  });
  const { AWS_SESSION_TOKEN: sessionToken } = env;
  const client: S3Client = new s3.S3Client({
    region: bucket.region ?? env.AWS_REGION ?? 'us-east-1',
    ...(bucket.endpoint !== undefined && { endpoint: bucket.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    // servers other than Amazon's refuse checksums that they don't know; ours is in the signature
    requestChecksumCalculation: 'WHEN_REQUIRED',
    logger: SILENT, // else it writes to the console what is tried again here
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const folder = [...(bucket.prefix?.split('/').filter(Boolean) ?? []), 'takes', ''].join('/');
  const shownName = `${bucket.name}${bucket.endpoint === undefined ? '' : ` at ${new URL(bucket.endpoint).host}`}`;
  const secrets = createSecrets(env, { accessKeyId, secretAccessKey, sessionToken });

  async function send<T>(request: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    try {
      return await request();
    } catch (error) {
      signal?.throwIfAborted();
      throw bucketError(error);
    }
  }

  function bucketError(error: unknown): BeatcutError {
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }; // of the SDK's errors
    const status = $metadata?.httpStatusCode;
    const said = secrets.hide(messageOf(error));
    if (name === 'NoSuchBucket') {
      return new BeatcutError({
        code: 'BUCKET_UNKNOWN',
        message: `There is no bucket ${shownName}.`,
        hint: 'Check bucket in beatcut.config.ts, or create it at the provider.',
      });
    }
    if (status === 401 || status === 403) {
      return new BeatcutError({
        code: 'BUCKET_REFUSED',
        message: `The bucket ${shownName} refused the request: ${said}`,
        hint: 'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, what they may do, and the region.',
      });
    }
    // the SDK's own error stays out: it holds the request with its signature
    return new BeatcutError({
      code: 'BUCKET_FAILED',
      message: `The bucket ${shownName} can't be used now: ${name ?? 'error'} ${said}${status === undefined ? '' : ` (HTTP ${status})`}`,
      hint: 'Run the command again: it goes on with what is still missing.',
    });
  }

  return {
    shownName,
    async list({ signal }) {
      const sizes = new Map<string, number>();
      let next: string | undefined;
      do {
        const page = await send(
          () =>
            client.send(
              new s3.ListObjectsV2Command({ Bucket: bucket.name, Prefix: folder, ContinuationToken: next }),
              { ...(signal && { abortSignal: signal }) },
            ),
          signal,
        );
        for (const { Key = '', Size = 0 } of page.Contents ?? []) sizes.set(Key.slice(folder.length), Size);
        next = page.NextContinuationToken;
      } while (next !== undefined);
      return sizes;
    },
    async put({ name, file, sizeInBytes, sha256, signal }) {
      const command = new s3.PutObjectCommand({
        Bucket: bucket.name,
        Key: `${folder}${name}`,
        Body: createReadStream(file),
        ContentLength: sizeInBytes,
      });
      // the signature covers the bytes by this hash, and the server refuses others
      command.middlewareStack.add(
        (pass) => (args) => {
          (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256; // an HTTP request
          return pass(args);
        },
        { step: 'build', name: 'beatcutContentHash' },
      );
      await send(() => client.send(command, { ...(signal && { abortSignal: signal }) }), signal);
    },
    async open({ name, startInBytes, signal }) {
      const { Body } = await send(
        () =>
          client.send(
            new s3.GetObjectCommand({
              Bucket: bucket.name,
              Key: `${folder}${name}`,
              ...(startInBytes > 0 && { Range: `bytes=${startInBytes}-` }),
            }),
            { ...(signal && { abortSignal: signal }) },
          ),
        signal,
      );
      return Body as unknown as AsyncIterable<Uint8Array>; // a stream of Node, as this runs there
    },
    close: () => client.destroy(),
  };
}
