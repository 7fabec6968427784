import { describe, expect, it } from 'vitest';

import { type Env, expandStrings } from './expand.ts';

const env: Env = { HOST: 'box', EMPTY: '', INNER: 'x', JSON: '", "evil": "' };
const expand = (text: string): unknown => expandStrings(text, env).value;

describe('references', () => {
  it.each([
    ['http://${HOST}:1/v1', 'http://box:1/v1'],
    ['${HOST}${HOST}', 'boxbox'],
    ['$HOST stays', '$HOST stays'],
    ['${EMPTY}', ''],
    ['${UNSET:-fallback}', 'fallback'],
    ['${EMPTY:-fallback}', 'fallback'],
    ['${HOST:-fallback}', 'box'],
    ['${UNSET:-a:-b}', 'a:-b'],
    ['${UNSET:-}', ''],
    ['${HOST} and ${open', 'box and ${open'],
    ['${JSON}', '", "evil": "'],
    ['${constructor:-own}', 'own'],
  ])('%s gives %s', (text, expected) => {
    expect(expand(text)).toBe(expected);
  });

  it('reports what is not set, with its place; set but empty is set', () => {
    const { missing } = expandStrings({ a: ['x', '${ONE} ${TWO}'], b: '${EMPTY}' }, env);
    expect(missing).toEqual([
      { path: ['a', 1], name: 'ONE' },
      { path: ['a', 1], name: 'TWO' },
    ]);
  });

  it.each(['${A${INNER}}', '${ HOST }', '${}', '${TWO WORDS}'])('refuses %s', (text) => {
    expect(expandStrings(text, env).malformed).toHaveLength(1);
  });

  it.each([
    ['${UNSET:-two words}', 'two words'],
    ['${UNSET:-${INNER}}', '${INNER}'],
  ])('doubts %s, but uses the default', (text, value) => {
    const expansion = expandStrings(text, env);
    expect(expansion).toMatchObject({ value, malformed: [], missing: [] });
    expect(expansion.doubtful).toHaveLength(1);
  });

  it('tells what came from the environment, not what came from a default', () => {
    const { used } = expandStrings({ a: '${HOST}', b: '${UNSET:-d}', c: '${EMPTY:-d}' }, env);
    expect(used).toEqual([{ path: ['a'], name: 'HOST', value: 'box' }]);
  });
});

describe('values', () => {
  it('expands texts at any depth, and neither keys nor other types', () => {
    const { value } = expandStrings({ '${HOST}': [{ a: '${HOST}' }, 1, true, null] }, env);
    expect(value).toEqual({ '${HOST}': [{ a: 'box' }, 1, true, null] });
  });

  it('leaves documentation alone', () => {
    const { value, missing } = expandStrings({ _note: '${UNSET}', a: { _b: ['${UNSET}'] } }, env);
    expect(value).toEqual({ _note: '${UNSET}', a: { _b: ['${UNSET}'] } });
    expect(missing).toEqual([]);
  });
});
