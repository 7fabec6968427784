import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createControlApp } from '../../testing/control-app.ts';
import { createFakeKeeper } from '../../testing/fake-control-parts.ts';

test('secrets are set, named and removed, never shown', async () => {
  const keeper = createFakeKeeper({ Z_KEY: 'hunter2-z' });
  await using router = await createControlApp({ keeper });
  const { client } = router;
  const set = await client.call('secrets.set', { name: 'FROM_ENV', value: 'hunter2-e' });
  expect(set).toEqual({
    keeper: 'file',
    notice: 'for the test',
    secrets: [
      { name: 'FROM_ENV', hidesEnvironment: true },
      { name: 'Z_KEY', hidesEnvironment: false },
    ],
  });
  expect(keeper.values().get('FROM_ENV')).toBe('hunter2-e');
  expect(await client.call('secrets.list', {})).toEqual(set);
  const removed = await client.call('secrets.remove', { name: 'FROM_ENV' });
  expect(removed.secrets).toEqual([{ name: 'Z_KEY', hidesEnvironment: false }]);
  expect(await client.call('secrets.remove', { name: 'FROM_ENV' })).toEqual(removed);
});

test('a secret called like a member of every object hides nothing', async () => {
  const keeper = createFakeKeeper({ constructor: 'hunter2-c' });
  await using router = await createControlApp({ keeper });
  const { secrets } = await router.client.call('secrets.list', {});
  expect(secrets).toEqual([{ name: 'constructor', hidesEnvironment: false }]);
});

test('a secret that cannot be kept says so', async () => {
  const keeper = createFakeKeeper();
  keeper.set = () => Promise.reject(new RouterError('SECRET_UNWRITABLE', 'the disk is full'));
  await using router = await createControlApp({ keeper });
  const call = router.client.call('secrets.set', { name: 'KEY', value: 'hunter2' });
  await expect(call).rejects.toMatchObject({
    code: 'SECRET_UNWRITABLE',
    message: 'the disk is full',
  });
});
