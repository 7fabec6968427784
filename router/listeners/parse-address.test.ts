import { expect, test } from 'vitest';

import { formatAddress, parseAddress } from './parse-address.ts';

test.each([
  ['127.0.0.1', '127.0.0.1', 0],
  ['127.0.0.1:8080', '127.0.0.1', 8080],
  ['127.0.0.1:0', '127.0.0.1', 0],
  ['127.0.0.1:', '127.0.0.1', 0],
  ['localhost:80', 'localhost', 80],
  ['my-mac.lan:65535', 'my-mac.lan', 65_535],
  [':4711', 'localhost', 4711],
  [':', 'localhost', 0],
  ['', 'localhost', 0],
  ['0.0.0.0:1', '0.0.0.0', 1],
  ['[::1]', '::1', 0],
  ['[::1]:8080', '::1', 8080],
  ['[fe80::1%eth0]:9', 'fe80::1%eth0', 9],
  ['::1', '::1', 0],
  ['::', '::', 0],
  ['fe80::1:8080', 'fe80::1:8080', 0],
])('%j', (text, host, port) => expect(parseAddress(text)).toEqual({ host, port }));

test.each([
  '127.0.0.1:65536',
  'localhost:http',
  'a:-1',
  'a:1.5',
  'a: 1',
  'a:0x10',
  'a:1e3',
  '[::1]:x',
])('%j has no port', (text) =>
  expect(() => parseAddress(text)).toThrow(
    expect.objectContaining({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(`'${text}'`),
    }),
  ),
);

test('written as URLs have it, and read back', () => {
  for (const address of [
    { host: '127.0.0.1', port: 80 },
    { host: '::1', port: 80 },
  ]) {
    const text = formatAddress(address);
    expect(new URL(`http://${text}`).host).toBe(text.replace(/:80$/, ''));
    expect(parseAddress(text)).toEqual(address);
  }
});
