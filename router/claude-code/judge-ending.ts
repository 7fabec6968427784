import type { ClaudeEvent, ClaudeRun } from '#core/ports/claude-code.ts';
import type { ChildExit } from '#core/processes/child-process.ts';
import { RouterError } from '#core/router-error.ts';
import { stripControls } from '#core/strip-controls.ts';
import type { TokenCounts } from './claude-message.ts';
import type { Ending } from './event-reader.ts';

/** Of what the program says, as much as an error message shows. */
const LONGEST_WORDS = 300;

export interface LastWords extends Ending {
  readonly exit: ChildExit;
  /** The beginning of what it wrote to stderr. */
  readonly stderr: string;
}

export type Mask = (text: string) => string;

/** The last event of a run. Throws CLAUDE_FAILED, CONVERSATION_GONE or MAX_TURNS. */
export function judgeEnding(
  words: LastWords,
  run: Pick<ClaudeRun, 'resume' | 'maxTurns'>,
  mask: Mask,
): ClaudeEvent {
  const { result, exit, garbage, refusal, model } = words;
  const fail = (what: string, said: string) => claudeFailed(what, said, mask);
  const said = result?.result || result?.errors?.join('; ') || words.stderr;
  if (run.resume !== undefined && /no conversation found/i.test(said + words.stderr)) {
    throw new RouterError(
      'CONVERSATION_GONE',
      'claude-code backend: Claude Code has no such session any more; begin a new conversation',
    );
  }
  if (result?.subtype === 'error_max_turns') {
    const message = `claude-code backend: it used its max turns (${run.maxTurns}) and still calls tools`;
    throw new RouterError('MAX_TURNS', message);
  }
  if (result?.is_error === true) throw fail('error result', said);
  if (exit.code !== 0) throw fail(`exited ${exit.code ?? exit.signal}`, words.stderr);
  if (refusal !== undefined) throw fail('refused its settings', refusal);
  if (result === undefined) {
    if (garbage !== undefined) throw fail('could not parse what it wrote', garbage);
    throw fail('it ended without a result event', words.stderr);
  }
  return {
    kind: 'result',
    text: result.result ?? '',
    sessionId: result.session_id,
    model,
    usage: toUsage(result.usage),
    finishReason: result.stop_reason === 'max_tokens' ? 'length' : 'stop',
  };
}

/** Names first what went wrong, then the program's own first words, masked. */
export function claudeFailed(what: string, said: string, mask: Mask): RouterError {
  // Masked before it is cut: half a secret would not be known as one.
  const words = mask(stripControls(said)).trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_WORDS);
  const message = `claude-code backend: ${what}${words === '' ? '' : `: ${words}`}`;
  return new RouterError('CLAUDE_FAILED', message);
}

function toUsage(counts: TokenCounts | undefined) {
  const cached = counts?.cache_read_input_tokens ?? 0;
  const prompt = (counts?.input_tokens ?? 0) + (counts?.cache_creation_input_tokens ?? 0) + cached;
  const completion = counts?.output_tokens ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
  };
}
