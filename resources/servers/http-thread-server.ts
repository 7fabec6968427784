/** `PUT`, `GET`, `PATCH` and `DELETE` of `/threads/{id}`: all that a conversation store over HTTP is. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { isThreadId, type ThreadFolder } from './thread-folder.ts';

const LONGEST_BODY = 64 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export function createHttpThreadServer(threads: ThreadFolder): Server {
  return createServer((request, response) => {
    answer(threads, request)
      .catch((error: unknown): Answer => {
        const message = error instanceof Error ? error.message : String(error);
        return refusal(500, message);
      })
      .then((result) => send(response, result))
      .catch(() => response.destroy());
  });
}

async function answer(threads: ThreadFolder, request: IncomingMessage): Promise<Answer> {
  // No web page may read or write threads: browsers send one of these.
  if (request.headers.origin !== undefined || !isLocalHost(request.headers.host)) {
    return refusal(403, 'only programs of this machine may ask');
  }
  const [, id] = /^\/threads\/([^/?]+)$/.exec(request.url ?? '') ?? [];
  if (id === undefined) return refusal(404, 'there is nothing but /threads/{id}');
  if (!isThreadId(id)) return refusal(400, 'an id has letters, digits, _ and - only');
  const missing = refusal(404, 'there is no such thread');
  switch (request.method ?? '') {
    case 'PUT':
      await threads.create(id);
      return { status: 204 };
    case 'GET': {
      const body = await threads.read(id);
      return body === undefined ? missing : { status: 200, body };
    }
    case 'PATCH': {
      const messages = await readMessages(request);
      if (messages === undefined) return refusal(400, 'the body must be a JSON array of messages');
      return (await threads.append(id, messages)) ? { status: 204 } : missing;
    }
    case 'DELETE':
      return (await threads.remove(id)) ? { status: 204 } : missing;
    default:
      return refusal(405, 'use PUT, GET, PATCH or DELETE');
  }
}

async function readMessages(request: IncomingMessage): Promise<readonly unknown[] | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST_BODY) return undefined;
    parts.push(part);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');
}

function refusal(status: number, message: string): Answer {
  return { status, body: { error: message } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.statusCode = status;
  if (body === undefined) return void response.end();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}
