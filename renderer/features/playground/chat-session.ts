/** Questions and answers of this window. They outlive the page, so that one can look at Activity meanwhile. */
import { createStore, type Store } from '#client/store.ts';
import { applyChatEvent, NO_ANSWER, type Answer, type Exchange } from './chat-model.ts';
import { asStream, type ChatCall } from './chat-request.ts';
import { sendChat, type SendRequest } from './send-chat.ts';

export interface ChatSession {
  readonly exchanges: Store<readonly Exchange[]>;
  /** The last request that the router told the id of. */
  readonly requestId: Store<string | undefined>;
  /** Does nothing while an answer is running. Resolves when the answer is over. */
  ask(question: Question): Promise<void>;
  /** Ends the answer that runs; the model and the tools hear of it. */
  stop(): void;
  /** Stops, and forgets everything. */
  clear(): void;
  /** Forgets answers that were whole before that time: they can be read where they are kept. */
  forgetDone(before: number): void;
}

export interface Question {
  /** The model or recipe that is asked. */
  readonly model: string;
  readonly prompt: string;
  readonly call: ChatCall;
}

export interface ChatSessionOptions {
  readonly send: SendRequest;
  /** Calls back soon; many pieces of an answer are shown at once. */
  readonly soon: (show: () => void) => void;
}

export function createChatSession({ send, soon }: ChatSessionOptions): ChatSession {
  const exchanges = createStore<readonly Exchange[]>([]);
  const requestId = createStore<string | undefined>(undefined);
  let running: AbortController | undefined;
  let count = 0;

  function show(id: number, answer: Answer): void {
    const endedAt = answer.state === 'running' ? undefined : Date.now();
    exchanges.set(
      exchanges.get().map((one) => (one.id === id ? { ...one, answer, endedAt } : one)),
    );
  }

  async function follow(id: number, events: ReturnType<typeof sendChat>): Promise<void> {
    let answer = NO_ANSWER;
    let waits = false;
    let isOver = false;
    for await (const event of events) {
      answer = applyChatEvent(answer, event);
      // Its id is what the tools are followed by, so it is shown at once.
      if (event.kind === 'opened') {
        requestId.set(event.requestId);
        show(id, answer);
      }
      if (waits || event.kind !== 'chunk') continue;
      waits = true;
      soon(() => {
        waits = false;
        if (!isOver) show(id, answer);
      });
    }
    isOver = true;
    show(id, answer);
  }

  return {
    exchanges,
    requestId,
    async ask({ model, prompt, call }) {
      if (running !== undefined) return;
      const own = new AbortController();
      running = own;
      count += 1;
      const id = count;
      const exchange = { id, model, prompt, answer: NO_ANSWER, endedAt: undefined };
      exchanges.set([...exchanges.get(), exchange]);
      await follow(id, sendChat(send, asStream(call), own.signal));
      if (running === own) running = undefined;
    },
    stop: () => running?.abort(),
    clear() {
      running?.abort();
      running = undefined;
      exchanges.set([]);
      requestId.set(undefined);
    },
    forgetDone(before) {
      const isKept = ({ answer, endedAt }: Exchange): boolean =>
        answer.state !== 'done' || endedAt === undefined || endedAt >= before;
      const all = exchanges.get();
      if (!all.every(isKept)) exchanges.set(all.filter(isKept));
    },
  };
}
