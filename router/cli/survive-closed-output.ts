/**
 * Keeps the router running when whoever reads its output goes away (`woollama serve | head -1`):
 * an unheard `error` of stdout or stderr would end the process.
 */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // There is nobody left to be told.
    stream.on('error', () => undefined);
  }
}
