/** What every page may use: the router's client, its live stores, and the desktop shell if there is one. */
import type { QueryClient } from '@tanstack/react-query';
import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';

import type { ControlClient } from '#contract/control-client.ts';
import type { ActivityStore } from './activity-store.ts';
import type { Connection } from './connection.ts';
import type { LogStore } from './log-store.ts';
import type { ShellBridge } from '#bridge/channels.ts';
import type { Store } from './store.ts';

export interface Woollama {
  readonly client: ControlClient;
  readonly connection: Connection;
  readonly activity: ActivityStore;
  readonly logs: LogStore;
  readonly queries: QueryClient;
  /** For the surfaces of other programs (`/v1/...`), with the owner's session. */
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Undefined in a browser. */
  readonly shell: ShellBridge | undefined;
}

const WoollamaContext = createContext<Woollama | undefined>(undefined);

export function WoollamaProvider(props: { value: Woollama; children: ReactNode }): ReactNode {
  return <WoollamaContext value={props.value}>{props.children}</WoollamaContext>;
}

export function useWoollama(): Woollama {
  const woollama = use(WoollamaContext);
  if (woollama === undefined) throw new TypeError('there is no WoollamaProvider above');
  return woollama;
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
