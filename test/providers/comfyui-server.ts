import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestClip } from '../../src/testing/create-test-clip.ts';

/** What goes wrong next. */
export type ComfyFault =
  | 'turn-away'
  | 'busy'
  | 'lose-answer'
  | 'fail-poll'
  | 'fail-download'
  | 'reset-poll'
  | 'redirect'
  | 'mistype'
  | 'cut-off'
  | 'expire'
  | 'refuse'
  | 'fail'
  | 'lose';

interface ComfyJob {
  id: string;
  workflow: Record<string, { inputs: Record<string, unknown> }>;
  polls: number;
  fate: 'success' | 'refuse' | 'fail' | 'interrupt';
}

/** A server on loopback that answers as ComfyUI does: /prompt, /queue, /history, /view, /upload/image. */
export interface ComfyServer {
  baseURL: string;
  jobs: ComfyJob[];
  uploads: number;
  faults: ComfyFault[];
  close: () => Promise<void>;
}

export async function createComfyServer(secret: string): Promise<ComfyServer> {
  const jobs: ComfyJob[] = [];
  const faults: ComfyFault[] = [];
  const take = (fault: ComfyFault): boolean => {
    if (faults[0] !== fault) return false;
    faults.shift();
    return true;
  };
  const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
  const result: ComfyServer = { baseURL: '', jobs, uploads: 0, faults, close: async () => {} };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (request.headers['x-key'] !== secret) {
        return json(response, 401, { error: { message: `bad key ${String(request.headers['x-key'])}` } });
      }
      if (url.pathname === '/upload/image') {
        result.uploads += 1;
        return json(response, 200, { name: `up-${result.uploads}.png`, subfolder: '', type: 'input' });
      }
      if (url.pathname === '/prompt') {
        if (take('turn-away')) {
          return json(response, 400, { error: { message: `Cannot execute: ${secret}` }, node_errors: {} });
        }
        if (take('busy')) return json(response, 429, {}, { 'retry-after': '7' });
        const body = JSON.parse(Buffer.concat(chunks).toString()) as {
          prompt: ComfyJob['workflow'];
          prompt_id: string;
        };
        jobs.push({ id: body.prompt_id, workflow: body.prompt, polls: 0, fate: 'success' });
        if (take('lose-answer')) return response.destroy();
        return json(response, 200, { prompt_id: body.prompt_id, number: jobs.length, node_errors: {} });
      }
      if (url.pathname === '/interrupt') {
        const { prompt_id } = JSON.parse(Buffer.concat(chunks).toString()) as { prompt_id: string };
        for (const job of jobs) if (job.id === prompt_id) job.fate = 'interrupt';
        return void response.writeHead(200).end();
      }
      if (url.pathname === '/queue') {
        if (take('fail-poll')) return json(response, 502, {});
        if (take('reset-poll')) return response.destroy();
        if (request.method === 'POST') {
          const ids = (JSON.parse(Buffer.concat(chunks).toString()) as { delete: string[] }).delete;
          for (const job of jobs) if (ids.includes(job.id)) job.id = `deleted ${job.id}`;
          return void response.writeHead(200).end();
        }
        const pending = jobs
          .filter(({ polls }) => polls < 2)
          .map((job, index) => [index, job.id, {}, {}, []]);
        return json(response, 200, { queue_running: pending.slice(0, 1), queue_pending: pending.slice(1) });
      }
      if (url.pathname.startsWith('/history/')) {
        const index = jobs.findIndex(({ id }) => id === url.pathname.slice('/history/'.length));
        const job = jobs[index];
        if (job === undefined) return json(response, 200, {});
        job.polls += 1;
        if (job.polls < 2) return json(response, 200, {});
        if (take('lose')) {
          jobs.splice(index, 1, { ...job, id: 'forgotten' });
          return json(response, 200, {});
        }
        if (take('refuse')) job.fate = 'refuse';
        if (take('fail')) job.fate = 'fail';
        const message = job.fate === 'refuse' ? 'blocked by the safety checker' : 'CUDA out of memory';
        return json(response, 200, {
          [job.id]:
            job.fate === 'success'
              ? {
                  status: { status_str: 'success', completed: true, messages: [] },
                  outputs: {
                    '8': { images: [{ filename: 'preview.png', type: 'temp' }] },
                    '9': { gifs: [{ filename: `${index + 1}.mp4`, subfolder: 'video', type: 'output' }] },
                  },
                }
              : {
                  status: {
                    status_str: 'error',
                    messages:
                      job.fate === 'interrupt'
                        ? [['execution_interrupted', {}]]
                        : [['execution_error', { exception_message: message, node_type: 'KSampler' }]],
                  },
                  outputs: {},
                },
        });
      }
      if (url.pathname === '/view') {
        if (take('fail-download')) return json(response, 500, {});
        if (take('expire')) return json(response, 404, {});
        const seed = Number.parseInt(url.searchParams.get('filename') ?? '0', 10);
        const clip = createTestClip({ seed, durationInSeconds: 1 });
        if (take('redirect'))
          return void response.writeHead(302, { location: `${url.pathname}${url.search}` }).end();
        const type = take('mistype') ? 'application/octet-stream' : 'video/mp4';
        if (take('cut-off')) {
          response.writeHead(200, { 'content-type': type, 'content-length': clip.length });
          return void response.write(clip.subarray(0, clip.length >> 1), () => response.destroy());
        }
        return void response
          .writeHead(200, { 'content-type': type, 'content-length': clip.length })
          .end(clip);
      }
      return json(response, 404, {});
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  result.baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  result.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return result;
}
