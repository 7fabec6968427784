/** What only the desktop app can do. In a browser there is none, and pages show the next best thing. */
import type {
  ShellBridge,
  ShellCall,
  ShellErrorCode,
  ShellParams,
  ShellResult,
} from '#bridge/channels.ts';

declare global {
  interface Window {
    readonly woollamaShell?: ShellBridge;
  }
}

/** The desktop app around this page; undefined in a browser. */
export function windowShell(): ShellBridge | undefined {
  return window.woollamaShell;
}

/** Why the app did not do it. */
class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly code: ShellErrorCode;

  constructor(code: ShellErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The result of a call; rejects with a ShellError. */
export async function callShell<C extends ShellCall>(
  shell: ShellBridge,
  name: C,
  params: ShellParams<C>,
): Promise<ShellResult<C>> {
  const answer = await shell.call(name, params);
  if (answer.ok) return answer.result;
  throw new ShellError(answer.error.code, answer.error.message);
}
