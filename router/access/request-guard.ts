/**
 * Decides before anything else whether a request may enter: the same rules for every path.
 * A browser page can reach loopback, so Host (DNS rebinding) and Origin are checked even here.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { SESSION_PATH } from '#contract/stream.ts';
import type { OwnerAccess } from '#core/ports/owner-access.ts';
import type { ToolGrants } from '#core/ports/tool-grants.ts';
import { RouterError } from '#core/router-error.ts';
import { GRANT_PREFIX } from './tool-grants.ts';

/**
 * `owner`: came over the 0600 socket, or proved on loopback to be this user. `grant`: a run that may
 * call some tools. `client`: all others.
 */
export type Principal = 'owner' | 'client' | 'grant';

export interface GuardedRequest {
  readonly listener: 'socket' | 'tcp';
  readonly method: string;
  /** The path that will be routed, and the query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  /** Of the peer; undefined once it hung up. */
  readonly remoteAddress: string | undefined;
  /** The address the connection arrived at. */
  readonly localAddress: string | undefined;
}

export interface RequestGuardOptions {
  /** Shared token for TCP; empty or undefined means loopback only. Read for each request. */
  readonly token: () => string | undefined;
  readonly owner: Pick<OwnerAccess, 'isOwner'>;
  /** Without it no run has any. */
  readonly grants?: Pick<ToolGrants, 'find'>;
}

export type RequestGuard = (request: GuardedRequest) => Principal;

/**
 * Throws UNAUTHORIZED, OWNER_ONLY, FORBIDDEN_HOST, FORBIDDEN_ORIGIN or INVALID_REQUEST; else says
 * who asks.
 */
export function createRequestGuard(options: RequestGuardOptions): RequestGuard {
  return (request) => {
    if (!request.url.startsWith('/')) {
      throw new RouterError('INVALID_REQUEST', 'the request target must be a path');
    }
    if (request.listener === 'socket') {
      checkOrigin(request.headers);
      return 'owner';
    }
    const token = options.token();
    const local = isLoopbackAddress(request.localAddress);
    if (local) checkHost(request);
    checkOrigin(request.headers);
    const { headers, url, remoteAddress } = request;
    if (bearer(headers.authorization)?.startsWith(GRANT_PREFIX) === true) {
      return checkGrant(request, options.grants);
    }
    if (options.owner.isOwner(headers) && local && isLoopbackAddress(remoteAddress)) return 'owner';
    const isLink = url === SESSION_PATH || url.startsWith(`${SESSION_PATH}?`);
    if (isLink || isWindowFile(request)) {
      if (local && isLoopbackAddress(remoteAddress)) return 'client';
      if (isLink) throw new RouterError('OWNER_ONLY', 'links open the window on this machine only');
    }
    if (token !== undefined && token !== '') checkToken(headers, token);
    else if (!local || !isLoopbackAddress(remoteAddress)) {
      throw new RouterError(
        'UNAUTHORIZED',
        'unauthorized: without a token only this machine may call',
      );
    }
    return 'client';
  };
}

/** Whatever looks like a grant is one that holds here, or gets nothing, not even what anybody gets. */
function checkGrant(request: GuardedRequest, grants: RequestGuardOptions['grants']): Principal {
  const { headers, url, localAddress, remoteAddress } = request;
  const local = isLoopbackAddress(localAddress) && isLoopbackAddress(remoteAddress);
  const isMcp = /^\/mcp(?=\?|$)/.test(url) && headers.upgrade === undefined;
  const grant = grants?.find(bearer(headers.authorization) ?? '');
  if (local && isMcp && grant !== undefined) return 'grant';
  throw new RouterError('UNAUTHORIZED', 'unauthorized: the run that had this token is over');
}

/** A browser cannot send a token before it has the page, and the page holds no secret. */
function isWindowFile({ method, url }: GuardedRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && /^\/ui(?=[/?]|$)/.test(url);
}

/** No web page may call us but our own: programs send no Origin. Host was checked before. */
function checkOrigin({ origin, host }: IncomingHttpHeaders): void {
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new RouterError(
      'FORBIDDEN_ORIGIN',
      'requests from web pages are refused (Origin header)',
    );
  }
}

function checkHost({ headers, rawHeaders }: GuardedRequest): void {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  if (count <= 1 && isLoopbackHost(headers.host)) return;
  throw new RouterError(
    'FORBIDDEN_HOST',
    'the Host header must be 127.0.0.1, localhost or [::1] (protection against DNS rebinding)',
  );
}

function isLoopbackHost(host: string | undefined): boolean {
  const match = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.exec(host ?? '');
  return match !== null;
}

/** 127/8, ::1 and IPv4-mapped 127/8; names are never resolved. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  if (address === '::1') return true;
  return /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address);
}

function checkToken(headers: IncomingHttpHeaders, token: string): void {
  const given = bearer(headers.authorization) ?? headers['x-api-key'];
  // Digests have one length, so the comparison tells nothing about the token's.
  if (typeof given === 'string' && timingSafeEqual(digest(given), digest(token))) return;
  throw new RouterError(
    'UNAUTHORIZED',
    'unauthorized: send the token as "Authorization: Bearer <token>"',
  );
}

function bearer(authorization: string | undefined): string | undefined {
  return authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
