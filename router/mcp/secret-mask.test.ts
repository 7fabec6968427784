import { expect, test } from 'vitest';

import { entryOf } from './fixtures/harness.ts';
import { createSecretMask } from './secret-mask.ts';

test('environment and header values vanish, with and without their scheme word', () => {
  const mask = createSecretMask(
    entryOf({ env: { TOKEN: 'ghp_secret' }, headers: { Authorization: 'Bearer sk-12345' } }),
  );
  expect(mask('ghp_secret was refused')).toBe('*** was refused');
  expect(mask('sent Bearer sk-12345, got 401 for sk-12345')).toBe('sent ***, got 401 for ***');
});

test('the private parts of a URL vanish, the rest stays', () => {
  const mask = createSecretMask(
    entryOf({ url: 'https://u5er-name:pass-word@host/mcp?key=abcdef' }),
  );
  expect(mask('https://u5er-name:pass-word@host/mcp?key=abcdef')).toBe(
    'https://***:***@host/mcp***',
  );
  expect(mask('abcdef')).toBe('***');
});

test('a secret that contains another one vanishes whole', () => {
  const mask = createSecretMask(entryOf({ env: { A: 'secret', B: 'secret-and-more' } }));
  expect(mask('secret-and-more')).toBe('***');
});

test('short values such as flags do not garble texts', () => {
  const mask = createSecretMask(entryOf({ env: { DEBUG: '1', LEVEL: 'info' } }));
  expect(mask('1 info line')).toBe('1 info line');
});
