import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createControlApp } from '../../testing/control-app.ts';

test('a refused edit comes with the places that are wrong', async () => {
  await using router = await createControlApp();
  const issues = [
    { severity: 'error', file: '/c/mcp.json', line: 3, message: 'no command' },
  ] as const;
  router.parts.editor.write = () =>
    Promise.reject(new RouterError('CONFIG_INVALID', 'not saved', { issues }));
  const change = { kind: 'text', text: '{}' } as const;
  const write = { file: 'mcp.json', expected: 'h1', change } as const;
  const call = router.client.call('config.write', write);
  await expect(call).rejects.toMatchObject({ code: 'CONFIG_INVALID', issues });
});

test('an edit reaches the editor as it was asked for', async () => {
  await using router = await createControlApp();
  const edits = [{ kind: 'set', path: ['mcpServers', 'git', 'disabled'], value: true }] as const;
  const request = { file: 'mcp.json', expected: 'h1', change: { kind: 'edits', edits } } as const;
  const asked = structuredClone(request) as never;
  await router.client.call('config.preview', asked);
  const document = await router.client.call('config.write', asked);
  expect(document.hash).toBe('h2');
  expect(router.parts.edits).toEqual([request, request]);
});
