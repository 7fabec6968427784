import { expect, test } from 'vitest';

import type { InferencerStatus, RouterStatus } from '#contract/status.ts';
import { findInferencers } from './found-inferencers.ts';

const inferencer = (name: string, more: Partial<InferencerStatus>): InferencerStatus => ({
  name,
  baseUrl: 'http://x',
  key: 'none-needed',
  models: 0,
  ...more,
});

const find = (...inferencers: InferencerStatus[]) =>
  findInferencers({ inferencers } as unknown as RouterStatus).map(({ name, word, text, step }) => [
    name,
    word,
    text,
    ...(step === undefined ? [] : [step]),
  ]);

test('what can answer comes first, the demo before what cannot', () => {
  const found = find(
    inferencer('openai', { key: 'missing', keyName: 'OPENAI_API_KEY' }),
    inferencer('demo', { models: 2 }),
    inferencer('ollama', { models: 1 }),
    inferencer('groq', { key: 'stored', models: 3 }),
  );
  expect(found).toEqual([
    ['ollama', 'Found', '1 model.'],
    ['groq', 'Found', '3 models. Key kept here.'],
    ['demo', 'Always there', expect.stringContaining('calls tools for real')],
    ['openai', 'No key', 'Add a key (OPENAI_API_KEY) to use it.', 'Add key'],
  ]);
});

test('an Ollama that does not run is no error', () => {
  expect(find(inferencer('ollama', { problem: 'connection refused' }))).toEqual([
    ['ollama', 'Not there', 'Ollama does not run on this machine.', 'Look at it'],
  ]);
});

test('services without a key share one line', () => {
  const keyless = (name: string) => inferencer(name, { key: 'missing', keyName: 'KEY' });
  expect(find(keyless('groq'), inferencer('ollama', { models: 1 }), keyless('openai'))).toEqual([
    ['ollama', 'Found', '1 model.'],
    ['services', 'No key', 'Once they have a key: groq and openai.', 'Add a key'],
  ]);
});
