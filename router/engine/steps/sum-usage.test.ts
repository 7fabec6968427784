import { describe, expect, it } from 'vitest';

import { readUsage, sumUsage, toTokenUsage } from './sum-usage.ts';

const usage = (prompt: number, completion: number, more = {}) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  ...more,
});

describe('readUsage', () => {
  it.each([undefined, null, {}, 'x', { prompt_tokens: '1', completion_tokens: 1 }])(
    'finds none in %j',
    (value) => {
      expect(readUsage(value)).toBeUndefined();
    },
  );

  it('fills in a missing total', () => {
    expect(readUsage({ prompt_tokens: 1, completion_tokens: 2 })).toEqual(usage(1, 2));
  });
});

describe('sumUsage', () => {
  it('adds counts and numeric details, and keeps the last of the rest', () => {
    const sum = sumUsage([
      usage(1, 2, { prompt_tokens_details: { cached_tokens: 5, note: 'a' }, tier: 'x', extra: 1 }),
      usage(10, 20, { prompt_tokens_details: { cached_tokens: 6, audio_tokens: 1 }, tier: null }),
    ]);
    expect(sum).toEqual(
      usage(11, 22, {
        prompt_tokens_details: { cached_tokens: 11, audio_tokens: 1, note: 'a' },
        tier: 'x',
        extra: 1,
      }),
    );
  });

  it('is unknown as soon as one turn is', () => {
    expect(sumUsage([usage(1, 1), undefined])).toBeUndefined();
    expect(sumUsage([])).toBeUndefined();
  });

  it('becomes the counts of an event', () => {
    expect(toTokenUsage(usage(1, 2))).toEqual({
      promptTokens: 1,
      completionTokens: 2,
      totalTokens: 3,
    });
  });
});
