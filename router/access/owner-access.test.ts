import { beforeEach, describe, expect, test } from 'vitest';

import type { OwnerAccess, OwnerSession } from '#core/ports/owner-access.ts';
import { createOwnerAccess } from './owner-access.ts';

let clock: number;
let owner: OwnerAccess;

beforeEach(() => {
  clock = 1_000;
  owner = createOwnerAccess({ cookieName: () => 'woollama-4711', now: () => clock });
});

function openSession(access = owner): OwnerSession {
  const session = access.redeem(access.createLink());
  if (session === undefined) throw new Error('a new link must open a session');
  return session;
}

const cookieOf = ({ cookie }: OwnerSession) => cookie.split(';')[0] ?? '';

describe('the token', () => {
  test('is 256 bits and another one at every start', () => {
    expect(owner.token).toMatch(/^[\w-]{43}$/);
    expect(createOwnerAccess({ cookieName: () => 'x' }).token).not.toBe(owner.token);
  });

  test('makes an owner as a bearer only, and only as a whole', () => {
    const ask = (authorization: string) => owner.isOwner({ authorization });
    const { token } = owner;
    expect(ask(`Bearer ${token}`)).toBe(true);
    expect(ask(token)).toBe(false);
    expect(ask(`bearer ${token}`)).toBe(false);
    expect(ask(`Bearer ${token.slice(0, -1)}`)).toBe(false);
    expect(ask(`Bearer ${token}x`)).toBe(false);
    expect(ask(`Bearer ${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(false);
    expect(ask(`Bearer ${'ä'.repeat(token.length)}`)).toBe(false);
    expect(owner.isOwner({ 'x-api-key': token })).toBe(false);
    expect(owner.isOwner({ 'x-woollama-session': token })).toBe(false);
    expect(owner.isOwner({})).toBe(false);
  });
});

describe('a link', () => {
  test('opens one session', () => {
    const link = owner.createLink();
    expect(owner.redeem(link)).toBeDefined();
    expect(owner.redeem(link)).toBeUndefined();
  });

  test('lasts for two minutes', () => {
    const [inTime, late] = [owner.createLink(), owner.createLink()];
    clock += 119_999;
    expect(owner.redeem(inTime)).toBeDefined();
    clock += 1;
    expect(owner.redeem(late)).toBeUndefined();
  });

  test('must have been made here', () => {
    const other = createOwnerAccess({ cookieName: () => 'x' });
    expect(owner.redeem(other.createLink())).toBeUndefined();
    expect(owner.redeem('')).toBeUndefined();
    expect(owner.redeem(owner.token)).toBeUndefined();
  });

  test('of many the newest count', () => {
    const links = Array.from({ length: 65 }, () => owner.createLink());
    expect(owner.redeem(links[0] ?? '')).toBeUndefined();
    expect(owner.redeem(links[1] ?? '')).toBeDefined();
    expect(owner.redeem(links[64] ?? '')).toBeDefined();
  });
});

describe('a session', () => {
  test('has a cookie that scripts and other sites do not get', () => {
    expect(openSession().cookie).toMatch(
      /^woollama-4711=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
  });

  test('needs the cookie and its other half', () => {
    const session = openSession();
    const cookie = cookieOf(session);
    const half = { 'x-woollama-session': session.session };
    expect(owner.isOwner({ cookie, ...half })).toBe(true);
    expect(owner.isOwner({ cookie: `theme=dark; ${cookie}; a=b`, ...half })).toBe(true);
    expect(owner.isOwner({ cookie })).toBe(false);
    expect(owner.isOwner(half)).toBe(false);
    expect(owner.isOwner({ cookie, 'x-woollama-session': '' })).toBe(false);
    expect(owner.isOwner({ cookie: cookie.replace('4711', '4712'), ...half })).toBe(false);
    expect(owner.isOwner({ cookie: `x${cookie}`, ...half })).toBe(false);
  });

  test('is found beside other cookies of the same name', () => {
    const session = openSession();
    const half = { 'x-woollama-session': session.session };
    const cookie = cookieOf(session);
    expect(owner.isOwner({ cookie: `woollama-4711=x; ${cookie}`, ...half })).toBe(true);
    expect(owner.isOwner({ cookie: `${cookie}; woollama-4711=`, ...half })).toBe(true);
    expect(owner.isOwner({ cookie: 'woollama-4711=x; woollama-4711=y', ...half })).toBe(false);
  });

  test('does not take the half of another one', () => {
    const [one, other] = [openSession(), openSession()];
    const mixed = { cookie: cookieOf(one), 'x-woollama-session': other.session };
    expect(owner.isOwner(mixed)).toBe(false);
  });

  test('outlives its link and ends with the router', () => {
    const session = openSession();
    const headers = { cookie: cookieOf(session), 'x-woollama-session': session.session };
    clock += 86_400_000;
    expect(owner.isOwner(headers)).toBe(true);
    expect(createOwnerAccess({ cookieName: () => 'woollama-4711' }).isOwner(headers)).toBe(false);
  });

  test('of very many the oldest ends', () => {
    const sessions = Array.from({ length: 65 }, () => openSession());
    const isOwner = (at: number) => {
      const { cookie = '', session = '' } = sessions[at] ?? {};
      return owner.isOwner({
        cookie: cookie.split(';')[0] ?? '',
        'x-woollama-session': session,
      });
    };
    expect([isOwner(0), isOwner(1), isOwner(64)]).toEqual([false, true, true]);
  });
});
