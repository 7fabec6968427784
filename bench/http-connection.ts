/** One keep-alive connection that asks one request at a time; lean, so that it is never the bottleneck. */
import { connect, type Socket } from 'node:net';
import { createChunkedReader, createLengthReader, type BodyReader } from './body-reader.ts';

export interface Reply {
  readonly status: number;
  readonly payloadBytes: number;
  /** Milliseconds from the request to its first payload byte, and to its last. */
  readonly firstMs: number;
  readonly totalMs: number;
  /** These two are empty unless asked for. */
  readonly head: string;
  readonly text: string;
}

export interface HttpConnection {
  /** Sends bytes made by `requestBytes`; rejects when the connection ends before the reply does. */
  ask(request: Buffer, keepText?: boolean): Promise<Reply>;
  /** Sends without waiting for more than the first payload bytes. */
  begin(request: Buffer): Promise<void>;
  close(): void;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

type Headers = Readonly<Record<string, string>>;

export function requestBytes(
  address: Address,
  path: string,
  body: string,
  headers: Headers = { accept: 'application/json' },
): Buffer {
  return Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      `host: ${address.host}:${address.port}`,
      'content-type: application/json',
      'authorization: Bearer bench',
      'user-agent: woollama-bench',
      `content-length: ${Buffer.byteLength(body)}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      body,
    ].join('\r\n'),
  );
}

export async function openConnection(address: Address): Promise<HttpConnection> {
  const socket = await connected(address);
  let exchange: Exchange | undefined;
  socket.on('data', (data) => {
    if (exchange?.receive(data)) exchange = undefined;
  });
  const fail = () => exchange?.fail(new Error('the connection ended before the reply did'));
  socket.on('close', fail);
  socket.on('error', fail);
  return {
    ask(request, keepText = false) {
      return new Promise((resolve, reject) => {
        exchange = createExchange({ resolve, reject, keepText });
        socket.write(request);
      });
    },
    begin(request) {
      return new Promise((resolve, reject) => {
        exchange = createExchange({ resolve: () => {}, reject, keepText: false, onFirst: resolve });
        socket.write(request);
      });
    },
    close() {
      exchange = undefined;
      socket.destroy();
    },
  };
}

function connected({ host, port }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

interface Exchange {
  /** True when the reply is complete. */
  receive(data: Buffer): boolean;
  fail(error: Error): void;
}

interface ExchangeOptions {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly keepText: boolean;
  readonly onFirst?: () => void;
}

function createExchange({ resolve, reject, keepText, onFirst }: ExchangeOptions): Exchange {
  const begunMs = performance.now();
  const texts: Buffer[] = [];
  let head: Buffer | undefined;
  let headText = '';
  let body: BodyReader | undefined;
  let status = 0;
  let firstMs = 0;

  function finish(): void {
    const text = keepText ? Buffer.concat(texts).toString() : '';
    const totalMs = performance.now() - begunMs;
    const payloadBytes = body?.payloadBytes ?? 0;
    resolve({ status, payloadBytes, firstMs, totalMs, head: headText, text });
  }

  return {
    fail: reject,
    receive(data) {
      let from = 0;
      let received = data;
      if (!body) {
        received = head ? Buffer.concat([head, data]) : data;
        const headEnd = received.indexOf('\r\n\r\n');
        if (headEnd === -1) {
          head = received;
          return false;
        }
        const text = received.toString('latin1', 0, headEnd);
        status = Number(text.slice(9, 12));
        if (keepText) headText = text;
        body = bodyReader(text, keepText ? (payload) => texts.push(payload) : undefined);
        from = headEnd + 4;
      }
      const done = body.read(received, from);
      if (firstMs === 0 && body.payloadBytes > 0) {
        firstMs = performance.now() - begunMs;
        onFirst?.();
      }
      if (done) finish();
      return done;
    },
  };
}

function bodyReader(head: string, onPayload?: (payload: Buffer) => void): BodyReader {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  return length === undefined
    ? createChunkedReader(onPayload)
    : createLengthReader(Number(length), onPayload);
}
