/** Carries MCP between stdin, stdout and the router of this user that runs already. */
import { connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { WebSocket } from 'ws';

import {
  MAX_MCP_MESSAGE_BYTES,
  MCP_WEBSOCKET_PATH,
  MCP_WEBSOCKET_PROTOCOL,
} from '#contract/mcp-websocket.ts';
import type { Flags } from './resolve-settings.ts';
import { pumpLines, type PumpEnd } from './pump-lines.ts';

/** A router that hangs is as good as none. */
const PATIENCE_MS = 5_000;

/** Flags that a running router can be asked to honour for one client, and their query parameters. */
const PER_CLIENT = new Map([
  ['tool-names', 'names'],
  ['tool-search', 'search'],
]);

export interface AttachOptions {
  /** Path of the private socket, or the name of the pipe. */
  readonly socketPath: string;
  readonly flags: Flags;
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** Other flags ask for a router of its own. */
export function mayAttach(flags: Flags): boolean {
  return Object.keys(flags).every((flag) => PER_CLIENT.has(flag));
}

/** Which side ended it; undefined when no router answers there. */
export async function attachToRouter(options: AttachOptions): Promise<PumpEnd | undefined> {
  const { socketPath, flags, ...streams } = options;
  const query = new URLSearchParams({ via: 'stdio' });
  for (const [flag, name] of PER_CLIENT) {
    const value = flags[flag];
    if (typeof value === 'string') query.set(name, value);
  }
  const socket = new WebSocket(
    `ws://localhost${MCP_WEBSOCKET_PATH}?${query.toString()}`,
    MCP_WEBSOCKET_PROTOCOL,
    {
      createConnection: () => connect(socketPath),
      handshakeTimeout: PATIENCE_MS,
      maxPayload: MAX_MCP_MESSAGE_BYTES,
      perMessageDeflate: false,
    },
  );
  return (await isOpened(socket)) ? await pumpLines({ ...streams, socket }) : undefined;
}

function isOpened(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('open', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
}
