/** The one door for calls from the window: who asks, what for, and only then the work. */
import type { IpcMainInvokeEvent } from 'electron';

import {
  SHELL_CALLS,
  type ShellAnswer,
  type ShellCall,
  type ShellErrorCode,
  type ShellParams,
  type ShellResult,
} from './channels.ts';

export type ShellHandlers = {
  readonly [C in ShellCall]: (params: ShellParams<C>) => ShellResult<C> | Promise<ShellResult<C>>;
};

/** Something the caller can be told; anything else that is thrown is hidden from it. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly code: ShellErrorCode;

  constructor(code: ShellErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

export interface BridgeOptions {
  readonly handlers: ShellHandlers;
  /** Whether the page of our own window asks. */
  readonly isTrusted: (sender: Sender) => boolean;
  /** Told the mistakes of ours. */
  readonly onBug: (name: string, error: unknown) => void;
}

type Listener = (sender: Sender, name: unknown, params: unknown) => Promise<ShellAnswer<ShellCall>>;

/** For `ipcMain.handle`. Never rejects. */
export function createBridge({ handlers, isTrusted, onBug }: BridgeOptions): Listener {
  return async (sender, name, params) => {
    if (!isTrusted(sender)) return refuse('FORBIDDEN', 'only the window of Woollama may ask');
    if (!isShellCall(name)) return refuse('UNKNOWN_CALL', 'there is no such call');
    const parsed = SHELL_CALLS[name].params.safeParse(params);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue?.path.join('.') ?? '';
      return refuse('INVALID_PARAMS', `${where}: ${issue?.message ?? 'not valid'}`);
    }
    try {
      // The table and the handlers have the same keys, which the compiler cannot follow here.
      const run = handlers[name] as (
        params: unknown,
      ) => ShellResult<ShellCall> | Promise<ShellResult<ShellCall>>;
      return { ok: true, result: await run(parsed.data) };
    } catch (error) {
      if (error instanceof ShellError) return refuse(error.code, error.message);
      onBug(name, error);
      return refuse('FAILED', 'the app made a mistake; its log says more');
    }
  };
}

function isShellCall(name: unknown): name is ShellCall {
  return typeof name === 'string' && Object.hasOwn(SHELL_CALLS, name);
}

function refuse(code: ShellErrorCode, message: string): ShellAnswer<ShellCall> {
  return { ok: false, error: { code, message } };
}
