/** What the methods of the contract are made of: handlers by name, and the parts they ask. */
import type { z } from 'zod';

import type { API, Method, Result } from '#contract/api.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { DisplacedItem } from '#core/ports/aggregator.ts';
import type { ConfigEditor } from '#core/ports/config-editor.ts';
import type { Conversations } from '#core/ports/conversations.ts';
import type { Events } from '#core/ports/events.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { LogLines } from '#core/ports/log-lines.ts';
import type { Questions } from '#core/ports/questions.ts';
import type { Connection, Requests } from '#core/ports/requests.ts';
import type { SecretKeeper } from '#core/ports/secrets.ts';
import type { ServerImports } from '#core/ports/server-imports.ts';
import type { Tools } from '#core/ports/tools.ts';

export interface ControlParts {
  /** Of this start of the router. */
  readonly run: string;
  readonly status: () => RouterStatus;
  readonly events: Events;
  readonly requests: Requests;
  readonly tools: Tools;
  /** What clients see of that server under other names, or not at all. */
  readonly displaced: (server: string) => readonly DisplacedItem[];
  readonly questions: Questions;
  readonly conversations: Conversations;
  readonly inferencers: Inferencers;
  readonly editor: ConfigEditor;
  readonly keeper: SecretKeeper;
  readonly imports: ServerImports;
  readonly lines: LogLines;
  /** Without what is kept for the user. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Blanks secrets. */
  readonly mask: (text: string) => string;
  /** A link that opens the window once. */
  readonly createLink: () => string;
  /** Empty means that clients need none. */
  readonly clientToken: () => string;
  /** Makes the clients' token file unless there is one; resolves with its path. */
  readonly createTokenFile: () => Promise<string>;
  /** Rejects when another router could not start with the files of now. */
  readonly checkRestart: () => Promise<void>;
  /** Asks the host to stop this router and to start another. */
  readonly onRestart: () => void;
}

export interface Caller {
  /** What it says it is. */
  readonly client: string;
  /** Of the answer: `close` means that it was sent or that the caller is gone. */
  readonly connection: Connection;
}

export type ParsedParams<M extends Method> = z.output<(typeof API)[M]['params']>;

export type Handler<M extends Method> = (
  params: ParsedParams<M>,
  caller: Caller,
) => Result<M> | Promise<Result<M>>;

export type Handlers<M extends Method = Method> = { readonly [Name in M]: Handler<Name> };
