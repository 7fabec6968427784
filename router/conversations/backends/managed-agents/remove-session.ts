import { need, type Sessions } from './sessions.ts';

/** Also one that still runs: it is interrupted first. Rejects with the refusal. */
export async function removeSession(
  id: string,
  sessions: Sessions,
  signal: AbortSignal,
): Promise<void> {
  let answer = await sessions.remove(id, signal);
  if (!answer.ok && (answer.status === 400 || answer.status === 409)) {
    await sessions.send(id, { type: 'user.interrupt' }, signal);
    answer = await sessions.remove(id, signal);
  }
  // What is gone already needs no removal.
  if (!answer.ok && answer.status !== 404) need(answer);
}
