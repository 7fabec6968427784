import { expect, test } from 'vitest';

import { rewritePath } from './rewrite-path.ts';

test.each([
  ['/v1/v1/models', '/v1/models'],
  ['/v1/v1/v1/chat/completions', '/v1/chat/completions'],
  ['/v1/v1', '/v1'],
])('a doubled version: %s', (url, path) => expect(rewritePath(url)).toBe(path));

test.each([
  ['/models', '/v1/models'],
  ['/models/ollama/qwen3', '/v1/models/ollama/qwen3'],
  ['/chat/completions', '/v1/chat/completions'],
  ['/completions', '/v1/completions'],
  ['/embeddings', '/v1/embeddings'],
  ['/images/generations', '/v1/images/generations'],
  ['/responses', '/v1/responses'],
  ['/conversations/conv_1/items', '/v1/conversations/conv_1/items'],
  ['/tools', '/v1/tools'],
])('a missing version: %s', (url, path) => expect(rewritePath(url)).toBe(path));

test.each([
  ['/v1/models/', '/v1/models'],
  ['/models/', '/v1/models'],
  ['/mcp/', '/mcp'],
  ['/healthz/', '/healthz'],
  ['/v1/', '/v1'],
])('a slash at the end: %s', (url, path) => expect(rewritePath(url)).toBe(path));

test.each([
  ['//v1//models', '/v1/models'],
  ['/v1//chat///completions', '/v1/chat/completions'],
  ['//models//', '/v1/models'],
  ['//v1//v1/models', '/v1/models'],
])('doubled slashes: %s', (url, path) => expect(rewritePath(url)).toBe(path));

test.each([
  ['/models?a=b', '/v1/models?a=b'],
  ['/v1/models/?next=/v1/v1//x/', '/v1/models?next=/v1/v1//x/'],
  ['/v1/chat/completions?', '/v1/chat/completions?'],
  ['/?a', '/?a'],
])('a query stays as it is: %s', (url, path) => expect(rewritePath(url)).toBe(path));

test.each([
  '/',
  '',
  '*',
  '/v1',
  '/v1/models',
  '/v1/models/ollama%2Fqwen3',
  '/v1/models/a%2F%2Fb',
  '/mcp',
  '/w1/patterns',
  '/w1/patterns/team/models/run',
  '/healthz',
  '/control/status',
  '/modelsaurus',
  '/chat',
  '/chat/completions-of-mine',
  '/api/models',
  '/v1x/v1/models',
])('left alone: %s', (url) => expect(rewritePath(url)).toBe(url));

test('once repaired, a path stays', () => {
  for (const url of ['//v1/v1/models//', '/v1//v1/', '/images/generations/?x', '/tools//']) {
    const path = rewritePath(url);
    expect(rewritePath(path)).toBe(path);
  }
});
