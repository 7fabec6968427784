import { expect, test } from 'vitest';

import { createControlApp } from '../../testing/control-app.ts';

test('the newest log lines are listed', async () => {
  await using router = await createControlApp();
  for (const word of ['one', 'two', 'three']) router.parts.lines.say(word);
  const listed = await router.client.call('logs.list', { limit: 2 });
  expect(listed).toMatchObject({ run: 'run1', seq: 3 });
  expect(listed.lines.map(({ message }) => message)).toEqual(['two', 'three']);
});
