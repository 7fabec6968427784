import { describe, expect, it } from 'vitest';

import type { InferencerEntry } from '#contract/config.ts';
import type { LoadedEntries } from './load-entries.ts';
import { loadInferencers } from './load-inferencers.ts';

const env = { BOX: 'box.local', THE_KEY: 'sk-from-env' };

function load(text: string): LoadedEntries<InferencerEntry> {
  const loaded = loadInferencers({ file: 'inferencers.toml', text }, env);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded;
}

const keysOf = (text: string): unknown[] => load(text).log.issues.map(({ key }) => key);

describe('entries', () => {
  it('keeps everything that is written, later keys too, and expands variables', () => {
    const { entries, log } = load(`
[inferencers.big]
base_url = "https://\${BOX}:\${PORT:-8443}/v1"
api_key = "$BIG_KEY"
discover = false
parallel = 2
virtual = { coder = "qwen" }
_note = "\${NOPE}"
[inferencers._todo]
base_url = 5
[management_protocols.mine]
list = "GET /"
`);
    expect(log.issues).toEqual([]);
    expect([...entries]).toEqual([
      [
        'big',
        {
          base_url: 'https://box.local:8443/v1',
          api_key: '$BIG_KEY',
          discover: false,
          parallel: 2,
          virtual: { coder: 'qwen' },
          _note: '${NOPE}',
        },
      ],
    ]);
  });

  it.each(['ollama', 'anthropic', 'openai', 'groq', 'together', 'openrouter', 'demo'])(
    '%s needs no base_url',
    (name) => {
      expect(load(`[inferencers.${name}]\nenabled = true`).entries.has(name)).toBe(true);
    },
  );

  it.each([
    ['a new name without base_url', 'x', 'models = ["a"]', "missing 'base_url'"],
    ['an empty base_url for a new name', 'x', 'base_url = ""', "missing 'base_url'"],
    ['a base_url without http', 'x', 'base_url = "localhost:1234/v1"', 'http:// or https://'],
    ['the name woollama', 'woollama', 'base_url = "http://h"', 'uses itself'],
    ['the name auto', 'auto', 'models = []', 'uses itself'],
    ['the name claude-code', 'claude-code', 'models = []', 'uses itself'],
    ['a slash in its name', '"a/b"', 'base_url = "http://h"', "'/'"],
    ['text for models', 'openai', 'models = "gpt"', 'must be a list'],
    ['text for discover', 'openai', 'discover = "yes"', 'must be true or false'],
    ['a list for extra_body', 'openai', 'extra_body = [1]', 'must be a table'],
    ['an unset variable', 'openai', 'api_key = "${NOPE}"', '${NOPE}'],
  ])('leaves out an entry with %s, and only that one', (...[, name, line, message]) => {
    const { entries, log } = load(`[inferencers.${name}]\n${line}\n[inferencers.groq]\n`);
    expect([...entries.keys()]).toEqual(['groq']);
    expect(log.issues).toMatchObject([
      { severity: 'error', message: expect.stringContaining(message) },
    ]);
    expect(log.issues[0]?.line).toBeLessThanOrEqual(2);
  });

  it('leaves out what is no table', () => {
    const { entries, log } = load('inferencers.a = 1\ninferencers.groq = {}');
    expect([...entries.keys()]).toEqual(['groq']);
    expect(log.issues[0]?.message).toContain("inferencer 'a' must be a table");
  });

  it('cannot be used when the section is no table', () => {
    const loaded = loadInferencers({ file: 'inferencers.toml', text: 'inferencers = 1' }, env);
    expect(loaded).toMatchObject({ ok: false, issues: [{ line: 1, key: 'inferencers' }] });
  });
});

