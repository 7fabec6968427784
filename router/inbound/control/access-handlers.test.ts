import { expect, test, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createControlApp } from '../../testing/control-app.ts';
import { FakeConnection } from '../../testing/fake-connection.ts';
import { createFakeControlParts } from '../../testing/fake-control-parts.ts';
import { accessHandlers } from './access-handlers.ts';

test('the token of other programs is given to the owner, if there is one', async () => {
  await using none = await createControlApp();
  expect(await none.client.call('access.token', {})).toEqual({ token: null });
  await using some = await createControlApp({ clientToken: () => 'tok-1' });
  expect(await some.client.call('access.token', {})).toEqual({ token: 'tok-1' });
  expect(await some.client.call('access.create-token', {})).toEqual({ path: '/c/client-token' });
});

test('a link opens a session', async () => {
  await using router = await createControlApp();
  const { url } = await router.client.call('links.create', {});
  const [page, link = ''] = url.split('#link=');
  expect(page).toBe('http://127.0.0.1:1/ui/');
  expect(router.parts.owner.redeem(link)).toBeDefined();
});

test('a restart waits until its answer is out', async () => {
  const parts = createFakeControlParts();
  const connection = new FakeConnection();
  const restart = accessHandlers(parts)['router.restart'];
  expect(await restart({}, { client: '', connection })).toEqual({});
  expect(parts.restarts()).toBe(0);
  connection.hangUp();
  await vi.waitFor(() => expect(parts.restarts()).toBe(1));
});

test('also when whoever asked is gone before it is checked', async () => {
  const parts = createFakeControlParts();
  const connection = new FakeConnection();
  const asking = accessHandlers(parts)['router.restart']({}, { client: '', connection });
  connection.hangUp();
  await asking;
  await vi.waitFor(() => expect(parts.restarts()).toBe(1));
});

test('a restart that could not come up is refused, with what is wrong', async () => {
  const issues = [{ severity: 'error', file: 's.toml', message: 'no' }] as const;
  await using router = await createControlApp({
    checkRestart: () => Promise.reject(new RouterError('CONFIG_INVALID', 's.toml: no', { issues })),
  });
  const asked = router.client.call('router.restart', {});
  await expect(asked).rejects.toMatchObject({ code: 'CONFIG_INVALID', issues });
  await router.client.call('status.get', {});
  expect(router.parts.restarts()).toBe(0);
});

test('and happens once for each that was asked for', async () => {
  await using router = await createControlApp();
  await router.client.call('router.restart', {});
  await vi.waitFor(() => expect(router.parts.restarts()).toBe(1));
});
