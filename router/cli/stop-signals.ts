export interface StopSignals {
  /** Aborts at the first SIGINT, SIGTERM, SIGHUP or (Windows) SIGBREAK. */
  readonly asked: AbortSignal;
  /** Aborts at the second; a third ends the process as if nobody listened. */
  readonly again: AbortSignal;
  /** Idempotent. */
  close(): void;
}

/** Listens until `close`, or until the second signal. */
export function listenToStopSignals(): StopSignals {
  const asked = new AbortController();
  const again = new AbortController();
  const names: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  if (process.platform === 'win32') names.push('SIGBREAK');
  const close = (): void => {
    for (const name of names) process.off(name, onSignal);
  };
  function onSignal(): void {
    if (!asked.signal.aborted) return asked.abort();
    again.abort();
    close();
  }
  for (const name of names) process.on(name, onSignal);
  return { asked: asked.signal, again: again.signal, close };
}
