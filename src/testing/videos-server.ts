import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestClip } from './create-test-clip.ts';
import { readBody, readFields, sendClip, sendError, sendJson } from './http-answers.ts';

/** A job that the server has taken, as it says it to clients and what only a test may know. */
export interface ServedJob {
  id: string;
  /** From 1, in the order in which orders were taken. */
  number: number;
  /** The fields of the order as they came, files as their sizes in bytes. */
  fields: Readonly<Record<string, string>>;
  /** Of the order's `Idempotency-Key`. */
  idempotencyKey: string | undefined;
  /** Seconds since 1970. */
  createdAtInSeconds: number;
  status: 'queued' | 'in_progress' | 'completed' | 'failed';
  progress: number;
  error: { code: string; message: string } | null;
  /** Whether the server has forgotten it: lost or deleted. */
  isGone: boolean;
  /** How often it was asked after. */
  polls: number;
  /** How often its clip was fetched. */
  downloads: number;
}

/** Which request a fault strikes. */
export type FaultyRequest = 'start' | 'poll' | 'download' | 'list';

/** Something that goes wrong, once unless `times` says otherwise. */
export type VideosServerFault = { times?: number } & (
  | {
      /** An answer in place of the right one; nothing is accepted. */
      on: FaultyRequest;
      kind: 'status';
      status: number;
      message?: string;
      headers?: Readonly<Record<string, string>>;
    }
  /** The connection breaks before the server has done anything. */
  | { on: FaultyRequest; kind: 'reset' }
  /** The order is accepted and will be billed, but its answer is lost: the connection breaks, or the status is sent. */
  | { on: 'start'; kind: 'accept-then-reset' }
  | { on: 'start'; kind: 'accept-then-status'; status: number }
  /** An answer that is no JSON, or, on download, no video. */
  | { on: FaultyRequest; kind: 'wrong-body'; body?: string; contentType?: string }
  /** The answer waits for a promise. */
  | { on: FaultyRequest; kind: 'slow'; until: Promise<unknown> }
  /** The clip breaks off half way, with or without a length that gives it away. */
  | { on: 'download'; kind: 'cut-off'; withLength?: boolean }
  /** Half of the clip comes, and then nothing more while the connection stays open. */
  | { on: 'download'; kind: 'stall' }
  /** The clip's media type is wrong although its bytes are right. */
  | { on: 'download'; kind: 'wrong-content-type'; contentType: string }
  /** The clip is no longer there. */
  | { on: 'download'; kind: 'expired' }
  /** The fetch is sent elsewhere first. */
  | { on: 'download'; kind: 'redirect' }
  /** The job ends without a clip, after it was asked after as often as any. */
  | { on: 'job'; kind: 'fails' | 'refused' | 'lost'; message?: string }
);

/** A server whose ways are known. */
export type VideosServerDialect = 'openai' | 'vllm-omni' | 'sglang' | 'litellm';

const PROTOCOL_FIELDS = ['model', 'prompt', 'seconds', 'size', 'input_reference'];
const CLIP_LIFETIME_SECONDS = 3600;

/** What `createVideosServer` takes. */
export interface CreateVideosServerOptions {
  /** Refuse requests without this key. */
  apiKey?: string;
  /** The clip of a job; by default a small one whose colours and bytes differ from job to job. */
  clipOf?: (job: ServedJob) => Uint8Array;
  /** How often a job is asked after until it is done; 2 by default. */
  pollsUntilDone?: number;
  /** What goes wrong. Each request meets the first fault for it that is not used up. More can be pushed later. */
  faults?: VideosServerFault[];
  /**
   * Which server it behaves like; `openai` by default, as the API was. `vllm-omni` says when clips expire. `sglang` tells no
   * prompt and no code of an error, and of a deleted job that it was deleted. `litellm` tells no prompt, has long ids, and
   * refuses fields that the protocol has not.
   */
  dialect?: VideosServerDialect;
  /** Whether jobs say their prompt; as the dialect does by default. */
  tellsPrompt?: boolean;
  /** `Date` by default. */
  now?: () => Date;
}

/** A running videos server. */
export interface VideosServer {
  /** For clients: `http://127.0.0.1:<port>/v1`. */
  readonly baseURL: string;
  /** Every order that was accepted, so every clip that would be billed. */
  readonly jobs: ServedJob[];
  /** Every request: `POST /videos`, in order. */
  readonly requests: string[];
  /** What is still to go wrong. */
  readonly faults: VideosServerFault[];
  /** Stops listening and breaks open connections. */
  close(): Promise<void>;
}

