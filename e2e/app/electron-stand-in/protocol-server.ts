/**
 * `protocol` and `session`. A scheme's handler answers on loopback HTTP too, where Chromium can
 * load the pages; for the handler every request looks as if it came through the scheme.
 */
import type Electron from 'electron';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import { assertNotReady, assertReady } from './app.ts';
import { record } from './record.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** Where a scheme's first host is served, such as `http://127.0.0.1:4711`. */
const served = new Map<string, Promise<string>>();

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    assertNotReady('registerSchemesAsPrivileged');
    record.privilegedSchemes.push(...schemes.map(({ scheme }) => scheme));
  },
  handle(scheme: string, handler: Handler) {
    assertReady('protocol');
    if (served.has(scheme)) throw new Error(`second handler for '${scheme}'`);
    served.set(scheme, serve(scheme, handler));
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

type Permission = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
let checkPermission: Permission = null;
let requestPermission: PermissionRequest = null;

export const session = {
  defaultSession: {
    setPermissionCheckHandler: (handler: Permission) => (checkPermission = handler),
    setPermissionRequestHandler: (handler: PermissionRequest) => (requestPermission = handler),
    setDevicePermissionHandler: () => undefined,
  },
};

/** What both handlers say; without a handler Electron would allow everything. */
export async function askPermission(name: string, url: string): Promise<readonly boolean[]> {
  const contents = { getURL: () => url } as Electron.WebContents;
  const details = {} as never;
  const checked = checkPermission?.(contents, name as never, new URL(url).origin, details) ?? true;
  const requested = await new Promise<boolean>((resolve) => {
    if (requestPermission === null) resolve(true);
    else requestPermission(contents, name as never, resolve, details);
  });
  return [checked, requested];
}

/** The HTTP address that stands for one of a scheme. */
export async function toHttp(url: string): Promise<string> {
  const { protocol: scheme, pathname, search, hash } = new URL(url);
  const base = await served.get(scheme.slice(0, -1));
  if (base === undefined) throw new Error(`nobody handles ${url}`);
  return base + pathname + search + hash;
}

async function serve(scheme: string, handler: Handler): Promise<string> {
  const origin = `${scheme}://window`;
  const server = createServer((request, response) => {
    void answer({ request, response, origin, handler }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly origin: string;
  readonly handler: Handler;
}

async function answer({ request, response, origin, handler }: Exchange): Promise<void> {
  const reply = await handler(toRequest(request, origin));
  response.writeHead(reply.status, [...reply.headers].flat());
  const reader = reply.body?.getReader();
  // Electron tells the handler only so much of a page that gives up: the body is cancelled.
  response.once('close', () => void reader?.cancel().catch(() => undefined));
  for (;;) {
    const { done = true, value } = (await reader?.read()) ?? {};
    if (done) break;
    response.write(value);
  }
  response.end();
}

function toRequest(request: IncomingMessage, origin: string): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    const isOwnOrigin = name === 'origin' && values?.[0] === `http://${request.headers.host}`;
    for (const value of isOwnOrigin ? [origin] : (values ?? [])) headers.append(name, value);
  }
  const method = request.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(origin + request.url, {
    method,
    headers,
    ...(hasBody && { body: Readable.toWeb(request), duplex: 'half' }),
    // The types of Node and of browsers disagree about streams.
  } as RequestInit);
}
