/** The conversation of this window. It outlives the page, so that one can look at Activity meanwhile. */
import { createStore, type Store } from '#client/store.ts';
import { applyChatEvent, NO_ANSWER, toMessages, type Answer, type Exchange } from './chat-model.ts';
import { asStream, toChatCall, type ChatTarget, type Sampling } from './chat-request.ts';
import { sendChat, type SendRequest } from './send-chat.ts';

export interface ChatSession {
  readonly exchanges: Store<readonly Exchange[]>;
  /** Does nothing while an answer is running. Resolves when the answer is over. */
  ask(target: ChatTarget, prompt: string, sampling: Sampling): Promise<void>;
  /** Ends the answer that runs; the model and the tools hear of it. */
  stop(): void;
  /** Stops, and forgets everything. */
  clear(): void;
}

export interface ChatSessionOptions {
  readonly send: SendRequest;
  /** Calls back soon; many pieces of an answer are shown at once. */
  readonly soon: (show: () => void) => void;
}

export function createChatSession({ send, soon }: ChatSessionOptions): ChatSession {
  const exchanges = createStore<readonly Exchange[]>([]);
  let running: AbortController | undefined;
  let count = 0;

  function show(id: number, answer: Answer): void {
    exchanges.set(exchanges.get().map((one) => (one.id === id ? { ...one, answer } : one)));
  }

  async function follow(id: number, events: ReturnType<typeof sendChat>): Promise<void> {
    let answer = NO_ANSWER;
    let waits = false;
    for await (const event of events) {
      answer = applyChatEvent(answer, event);
      // Its id is what the tools are followed by, so it is shown at once.
      if (event.kind === 'opened') show(id, answer);
      if (waits || event.kind !== 'chunk') continue;
      waits = true;
      soon(() => {
        waits = false;
        show(id, answer);
      });
    }
    show(id, answer);
  }

  return {
    exchanges,
    async ask(target, prompt, sampling) {
      if (running !== undefined) return;
      const own = new AbortController();
      running = own;
      count += 1;
      const id = count;
      const call = asStream(toChatCall(target, toMessages(exchanges.get(), prompt), sampling));
      const exchange = { id, model: target.model, prompt, answer: NO_ANSWER };
      exchanges.set([...exchanges.get(), exchange]);
      await follow(id, sendChat(send, call, own.signal));
      if (running === own) running = undefined;
    },
    stop: () => running?.abort(),
    clear() {
      running?.abort();
      running = undefined;
      exchanges.set([]);
    },
  };
}
