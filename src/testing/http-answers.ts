import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers with an error as the OpenAI API words it. */
export function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): void {
  sendJson(response, status, { error: { message, type: 'error', code: null } }, headers);
}

/** Answers with a video file. */
export function sendClip(response: ServerResponse, clip: Uint8Array, contentType = 'video/mp4'): void {
  response.writeHead(200, { 'content-type': contentType, 'content-length': clip.length }).end(clip);
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
  return Buffer.concat(chunks);
}

/** The fields of a multipart or JSON body. */
export async function readFields(
  request: IncomingMessage,
  body: Uint8Array,
): Promise<Record<string, string>> {
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('application/json')) {
    return JSON.parse(new TextDecoder().decode(body)) as Record<string, string>; // a test's own order
  }
  // the platform's own parser
  const form = await new Response(Uint8Array.from(body), {
    headers: { 'content-type': contentType },
  }).formData();
  return Object.fromEntries(
    [...form.entries()].map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `${value.size} bytes`,
    ]),
  );
}
