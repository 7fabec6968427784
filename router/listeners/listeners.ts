/** Opens the doors (private socket, TCP), tells where they are, and closes them in good order. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import { removeOneLineFile, writeOneLineFile } from './one-line-file.ts';
import { ANY_LOOPBACK, formatAddress, type BindAddress } from './parse-address.ts';
import { ensurePrivateDir, type RuntimePlaces } from './runtime-dir.ts';
import { listenOnSocket } from './socket-listener.ts';
import { listenOnTcp } from './tcp-listener.ts';

/** Longer than the idle time of common client pools, so that it is they who hang up. */
const KEEP_ALIVE_MS = 75_000;

/** How often a closing router looks for connections that came to rest. */
const SWEEP_MS = 50;

/** Time for aborted answers to say why they end. */
const LAST_WORDS_MS = 100;

/** Takes over the socket of a request that wants another protocol. */
export type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface ListenersOptions {
  readonly places: RuntimePlaces;
  readonly stateDir: string;
  readonly address: BindAddress;
  /** Whether TCP callers must show a token; without one only loopback may be bound. */
  readonly hasToken: boolean;
  /** Kept in a file of this user's while the listeners are open. */
  readonly ownerToken: string;
  readonly logger: Logger;
  readonly onSocketRequest: RequestListener;
  readonly onTcpRequest: RequestListener;
  readonly onSocketUpgrade: OnUpgrade;
  readonly onTcpUpgrade: OnUpgrade;
}

export interface Listeners {
  /** `127.0.0.1:4711` */
  readonly address: string;
  /** Null when the socket could not be bound; TCP works all the same. */
  readonly socket: string | null;
  /**
   * Takes no new connection, gives requests in flight `graceMs` to end, then `abort` is called and
   * what is left is cut. Calling again can only shorten the time.
   */
  close(graceMs: number, abort: () => void): Promise<void>;
}

/** Throws ALREADY_RUNNING, EXPOSURE_REFUSED or LISTEN_FAILED; then nothing stays open. */
export async function openListeners(options: ListenersOptions): Promise<Listeners> {
  refuseExposure(options);
  ensurePrivateDir(options.places.dir);
  const doors = createDoors();
  const socketServer = doors.add(options.onSocketRequest, options.onSocketUpgrade);
  const socket = await openSocket(socketServer, options);
  try {
    const address = formatAddress(await openTcp(options, doors));
    const withdraw = publish(address, options);
    let closing: Promise<void> | undefined;
    return {
      address,
      socket,
      close(graceMs, abort) {
        if (closing === undefined) {
          // Before the port is free, because the next router will write the very same address.
          withdraw();
          closing = doors.close();
        }
        doors.cutAfter(graceMs, abort, closing);
        return closing;
      },
    };
  } catch (error) {
    socketServer.close();
    throw error;
  }
}

/** Before anything is bound: the network must not see us for a moment without a token. */
export function refuseExposure({
  address,
  hasToken,
}: Pick<ListenersOptions, 'address' | 'hasToken'>): void {
  const { host } = address;
  const loopback = host === ANY_LOOPBACK || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
  if (loopback || hasToken) return;
  throw new RouterError(
    'EXPOSURE_REFUSED',
    `refusing to listen on ${host}: set WOOLLAMA_TOKEN to a secret, or WOOLLAMA_ADDRESS (--address, ` +
      'server.bind in settings.toml) to a loopback address',
  );
}

async function openSocket(server: Server, options: ListenersOptions): Promise<string | null> {
  const path = options.places.socket;
  try {
    await listenOnSocket(server, path);
    return path;
  } catch (error) {
    if (error instanceof RouterError && error.code === 'LISTEN_FAILED') {
      options.logger.warn({ socket: path }, `${error.message}; only TCP is served`);
      return null;
    }
    throw error;
  }
}

async function openTcp(options: ListenersOptions, doors: Doors): Promise<BindAddress> {
  const file = join(options.stateDir, 'port');
  const rememberedPort = readPort(file);
  const tcp = await listenOnTcp({
    address: options.address,
    rememberedPort,
    createServer: () => doors.add(options.onTcpRequest, options.onTcpUpgrade),
  });
  if (tcp.portChanged) {
    options.logger.warn(
      {},
      `port ${rememberedPort} is taken by another program; this router now uses ${tcp.address.port}`,
    );
  }
  if (options.address.port === 0 && tcp.address.port !== rememberedPort) {
    rememberPort(file, tcp.address.port, options);
  }
  return tcp.address;
}

/** Writes where we are and what opens us; the answer removes both. */
function publish(address: string, options: ListenersOptions): () => void {
  const { addressFile, ownerFile } = options.places;
  const lines = [
    [ownerFile, options.ownerToken],
    [addressFile, address],
  ] as const;
  for (const [path, line] of lines) {
    try {
      writeOneLineFile(path, line);
    } catch (err) {
      // Programs that are told some other way do without the file.
      options.logger.warn({ err }, `the file ${path} cannot be written`);
    }
  }
  return () => {
    for (const [path, line] of lines) removeOneLineFile(path, line);
  };
}

function readPort(file: string): number {
  try {
    const port = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : 0;
  } catch {
    // The first start, or a state folder that was cleared.
    return 0;
  }
}

function rememberPort(file: string, port: number, { logger, stateDir }: ListenersOptions): void {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, `${port}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    logger.warn(
      { err: error },
      `the port cannot be remembered in ${stateDir}: it may change at the next start`,
    );
  }
}

interface Doors {
  add(onRequest: RequestListener, onUpgrade: OnUpgrade): Server;
  /** Takes nothing new; resolves when all is closed, also what never came to listen. */
  close(): Promise<void>;
  /** Unless all is `closed` by then. */
  cutAfter(graceMs: number, abort: () => void, closed: Promise<void>): void;
}

/** The HTTP servers and all their connections. */
function createDoors(): Doors {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();

  /** Connections at rest would stay open for their whole keep-alive time. */
  function closeIdle(): void {
    for (const server of servers) server.closeIdleConnections();
    // Node does not count those that were opened in advance and have not asked anything yet.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }

  return {
    add(onRequest, onUpgrade) {
      const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, onRequest);
      server.on('upgrade', onUpgrade);
      server.on('connection', (socket: Socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      servers.push(server);
      return server;
    },
    async close() {
      const closed = Promise.all(
        servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      );
      closeIdle();
      const sweep = setInterval(closeIdle, SWEEP_MS);
      await closed;
      clearInterval(sweep);
    },
    cutAfter(graceMs, abort, closed) {
      let cut: NodeJS.Timeout | undefined;
      const grace = setTimeout(() => {
        abort();
        cut = setTimeout(() => {
          // All of them: Node forgets those that speak another protocol by now.
          for (const socket of sockets) socket.destroy();
        }, LAST_WORDS_MS);
      }, graceMs);
      void closed.finally(() => {
        clearTimeout(grace);
        clearTimeout(cut);
      });
    },
  };
}
