import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

import { MCP_WEBSOCKET_PATH } from '#contract/mcp-websocket.ts';
import { RouterError } from '#core/router-error.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openMcpDoor, type McpDoor } from '../../testing/open-mcp-door.ts';
import { INITIALIZE, INITIALIZED } from './fixtures/raw-messages.ts';

let mcp: FakeMcp;
let door: McpDoor;
let admit: () => 'client';
const sockets: WebSocket[] = [];

beforeEach(async () => {
  mcp = createFakeMcp();
  admit = () => 'client';
  door = await openMcpDoor(mcp.parts, { admit: () => admit() });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await door.close();
});

async function connect(path = MCP_WEBSOCKET_PATH, protocol: string | undefined = 'mcp') {
  const url = `${door.origin.replace('http', 'ws')}${path}`;
  const socket = new WebSocket(url, protocol === undefined ? [] : protocol);
  sockets.push(socket);
  await once(socket, 'open');
  return socket;
}

/** Status and body of a refused upgrade. */
async function refusal(path: string, protocol: string | undefined): Promise<string> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...(protocol !== undefined && { 'sec-websocket-protocol': protocol }),
  };
  const call = request(`${door.origin}${path}`, { headers });
  call.end();
  const [response] = await once(call, 'response');
  const chunks: Buffer[] = await response.toArray();
  return `${response.statusCode} ${Buffer.concat(chunks).toString('utf8')}`;
}

async function next(socket: WebSocket): Promise<unknown> {
  const [data] = await once(socket, 'message');
  return JSON.parse(String(data));
}

test('one message in each frame, and the sub-protocol is agreed on', async () => {
  const socket = await connect();
  expect(socket.protocol).toBe('mcp');
  socket.send(JSON.stringify(INITIALIZE));
  expect(await next(socket)).toMatchObject({ id: 1, result: { serverInfo: { name: 'woollama' } } });
});

describe('is refused before the upgrade', () => {
  test.each([
    ['FORBIDDEN_HOST', 403],
    ['FORBIDDEN_ORIGIN', 403],
    ['UNAUTHORIZED', 401],
  ] as const)('what the guard refuses: %s', async (code, status) => {
    admit = () => {
      throw new RouterError(code);
    };
    const said = await refusal(MCP_WEBSOCKET_PATH, 'mcp');
    expect(said).toMatch(new RegExp(`^${status} `));
    expect(said).toContain('"error"');
  });

  test('another path', async () => {
    expect(await refusal('/api/v1/other', 'mcp')).toMatch(/^404 /);
    expect(await refusal('/', 'mcp')).toMatch(/^404 /);
  });

  test.each([undefined, 'chat'])('the sub-protocol %s', async (protocol) => {
    expect(await refusal(MCP_WEBSOCKET_PATH, protocol)).toMatch(/^400 .*sub-protocol/);
  });
});

test.each(['{"jsonrpc":', '[]', '{}', '"text"', `[${JSON.stringify(INITIALIZE)}]`])(
  'the frame %j is answered in JSON-RPC’s words, and the connection stays',
  async (frame) => {
    const socket = await connect();
    socket.send(frame);
    expect(await next(socket)).toMatchObject({ id: null, error: { code: -32_700 } });
    socket.send(JSON.stringify(INITIALIZE));
    expect(await next(socket)).toMatchObject({ id: 1 });
  },
);

test('bytes are none of the protocol', async () => {
  const socket = await connect();
  socket.send(Buffer.from('{}'));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1003);
});

test('a frame beyond the limit ends the connection', async () => {
  const socket = await connect();
  socket.on('error', () => undefined);
  socket.send('x'.repeat(64 * 1024 * 1024 + 1));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1009);
});

test('the end of the router is said, and leaves nobody seated', async () => {
  const socket = await connect();
  socket.send(JSON.stringify(INITIALIZE));
  await next(socket);
  socket.send(JSON.stringify(INITIALIZED));
  await vi.waitFor(() => expect(mcp.parts.clients.list()).toHaveLength(1));
  const closed = once(socket, 'close');
  await door.close();
  expect((await closed)[0]).toBe(1001);
  expect(mcp.parts.clients.list()).toEqual([]);
  expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]);
  expect(mcp.aggregator.listeners).toBe(0);
  door = await openMcpDoor(mcp.parts);
});

test('a client that does not answer pings is cut off', async () => {
  await door.close();
  door = await openMcpDoor(mcp.parts, { pingMs: 20 });
  const url = `${door.origin.replace('http', 'ws')}${MCP_WEBSOCKET_PATH}`;
  const mute = new WebSocket(url, 'mcp', { autoPong: false });
  sockets.push(mute);
  await once(mute, 'open');
  const alive = await connect();
  const [code] = await once(mute, 'close');
  expect(code).toBe(1006);
  expect(alive.readyState).toBe(alive.OPEN);
});

test('only so many are let in, and the end of one makes room', async () => {
  await door.close();
  door = await openMcpDoor(mcp.parts, { limit: 2 });
  const [idle, other] = [await connect(), await connect()];
  const refused = await refusal(MCP_WEBSOCKET_PATH, 'mcp');
  expect(refused).toMatch(/^503 .*2 MCP clients are connected.*too_many_clients/);
  other.close();
  await once(other, 'close');
  const late = await vi.waitFor(() => connect());
  late.send(JSON.stringify(INITIALIZE));
  expect(await next(late)).toMatchObject({ id: 1 });
  expect(idle.readyState).toBe(idle.OPEN);
});

test('the address may choose the view', async () => {
  const asked = vi.fn();
  const { views } = mcp.parts;
  await door.close();
  const parts = {
    ...mcp.parts,
    views: (options: Parameters<typeof views>[0]) => {
      asked(options);
      return views(options);
    },
  };
  door = await openMcpDoor(parts);
  await connect(`${MCP_WEBSOCKET_PATH}?names=underscore&search=on`);
  await vi.waitFor(() =>
    expect(asked).toHaveBeenLastCalledWith({ toolNames: 'underscore', toolSearch: 'on' }),
  );
});

test('who is gone in the middle of a call has cancelled it', async () => {
  mcp.tools.add(toolEntry('a.run'), () => ({ content: [] }));
  const heard = Promise.withResolvers<unknown>();
  mcp.aggregator.answer('tools/call', ({ options: { signal } }) => {
    signal.addEventListener('abort', () => heard.resolve(signal.reason));
    return new Promise(() => undefined);
  });
  const socket = await connect();
  socket.send(JSON.stringify(INITIALIZE));
  await next(socket);
  const params = { name: 'a.run' };
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params }));
  await vi.waitFor(() => expect(mcp.aggregator.calls).toHaveLength(1));
  socket.terminate();
  expect(await heard.promise).toMatchObject({ code: 'CANCELLED' });
});
