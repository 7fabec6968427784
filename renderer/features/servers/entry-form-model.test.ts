import { describe, expect, test } from 'vitest';

import {
  editsOf,
  EMPTY_FORM,
  entryOf,
  formOf,
  formProblems,
  secretsToStore,
  type EntryForm,
} from './entry-form-model.ts';

const GIT = {
  command: 'npx',
  args: ['-y', 'server git', '/home/me'],
  env: { GIT_TOKEN: '‹secret 1›', LEVEL: 'warn', PORT: 8080 },
  cwd: '/home/me',
  timeout: 30,
  tools: { deny: ['delete_*'], note: 'mine' },
  disabled: false,
  icon: 'unknown to us',
};

function changed(entry: object, change: Partial<EntryForm>) {
  const before = formOf('git', { ...entry });
  return editsOf(before, { ...before, ...change });
}

describe('from an entry to the form', () => {
  test('shows every field', () => {
    expect(formOf('git', GIT)).toMatchObject({
      name: 'git',
      kind: 'command',
      command: 'npx',
      args: '-y\nserver git\n/home/me',
      cwd: '/home/me',
      timeout: '30',
      prefix: 'name',
      allow: undefined,
      deny: 'delete_*',
    });
    expect(formOf('git', GIT).env.map(({ name, value }) => [name, value])).toEqual([
      ['GIT_TOKEN', '‹secret 1›'],
      ['LEVEL', 'warn'],
      ['PORT', '8080'],
    ]);
  });

  test('an address, its headers and a prefix', () => {
    const form = formOf('web', { url: 'https://x/mcp', headers: { A: 'b' }, prefix: false });
    expect(form).toMatchObject({ kind: 'url', url: 'https://x/mcp', prefix: 'none' });
    expect(form.headers).toEqual([{ id: 0, name: 'A', value: 'b' }]);
    expect(formOf('web', { url: 'u', prefix: 'w' })).toMatchObject({
      prefix: 'own',
      ownPrefix: 'w',
    });
  });

  test('what it may ask back', () => {
    expect(formOf('a', { command: 'x' })).toMatchObject({ sampling: '', roots: true });
    const entry = { command: 'x', sampling: 'deny', roots: false };
    expect(formOf('a', entry)).toMatchObject({ sampling: 'deny', roots: false });
    expect(changed({ command: 'x' }, { sampling: 'ask', roots: false })).toEqual([
      { kind: 'set', path: ['mcpServers', 'git', 'sampling'], value: 'ask' },
      { kind: 'set', path: ['mcpServers', 'git', 'roots'], value: false },
    ]);
    expect(changed(entry, { sampling: '', roots: true })).toEqual([
      { kind: 'remove', path: ['mcpServers', 'git', 'sampling'] },
      { kind: 'remove', path: ['mcpServers', 'git', 'roots'] },
    ]);
    // What the file says without need stays.
    expect(changed({ command: 'x', roots: true }, { cwd: '/a' })).toHaveLength(1);
  });

  test('an entry of a wrong shape does not break it', () => {
    const form = formOf('bad', { command: 7, args: 'x', env: ['y'], tools: 'z' });
    expect(form).toEqual({ ...EMPTY_FORM, name: 'bad' });
  });
});

