import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import {
  ANSWER,
  createFakeConversations,
  createFakeOwner,
  takeTurn,
} from '../testing/fake-conversations.ts';

const code = (code: string) => expect.objectContaining({ code });

describe('a question', () => {
  async function asked() {
    const owner = createFakeOwner('managed-agents');
    const conversations = createFakeConversations(owner);
    const answers: unknown[] = [];
    const question = { question: 'Tea?' };
    owner.script = async function* ({ pendingId }, { messages }) {
      if (pendingId === null) {
        const result = {
          ...ANSWER,
          status: 'requires_action',
          requiredAction: { question },
        } as const;
        return yield { kind: 'finished', result, pendingId: 'ask-1' };
      }
      answers.push([pendingId, messages[0]?.content]);
      await new Promise(setImmediate);
      yield { kind: 'finished', result: ANSWER };
    };
    const { conversation } = await takeTurn(conversations, { model: 'claude-agent/opus' });
    return { conversations, owner, answers, id: conversation.id };
  }

  test('waits, is answered under its id, and is gone then', async () => {
    const { conversations, id, answers } = await asked();
    expect(conversations.get(id)).toMatchObject({ status: 'awaiting_input', pendingId: 'ask-1' });
    await takeTurn(conversations, { conversation: id }, 'yes');
    expect(answers).toEqual([['ask-1', 'yes']]);
    expect(conversations.get(id)).toMatchObject({ status: 'idle', pendingId: null });
  });

  test('of two answers exactly one wins', async () => {
    const { conversations, id, answers } = await asked();
    const both = await Promise.allSettled([
      takeTurn(conversations, { conversation: id }, 'yes'),
      takeTurn(conversations, { conversation: id }, 'no'),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { code: 'CONVERSATION_CONFLICT', status: 409 } });
    expect(answers).toEqual([['ask-1', 'yes']]);
  });

  test('that was answered stays so, although the turn fails afterwards', async () => {
    const { conversations, owner, id } = await asked();
    owner.script = async function* () {
      yield { kind: 'answered' };
      throw new RouterError('AGENT_FAILED');
    };
    await expect(takeTurn(conversations, { conversation: id })).rejects.toThrow(
      code('AGENT_FAILED'),
    );
    expect(conversations.get(id)).toMatchObject({ status: 'idle', pendingId: null });
  });

  test('of two answers the second conflicts, although the first failed once it was taken', async () => {
    const { conversations, owner, id } = await asked();
    owner.script = async function* () {
      yield { kind: 'answered' };
      await new Promise(setImmediate);
      throw new RouterError('AGENT_FAILED');
    };
    const both = await Promise.allSettled([
      takeTurn(conversations, { conversation: id }, 'yes'),
      takeTurn(conversations, { conversation: id }, 'no'),
    ]);
    expect(both).toMatchObject([
      { reason: { code: 'AGENT_FAILED' } },
      { reason: { code: 'CONVERSATION_CONFLICT' } },
    ]);
  });

  test('stays when the answer fails, for the next one', async () => {
    const { conversations, owner, id } = await asked();
    owner.script = async function* () {
      yield { kind: 'text', delta: '' };
      throw new RouterError('AGENT_FAILED');
    };
    await expect(takeTurn(conversations, { conversation: id })).rejects.toThrow(
      code('AGENT_FAILED'),
    );
    expect(conversations.get(id)).toMatchObject({ status: 'awaiting_input', pendingId: 'ask-1' });
  });
});
