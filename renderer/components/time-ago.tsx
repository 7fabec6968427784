import { Text, Tooltip, type TextProps } from '@mantine/core';
import { useSyncExternalStore, type ReactNode } from 'react';

const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole page, which stands still when nobody shows a time. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tick of listeners) tick();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds since 1970, renewed every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / TICK_MS) * TICK_MS);
}

/** `12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. */
export function describeAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** `840 ms`, `3.2 s`, `2 min 5 s`. */
export function describeDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

interface TimeAgoProps extends TextProps {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Relative, with the exact time on hover. */
export function TimeAgo({ at, ...props }: TimeAgoProps): ReactNode {
  const now = useNow();
  return (
    <Tooltip label={new Date(at).toLocaleString()}>
      <Text span size="sm" c="dimmed" className="numbers" {...props}>
        {describeAge(now - at)}
      </Text>
    </Tooltip>
  );
}
