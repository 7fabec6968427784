/** What specs see and do in the main process of an app that runs on the stand-in. */
import type { ChildProcess } from 'node:child_process';

import type { Asks, Caller, Told } from './electron-stand-in/remote.ts';

export interface Desktop {
  ask<K extends keyof Asks>(name: K, ...args: Parameters<Asks[K]>): Promise<ReturnType<Asks[K]>>;
  /** A call as the preload script would send it, from whomever. */
  call(name: unknown, params: unknown, caller?: Caller): Promise<unknown>;
}

/** `exited` makes questions fail that nobody can answer any more. */
export function createDesktop(child: ChildProcess, exited: Promise<number | null>): Desktop {
  let lastId = 0;
  const ask: Desktop['ask'] = (name, ...args) => {
    const id = (lastId += 1);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const onMessage = (message: Told) => {
      if (message.kind !== 'answer' || message.id !== id) return;
      child.off('message', onMessage);
      if (message.problem === undefined) resolve(message.value);
      else reject(new Error(message.problem));
    };
    child.on('message', onMessage);
    void exited.then(() => reject(new Error('the app has ended')));
    child.send({ id, ask: name, args });
    return promise as ReturnType<Desktop['ask']> as never;
  };
  const ownPage = { url: 'woollama-app://window/' };
  return {
    ask,
    call: (name, params, caller = ownPage) =>
      ask('invoke', 'woollama-shell-call', [name, params], caller),
  };
}
