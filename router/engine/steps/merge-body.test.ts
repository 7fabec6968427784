import { describe, expect, it } from 'vitest';

import { bodyOfTurn, mergeBody } from './merge-body.ts';

type Layers = Partial<Parameters<typeof mergeBody>[0]>;

function merged(layers: Layers) {
  return mergeBody({ extraBody: {}, client: {}, params: {}, ...layers }).body;
}

describe('mergeBody', () => {
  it('lets the client override the defaults and params override both', () => {
    const body = merged({
      extraBody: { a: 1, b: 1, c: 1 },
      client: { b: 2, c: 2, d: 2 },
      params: { c: 3, d: 3 },
    });
    expect(body).toEqual({ a: 1, b: 2, c: 3, d: 3 });
  });

  it('takes no reserved key from anywhere and names those of the configuration', () => {
    const reserved = { model: 'x', messages: [], stream: true, stream_options: {}, tools: [] };
    const { body, ignored } = mergeBody({
      extraBody: { model: 'y' },
      client: reserved,
      params: { tools: [], seed: 1 },
    });
    expect(body).toEqual({ seed: 1 });
    expect(ignored).toEqual(['model', 'tools']);
  });

  it('merges options tables instead of replacing them', () => {
    const body = merged({
      extraBody: { options: { temperature: 0, num_ctx: 1 } },
      client: { options: { num_ctx: 2 } },
      params: { options: { top_k: 3 } },
    });
    expect(body).toEqual({ options: { temperature: 0, num_ctx: 2, top_k: 3 } });
  });

  it.each<[string, Layers, object]>([
    [
      'a default inside options gives way to the top level',
      { extraBody: { options: { temperature: 0 } }, client: { temperature: 0.7 } },
      { temperature: 0.7 },
    ],
    [
      'a default at the top level gives way to options',
      { extraBody: { temperature: 0 }, params: { options: { temperature: 0.2 } } },
      { options: { temperature: 0.2 } },
    ],
    [
      'params win over the client across both places',
      { client: { temperature: 1 }, params: { options: { temperature: 0.2 } } },
      { options: { temperature: 0.2 } },
    ],
  ])('sends one temperature: %s', (_, layers, expected) => {
    expect(merged(layers)).toEqual(expected);
  });

  it.each<[Layers, object]>([
    [
      { extraBody: { max_tokens: 1 }, client: { max_completion_tokens: 2 } },
      { max_completion_tokens: 2 },
    ],
    [{ extraBody: { max_completion_tokens: 1 }, client: { max_tokens: 2 } }, { max_tokens: 2 }],
    [{ client: { max_tokens: 1, max_completion_tokens: 2 } }, { max_completion_tokens: 2 }],
    [{ extraBody: { options: { num_predict: 1 } }, params: { max_tokens: 2 } }, { max_tokens: 2 }],
  ])('sends one length limit: %j', (layers, expected) => {
    expect(merged(layers)).toEqual(expected);
  });

  it('takes null for a wish to have the default', () => {
    const extraBody = { temperature: 0, max_tokens: 1 };
    const client = { temperature: null, max_completion_tokens: null, stop: null, seed: undefined };
    expect(merged({ extraBody, client })).toEqual(extraBody);
  });
});

describe('bodyOfTurn', () => {
  it('keeps tool_choice for the first turn only, unless it is none', () => {
    const forced = { tool_choice: 'required', seed: 1 };
    expect(bodyOfTurn(forced, 1)).toEqual(forced);
    expect(bodyOfTurn(forced, 2)).toEqual({ seed: 1 });
    const none = { tool_choice: 'none' };
    expect(bodyOfTurn(none, 2)).toEqual(none);
    expect(bodyOfTurn({ tool_choice: undefined }, 1)).toEqual({});
  });
});
