import { expect, test } from 'vitest';

import { createFakeInferencer, createFakeInferencers } from '../testing/fake-inferencers.ts';
import { chooseModel } from './choose-model.ts';
import { samplingParams } from './sampling-params.ts';

const models = ['auto/default', 'local/llama', 'cloud/big'];

function choose(setting: string, params: object = {}, auto = 'local/llama', isShown = true) {
  const list = ['local', 'cloud', 'demo'].map((name) => createFakeInferencer(name));
  const inferencers = createFakeInferencers(list, { auto, models });
  const messages = [{ role: 'user', content: { type: 'text', text: 'hi' } }];
  const parsed = samplingParams.parse({ messages, maxTokens: 1, ...params });
  const { signal } = new AbortController();
  return chooseModel(parsed, { inferencers, setting, isShown, signal });
}

const hints = (...names: string[]) => ({
  modelPreferences: { hints: names.map((name) => ({ name })), speedPriority: 1 },
});

test('the setting decides', async () => {
  expect(await choose('cloud/big/v2', hints('local/llama'))).toMatchObject({
    name: 'cloud/big/v2',
    inferencer: { name: 'cloud' },
    model: 'big/v2',
  });
});

test('hints count where the setting leaves it open, if they name one of our models', async () => {
  expect(await choose('auto/default', hints('gone/x', 'cloud/big'))).toMatchObject({
    name: 'cloud/big',
  });
  expect(await choose('auto/default', hints('big', 'auto/default'))).toMatchObject({
    name: 'local/llama',
  });
});

test('a hint that nobody sees does not count', async () => {
  const chosen = choose('auto/default', hints('cloud/big'), 'local/llama', false);
  expect(await chosen).toMatchObject({ name: 'local/llama' });
});

test.each(['woollama/counter', 'gone/x', 'llama', 'local/'])(
  '%s cannot answer',
  async (setting) => {
    await expect(choose(setting)).rejects.toMatchObject({ code: 'UNSUPPORTED_INFERENCER' });
  },
);

test('the demo gets no tools unless somebody named it', async () => {
  const tools = [{ name: 'rm', inputSchema: { type: 'object' } }];
  expect(await choose('auto/default', {}, 'demo/echo')).toMatchObject({ name: 'demo/echo' });
  expect(await choose('demo/tools', { tools })).toMatchObject({ name: 'demo/tools' });
  await expect(choose('auto/default', { tools }, 'demo/tools')).rejects.toMatchObject({
    code: 'NO_INFERENCER',
  });
});