describe('warnings', () => {
  it('takes a base_url with the operation, and says so', () => {
    const text = '[inferencers.x]\nbase_url = "http://h/v1/chat/completions/"';
    expect(load(text).entries.has('x')).toBe(true);
    expect(keysOf(text)).toEqual(['inferencers.x.base_url']);
  });

  it('finds slips of the pen', () => {
    expect(keysOf('[inferencers.openai]\napi_key_evn = "A"')).toEqual([
      'inferencers.openai.api_key_evn',
    ]);
    expect(keysOf('[inferencer.openai]')).toEqual(['inferencer']);
  });
});

describe('keys', () => {
  it('takes a literal key with a warning that names the better way', () => {
    const { entries, log, secrets } = load('[inferencers.openai]\napi_key = "sk-literal"');
    expect(entries.get('openai')?.api_key).toBe('sk-literal');
    expect(log.issues).toMatchObject([{ severity: 'warning', line: 2 }]);
    expect(log.issues[0]?.hint).toContain('$NAME');
    expect([...secrets]).toEqual(['sk-literal']);
  });

  it('knows a key from the environment as a secret', () => {
    const { entries, log, secrets } = load('[inferencers.openai]\napi_key = "${THE_KEY}"');
    expect(entries.get('openai')?.api_key).toBe('sk-from-env');
    expect(log.issues).toEqual([]);
    expect([...secrets]).toEqual(['sk-from-env']);
  });

  it.each([
    ['api_key_env', 'sk-proj-a1b2c3d4e5f6g7h8', 'sk-proj-a1b2c3d4e5f6g7h8'],
    ['api_key_env', 'gsk_A1b2C3d4E5f6G7h8', 'gsk_A1b2C3d4E5f6G7h8'],
    ['api_key_env', 'A b', 'A b'],
    ['api_key_env', '7hunter2', '7hunter2'],
    ['api_key_env', 'x'.repeat(101), 'x'.repeat(101)],
    ['api_key_env', '$hunter2', 'hunter2'],
    ['api_key', '$sk-proj-a1b2c3d4e5f6', 'sk-proj-a1b2c3d4e5f6'],
    ['api_key', '$gsk_A1b2C3d4E5f6G7h8', 'gsk_A1b2C3d4E5f6G7h8'],
    ['api_key', '${gsk_A1b2C3d4E5f6G7h8}', 'gsk_A1b2C3d4E5f6G7h8'],
    ['api_key', '${sk-proj-a1b2c3d4e5f6:-}', '${sk-proj-a1b2c3d4e5f6:-}'],
    ['api_key', '$7hunter2', '7hunter2'],
  ])('takes no key in place of a name: %s = "%s"', (key, written, secret) => {
    const text = `[inferencers.openai]\n${key} = "${written}"\n[inferencers.groq]\n`;
    const { entries, log, secrets } = load(text);
    expect([...entries.keys()]).toEqual(['groq']);
    const place = { severity: 'error', line: 2, key: `inferencers.openai.${key}` };
    expect(log.issues).toMatchObject([{ ...place, file: 'inferencers.toml' }]);
    expect([...secrets]).toContain(secret);
    expect(JSON.stringify(log.issues)).not.toContain(secret);
  });

  it('takes no key that the environment puts in place of a name', () => {
    const { entries, log, secrets } = load('[inferencers.openai]\napi_key_env = "${THE_KEY}"');
    expect(entries.size).toBe(0);
    expect(log.issues).toMatchObject([{ severity: 'error', line: 2 }]);
    expect([...secrets]).toContain('sk-from-env');
    expect(JSON.stringify(log.issues)).not.toContain('sk-from-env');
  });

  it.each(['OPENAI_API_KEY', '_k', 'key2', ''])('takes %j as the name of a variable', (name) => {
    const { entries, log } = load(`[inferencers.openai]\napi_key_env = "${name}"`);
    expect(entries.get('openai')?.api_key_env).toBe(name);
    expect(log.issues).toEqual([]);
  });

  it('leaves $NAME for the time of the call', () => {
    const { entries, secrets } = load('[inferencers.openai]\napi_key = "$THE_KEY"');
    expect(entries.get('openai')?.api_key).toBe('$THE_KEY');
    expect([...secrets]).toEqual([]);
  });
});
