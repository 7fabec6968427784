import type { WebSocket } from 'ws';

/** Pings, and cuts off a client that did not answer the last one. Returns the end of it. */
export function watchPulse(socket: WebSocket, everyMs: number): () => void {
  let isAlive = true;
  const onPong = (): void => void (isAlive = true);
  socket.on('pong', onPong);
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, everyMs).unref();
  return () => {
    clearInterval(timer);
    socket.off('pong', onPong);
  };
}
