import { Agent } from 'undici';
import { describe, expect, test } from 'vitest';

import type { InferencerSettings } from './inferencer-settings.ts';
import { baseUrlProblem, toTarget } from './to-target.ts';

const SETTINGS: InferencerSettings = {
  name: 'anthropic',
  kind: 'openai',
  baseUrl: 'https://api.example:8443/v1',
  key: { kind: 'variable', variable: 'ANTHROPIC_API_KEY' },
  extraBody: {},
  models: [],
  discover: false,
  modelPatterns: [],
  idleTimeoutMs: 7000,
};
const dispatcher = new Agent();

function target(settings: Partial<InferencerSettings>, env: Record<string, string> = {}) {
  return toTarget({ ...SETTINGS, ...settings }, { dispatcher, env: () => env, userAgent: 'w/1' });
}

test('a target has the address in parts, the key as bearer and the idle time-out', () => {
  expect(target({}, { ANTHROPIC_API_KEY: ' sk-1\n' })).toEqual({
    dispatcher,
    origin: 'https://api.example:8443',
    basePath: '/v1',
    headers: { 'user-agent': 'w/1', authorization: 'Bearer sk-1' },
    idleTimeoutMs: 7000,
    name: 'anthropic',
  });
});

test('a base_url may have no path', () => {
  expect(target({ baseUrl: 'http://gpu:8000', key: { kind: 'none' } })).toMatchObject({
    origin: 'http://gpu:8000',
    basePath: '',
    headers: { 'user-agent': 'w/1' },
  });
});

describe('keys', () => {
  test('are read at call time', () => {
    const env: Record<string, string> = {};
    const make = () => target({}, env).headers['authorization'];
    expect(make).toThrow();
    env['ANTHROPIC_API_KEY'] = 'new';
    expect(make()).toBe('Bearer new');
  });

  test.each([{}, { ANTHROPIC_API_KEY: '' }, { ANTHROPIC_API_KEY: 'two words' }])(
    'that no header can hold are missing (%o)',
    (env) => {
      expect(() => target({}, env)).toThrow(
        expect.objectContaining({
          code: 'MISSING_KEY',
          status: 400,
          message: expect.stringMatching(
            /^inferencer 'anthropic' requires \$ANTHROPIC_API_KEY; set/,
          ),
        }),
      );
    },
  );

  test('written in the file are used, and never shown when they are unusable', () => {
    const literal = (value: string) => target({ key: { kind: 'literal', value } });
    expect(literal('sk-2').headers).toMatchObject({ authorization: 'Bearer sk-2' });
    expect(() => literal('sécret')).toThrow(
      expect.objectContaining({
        code: 'MISSING_KEY',
        message: expect.not.stringContaining('sécret'),
      }),
    );
  });
});

test.each(['', 'api.example/v1', 'ftp://a/v1', 'http://', 'http://a/v1?x=1', 'http://u:p@a/v1'])(
  'the base_url %j is refused, by the name of the inferencer',
  (baseUrl) => {
    const expected = { code: 'INVALID_REQUEST', message: expect.stringContaining("'anthropic'") };
    expect(() => target({ baseUrl })).toThrow(expect.objectContaining(expected));
    expect(baseUrlProblem({ ...SETTINGS, baseUrl })).toMatch(/inferencers\.toml/);
  },
);
