import { agentError } from './api-failure.ts';

export interface IdleClock {
  /** Fires with UPSTREAM_TIMEOUT after the silence. */
  readonly signal: AbortSignal;
  /** Something was heard. */
  touch(): void;
  stop(): void;
}

export function startIdleClock(idleMs: number): IdleClock {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const message = `the agent stayed silent for ${idleMs / 1000} s`;
    controller.abort(agentError(message, { code: 'UPSTREAM_TIMEOUT' }));
  }, idleMs);
  return {
    signal: controller.signal,
    touch: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}
