import { expect, test } from 'vitest';

import {
  ANSWER,
  createFakeConversations,
  createFakeOwner,
  takeTurn,
} from '../testing/fake-conversations.ts';

const code = (code: string) => expect.objectContaining({ code });

test('the counts of a turn stay with its response', async () => {
  const owner = createFakeOwner();
  const conversations = createFakeConversations(owner);
  owner.script = async function* () {
    const usage = {
      prompt_tokens: 3,
      completion_tokens: 4,
      total_tokens: 8,
      prompt_tokens_details: { cached_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 1 },
    };
    yield { kind: 'finished', result: { ...ANSWER, usage } };
  };
  const first = await takeTurn(conversations);
  const response = conversations.getResponse(first.responseId);
  const counted = { input: 3, output: 4, total: 8, cached: 2, reasoning: 1 };
  expect(response?.usage).toEqual(counted);
  expect(response && conversations.isNewest(response)).toBe(true);
  await takeTurn(conversations, { previousResponse: first.responseId });
  expect(response && conversations.isNewest(response)).toBe(false);
});

test('the reason for which an answer was cut short stays with its response', async () => {
  const owner = createFakeOwner();
  const conversations = createFakeConversations(owner);
  owner.script = async function* () {
    const end = { status: 'incomplete', reason: 'content_filter' } as const;
    yield { kind: 'finished', result: { ...ANSWER, ...end } };
  };
  const { responseId } = await takeTurn(conversations);
  expect(conversations.getResponse(responseId)).toMatchObject({
    status: 'incomplete',
    reason: 'content_filter',
  });
});

test('a conversation whose newest response was deleted does not go back to the one before', async () => {
  const conversations = createFakeConversations();
  const first = await takeTurn(conversations);
  const second = await takeTurn(conversations, { previousResponse: first.responseId });
  expect(conversations.deleteResponse(second.responseId)).toBe(true);
  const before = conversations.getResponse(first.responseId);
  expect(before && conversations.isNewest(before)).toBe(false);
  const goOn = (previousResponse: string) => takeTurn(conversations, { previousResponse });
  await expect(goOn(first.responseId)).rejects.toThrow(
    /that was deleted; go on with 'conversation'/,
  );
  await expect(goOn(second.responseId)).rejects.toThrow(code('UNKNOWN_RESPONSE'));
  const { id } = first.conversation;
  const third = await takeTurn(conversations, { conversation: id });
  expect(conversations.handles.lastResponse(id)?.id).toBe(third.responseId);
});

test('a response has the time and the predecessor with which it began', async () => {
  const conversations = createFakeConversations();
  const first = await takeTurn(conversations);
  const { createdAt } = first;
  const { id } = first.conversation;
  const named = await takeTurn(conversations, { conversation: id });
  const chained = await takeTurn(conversations, { previousResponse: named.responseId });
  const kept = (responseId: string) => conversations.getResponse(responseId);
  expect(kept(first.responseId)).toMatchObject({ createdAt, previous: null });
  expect(kept(named.responseId)?.previous).toBeNull();
  expect(kept(chained.responseId)?.previous).toBe(named.responseId);
});
