import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createStoredSecrets } from './stored-secrets.ts';
import { createFakeKeeper } from './testing/fake-control-parts.ts';

function create(kept = createFakeKeeper({ KEY: 'stored-1' })) {
  let hidden: readonly string[] = [];
  const env = { KEY: 'from-env', HOME: '/home/u' };
  const secrets = createStoredSecrets({
    kept,
    env,
    hide: (values) => (hidden = [...values]),
  });
  return { secrets, env, hidden: () => hidden };
}

test('stored values lie over the environment, which stays as it is', () => {
  const { secrets, env } = create();
  expect(secrets.env).toEqual({ KEY: 'stored-1', HOME: '/home/u' });
  expect(env).toEqual({ KEY: 'from-env', HOME: '/home/u' });
  expect(secrets.isStored('KEY')).toBe(true);
  expect(secrets.isStored('HOME')).toBe(false);
});

test('a new value counts when it was kept, and before anybody is told', async () => {
  const { secrets } = create();
  const seen: unknown[] = [];
  secrets.onChange(async () => void seen.push(secrets.env['NEW']));
  await secrets.keeper.set('NEW', 'stored-2');
  expect(seen).toEqual(['stored-2']);
  expect(secrets.keeper.values().get('NEW')).toBe('stored-2');
});

test('a removed one uncovers the environment', async () => {
  const { secrets } = create();
  await secrets.keeper.set('KEY', undefined);
  expect(secrets.env['KEY']).toBe('from-env');
  await secrets.keeper.set('NEW', 'stored-2');
  await secrets.keeper.set('NEW', undefined);
  expect(Object.hasOwn(secrets.env, 'NEW')).toBe(false);
});

test('every value is hidden at once and stays hidden', async () => {
  const { secrets, hidden } = create();
  expect(hidden()).toEqual(['stored-1']);
  const setting = secrets.keeper.set('KEY', 'stored-2');
  expect(hidden()).toEqual(['stored-1', 'stored-2']);
  await setting;
  await secrets.keeper.set('KEY', undefined);
  expect(hidden()).toEqual(['stored-1', 'stored-2']);
});

test('what cannot be kept changes nothing', async () => {
  const kept = createFakeKeeper();
  kept.set = () => Promise.reject(new RouterError('SECRET_UNWRITABLE'));
  const { secrets } = create(kept);
  secrets.onChange(() => Promise.reject(new Error('nobody must be told')));
  await expect(secrets.keeper.set('KEY', 'new')).rejects.toMatchObject({
    code: 'SECRET_UNWRITABLE',
  });
  expect(secrets.env['KEY']).toBe('from-env');
});

test('who keeps them shows through', () => {
  const { keeper } = create().secrets;
  expect([keeper.kind, keeper.notice]).toEqual(['file', 'for the test']);
});
