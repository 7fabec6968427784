import { expect, test } from 'vitest';

import { createControlApp } from '../../testing/control-app.ts';
import { FakeConnection } from '../../testing/fake-connection.ts';
import { createFakeInferencers } from '../../testing/fake-inferencers.ts';
import { inferencerHandlers } from './inferencer-handlers.ts';

test('an inferencer is tested, an unknown one refused', async () => {
  await using router = await createControlApp();
  const tested = await router.client.call('inferencers.test', { name: 'local' });
  expect(tested).toMatchObject({ ok: true, problem: null });
  const unknown = router.client.call('inferencers.test', { name: 'nobody' });
  await expect(unknown).rejects.toMatchObject({ code: 'UNKNOWN_NAMESPACE', param: 'name' });
});

test('a test that nobody waits for any more ends', async () => {
  const inferencers = createFakeInferencers([]);
  const signals: AbortSignal[] = [];
  inferencers.test = (_name, signal) => {
    signals.push(signal);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  };
  const connection = new FakeConnection();
  const caller = { client: '', connection };
  const test = inferencerHandlers({ inferencers })['inferencers.test']({ name: 'slow' }, caller);
  expect(signals[0]?.aborted).toBe(false);
  connection.hangUp();
  await expect(test).rejects.toMatchObject({ code: 'CANCELLED' });
});
