import type { FastifyRequest } from 'fastify';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address is the `/mcp` of the router that was asked, by the address it was asked at. */
export function isOwnUrl(text: string, { headers, raw }: FastifyRequest): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.pathname.replace(/\/$/, '') !== '/mcp') return false;
  if (url.host === headers.host) return true;
  return LOOPBACK.has(url.hostname) && Number(url.port) === raw.socket.localPort;
}
