/** Conversations in memory: transcripts are kept, each turn is noted and answered by a function. */
import type { ChatMessage } from '#core/chat.ts';
import type {
  Conversations,
  OpenTurn,
  RequiredAction,
  TranscriptItem,
  TurnEvent,
  TurnInput,
  TurnOptions,
  TurnResult,
  TurnTarget,
} from '#core/ports/conversations.ts';
import type { ConversationRow, ResponseRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';

export interface ScriptedConversations extends Conversations {
  readonly turns: {
    readonly target: TurnTarget;
    readonly input: TurnInput;
    readonly options: TurnOptions;
  }[];
}

/** Texts are said one by one; the result may add to them. */
export interface ScriptedTurn {
  readonly says?: readonly string[];
  readonly result?: Partial<TurnResult>;
  /** Awaited before the turn ends. */
  readonly before?: (signal: AbortSignal) => Promise<unknown>;
}

interface Setup {
  readonly onTurn?: (input: TurnInput) => ScriptedTurn;
  /** Why nobody may read the transcripts. */
  readonly whyHidden?: string;
}

interface Kept {
  row: ConversationRow;
  readonly items: TranscriptItem[];
  action: RequiredAction | undefined;
}

export function createScriptedConversations(setup: Setup = {}): ScriptedConversations {
  return new Scripted(setup);
}

class Scripted implements ScriptedConversations {
  readonly turns: ScriptedConversations['turns'] = [];
  readonly #setup: Setup;
  readonly #kept = new Map<string, Kept>();
  readonly #responses = new Map<string, ResponseRow>();
  readonly #running = new Map<string, AbortController>();
  #count = 0;

  constructor(setup: Setup) {
    this.#setup = setup;
  }

  readonly create: Conversations['create'] = ({ model, key, metadata, title }) => {
    const bound = [...this.#kept.values()].find(({ row }) => key !== undefined && row.key === key);
    if (bound !== undefined) return { row: bound.row, created: false };
    const row: ConversationRow = {
      id: this.#newId('conv'),
      backend: 'store-backed',
      model,
      nativeId: null,
      folder: null,
      title: title ?? null,
      key: key ?? null,
      metadata: metadata ?? {},
      status: 'idle',
      pendingId: null,
      lastClient: null,
      createdAt: 7_000,
      updatedAt: 7_000,
    };
    this.#kept.set(row.id, { row, items: [], action: undefined });
    return { row, created: true };
  };

  readonly get: Conversations['get'] = (id) => this.#kept.get(id)?.row;
  readonly list: Conversations['list'] = () => ({
    rows: [...this.#kept.values()].map(({ row }) => row),
    hasMore: false,
  });
  readonly update: Conversations['update'] = (id) => this.get(id);
  readonly delete: Conversations['delete'] = async (id) => this.#kept.delete(id);

  readonly items: Conversations['items'] = async ({ id }) => {
    const { whyHidden } = this.#setup;
    if (whyHidden !== undefined) throw new RouterError('NOT_SUPPORTED', whyHidden);
    return this.#find(id).items;
  };
  readonly pending: Conversations['pending'] = async ({ id }) => this.#find(id).action;

  readonly openTurn: Conversations['openTurn'] = async (target, input, options) => {
    const kept = this.#resolve(target);
    const responseId = this.#newId('resp');
    this.turns.push({ target, input, options });
    const controller = new AbortController();
    this.#running.set(responseId, controller);
    const signal = AbortSignal.any([controller.signal, options.signal]);
    const turn: OpenTurn = {
      conversation: kept.row,
      responseId,
      createdAt: 8_000,
      events: this.#run({ kept, responseId, input, signal, metadata: options.metadata }),
    };
    return turn;
  };

  readonly getResponse: Conversations['getResponse'] = (id) => this.#responses.get(id);
  readonly isNewest: Conversations['isNewest'] = ({ id, conversation }) =>
    [...this.#responses.values()].findLast((one) => one.conversation === conversation)?.id === id;
  readonly deleteResponse: Conversations['deleteResponse'] = (id) => this.#responses.delete(id);
  readonly cancelResponse: Conversations['cancelResponse'] = (id) => {
    this.#running.get(id)?.abort(new RouterError('CANCELLED'));
    return this.#running.has(id);
  };
  readonly describe: Conversations['describe'] = (row) => ({
    ...row,
    holder: 'the script',
    readable: this.#setup.whyHidden === undefined,
  });
  readonly stop: Conversations['stop'] = async () => undefined;

  async *#run(turn: {
    readonly kept: Kept;
    readonly responseId: string;
    readonly input: TurnInput;
    readonly signal: AbortSignal;
    readonly metadata: Readonly<Record<string, string>>;
  }): AsyncGenerator<TurnEvent> {
    const { kept, responseId, input, signal, metadata } = turn;
    try {
      const { says = ['hel', 'lo'], result = {}, before } = this.#setup.onTurn?.(input) ?? {};
      for (const delta of says) yield { kind: 'text', delta };
      await before?.(signal);
      const text = says.join('');
      const done: TurnResult = { text, toolCalls: [], status: 'completed', ...result };
      const start = kept.items.length;
      for (const message of input.messages) this.#keep(kept, message);
      const middle = kept.items.length;
      this.#keep(kept, {
        role: 'assistant',
        content: done.text,
        ...(done.toolCalls.length > 0 && { tool_calls: done.toolCalls }),
      });
      kept.action = done.requiredAction;
      const status = kept.action === undefined ? 'idle' : 'awaiting_input';
      kept.row = { ...kept.row, status };
      const { usage } = done;
      const response: ResponseRow = {
        id: responseId,
        conversation: kept.row.id,
        previous: null,
        model: kept.row.model,
        status: done.status,
        reason: done.reason ?? null,
        error: null,
        items: [start, middle, kept.items.length],
        usage:
          usage === undefined
            ? null
            : { input: usage.prompt_tokens, output: usage.completion_tokens },
        metadata,
        createdAt: 8_000,
      };
      this.#responses.set(responseId, response);
      yield { kind: 'finished', result: done, response };
    } finally {
      this.#running.delete(responseId);
    }
  }

  #keep(kept: Kept, message: ChatMessage): void {
    kept.items.push({ id: this.#newId('msg'), message });
  }

  #resolve({ conversation, previousResponse, key, model }: TurnTarget): Kept {
    if (conversation !== undefined) return this.#find(conversation);
    if (previousResponse !== undefined) {
      const before = this.#responses.get(previousResponse)?.conversation ?? undefined;
      if (before === undefined) throw new RouterError('UNKNOWN_RESPONSE');
      return this.#find(before);
    }
    return this.#find(this.create({ model, ...(key !== undefined && { key }) }).row.id);
  }

  #find(id: string): Kept {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw new RouterError('UNKNOWN_CONVERSATION');
    return kept;
  }

  #newId(prefix: string): string {
    this.#count += 1;
    return `${prefix}_${this.#count.toString(16).padStart(32, '0')}`;
  }
}
