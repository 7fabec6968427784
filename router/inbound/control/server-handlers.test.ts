import { expect, test } from 'vitest';

import { createControlApp } from '../../testing/control-app.ts';
import { text, toolEntry } from '../../testing/fake-tool-servers.ts';

test('a server is restarted by its name', async () => {
  await using router = await createControlApp();
  router.parts.tools.add(toolEntry('git.log'), () => text('x'));
  expect(await router.client.call('servers.restart', { name: 'git' })).toEqual({});
  expect(router.parts.tools.restarted).toEqual(['git']);
  const unknown = router.client.call('servers.restart', { name: 'svn' });
  await expect(unknown).rejects.toMatchObject({ code: 'UNKNOWN_SERVER', param: 'name' });
});

test('memory is told by server', async () => {
  await using router = await createControlApp();
  router.parts.tools.bytes.set('git', 4_096);
  expect(await router.client.call('servers.memory', {})).toEqual({ bytes: { git: 4_096 } });
});
