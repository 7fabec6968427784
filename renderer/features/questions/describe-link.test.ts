import { expect, test } from 'vitest';

import { describeLink } from './describe-link.ts';

test('an address is taken apart around its host, and nothing is lost', () => {
  const link = describeLink('https://example.com:8443/login?next=%2F#top');
  expect(link).toEqual({
    href: 'https://example.com:8443/login?next=%2F#top',
    before: 'https://',
    host: 'example.com:8443',
    after: '/login?next=%2F#top',
    warnings: [],
  });
});

test.each([
  ['https://bank.example@evil.example/x', 'evil.example', 'before the @'],
  ['https://b\u0430nk.example/', 'xn--bnk-6cd.example', 'other alphabets'],
  ['http://example.com/', 'example.com', 'not encrypted'],
  ['http://127.0.0.1:9/', '127.0.0.1:9', 'on this computer'],
])('%s leads to %s, and says what is odd', (url, host, warning) => {
  const link = describeLink(url);
  expect(link?.host).toBe(host);
  expect(link?.warnings.join(' ')).toContain(warning);
  expect(`${link?.before}${link?.host}${link?.after}`).toBe(link?.href);
});

test.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,x',
  'ftp://a/b',
  'nonsense',
  '',
])('%j is no page and cannot be opened', (url) => {
  expect(describeLink(url)).toBeUndefined();
});
