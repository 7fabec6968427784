import { Dispatcher } from 'undici';
import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createTestTarget } from '../fixtures/test-target.ts';
import { sendJson } from './send-json.ts';

/** Stands for a host that neither accepts nor refuses connections. */
class NeverConnects extends Dispatcher {
  override dispatch(): boolean {
    return true;
  }
}

test('an abort does not wait for a connection', async () => {
  const target = createTestTarget('http://127.0.0.1:1', { dispatcher: new NeverConnects() });
  const controller = new AbortController();
  const reply = sendJson({ target, path: '/x', signal: controller.signal });
  controller.abort();
  await expect(reply).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('an abort with a RouterError of the caller rejects with it', async () => {
  const target = createTestTarget('http://127.0.0.1:1', { dispatcher: new NeverConnects() });
  const reason = new RouterError('SHUTTING_DOWN');
  const reply = sendJson({ target, path: '/x', signal: AbortSignal.abort(reason) });
  await expect(reply).rejects.toBe(reason);
});
