/**
 * Tells the owner from everybody else on TCP. Cookies are sent to every port of this machine and
 * SameSite ignores ports, so a cookie alone proves nothing: its other half must come in a header.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { SESSION_HEADER } from '#contract/stream.ts';
import type { OwnerAccess } from '#core/ports/owner-access.ts';

export interface OwnerAccessOptions {
  /** Asked for at each use; another one for every port, because browsers mix up ports. */
  readonly cookieName: () => string;
  /** Milliseconds. */
  readonly now?: () => number;
}

const SECRET_BYTES = 32;
const LINK_MS = 120_000;
/** Links and sessions beyond this end the oldest. */
const MOST = 64;
const BEARER = 'Bearer ';

/**
 * Token, links and sessions live in memory only and end with the router, also when it restarts: for
 * a moment its port is free, and what then listens there is sent what open windows hold.
 */
export function createOwnerAccess(options: OwnerAccessOptions): OwnerAccess {
  const { cookieName, now = Date.now } = options;
  const token = newSecret();
  const tokenBytes = Buffer.from(token);
  /** Digest of the cookie to the digest of the other half. */
  const sessions = new Map<string, Buffer>();
  /** Digest of the secret part to the time it ends. */
  const links = new Map<string, number>();

  function hasToken(authorization: string | undefined): boolean {
    // The length is no secret, and keys of other kinds are told apart by it alone.
    if (authorization?.length !== BEARER.length + token.length) return false;
    const given = Buffer.from(authorization);
    const expected = Buffer.concat([Buffer.from(BEARER), tokenBytes]);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  function hasSession(half: string, cookies: string | undefined): boolean {
    const given = digest(half);
    return readCookies(cookies ?? '', cookieName()).some((cookie) => {
      const expected = sessions.get(nameOf(cookie));
      return expected !== undefined && timingSafeEqual(given, expected);
    });
  }

  return {
    token,
    createLink() {
      const link = newSecret();
      keep(links, { key: nameOf(link), value: now() + LINK_MS });
      return link;
    },
    redeem(link) {
      const key = nameOf(link);
      const endsAt = links.get(key);
      links.delete(key);
      if (endsAt === undefined || now() >= endsAt) return undefined;
      const cookie = newSecret();
      const session = newSecret();
      keep(sessions, { key: nameOf(cookie), value: digest(session) });
      return { cookie: `${cookieName()}=${cookie}; HttpOnly; SameSite=Strict; Path=/`, session };
    },
    isOwner(headers: IncomingHttpHeaders) {
      if (hasToken(headers.authorization)) return true;
      const half = headers[SESSION_HEADER];
      return typeof half === 'string' && hasSession(half, headers.cookie);
    },
  };
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function keep<T>(map: Map<string, T>, { key, value }: { key: string; value: T }): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= MOST) return;
    map.delete(oldest);
  }
}

/** Secrets are looked up by digest, so that how long it takes tells nothing about them. */
function nameOf(secret: string): string {
  return digest(secret).toString('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** All of that name: anybody on this machine can set one more, for another path. */
function readCookies(header: string, name: string): readonly string[] {
  const start = `${name}=`;
  const parts = header.split(';').map((part) => part.trim());
  return parts.filter((part) => part.startsWith(start)).map((part) => part.slice(start.length));
}
