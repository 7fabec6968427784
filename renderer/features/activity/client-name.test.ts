import { expect, test } from 'vitest';

import { clientName, clientOf } from './client-name.ts';

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

test.each([
  ['', 'unknown'],
  ['  ', 'unknown'],
  ['curl/8.5.0', 'curl'],
  ['OpenAI/Python 1.30.1', 'OpenAI Python'],
  ['OpenAI/JS 7.55.0', 'OpenAI JS'],
  ['python-requests/2.31.0', 'python-requests'],
  ['node', 'node'],
  ['undici', 'undici'],
  ['claude-code/v2.1.0 (cli)', 'claude-code'],
  ['Claude Desktop', 'Claude Desktop'],
  [CHROME, 'Chrome'],
  [CHROME.replace('Chrome/', 'HeadlessChrome/'), 'Chrome'],
  [`${CHROME} Edg/140.0`, 'Edge'],
  ['Mozilla/5.0 (Macintosh) Gecko/20100101 Firefox/140.0', 'Firefox'],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1 (KHTML) Version/18.0 Safari/605.1', 'Safari'],
  [
    CHROME.replace('Chrome/', 'Cursor/1.2.3 Chrome/').replace('Safari', 'Electron/33 Safari'),
    'Cursor',
  ],
  ['Mozilla/5.0', 'browser'],
])('%j is %s', (client, name) => {
  expect(clientName(client)).toBe(name);
});

test('an MCP client is shown by name and version, as it introduced itself', () => {
  expect(clientOf({ surface: 'mcp', client: '@acme/agent 2.1.0' })).toBe('@acme/agent 2.1.0');
  expect(clientOf({ surface: 'mcp', client: '' })).toBe('unknown');
  expect(clientOf({ surface: 'openai', client: 'curl/8.5' })).toBe('curl');
});
