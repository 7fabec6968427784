import { expect, test } from 'vitest';

import type { RpcOutcome } from '#core/rpc.ts';
import { ListenedResources } from './listened-resources.ts';

const DONE = { ok: true, result: {} };

/** A server that refuses all at once when one of these is among them, and ignores those. */
function listen(wanted: readonly string[], { refuses = [''], ignores = [''] } = {}) {
  const watched: (readonly string[])[] = [];
  const clients = new Set(wanted);
  const watch = async (uris: readonly string[]): Promise<RpcOutcome> => {
    watched.push(uris);
    if (uris.some((uri) => refuses.includes(uri))) {
      return { ok: false, error: { code: -7, message: 'no' } };
    }
    const resourceSubscriptions = uris.filter((uri) => !ignores.includes(uri));
    return { ok: true, result: { resourceSubscriptions } };
  };
  const listened = new ListenedResources({ session: { watch }, wanted: () => [...clients] });
  const add = (uri: string) => {
    clients.add(uri);
    return listened.add(uri);
  };
  return { listened, add, watched, clients };
}

test('after a refusal it listens again for what was agreed to', async () => {
  const { add, watched } = listen([], { refuses: ['b'] });
  const outcomes = await Promise.all(['a', 'b', 'c'].map(add));
  expect(outcomes).toEqual([DONE, { ok: false, error: { code: -7, message: 'no' } }, DONE]);
  expect(watched).toEqual([['a'], ['a', 'b'], ['a'], ['a', 'c']]);
});

test('what the server left out is refused in words', async () => {
  const { add, watched } = listen([], { ignores: ['b'] });
  expect(await add('b')).toMatchObject({
    ok: false,
    error: { code: -32602, message: 'The server does not tell when b changes' },
  });
  expect(watched).toEqual([['b'], []]);
});

test('a new connection begins with all that is wanted, or else with the lists', async () => {
  const good = listen(['a', 'b']);
  await good.listened.begin();
  expect(await good.add('a')).toEqual(DONE);
  expect(good.watched).toEqual([['a', 'b']]);
  const bad = listen(['a', 'b'], { refuses: ['b'] });
  await bad.listened.begin();
  expect(bad.watched).toEqual([['a', 'b'], []]);
});

test('what nobody wants any more is not listened for', async () => {
  const { listened, add, watched, clients } = listen([]);
  await Promise.all([add('a'), add('b')]);
  clients.delete('a');
  expect(await listened.trim()).toEqual(DONE);
  expect(await listened.trim()).toEqual(DONE);
  expect(watched).toEqual([['a'], ['a', 'b'], ['b']]);
});
