import { expect, test } from 'vitest';

import type { ServerEntry } from '#contract/config.ts';
import { entryOf } from '../fixtures/harness.ts';
import { createSecretMask, maskThenCut } from './secret-mask.ts';

function ownMask(entry: ServerEntry): (text: string) => string {
  return createSecretMask(entry, (text) => text);
}

test('environment and header values vanish, with and without their scheme word', () => {
  const mask = ownMask(
    entryOf({ env: { TOKEN: 'ghp_secret' }, headers: { Authorization: 'Bearer sk-12345' } }),
  );
  expect(mask('ghp_secret was refused')).toBe('[secret] was refused');
  expect(mask('sent Bearer sk-12345, got 401 for sk-12345')).toBe(
    'sent [secret], got 401 for [secret]',
  );
});

test('the private parts of a URL vanish, the rest stays', () => {
  const mask = ownMask(entryOf({ url: 'https://u5er-name:pass-word@host/mcp?key=abcdef' }));
  expect(mask('https://u5er-name:pass-word@host/mcp?key=abcdef')).toBe(
    'https://[secret]:[secret]@host/mcp[secret]',
  );
  expect(mask('abcdef')).toBe('[secret]');
});

test('a secret that contains another one vanishes whole', () => {
  const mask = ownMask(entryOf({ env: { A: 'secret', B: 'secret-and-more' } }));
  expect(mask('secret-and-more')).toBe('[secret]');
});

test('short values such as flags do not garble texts', () => {
  const mask = ownMask(entryOf({ env: { DEBUG: '1', LEVEL: 'info' } }));
  expect(mask('1 info line')).toBe('1 info line');
});

test.each([
  [['--api-key=sk-12345'], 'sk-12345'],
  [['--token', 'sk-12345'], 'sk-12345'],
  [['-e', 'API_KEY=sk-12345'], 'sk-12345'],
  [['--header', 'Authorization: Bearer sk-12345'], 'sk-12345'],
  [['postgres://reader:pass-word@host/db?sslkey=key-12345'], 'pass-word'],
  [['postgres://reader:pass%21word@host/db'], 'pass!word'],
])('credentials in the arguments %j vanish', (args, secret) => {
  expect(ownMask(entryOf({ args }))(`it said ${secret}.`)).toBe('it said [secret].');
});

test('other arguments stay', () => {
  const mask = ownMask(
    entryOf({ args: ['--verbose', 'folder', '--author', 'someone', '/home/me'] }),
  );
  expect(mask('--verbose folder someone /home/me')).toBe('--verbose folder someone /home/me');
});

test('a long part of a path may be a key', () => {
  const mask = ownMask(entryOf({ url: 'https://host/s/0123456789abcdef/mcp' }));
  expect(mask('see https://host/s/0123456789abcdef/mcp')).toBe('see https://host/s/[secret]/mcp');
});

test("secrets of the router's mask and of the entry that overlap vanish whole", () => {
  const entry = entryOf({ env: { A: 'config-secret-suffix', B: 'inner-part' } });
  const shared = (text: string): string =>
    text.replaceAll('config-secret', '[secret]').replaceAll('an-inner-part-of-it', '[secret]');
  const mask = createSecretMask(entry, shared);
  expect(mask('config-secret-suffix')).toBe('[secret]');
  expect(mask('an-inner-part-of-it')).toBe('[secret]');
  expect(mask('inner-part')).toBe('[secret]');
});

test('lines of a value that has several vanish one by one', () => {
  const mask = ownMask(entryOf({ env: { PEM: 'first-line\nsecond-line' } }));
  expect(mask('second-line')).toBe('[secret]');
});

test('no cut leaves a part of a secret, wherever the secret stands', () => {
  const secret = 'canary-0123456789';
  const mask = (text: string): string => text.replaceAll(secret, '[secret]');
  for (let before = 0; before < 60; before++) {
    const cut = maskThenCut(`${'x'.repeat(before)}${secret}${'y'.repeat(20_000)}`, mask, 50);
    expect(cut).not.toContain('canary');
    expect(cut.length).toBeGreaterThan(40);
    expect(cut.length).toBeLessThanOrEqual(50);
  }
});

test('masking that shortens a long text does not uncover its cut end', () => {
  const secret = 'canary-0123456789';
  const mask = (text: string): string => text.replaceAll(secret, '#');
  expect(maskThenCut(secret.repeat(10_000), mask, 1000)).not.toContain('c');
});

test('characters that mean something in patterns are taken as they are', () => {
  const mask = ownMask(entryOf({ env: { A: 'a+b(c|d)$[e]^{2}\\.*?' } }));
  expect(mask('<a+b(c|d)$[e]^{2}\\.*?> aab')).toBe('<[secret]> aab');
});
