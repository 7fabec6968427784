/** The only code between the window's page and the app: sandboxed, two roads, no decisions. */
import { contextBridge, ipcRenderer } from 'electron';

import type { ShellBridge } from './channels.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './ipc-names.ts';

type Listener = (data: never) => void;

const listeners = new Map<string, Set<Listener>>();

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, data: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(data as never);
});

function subscribe(event: string, listener: Listener): () => void {
  const set = listeners.get(event) ?? new Set<Listener>();
  listeners.set(event, set.add(listener));
  void ipcRenderer.invoke(CALL_CHANNEL, 'shell.subscribed', { event });
  return () => void set.delete(listener);
}

const bridge: ShellBridge = {
  call: (name, params) => ipcRenderer.invoke(CALL_CHANNEL, name, params),
  subscribe,
};

contextBridge.exposeInMainWorld('woollamaShell', bridge);
