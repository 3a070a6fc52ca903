import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody, sendError, sendJson } from '../../../src/testing/http-answers.ts';

/** What a request asked for. */
export interface ChatRequest {
  key: string | undefined;
  model: string;
  format: string | undefined;
  system: string;
  /** Ids of the shots that were asked for. */
  wanted: string[];
  user: string;
}

/** How a request is answered, once. `content` makes the text of the answer from the ids that were asked for. */
export type ChatFault =
  | { kind: 'status'; status: number; message?: string; headers?: Readonly<Record<string, string>> }
  | { kind: 'reset' }
  | { kind: 'refusal' }
  | { kind: 'content'; content: (wanted: readonly string[]) => string; finish?: string };

/** A server on loopback that answers as OpenAI's chat completions do. */
export interface ChatServer {
  baseURL: string;
  requests: ChatRequest[];
  faults: ChatFault[];
  /** Called when a request has come, before it is answered. */
  onRequest?: () => void;
  close(): Promise<void>;
}

/** A whole answer: a prompt for each id. */
export const answerTo = (wanted: readonly string[]): string =>
  JSON.stringify({ shots: wanted.map((id) => ({ id, prompt: `{maya} walks through ${id}, "alone"` })) });

/** Starts it. `formats`: which values of `response_format` it knows. */
export async function createChatServer({
  formats = ['json_schema', 'json_object'],
}: { formats?: readonly string[] } = {}): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  const faults: ChatFault[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = JSON.parse(new TextDecoder().decode(await readBody(request))) as {
        model: string;
        messages: { content: string }[];
        response_format?: { type: string };
      };
      const [system = '', user = ''] = body.messages.map(({ content }) => content);
      const { write } = JSON.parse(user) as { write: (string | { id: string })[] };
      const wanted = write.map((entry) => (typeof entry === 'string' ? entry : entry.id));
      const key = request.headers.authorization?.slice('Bearer '.length);
      const format = body.response_format?.type;
      requests.push({ key, model: body.model, format, system, wanted, user });
      chatServer.onRequest?.();
      if (format !== undefined && !formats.includes(format)) {
        return sendError(response, 400, `Unsupported response_format ${format}`);
      }
      const fault = faults.shift();
      if (fault?.kind === 'reset') return void response.destroy();
      if (fault?.kind === 'status') {
        return sendError(response, fault.status, `${fault.message ?? 'Busy'} (key ${key})`, fault.headers);
      }
      sendJson(response, 200, {
        id: 'chat',
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            finish_reason: fault?.kind === 'content' ? (fault.finish ?? 'stop') : 'stop',
            message:
              fault?.kind === 'refusal'
                ? { role: 'assistant', content: null, refusal: 'I can’t help with that.' }
                : {
                    role: 'assistant',
                    content: fault === undefined ? answerTo(wanted) : fault.content(wanted),
                  },
          },
        ],
        usage: { prompt_tokens: 100, completion_tokens: 10 * wanted.length, total_tokens: 0 },
      });
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const chatServer: ChatServer = {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, // it listens on TCP
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return chatServer;
}
