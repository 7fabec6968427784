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

test('a server is told which of its names are taken, and by whom', async () => {
  const taken = { kind: 'tool', server: 'git', item: 'chat', keptServer: 'woollama' } as const;
  const displaced = (server: string) =>
    server === 'git' ? [{ ...taken, shownAs: 'git.chat' }, taken] : [];
  await using router = await createControlApp({ displaced });
  for (const name of ['git.chat', 'svn.log'])
    router.parts.tools.add(toolEntry(name), () => text('x'));
  const features = await router.client.call('servers.features', { name: 'git' });
  expect(features.displaced).toEqual([
    { item: 'chat', keptBy: 'woollama', shownAs: 'git.chat' },
    { item: 'chat', keptBy: 'woollama' },
  ]);
  const other = await router.client.call('servers.features', { name: 'svn' });
  expect(other.displaced).toEqual([]);
});
