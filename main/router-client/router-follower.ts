/** Knows what the running router is doing, for the tray: its status and its requests in flight. */
import { applyEvents, type Activity, type ActivityRequest } from '#contract/activity.ts';
import {
  createControlClient,
  type ControlClient,
  type ControlClientOptions,
} from '#contract/control-client.ts';
import type { ConversationInfo } from '#contract/conversations.ts';
import type { SequencedEvent } from '#contract/events.ts';
import type { PendingQuestion } from '#contract/questions.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { StreamBatch } from '#contract/stream.ts';
import type { Connection } from '../router-process/supervisor.ts';
import type { Clock } from '../system/clock.ts';
import { createThrottle, type Throttle } from '../system/throttle.ts';

/** Between two looks at the status, and between two tries to connect. */
const PAUSE_MS = 1_000;

const CHANGES_STATUS: ReadonlySet<SequencedEvent['kind']> = new Set([
  'server-changed',
  'tools-changed',
  'config-changed',
  'inferencer-chosen',
]);

const CHANGES_QUESTIONS: ReadonlySet<SequencedEvent['kind']> = new Set([
  'question-asked',
  'question-ended',
]);

const CHANGES_CONVERSATIONS: ReadonlySet<SequencedEvent['kind']> = new Set([
  'conversations-changed',
]);

/** The router gives no more of them at once; nobody answers so many. */
const MOST_CONVERSATIONS = 100;

export interface RouterView {
  /** The last one that was heard; undefined before the first. */
  readonly status: RouterStatus | undefined;
  /** Oldest first. */
  readonly inFlight: readonly ActivityRequest[];
  /** What waits for the person; oldest first. */
  readonly questions: readonly PendingQuestion[];
  /** That wait for an answer of the person; the newest first. */
  readonly conversations: readonly ConversationInfo[];
}

export interface FollowerOptions {
  readonly fetch: ControlClientOptions['fetch'];
  readonly clock: Clock;
  /** Something of the view changed. */
  readonly onChange: () => void;
  readonly onEvent: (event: SequencedEvent) => void;
  /** All that wait now, after every change. */
  readonly onQuestions: (questions: readonly PendingQuestion[]) => void;
  /** All that wait now, after every change. */
  readonly onConversations: (conversations: readonly ConversationInfo[]) => void;
}

/** What one connection to one router consists of; ends as a whole. */
interface Link {
  readonly client: ControlClient;
  readonly lifetime: AbortController;
  readonly refresh: Throttle;
  readonly rereadConversations: Throttle;
  /** How often the questions were asked for. */
  questionReads: number;
}

export class RouterFollower {
  readonly #options: FollowerOptions;
  #link: Link | undefined;
  #origin: string | undefined;
  #token: string | undefined;
  #status: RouterStatus | undefined;
  #activity: Activity = new Map();
  #questions: readonly PendingQuestion[] = [];
  #conversations: readonly ConversationInfo[] = [];

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  view(): RouterView {
    const requests = [...this.#activity.values()];
    return {
      status: this.#status,
      inFlight: requests.filter((request) => request.state === 'running'),
      questions: this.#questions,
      conversations: this.#conversations,
    };
  }

  /** Undefined while there is no router. */
  client(): ControlClient | undefined {
    return this.#link?.client;
  }

  /** Follows this router from now on; the same one again changes nothing. */
  follow(connection: Connection | undefined): void {
    const isSame = connection?.origin === this.#origin && connection?.ownerToken === this.#token;
    if (isSame) return;
    this.stop();
    this.#origin = connection?.origin;
    this.#token = connection?.ownerToken;
    if (connection !== undefined) this.#open(connection);
    this.#options.onChange();
  }

  stop(): void {
    this.#link?.lifetime.abort();
    this.#link?.refresh.cancel();
    this.#link?.rereadConversations.cancel();
    this.#link = undefined;
    this.#origin = undefined;
    this.#token = undefined;
    this.#activity = new Map();
    this.#setQuestions([]);
    this.#setConversations([]);
  }

  #open({ origin, ownerToken }: Connection): void {
    const { fetch, clock } = this.#options;
    const headers = { authorization: `Bearer ${ownerToken}` };
    const client = createControlClient({ fetch, origin, headers: () => headers });
    const readStatus = () => void this.#readStatus(link);
    const readConversations = () => void this.#readConversations(link);
    const link: Link = {
      client,
      lifetime: new AbortController(),
      refresh: createThrottle(PAUSE_MS, readStatus, clock),
      // Every turn of every conversation changes its row.
      rereadConversations: createThrottle(PAUSE_MS, readConversations, clock),
      questionReads: 0,
    };
    this.#link = link;
    void this.#run(link);
  }

