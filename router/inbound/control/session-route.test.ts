import { expect, test } from 'vitest';

import { createOwnerAccess } from '../../access/owner-access.ts';
import { createControlApp } from '../../testing/control-app.ts';

test('a link opens a session, once, for somebody who is not the owner yet', async () => {
  const owner = createOwnerAccess({ cookieName: () => 'woollama-1' });
  await using router = await createControlApp({ owner }, 'client');
  const link = owner.createLink();
  const opened = await router.post('/control/session', { link });
  expect(opened.status).toBe(200);
  expect(opened.headers['cache-control']).toBe('no-store');
  const { session } = opened.json() as { session: string };
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? '';
  expect(owner.isOwner({ cookie, 'x-woollama-session': session })).toBe(true);
  const again = await router.post('/control/session', { link });
  expect(again.verdict).toBe('401 link_invalid');
  expect(again.headers['set-cookie']).toBeUndefined();
});

test.each([
  [{ link: 'x'.repeat(43) }, '401 link_invalid'],
  [{ link: '' }, '400 invalid_request'],
  [{ link: 'x'.repeat(300) }, '400 invalid_request'],
  [{}, '400 invalid_request'],
])('%j opens none', async (body, verdict) => {
  await using router = await createControlApp({}, 'client');
  expect((await router.post('/control/session', body)).verdict).toBe(verdict);
});
