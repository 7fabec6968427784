/** A whole relayed exchange over loopback sockets: a client, a front that relays, and an upstream. */
import { once } from 'node:events';
import {
  createServer,
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, type Dispatcher } from 'undici';

import type { RelayOutcome } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';
import { writeJson } from '../inbound/shared/render-error.ts';
import { relay } from '../inferencers/relay/relay.ts';

export interface Hit {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

export interface Relayed {
  readonly out: ServerResponse;
  readonly signal: AbortSignal;
  abort(reason: RouterError): void;
  /** What `relay` resolved to, or the error it rejected with. */
  readonly outcome: Promise<RelayOutcome | RouterError>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** False when the connection broke before the answer's end. */
  readonly complete: boolean;
}

export interface RelayLoop extends AsyncDisposable {
  /** What reached the upstream. */
  readonly hits: Hit[];
  readonly relayed: Relayed[];
  /** Sends a request and waits for nothing. */
  call(body?: Buffer): ClientRequest;
  /** The answer as soon as its headers are there. */
  open(body?: Buffer): Promise<IncomingMessage>;
  fetch(body?: Buffer): Promise<Answer>;
  /** Connections the upstream holds now. */
  upstreamConnections(): Promise<number>;
}

export interface RelayLoopOptions {
  readonly idleTimeoutMs?: number;
  /** Of the inferencer. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly dispatcher?: Dispatcher;
  /** Instead of the loop's own upstream. */
  readonly origin?: string;
}

export async function createRelayLoop(
  answer: (response: ServerResponse, hit: Hit) => void,
  options: RelayLoopOptions = {},
): Promise<RelayLoop> {
  const hits: Hit[] = [];
  const relayed: Relayed[] = [];
  const dispatcher = options.dispatcher ?? new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const upstream = createServer(async (request, response) => {
    const hit = { request, body: Buffer.concat(await request.toArray()) };
    hits.push(hit);
    answer(response, hit);
  });
  const origin = options.origin ?? `http://127.0.0.1:${await listen(upstream)}`;
  const front = createServer(async (request, out) => {
    const body = Buffer.concat(await request.toArray());
    const controller = new AbortController();
    // As the request tracker does it.
    out.once('close', () => {
      if (!out.writableFinished) controller.abort(new RouterError('CANCELLED'));
    });
    const call = {
      path: '/chat/completions',
      body,
      headers: { via: '1.1 woollama', accept: 'text/event-stream' },
      signal: controller.signal,
    };
    const target = {
      dispatcher,
      origin,
      basePath: '/v1',
      headers: options.headers ?? {},
      idleTimeoutMs: options.idleTimeoutMs ?? 0,
      name: 'acme',
    };
    const outcome = relay(call, target, out).catch((error: RouterError) => {
      writeJson(out, { refused: error.code }, { status: error.status });
      return error;
    });
    const abort = (reason: RouterError) => controller.abort(reason);
    relayed.push({ out, signal: controller.signal, abort, outcome });
  });
  const port = await listen(front);

  function call(body: Buffer = Buffer.from('{}')): ClientRequest {
    const call = request({ host: '127.0.0.1', port, method: 'POST', agent: false });
    // Tests look at the answer.
    return call.on('error', () => undefined).end(body);
  }

  async function open(body?: Buffer): Promise<IncomingMessage> {
    const [response] = await once(call(body), 'response');
    return response;
  }

  return {
    hits,
    relayed,
    call,
    open,
    fetch: async (body) => readAnswer(await open(body)),
    upstreamConnections: () =>
      new Promise((resolve, reject) => {
        upstream.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    async [Symbol.asyncDispose]() {
      for (const server of [front, upstream]) {
        server.closeAllConnections();
        server.close();
      }
      await dispatcher.destroy();
    },
  };
}

export async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('error', () => undefined);
  await new Promise((resolve) => response.once('close', resolve));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks),
    complete: response.complete,
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
