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
import type { RelayTarget } from '../inferencers/relay/target.ts';

export interface Hit {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

export interface Relayed {
  readonly out: ServerResponse;
  readonly signal: AbortSignal;
  readonly abort: (reason: RouterError) => void;
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
  readonly call: (body?: Buffer) => ClientRequest;
  /** The answer as soon as its headers are there. */
  readonly open: (body?: Buffer) => Promise<IncomingMessage>;
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
  const upstream = createBodyServer((request, body, response) => {
    const hit = { request, body };
    hits.push(hit);
    answer(response, hit);
  });
  const target: RelayTarget = {
    dispatcher,
    origin: options.origin ?? `http://127.0.0.1:${await listen(upstream)}`,
    basePath: '/v1',
    headers: options.headers ?? {},
    idleTimeoutMs: options.idleTimeoutMs ?? 0,
    name: 'acme',
  };
  const front = createBodyServer((_request, body, out) => {
    relayed.push(relayInto(out, body, target));
  });
  const { call, open } = createCaller(await listen(front));
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

/** Relays as a surface does: the client's hanging up aborts, an error becomes a status. */
function relayInto(out: ServerResponse, body: Buffer, target: RelayTarget): Relayed {
  const controller = new AbortController();
  const { signal } = controller;
  out.once('close', () => {
    if (!out.writableFinished) controller.abort(new RouterError('CANCELLED'));
  });
  const headers = { via: '1.1 woollama', accept: 'text/event-stream' };
  const call = { path: '/chat/completions', body: [body], headers, signal };
  const outcome = relay(call, target, out).catch((error: RouterError) => {
    writeJson(out, { refused: error.code }, { status: error.status });
    return error;
  });
  return { out, signal, outcome, abort: (reason) => controller.abort(reason) };
}

function createCaller(port: number): Pick<RelayLoop, 'call' | 'open'> {
  function call(body: Buffer = Buffer.from('{}')): ClientRequest {
    const call = request({ host: '127.0.0.1', port, method: 'POST', agent: false });
    // Tests look at the answer.
    return call.on('error', () => undefined).end(body);
  }
  async function open(body?: Buffer): Promise<IncomingMessage> {
    const [response] = await once(call(body), 'response');
    return response;
  }
  return { call, open };
}

type BodyListener = (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;

/** Hands requests on once their body is whole. */
function createBodyServer(listener: BodyListener): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => listener(request, Buffer.concat(chunks), response));
  });
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
