import { expect, test } from 'vitest';

import { SESSION_HEADER, SESSION_PATH } from '#contract/stream.ts';
import { createSession, hasLink, takeLink } from './session.ts';

function createStorage(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    clear: () => values.clear(),
    key: () => null,
    get length() {
      return values.size;
    },
  };
}

test('a link is exchanged for a header', async () => {
  const asked: unknown[] = [];
  const session = createSession(createStorage(), async (url, init) => {
    asked.push([url, init?.method, init?.body]);
    return Response.json({ session: 'half' });
  });
  expect(session.headers()).toEqual({});
  expect(await session.redeem('one-time')).toBe(true);
  expect(asked).toEqual([[SESSION_PATH, 'POST', '{"link":"one-time"}']]);
  expect(session.headers()).toEqual({ [SESSION_HEADER]: 'half' });
});

test.each([
  ['a refusal', () => Response.json({ error: {} }, { status: 401 })],
  ['an answer of something else', () => Response.json({ hello: 1 })],
])('%s opens nothing and keeps the session there was', async (_name, answer) => {
  const storage = createStorage();
  await createSession(storage, async () => Response.json({ session: 'old' })).redeem('a');
  const session = createSession(storage, async () => answer());
  expect(await session.redeem('b')).toBe(false);
  expect(session.headers()).toEqual({ [SESSION_HEADER]: 'old' });
});

test.each([
  ['#link=abc_-9', 'abc_-9'],
  ['#/servers', undefined],
  ['', undefined],
  ['#link=<b>', undefined],
])('the address %j holds the link %j', (hash, expected) => {
  const replaced: string[] = [];
  const link = takeLink(
    { hash, pathname: '/ui/' } as Location,
    { replaceState: (_data, _unused, url) => replaced.push(String(url)) } as History,
  );
  expect(link).toBe(expected);
  expect(hasLink({ hash })).toBe(expected !== undefined);
  expect(replaced).toEqual(expected === undefined ? [] : ['/ui/']);
});
