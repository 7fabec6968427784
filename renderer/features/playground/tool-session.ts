/** The last call of each tool in this window; it goes on while another page is looked at. */
import type { ToolCallResult } from '#contract/tools.ts';
import type { Params } from '#contract/api.ts';
import { createStore, type Store } from '#client/store.ts';

export interface ToolRun {
  /** The request in the activity. */
  readonly requestId: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly result: ToolCallResult | undefined;
  readonly error: Error | undefined;
}

export interface ToolSession {
  /** By the name of the tool. */
  readonly runs: Store<ReadonlyMap<string, ToolRun>>;
  /** Never rejects. Does nothing while that tool runs. */
  run(name: string, args: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface ToolSessionOptions {
  readonly call: (params: Params<'tools.call'>) => Promise<ToolCallResult>;
  /** 8 to 40 small letters and digits. */
  readonly newId: () => string;
}

export function createToolSession({ call, newId }: ToolSessionOptions): ToolSession {
  const runs = createStore<ReadonlyMap<string, ToolRun>>(new Map());

  function show(name: string, run: ToolRun): void {
    runs.set(new Map(runs.get()).set(name, run));
  }

  return {
    runs,
    async run(name, args) {
      if (runs.get().get(name)?.state === 'running') return;
      const requestId = `req_${newId()}`;
      const begun = { requestId, result: undefined, error: undefined };
      show(name, { ...begun, state: 'running' });
      try {
        const result = await call({ name, arguments: { ...args }, requestId });
        show(name, { ...begun, state: 'done', result });
      } catch (cause) {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        show(name, { ...begun, state: 'failed', error });
      }
    },
  };
}
