/** Bytes that may wait for a client; one that reads so slowly that more would is cut off. */
export const MOST_WAITING = 64 * 1024 * 1024;