  async #run(link: Link): Promise<void> {
    const { signal } = link.lifetime;
    while (!signal.aborted) {
      try {
        await this.#listen(link);
      } catch {
        // The router is going or busy. If it is gone, its supervisor will say so.
      }
      if (!signal.aborted) await this.#pause(signal);
    }
  }

  /** Reads everything, then goes on from there until the stream ends. */
  async #listen(link: Link): Promise<void> {
    const { signal } = link.lifetime;
    link.refresh.request();
    const after = await this.#readActivity(link);
    // Later ones come as events.
    await this.#readQuestions(link);
    link.rereadConversations.request();
    await link.client.stream({
      after,
      logs: false,
      signal,
      onHello: ({ resumed }) => !resumed && this.#readAgain(link),
      onBatch: (batch) => this.#onBatch(link, batch),
    });
  }

  #onBatch(link: Link, { events, missed }: StreamBatch): void {
    if (link !== this.#link) return;
    this.#activity = applyEvents(this.#activity, events);
    if (missed) this.#readAgain(link);
    else if (events.some(({ kind }) => CHANGES_QUESTIONS.has(kind))) {
      void this.#readQuestions(link).catch(() => undefined);
    }
    if (missed || events.some(({ kind }) => CHANGES_STATUS.has(kind))) link.refresh.request();
    if (!missed && events.some(({ kind }) => CHANGES_CONVERSATIONS.has(kind))) {
      link.rereadConversations.request();
    }
    for (const event of events) this.#options.onEvent(event);
    this.#options.onChange();
  }

  async #readActivity(link: Link): Promise<string> {
    const { signal } = link.lifetime;
    const { run, seq, requests } = await link.client.call('activity.list', {}, { signal });
    if (link === this.#link) {
      this.#activity = new Map(requests.map((request) => [request.id, request]));
      this.#options.onChange();
    }
    return `${run}.${seq}.0`;
  }

  /** What fails now is read when the stream is opened again. */
  #readAgain(link: Link): void {
    void this.#readActivity(link).catch(() => undefined);
    void this.#readQuestions(link).catch(() => undefined);
    link.rereadConversations.request();
  }

  async #readQuestions(link: Link): Promise<void> {
    const { signal } = link.lifetime;
    link.questionReads += 1;
    const read = link.questionReads;
    const { questions } = await link.client.call('questions.list', {}, { signal });
    // An older answer that comes late is no news.
    if (link !== this.#link || read !== link.questionReads) return;
    this.#setQuestions(questions);
    this.#options.onChange();
  }

  #setQuestions(questions: readonly PendingQuestion[]): void {
    const isSame = questions.length === 0 && this.#questions.length === 0;
    this.#questions = questions;
    if (!isSame) this.#options.onQuestions(questions);
  }

  async #readConversations(link: Link): Promise<void> {
    const { signal } = link.lifetime;
    const wanted = { limit: MOST_CONVERSATIONS, status: 'awaiting_input' } as const;
    try {
      const { conversations } = await link.client.call('conversations.list', wanted, { signal });
      if (link !== this.#link) return;
      this.#setConversations(conversations);
      this.#options.onChange();
    } catch {
      // The next event, or the next connection, asks again.
    }
  }

  #setConversations(conversations: readonly ConversationInfo[]): void {
    const isSame = conversations.length === 0 && this.#conversations.length === 0;
    this.#conversations = conversations;
    if (!isSame) this.#options.onConversations(conversations);
  }

  async #readStatus(link: Link): Promise<void> {
    const { signal } = link.lifetime;
    try {
      const status = await link.client.call('status.get', {}, { signal });
      if (link !== this.#link) return;
      this.#status = status;
      this.#options.onChange();
    } catch {
      // The next event, or the next connection, asks again.
    }
  }

  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(PAUSE_MS, end);
      function end(): void {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      }
      signal.addEventListener('abort', end);
    });
  }
}
