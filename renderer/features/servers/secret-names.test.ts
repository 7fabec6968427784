import { expect, test } from 'vitest';

import { freeSecretName, isPlaceholder, isReference, isSecretName } from './secret-names.ts';

test('names of secrets', () => {
  const secret = ['API_KEY', 'github_token', 'DB_PASSWORD', 'Authorization', 'MY_SECRET'];
  expect(secret.filter((name) => !isSecretName(name))).toEqual([]);
  expect(['LOG_LEVEL', 'PATH', 'AUTHOR'].filter(isSecretName)).toEqual([]);
});

test('references and placeholders are no secrets', () => {
  expect(['${NAME}', '$NAME', 'Bearer ${T}'].every(isReference)).toBe(true);
  expect(['abc', 'a${X}b', ''].some(isReference)).toBe(false);
  expect(isPlaceholder('Bearer ‹secret 2›')).toBe(true);
  expect(isPlaceholder('secret 2')).toBe(false);
});

test('a free name for a secret', () => {
  const wanted = { server: 'git-hub', variable: 'api-key' };
  expect(freeSecretName(wanted, [])).toBe('API_KEY');
  expect(freeSecretName(wanted, ['API_KEY'])).toBe('GIT_HUB_API_KEY');
  expect(freeSecretName(wanted, ['API_KEY', 'GIT_HUB_API_KEY'])).toBe('GIT_HUB_API_KEY_2');
  expect(freeSecretName({ server: 's', variable: '2FA_KEY' }, [])).toBe('S_2FA_KEY');
  expect(freeSecretName({ server: 's', variable: 'K'.repeat(500) }, []).length).toBeLessThan(100);
});
