import type { ClaudeCode, ClaudeEvent, ClaudeRun } from '#core/ports/claude-code.ts';

export interface FakeClaudeCode extends ClaudeCode {
  readonly runs: ClaudeRun[];
  isFound: boolean;
}

/** Says what the function says, and remembers what it was asked. */
export function createFakeClaudeCode(
  answer: (run: ClaudeRun) => AsyncIterable<ClaudeEvent> = () => claudeSays('Hello ', 'there'),
): FakeClaudeCode {
  const fake: FakeClaudeCode = {
    runs: [],
    isFound: true,
    run(run) {
      fake.runs.push(run);
      return answer(run);
    },
    found: () => fake.isFound,
  };
  return fake;
}

export const CLAUDE_USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

/** One turn of text. */
async function* claudeSays(...deltas: readonly string[]): AsyncGenerator<ClaudeEvent> {
  const model = 'claude-fake-1';
  yield { kind: 'session', sessionId: 'session-1' };
  yield { kind: 'turn-started', turn: 1, model };
  for (const delta of deltas) yield { kind: 'text', delta };
  yield { kind: 'turn-ended', turn: 1, toolCalls: 0, finishReason: 'stop' };
  yield claudeResult(deltas.join(''));
}

export function claudeResult(text: string): ClaudeEvent {
  return {
    kind: 'result',
    text,
    sessionId: 'session-1',
    model: 'claude-fake-1',
    usage: CLAUDE_USAGE,
    finishReason: 'stop',
  };
}
