/**
 * An inferencer that costs almost nothing: a raw socket server whose answers lie ready.
 * The model's name says which answer. Its parent asks over IPC how many streams are open.
 * Argument: the port to listen on (any).
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import {
  answer,
  DRIP_MODEL,
  EVENT_CHUNK,
  LARGE_ANSWER,
  LARGE_REPLY_MODEL,
  restOfStream,
  SMALL_MODEL,
  toolCalls,
} from './bodies.ts';

const DRIP_MS = 50;
/** Far enough from either end of a body to hold its model. */
const MODEL_WINDOW = 400;

const STREAM_HEAD = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n',
);

let openStreams = 0;

const ready = new Map([
  [SMALL_MODEL, jsonReply(answer())],
  [LARGE_REPLY_MODEL, jsonReply(LARGE_ANSWER)],
]);
const streams = new Map<number, Buffer>();

function jsonReply(body: string): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
  );
}

function respond(socket: Socket, path: string, body: Buffer): void {
  if (path.endsWith('/models')) {
    socket.write(jsonReply(JSON.stringify({ object: 'list', data: [{ id: SMALL_MODEL }] })));
    return;
  }
  const model = findModel(body);
  const reply = ready.get(model);
  const [kind, first = 0, second = 0] = model.split('-');
  if (reply) socket.write(reply);
  else if (kind === 'stream') stream(socket, Number(first));
  else if (model === DRIP_MODEL) drip(socket);
  else if (kind === 'recipe') socket.write(recipeTurn(body, Number(first), Number(second)));
  else socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
}

function findModel(body: Buffer): string {
  const ends = `${body.toString('latin1', 0, MODEL_WINDOW)}${body.subarray(-MODEL_WINDOW).toString('latin1')}`;
  return /"model"\s*:\s*"([^"]*)"/.exec(ends)?.[1] ?? '';
}

function stream(socket: Socket, events: number): void {
  const rest = streams.get(events) ?? restOfStream(events);
  streams.set(events, rest);
  socket.write(Buffer.concat([STREAM_HEAD, EVENT_CHUNK]));
  setImmediate(() => socket.write(rest));
}

function drip(socket: Socket): void {
  openStreams += 1;
  socket.write(STREAM_HEAD);
  const timer = setInterval(() => socket.write(EVENT_CHUNK), DRIP_MS);
  socket.once('close', () => {
    clearInterval(timer);
    openStreams -= 1;
  });
}

interface RecipeRequest {
  readonly messages: readonly { role: string }[];
  readonly tools: readonly { function: { name: string } }[];
}

function recipeTurn(body: Buffer, rounds: number, calls: number): Buffer {
  const request: RecipeRequest = JSON.parse(body.toString());
  const done = request.messages.filter(({ role }) => role === 'tool').length / calls;
  const tool = request.tools[0]?.function.name ?? '';
  return jsonReply(done < rounds ? toolCalls(tool, calls) : answer());
}

/** Cuts what arrives into requests; they come one at a time, as nobody here pipelines. */
function serve(socket: Socket): void {
  let parts: Buffer[] = [];
  let missing = 1;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy()); // a client that hung up
  socket.on('data', (data) => {
    parts.push(data);
    missing -= data.length;
    if (missing > 0) return;
    const received = parts.length === 1 ? data : Buffer.concat(parts);
    parts = [received];
    missing = 1;
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const head = received.toString('latin1', 0, headEnd);
    const bodyStart = headEnd + 4;
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < bodyStart + length) {
      missing = bodyStart + length - received.length;
      return;
    }
    parts = [];
    respond(socket, head.split(' ', 2)[1] ?? '', received.subarray(bodyStart));
  });
}

const server = createServer(serve);
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => process.send?.({ openStreams }));
process.on('disconnect', () => process.exit());
