import type { RouterEvent, SequencedEvent } from '#contract/events.ts';

export type EventListener = (event: SequencedEvent) => void;

export interface Events {
  publish(event: RouterEvent): void;
  /** Returns an idempotent unsubscribe. A throwing listener never disturbs the publisher. */
  subscribe(listener: EventListener): () => void;
  /** What is still remembered after `seq`, oldest first. */
  since(seq: number): readonly SequencedEvent[];
}
