/** `woollama-app://window/`: the window's pages, and the router behind the same origin. */
import { UI_CONTENT_SECURITY_POLICY } from '#contract/ui-policy.ts';
import type { Connection } from '../router-process/supervisor.ts';
import { forwardRequest } from './forward-request.ts';
import { isRouterPath } from './router-paths.ts';
import { readUiFile } from './ui-files.ts';

export const APP_SCHEME = 'woollama-app';
export const APP_ORIGIN = `${APP_SCHEME}://window`;

/** For `registerSchemesAsPrivileged`, before the app is ready. */
export const APP_SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
} as const;

/** Of the pages; what comes from the router has headers of its own. */
const SECURITY_HEADERS = {
  'content-security-policy': UI_CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export interface AppSchemeOptions {
  readonly uiDir: string;
  readonly connection: () => Connection | undefined;
}

/** Whether this is an address of our own pages; of frames, links and senders alike. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === 'window';
}

/** Our address as a page's, without what the router answers behind it. */
export function isPageUrl(url: string): boolean {
  return isAppUrl(url) && !isRouterPath(new URL(url).pathname);
}

/** Only our window reaches this handler, and Chromium may call its origin `null` or not at all. */
function mayAsk(origin: string | null): boolean {
  return origin === null || origin === 'null' || origin === APP_ORIGIN;
}

/** For `protocol.handle`. */
export function createAppSchemeHandler(
  options: AppSchemeOptions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const origin = request.headers.get('origin');
    if (!isAppUrl(request.url) || !mayAsk(origin)) {
      return new Response(null, { status: 403, headers: SECURITY_HEADERS });
    }
    const { pathname, search } = new URL(request.url);
    if (isRouterPath(pathname)) {
      return forwardRequest(request, pathname + search, options.connection());
    }
    return serveFile(request, pathname, options.uiDir);
  };
}

async function serveFile(request: Request, pathname: string, uiDir: string): Promise<Response> {
  if (request.method !== 'GET') {
    return new Response(null, { status: 405, headers: SECURITY_HEADERS });
  }
  const file = await readUiFile(uiDir, pathname);
  if (file === undefined) return new Response(null, { status: 404, headers: SECURITY_HEADERS });
  return new Response(file.bytes, {
    headers: { ...SECURITY_HEADERS, 'content-type': file.type, 'cache-control': 'no-cache' },
  });
}
