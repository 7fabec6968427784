import type { Server } from 'node:http';

import { RouterError } from '#core/router-error.ts';
import { ANY_LOOPBACK, formatAddress, type BindAddress } from './parse-address.ts';

interface TcpListenOptions {
  readonly address: BindAddress;
  /** The port of the last start, so that a stored URL keeps working. */
  readonly rememberedPort: number;
  readonly createServer: () => Server;
}

export interface TcpListening {
  /** As clients should write it. */
  readonly address: BindAddress;
  /** The remembered port was taken by another program, so this is a new one. */
  readonly portChanged: boolean;
}

/** A system that hands out ports taken on the other loopback gets this many more chances. */
const PORT_ATTEMPTS = 8;

/** Codes of a machine without IPv6. */
const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * Binds the wanted address, both loopbacks for `localhost`. Throws LISTEN_FAILED when a port that
 * was asked for is taken.
 */
export async function listenOnTcp(options: TcpListenOptions): Promise<TcpListening> {
  const { address, rememberedPort } = options;
  if (address.port !== 0) {
    return { address: await bindAll(options, address.port), portChanged: false };
  }
  if (rememberedPort !== 0) {
    try {
      return { address: await bindAll(options, rememberedPort), portChanged: false };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  const portChanged = rememberedPort !== 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { address: await bindAll(options, 0), portChanged };
    } catch (error) {
      if (!isTaken(error) || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function bindAll(
  { address, createServer }: TcpListenOptions,
  port: number,
): Promise<BindAddress> {
  const loopback = address.host === ANY_LOOPBACK;
  const first = createServer();
  const host = loopback ? '127.0.0.1' : address.host;
  const bound = { host, port: await bind(first, { host, port }) };
  if (!loopback) return reachable(bound);
  const second = createServer();
  try {
    await bind(second, { host: '::1', port: bound.port });
    return bound;
  } catch (error) {
    if (error instanceof RouterError && NO_IPV6.has(codeOf(error.cause))) return bound;
    await new Promise((resolve) => {
      first.close(resolve);
      // Somebody may have come in between.
      first.closeAllConnections();
    });
    throw error;
  }
}

/** Nobody can call the address that means all addresses. */
function reachable({ host, port }: BindAddress): BindAddress {
  const own = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host];
  return { host: own ?? host, port };
}

function bind(server: Server, address: BindAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = codeOf(cause) === 'EADDRINUSE' ? 'the port is taken' : cause.message;
      const message = `cannot listen on ${formatAddress(address)}: ${reason}`;
      reject(new RouterError('LISTEN_FAILED', message, { cause }));
    });
    server.listen({ host: address.host, port: address.port, exclusive: true }, () => {
      server.removeAllListeners('error');
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : address.port);
    });
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof RouterError && codeOf(error.cause) === 'EADDRINUSE';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