/**
 * Starts a server on loopback that speaks the protocol of OpenAI's Videos API and makes real, small clips, for tests of
 * whatever makes clips: order, poll, list, download, delete. It counts what it accepts, and goes wrong as told.
 */
export async function createVideosServer({
  apiKey,
  clipOf = (job) =>
    createTestClip({
      ...sizeOf(job),
      durationInSeconds: Number(job.fields.seconds ?? 2),
      seed: job.number, // so that no two jobs share their bytes
    }),
  pollsUntilDone = 2,
  faults = [],
  dialect = 'openai',
  tellsPrompt = dialect === 'openai' || dialect === 'vllm-omni',
  now = () => new Date(),
}: CreateVideosServerOptions = {}): Promise<VideosServer> {
  const jobs: ServedJob[] = [];
  const requests: string[] = [];

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { error: { message: String(error) } });
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const baseURL = `http://127.0.0.1:${port}/v1`;

  return {
    baseURL,
    jobs,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request); // whole, also where the answer is a fault: clients notice otherwise
    const { pathname } = new URL(request.url ?? '/', baseURL);
    const [jobId, part] = pathname.replace(/^\/v1\/videos\/?/, '').split('/');
    const { method = 'GET' } = request;
    requests.push(`${method} ${pathname.replace('/v1', '')}`);
    if (!pathname.startsWith('/v1/videos')) return sendError(response, 404, 'Not found');
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      // as careless as some servers are
      return sendError(
        response,
        401,
        `Incorrect API key provided: ${request.headers.authorization?.slice(7)}`,
      );
    }
    if (method === 'POST' && jobId === '') return start(request, response, body);
    if (method === 'GET' && jobId === '') {
      return meetFault('list', response, () => sendList(response, new URL(request.url ?? '/', baseURL)));
    }
    const job = jobs.find(({ id, isGone }) => id === jobId && !isGone);
    if (job === undefined) return sendError(response, 404, `No video with id ${jobId}`);
    if (method === 'DELETE') {
      job.isGone = true;
      return sendJson(
        response,
        200,
        dialect === 'sglang'
          ? { ...view(job), status: 'deleted' }
          : { id: job.id, object: 'video.deleted', deleted: true },
      );
    }
    if (part === undefined) return meetFault('poll', response, () => poll(response, job));
    if (part === 'content') return download(response, job);
    if (part === 'moved') return sendClip(response, clipOf(job));
    return sendError(response, 404, 'Not found');
  }

  async function start(request: IncomingMessage, response: ServerResponse, body: Uint8Array): Promise<void> {
    const fields = await readFields(request, body);
    const unknown = Object.keys(fields).filter((name) => !PROTOCOL_FIELDS.includes(name));
    if (dialect === 'litellm' && unknown.length > 0) {
      return sendError(response, 400, `Unknown parameters: ${unknown.join(', ')}`);
    }
    const accept = async (): Promise<ServedJob> => {
      const idempotencyKey = request.headers['idempotency-key'];
      const job: ServedJob = {
        number: jobs.length + 1,
        id:
          dialect === 'litellm'
            ? `video_${Buffer.from(`litellm:custom_llm_provider:gemini;video_id:op-${jobs.length + 1}`).toString('base64url')}`
            : `video_${jobs.length + 1}`,
        fields,
        idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : undefined,
        createdAtInSeconds: Math.floor(now().getTime() / 1000), // [ms] / [ms/s] = [s]
        status: 'queued',
        progress: 0,
        error: null,
        isGone: false,
        polls: 0,
        downloads: 0,
      };
      jobs.push(job);
      return job;
    };
    const fault = takeFault(({ on, kind }) => on === 'start' && kind.startsWith('accept'));
    if (fault !== undefined) {
      await accept();
      if (fault.kind === 'accept-then-status') sendError(response, fault.status, 'Bad gateway');
      else response.destroy();
      return;
    }
    await meetFault('start', response, async () => sendJson(response, 200, view(await accept())));
  }

  function poll(response: ServerResponse, job: ServedJob): void {
    job.polls += 1;
    if (job.polls <= pollsUntilDone) {
      job.status = 'in_progress';
      job.progress = Math.floor((100 * job.polls) / (pollsUntilDone + 1));
    } else if (job.status !== 'completed' && job.status !== 'failed') {
      const fate = takeFault(({ on }) => on === 'job');
      if (fate?.kind === 'lost') {
        job.isGone = true;
        return sendError(response, 404, `No video with id ${job.id}`);
      }
      job.status = fate === undefined ? 'completed' : 'failed';
      if (fate?.kind === 'fails')
        job.error = { code: 'internal_error', message: fate.message ?? 'The GPU fell over.' };
      if (fate?.kind === 'refused') {
        job.error = {
          code: 'moderation_blocked',
          message: fate.message ?? 'The prompt was blocked by moderation.',
        };
      }
      job.progress = 100;
    }
    sendJson(response, 200, view(job));
  }

  async function download(response: ServerResponse, job: ServedJob): Promise<void> {
    await meetFault('download', response, (fault) => {
      if (job.status !== 'completed') return sendError(response, 400, 'The video is not ready yet.');
      job.downloads += 1;
      const clip = clipOf(job);
      switch (fault?.kind) {
        case 'expired':
          return sendError(response, 404, 'The asset has expired.');
        case 'redirect':
          response.writeHead(302, { location: `${baseURL}/videos/${job.id}/moved` }).end();
          return;
        case 'wrong-content-type':
          return sendClip(response, clip, fault.contentType);
        case 'stall':
          response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': clip.length });
          response.write(clip.subarray(0, clip.length >> 1));
          return;
        case 'cut-off':
          response.writeHead(200, {
            'content-type': 'video/mp4',
            ...(fault.withLength === true && { 'content-length': clip.length }),
          });
          // ends well where no length was given, so that only the bytes can tell
          response.write(clip.subarray(0, clip.length >> 1), () => {
            if (fault.withLength === true) response.destroy();
            else response.end();
          });
          return;
        default:
          return sendClip(response, clip);
      }
    });
  }

  function sendList(response: ServerResponse, { searchParams }: URL): void {
    const present = jobs.filter(({ isGone }) => !isGone);
    const ordered = searchParams.get('order') === 'asc' ? present : present.toReversed();
    const from = ordered.findIndex(({ id }) => id === searchParams.get('after')) + 1;
    const page = ordered.slice(from, from + Number(searchParams.get('limit') ?? 20));
    sendJson(response, 200, {
      object: 'list',
      data: page.map(view),
      first_id: page.at(0)?.id ?? null,
      last_id: page.at(-1)?.id ?? null,
      has_more: from + page.length < ordered.length,
    });
  }

  function view(job: ServedJob): Record<string, unknown> {
    const { id, fields, status, progress, error, createdAtInSeconds } = job;
    return {
      id,
      object: 'video',
      status,
      progress,
      error: dialect === 'sglang' && error !== null ? { message: error.message } : error,
      created_at: createdAtInSeconds,
      completed_at: null,
      expires_at: dialect === 'vllm-omni' ? createdAtInSeconds + CLIP_LIFETIME_SECONDS : null,
      model: fields.model,
      prompt: tellsPrompt ? fields.prompt : null,
      seconds: fields.seconds,
      size: fields.size,
    };
  }

  function takeFault(isMeant: (fault: VideosServerFault) => boolean): VideosServerFault | undefined {
    const index = faults.findIndex(isMeant);
    const fault = faults[index];
    if (fault === undefined) return undefined;
    if (fault.times === undefined || fault.times <= 1) faults.splice(index, 1);
    else faults[index] = { ...fault, times: fault.times - 1 };
    return fault;
  }

  /** Answers with the next fault for such a request, or lets `answer` do it. */
  async function meetFault(
    on: FaultyRequest,
    response: ServerResponse,
    answer: (fault: VideosServerFault | undefined) => void | Promise<void>,
  ): Promise<void> {
    const fault = takeFault((fault) => fault.on === on);
    if (fault?.kind === 'status') {
      return sendError(response, fault.status, fault.message ?? 'Something went wrong.', fault.headers);
    }
    if (fault?.kind === 'reset') return void response.destroy();
    if (fault?.kind === 'wrong-body') {
      const { body = '<html>Welcome to nginx!</html>', contentType = 'text/html' } = fault;
      return void response.writeHead(200, { 'content-type': contentType }).end(body);
    }
    if (fault?.kind === 'slow') await fault.until;
    await answer(fault);
  }
}

function sizeOf({ fields }: ServedJob): { width: number; height: number } {
  const [width = 320, height = 180] = (fields.size ?? '').split('x').map(Number).filter(Boolean);
  return { width, height };
}
