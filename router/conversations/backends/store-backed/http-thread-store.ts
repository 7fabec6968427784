/** A store over HTTP: `PUT`, `GET`, `PATCH` and `DELETE` of `/threads/{id}`; ids are ours. */
import { randomBytes } from 'node:crypto';
import { Agent, request, type Dispatcher } from 'undici';

import { RouterError } from '#core/router-error.ts';
import {
  LONGEST_THREAD,
  parseJson,
  parseMessages,
  storeFailed,
  threadGone,
  type ThreadStore,
} from './thread-store.ts';

const CALL_MS = 30_000;

interface HttpStoreOptions {
  /** What `/threads/{id}` is added to. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds one call may take. */
  readonly timeoutMs?: number;
}

export interface HttpThreadStore extends ThreadStore {
  /** Closes its connections. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

export function createHttpThreadStore(options: HttpStoreOptions): HttpThreadStore {
  const { url, headers, timeoutMs = CALL_MS } = options;
  const dispatcher = new Agent();

  async function call(
    method: Dispatcher.HttpMethod,
    id: string,
    { body, signal }: { readonly body?: string; readonly signal: AbortSignal },
  ): Promise<Answer> {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await request(`${url.replace(/\/+$/, '')}/threads/${encodeURIComponent(id)}`, {
        method,
        dispatcher,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        signal: AbortSignal.any([signal, timeout]),
        ...(body !== undefined && { body }),
      });
      return { status: answer.statusCode, text: await readText(answer.body) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof RouterError) throw error;
      if (timeout.aborted) throw storeFailed(`no answer within ${timeoutMs / 1000} s`);
      throw storeFailed('it cannot be reached', error);
    }
  }

  return {
    mintId: () => randomBytes(16).toString('hex'),
    async create(id = randomBytes(16).toString('hex'), signal) {
      expectSuccess(await call('PUT', id, { signal }));
      return id;
    },
    async read(id, signal) {
      const answer = await call('GET', id, { signal });
      if (answer.status === 404 || answer.status === 410) throw threadGone();
      expectSuccess(answer);
      return answer.text === '' ? [] : parseMessages(parseJson(answer.text));
    },
    async append(id, messages, signal) {
      expectSuccess(await call('PATCH', id, { body: JSON.stringify(messages), signal }));
    },
    async remove(id, signal) {
      const answer = await call('DELETE', id, { signal });
      if (answer.status !== 404 && answer.status !== 410) expectSuccess(answer);
    },
    close: () => dispatcher.destroy(),
  };
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > LONGEST_THREAD) throw storeFailed('its answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The body is not quoted: it may hold what was said. */
function expectSuccess({ status }: Answer): void {
  if (status < 200 || status > 299) throw storeFailed(`it answered with status ${status}`);
}
