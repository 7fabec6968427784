/** Which client began which task at which server. */
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';

/** Far more than clients can keep an eye on. */
const MAX_TASKS = 1000;
const ENDED = ['completed', 'failed', 'cancelled'];

export interface KnownTask {
  /** As clients know it. */
  readonly id: string;
  readonly entry: ToolEntry;
  readonly peer: Peer;
  /** Its server speaks 2026-07-28, which has other words for the same. */
  readonly isModern: boolean;
  /** What its server last said about it, renamed. */
  readonly task: JsonObject;
}

/** As clients know it. */
export function taskName(server: string, id: string): string {
  return `${server}:${id}`;
}

export class TaskBook {
  readonly #tasks = new Map<string, KnownTask>();

  add(known: KnownTask): void {
    this.#tasks.delete(known.id);
    this.#tasks.set(known.id, known);
    if (this.#tasks.size > MAX_TASKS) this.#forgetOne();
  }

  get(id: string): KnownTask | undefined {
    return this.#tasks.get(id);
  }

  /** News about a task; unknown ones are ignored. */
  update(id: string, task: JsonObject): void {
    const known = this.#tasks.get(id);
    if (known !== undefined) this.#tasks.set(id, { ...known, task: { ...known.task, ...task } });
  }

  ofPeer(peerId: string): readonly KnownTask[] {
    return [...this.#tasks.values()].filter(({ peer }) => peer.id === peerId);
  }

  forget(id: string): void {
    this.#tasks.delete(id);
  }

  /** The oldest that has ended, else the oldest. */
  #forgetOne(): void {
    const all = [...this.#tasks.values()];
    const victim = all.find(hasEnded) ?? all[0];
    if (victim !== undefined) this.#tasks.delete(victim.id);
  }
}

export function hasEnded({ task }: KnownTask): boolean {
  return ENDED.includes(String(task['status']));
}
