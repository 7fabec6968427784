/** What one turn has come to, event by event, wherever they are read: in the stream or the history. */
import type { Usage } from '#core/chat.ts';
import { agentError } from './api-failure.ts';
import {
  eventText,
  failureOf,
  stopReasonOf,
  usageOf,
  type SessionEvent,
  type StopReason,
} from './session-event.ts';
import { sessionGone } from './sessions.ts';

/** Our own event that the turn began with. */
export interface SentEvent {
  readonly type: string;
  /** Absent where the API did not say. */
  readonly id: string | undefined;
}

/** What a turn may hold in memory: events by id, characters of text. */
const MOST = { events: 200_000, text: 64 * 1_048_576 };

export class TurnProgress {
  readonly #sent: SentEvent;
  readonly #seen = new Set<string>();
  readonly #questions = new Map<string, SessionEvent>();
  #count = 0;
  #text = '';
  #usage: Usage | undefined;
  #rest: StopReason | undefined;
  #isOver = false;
  #hasBegun: boolean;

  constructor(sent: SentEvent) {
    this.#sent = sent;
    // Without an id there is nothing to wait for.
    this.#hasBegun = sent.id === undefined;
  }

  /**
   * The text that came with the event; empty for none, and for an event that was there already.
   * Throws AGENT_FAILED or CONVERSATION_GONE when it is the end of the turn or of the session.
   */
  take(event: SessionEvent): string {
    if (event.type === 'session.status_terminated' || event.type === 'session.deleted') {
      this.#isOver = true;
      throw sessionGone();
    }
    this.#begin(event);
    // What comes before belongs to an earlier turn; the history tells it apart.
    if (!this.#hasBegun || !this.#isNew(event)) return '';
    this.#count += 1;
    if (event.type === 'agent.message') return this.#add(eventText(event));
    this.#note(event);
    return '';
  }

  /** Those of a whole history that belong to this turn; begins it where that shows. */
  ownIn(history: readonly SessionEvent[]): readonly SessionEvent[] {
    const at = this.placeIn(history);
    const own = history[at];
    if (own === undefined) {
      const message = 'what was sent does not show in the history of the session';
      throw agentError(message, { code: 'UPSTREAM_INVALID' });
    }
    if (own.processed_at !== null) this.#hasBegun = true;
    return this.#hasBegun ? history.slice(at + 1) : [];
  }

  /** Where the turn begins in a whole history; -1 where that does not show. */
  placeIn(history: readonly SessionEvent[]): number {
    return findSent(history, this.#sent);
  }

  /** False while the session may still be ending an earlier turn. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** How many events counted so far. */
  get count(): number {
    return this.#count;
  }

  /** Once the session is at rest: why. */
  get rest(): StopReason | undefined {
    return this.#rest;
  }

  /** Whether there is nothing to interrupt any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get text(): string {
    return this.#text;
  }

  get usage(): Usage | undefined {
    return this.#usage;
  }

  /** Questions asked in this turn, by id. */
  get questions(): ReadonlyMap<string, SessionEvent> {
    return this.#questions;
  }

  /** The event is there as soon as it is sent, but may wait for the end of an earlier turn. */
  #begin({ type, id, processed_at }: SessionEvent): void {
    const isOwn = id !== undefined && id === this.#sent.id && processed_at !== null;
    if (isOwn || type === 'session.status_running') this.#hasBegun = true;
  }

  #isNew({ id }: SessionEvent): boolean {
    if (id === undefined) return true;
    if (this.#seen.has(id)) return false;
    if (this.#seen.size >= MOST.events) throw tooMuch();
    this.#seen.add(id);
    return true;
  }

  #add(text: string): string {
    if (this.#text.length + text.length > MOST.text) throw tooMuch();
    this.#text += text;
    return text;
  }

  #note(event: SessionEvent): void {
    if (event.type === 'agent.custom_tool_use' && event.id !== undefined) {
      this.#questions.set(event.id, event);
    } else if (event.type === 'span.model_request_end') {
      this.#usage = sum(this.#usage, usageOf(event));
    } else if (event.type === 'session.error') {
      failOn(event);
    } else if (event.type === 'session.status_idle') {
      this.#isOver = true;
      this.#rest = stopReasonOf(event);
    }
  }
}

/** By its id; else the last of its kind, because nobody sends while a turn runs. */
function findSent(history: readonly SessionEvent[], { id, type }: SentEvent): number {
  const at = id === undefined ? -1 : history.findIndex((event) => event.id === id);
  return at === -1 ? history.findLastIndex((event) => event.type === type) : at;
}

/** Throws unless the cloud tries again by itself. */
function failOn(event: SessionEvent): void {
  const { reason, retry } = failureOf(event);
  if (retry === 'retrying') return;
  const failure = agentError(`the agent failed: ${reason.slice(0, 300)}`);
  throw retry === 'terminal' ? sessionGone(failure) : failure;
}

function sum(one: Usage | undefined, other: Usage | undefined): Usage | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    prompt_tokens: one.prompt_tokens + other.prompt_tokens,
    completion_tokens: one.completion_tokens + other.completion_tokens,
    total_tokens: one.total_tokens + other.total_tokens,
  };
}

function tooMuch() {
  return agentError('the agent said more than can be held', { code: 'UPSTREAM_INVALID' });
}
