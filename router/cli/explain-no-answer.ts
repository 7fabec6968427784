import { ControlError } from '#contract/control-client.ts';
import type { RuntimePlaces } from '../listeners/runtime-dir.ts';
import { isUnreachable } from './connect-owner.ts';

/** Why the running router did not say what was asked, for people. Anything else is thrown on. */
export function explainNoAnswer(error: unknown, { socket }: RuntimePlaces): string {
  if (!(error instanceof ControlError)) throw error;
  if (isUnreachable(error)) return `no router answers at ${socket}`;
  return `the router at ${socket} refused: ${error.message}`;
}