describe('from the form to edits', () => {
  test('nothing touched is nothing changed', () => {
    expect(changed(GIT, {})).toEqual([]);
    expect(changed({ url: 'https://x', type: 'sse', prefix: 'p' }, {})).toEqual([]);
  });

  test('only what was changed', () => {
    expect(changed(GIT, { args: '-y\nother', timeout: '' })).toEqual([
      { kind: 'set', path: ['mcpServers', 'git', 'args'], value: ['-y', 'other'] },
      { kind: 'remove', path: ['mcpServers', 'git', 'timeout'] },
    ]);
  });

  test('variables one by one, so that secrets and comments stay', () => {
    const before = formOf('git', GIT);
    const env = before.env
      .filter(({ name }) => name !== 'PORT')
      .map((pair) => (pair.name === 'LEVEL' ? { ...pair, value: 'info' } : pair));
    expect(changed(GIT, { env: [...env, { id: 9, name: ' NEW ', value: '1' }] })).toEqual([
      { kind: 'set', path: ['mcpServers', 'git', 'env', 'LEVEL'], value: 'info' },
      { kind: 'set', path: ['mcpServers', 'git', 'env', 'NEW'], value: '1' },
      { kind: 'remove', path: ['mcpServers', 'git', 'env', 'PORT'] },
    ]);
    expect(changed(GIT, { env: [] })).toEqual([
      { kind: 'remove', path: ['mcpServers', 'git', 'env'] },
    ]);
  });

  test('a typed secret never goes into the file', () => {
    const env = [{ id: 0, name: 'API_KEY', value: 'hunter2', storeAs: 'API_KEY' }];
    const form = { ...EMPTY_FORM, name: 'x', command: 'npx', env };
    expect(entryOf(form)).toEqual({ command: 'npx', env: { API_KEY: '${API_KEY}' } });
    expect(secretsToStore(form)).toEqual(env);
    expect(JSON.stringify(changed({ command: 'npx' }, { env }))).not.toContain('hunter2');
  });

  test('lists of tools', () => {
    expect(changed(GIT, { allow: 'read_*\n\nlist', deny: '' })).toEqual([
      { kind: 'set', path: ['mcpServers', 'git', 'tools', 'allow'], value: ['read_*', 'list'] },
      { kind: 'remove', path: ['mcpServers', 'git', 'tools', 'deny'] },
    ]);
    expect(changed({ command: 'x' }, { allow: '' })).toEqual([
      { kind: 'set', path: ['mcpServers', 'git', 'tools', 'allow'], value: [] },
    ]);
  });

  test('a new name comes last, because the other paths name the old one', () => {
    expect(changed(GIT, { name: 'hub', cwd: '' })).toEqual([
      { kind: 'remove', path: ['mcpServers', 'git', 'cwd'] },
      { kind: 'rename', path: ['mcpServers', 'git'], to: 'hub' },
    ]);
  });

  test('a program becomes an address', () => {
    const edits = changed({ command: 'npx', args: ['a'] }, { kind: 'url', url: 'https://x/mcp' });
    expect(edits).toEqual([
      { kind: 'remove', path: ['mcpServers', 'git', 'command'] },
      { kind: 'remove', path: ['mcpServers', 'git', 'args'] },
      { kind: 'set', path: ['mcpServers', 'git', 'url'], value: 'https://x/mcp' },
    ]);
  });

  test('prefix', () => {
    const path = ['mcpServers', 'git', 'prefix'];
    expect(changed(GIT, { prefix: 'none' })).toEqual([{ kind: 'set', path, value: false }]);
    expect(changed({ command: 'x', prefix: false }, { prefix: 'name' })).toEqual([
      { kind: 'remove', path },
    ]);
  });
});

describe('what has to be put right first', () => {
  const good = { ...EMPTY_FORM, name: 'a', command: 'npx' };

  test('a good form has no problems', () => {
    expect(formProblems(good, ['b'])).toEqual({});
    expect(formProblems({ ...good, kind: 'url', url: 'https://${HOST}/mcp' }, [])).toEqual({});
  });

  test.each([
    ['name', { name: ' ' }],
    ['name', { name: 'taken' }],
    ['command', { command: '' }],
    ['url', { kind: 'url', url: 'ftp://x' }],
    ['url', { kind: 'url', url: '' }],
    ['timeout', { timeout: 'soon' }],
    ['timeout', { timeout: '-1' }],
    ['env', { env: twice('A') }],
    ['headers', { headers: twice('A') }],
  ] as const)('%s: %o', (field, change) => {
    expect(Object.keys(formProblems({ ...good, ...change }, ['taken']))).toEqual([field]);
  });
});

function twice(name: string) {
  return [
    { id: 0, name, value: '1' },
    { id: 1, name, value: '2' },
  ];
}
