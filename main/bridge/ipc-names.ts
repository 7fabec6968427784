/** The two roads between preload script and main process; what runs on them is in channels.ts. */
export const CALL_CHANNEL = 'woollama-shell-call';
export const EVENT_CHANNEL = 'woollama-shell-event';
