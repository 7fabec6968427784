/** Claude Code as an inferencer: the user's own program and login behind `claude-code/<model>`. */
import { CLAUDE_CODE } from '#contract/names.ts';
import type { ChatChunk, ChatRequest } from '#core/chat.ts';
import { toClaudePrompt } from '#core/claude/to-claude-prompt.ts';
import { toClaudeSchema } from '#core/claude/to-claude-schema.ts';
import type { ClaudeCode, ClaudeEvent, ClaudeRun } from '#core/ports/claude-code.ts';
import type { ChatOptions, DelegatedEvent, Inferencer } from '#core/ports/inferencers.ts';
import type { ToolGrants } from '#core/ports/tool-grants.ts';
import { RouterError } from '#core/router-error.ts';
import { createChunkWriter, wantsUsage, type ChunkWriter } from '../shared/chunk-writer.ts';
import { collectStream } from '../shared/collect-stream.ts';
import { realIdentity, type Identity } from '../shared/identity.ts';

/** What the program knows by a short name; it takes full names, too. */
export const CLAUDE_MODELS: readonly string[] = ['default', 'haiku', 'opus', 'sonnet'];

export interface ClaudeCodeAdapterOptions {
  readonly claude: ClaudeCode;
  readonly grants: ToolGrants;
  readonly identity?: Identity;
}

export function createClaudeCodeAdapter(options: ClaudeCodeAdapterOptions): Inferencer {
  const { claude, grants, identity = realIdentity } = options;

  async function* chat(
    request: ChatRequest,
    run: Pick<ClaudeRun, 'signal' | 'tools' | 'maxTurns'>,
  ): AsyncGenerator<DelegatedEvent, void, undefined> {
    const model = request.model === 'default' ? '' : request.model;
    const schema = toClaudeSchema(request);
    const chunks = createChunks(request, identity);
    const asked = { model, ...toClaudePrompt(request.messages), ...(schema && { schema }) };
    for await (const event of claude.run({ ...asked, ...run })) {
      if (event.kind === 'turn-started' || event.kind === 'turn-ended') yield event;
      for (const chunk of chunks.of(event)) yield { kind: 'chunk', chunk };
    }
  }

  async function* stream(
    request: ChatRequest,
    { signal }: ChatOptions,
  ): AsyncGenerator<ChatChunk, void, undefined> {
    refuse(request);
    for await (const event of chat(request, { signal, maxTurns: 1 })) {
      if (event.kind === 'chunk') yield event.chunk;
    }
  }

  return {
    name: CLAUDE_CODE,
    extraBody: {},
    relays: () => false,
    relay: () =>
      Promise.reject(new RouterError('NOT_SUPPORTED', 'Claude Code answers chat completions only')),
    stream,
    complete: (request, chatOptions) =>
      collectStream(stream({ ...request, stream_options: { include_usage: true } }, chatOptions)),
    async *delegate({ request, entries, maxTurns, requestId, onCall }, { signal }) {
      let turn = 0;
      const holder = { requestId, turn: () => turn, ...(onCall !== undefined && { onCall }) };
      const tools = grants.open(entries, holder);
      try {
        const asked = { ...request, stream_options: { include_usage: true } };
        for await (const event of chat(asked, { signal, tools, maxTurns })) {
          if (event.kind === 'turn-started') turn = event.turn;
          yield event;
        }
      } finally {
        tools.close();
      }
    },
  };
}

/** Throws NOT_SUPPORTED for what the program cannot do and a client must not miss silently. */
function refuse(request: ChatRequest): void {
  const { tools = [] } = request;
  if (tools.length > 0 && request['tool_choice'] !== 'none') {
    throw new RouterError(
      'NOT_SUPPORTED',
      'Claude Code runs tools itself and cannot hand calls to the client; use a recipe with tools',
      { param: 'tools' },
    );
  }
  const count = request['n'] ?? 1;
  if (count === 1) return;
  throw new RouterError('NOT_SUPPORTED', 'Claude Code gives one answer; n must be 1', {
    param: 'n',
  });
}

/** The events of a run as the chunks of one answer. */
function createChunks(request: ChatRequest, identity: Identity) {
  const head = { id: `chatcmpl-${identity.newId()}`, created: identity.nowSeconds() };
  const withUsage = wantsUsage(request['stream_options']);
  let writer: ChunkWriter | undefined;

  /** The model is known by the first word; before that, a failure still has a status of its own. */
  function* begin(model: string): Generator<ChatChunk, ChunkWriter> {
    if (writer !== undefined) return writer;
    writer = createChunkWriter({ ...head, model: model || request.model });
    yield writer.delta({ role: 'assistant', content: '' });
    return writer;
  }

  let model = '';
  return {
    *of(event: ClaudeEvent): Generator<ChatChunk> {
      if (event.kind === 'turn-started') model = event.model;
      if (event.kind === 'text') yield (yield* begin(model)).delta({ content: event.delta });
      if (event.kind === 'reasoning') {
        yield (yield* begin(model)).delta({ reasoning: event.delta });
      }
      if (event.kind !== 'result') return;
      const open = yield* begin(event.model);
      yield open.finish(event.finishReason);
      if (withUsage) yield { ...open.usage(0, 0), usage: event.usage };
    },
  };
}
