import { describe, expect, it } from 'vitest';

import { loadServers } from './load-servers.ts';

function load(conversationStore: unknown) {
  const text = JSON.stringify(
    { mcpServers: { mem: { command: 'x' } }, conversationStore },
    null,
    2,
  );
  const loaded = loadServers({ file: 'mcp.json', text }, { KEY: 'key-123456', PORT: '7' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded;
}

describe('conversationStore', () => {
  it('names a server of the file, or an address', () => {
    expect(load({ server: 'mem' }).store).toEqual({ server: 'mem', headers: {} });
    const { store, secrets, log } = load({
      url: 'http://127.0.0.1:${PORT}/store',
      headers: { authorization: 'Bearer ${KEY}' },
    });
    expect(store).toEqual({
      url: 'http://127.0.0.1:7/store',
      headers: { authorization: 'Bearer key-123456' },
    });
    expect(secrets).toContain('key-123456');
    expect(log.issues).toEqual([]);
  });

  it.each([
    ['mem', { server: 'mem' }],
    [
      { type: 'mcp', server: 'mem' },
      { type: 'mcp', server: 'mem' },
    ],
    [
      { type: 'http', url: 'http://h' },
      { type: 'http', url: 'http://h' },
    ],
  ])('is read as earlier programs wrote it: %j', (written, expected) => {
    const { store, log } = load(written);
    expect(store).toEqual({ ...expected, headers: {} });
    expect(log.issues).toEqual([]);
  });

  it.each([undefined, null])('may be %s', (value) => {
    const { store, log } = load(value);
    expect([store, log.issues]).toEqual([undefined, []]);
  });

  it.each([
    [7, 'conversationStore', 'must be an object or the name'],
    ['other', 'conversationStore.server', "no server 'other'"],
    [{ type: 'mcp', url: 'http://x' }, 'conversationStore.type', "needs 'server'"],
    [{ type: 'http', server: 'mem' }, 'conversationStore.type', "needs 'url'"],
    [{ type: 'file', server: 'mem' }, 'conversationStore.type', 'one of mcp, http'],
    [{}, 'conversationStore', "exactly one of 'server' and 'url'"],
    [{ server: 'mem', url: 'http://x' }, 'conversationStore', "exactly one of 'server' and 'url'"],
    [{ server: 'other' }, 'conversationStore.server', "no server 'other'"],
    [{ url: 'ftp://x' }, 'conversationStore.url', 'http:// or https://'],
    [{ url: 7 }, 'conversationStore.url', ''],
    [{ url: 'http://${NOPE}' }, 'conversationStore.url', 'NOPE'],
  ])('%j is left out and reported where it stands; servers load', (value, key, message) => {
    const { store, entries, log } = load(value);
    expect(store).toBeUndefined();
    expect([...entries.keys()]).toEqual(['mem']);
    expect(log.issues).toEqual([
      expect.objectContaining({
        severity: 'error',
        key,
        message: expect.stringContaining(message),
        line: expect.any(Number),
      }),
    ]);
    expect(log.issues[0]?.line).toBeGreaterThan(1);
  });

  it('warns about a slip of the pen', () => {
    expect(load({ server: 'mem', sever: 'mem' }).log.issues).toMatchObject([
      { severity: 'warning', key: 'conversationStore.sever' },
    ]);
  });
});
