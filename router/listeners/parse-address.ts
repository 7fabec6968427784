import { RouterError } from '#core/router-error.ts';

export interface BindAddress {
  /** Numeric or a name, without brackets. */
  readonly host: string;
  /** 0 means: the remembered port, else one the system chooses. */
  readonly port: number;
}

/** Both loopback addresses, because `localhost` may resolve to either. */
export const ANY_LOOPBACK = 'localhost';

/**
 * Reads `host`, `host:port`, `:port`, `[v6]:port`, `[v6]` or a bare IPv6 address.
 * Throws INVALID_REQUEST naming what is wrong.
 */
export function parseAddress(text: string): BindAddress {
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: parsePort(bracketed[2], text) };
  const colons = text.split(':').length - 1;
  if (colons > 1) return { host: text, port: 0 };
  const [host = '', port] = text.split(':');
  return { host: host === '' ? ANY_LOOPBACK : host, port: parsePort(port, text) };
}

/** `127.0.0.1:80`, `[::1]:80`: as URLs and the address file write it. */
export function formatAddress({ host, port }: BindAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function parsePort(port: string | undefined, text: string): number {
  if (port === undefined || port === '') return 0;
  const number = Number(port);
  if (/^\d{1,5}$/.test(port) && number <= 65_535) return number;
  throw new RouterError('INVALID_REQUEST', `the address '${text}' has no valid port (0 to 65535)`);
}

/** From the settings: an empty address means both loopbacks. */
export function toListenWhere({ address, token }: { address: string; token: string }) {
  return {
    address: address === '' ? { host: ANY_LOOPBACK, port: 0 } : parseAddress(address),
    hasToken: token !== '',
  };
}
