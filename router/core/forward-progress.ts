import type { ToolProgress } from './ports/tools.ts';

interface ProgressForwarder {
  readonly report: (progress: ToolProgress) => void;
  /** Publishes what is still held back and stops the timer. Idempotent; later reports are ignored. */
  readonly end: () => void;
}

/** About twenty a second are as much as anybody can see. */
const MIN_GAP_MS = 50;

/** Thins out progress, at most one report per gap; the last one always gets through. */
export function createProgressForwarder(
  publish: (progress: ToolProgress) => void,
): ProgressForwarder {
  let held: ToolProgress | undefined;
  let gap: NodeJS.Timeout | undefined;
  let ended = false;

  const flush = () => {
    const progress = held;
    held = undefined;
    gap = undefined;
    if (progress !== undefined) send(progress);
  };
  const send = (progress: ToolProgress) => {
    gap = setTimeout(flush, MIN_GAP_MS).unref();
    publish(progress);
  };

  return {
    report: (progress) => {
      if (ended) return;
      if (gap === undefined) send(progress);
      else held = progress;
    },
    end: () => {
      ended = true;
      clearTimeout(gap);
      if (held !== undefined) publish(held);
      held = undefined;
    },
  };
}
