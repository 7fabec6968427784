import { expect, test } from 'vitest';

import { createControlApp } from '../../testing/control-app.ts';

test('imports are looked for, reviewed and taken over', async () => {
  await using router = await createControlApp();
  const { client } = router;
  const { listings } = await client.call('imports.scan', {});
  expect(listings.map((listing) => listing.client)).toEqual(['cursor']);
  expect((await client.call('imports.review', { text: '{}' })).candidates).toHaveLength(1);
  const added = await client.call('imports.apply', {
    source: { kind: 'text', text: '{}' },
    accepted: [{ name: 'git', as: 'git-2' }],
  });
  expect(added).toMatchObject({ added: ['git-2'], document: { file: 'mcp.json' } });
});
