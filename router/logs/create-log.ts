import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createStream } from 'rotating-file-stream';

import type { LogLines, ServerOutput } from '#core/ports/log-lines.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import { describeFacts } from './describe-facts.ts';
import { createLogLines, type LogLineStore } from './log-lines.ts';
import type { SecretMask } from './secret-mask.ts';
import { createServerOutput } from './server-output.ts';

interface LogOptions {
  /** Folder of the log files, created 0700; undefined means stderr. */
  readonly dir: string | undefined;
  readonly level: string;
  readonly mask: SecretMask;
  /** Size at which a new file is begun; for tests. */
  readonly maxBytes?: number;
  /** Lines at `warn` and above are also told to this, for people at a terminal. */
  readonly onProblem?: (line: string) => void;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

const MAX_BYTES = 5_000_000;

const FILE_NAME = 'woollama.log';

export interface Log {
  readonly logger: Logger;
  /** What was logged and what servers wrote, for the window. */
  readonly lines: LogLines;
  /** Into `lines` only, not into the file. */
  readonly output: ServerOutput;
  readonly path: string | undefined;
  /** Resolves when everything written so far is in the file; nothing can be logged afterwards. */
  close(): Promise<void>;
}

/**
 * JSON lines into `woollama.log`, five files of 5 MB at most, or onto stderr; the newest are kept
 * in memory too. Secrets masked everywhere. Throws CONFIG_UNWRITABLE when the folder cannot be used.
 */
export function createLog(options: LogOptions): Log {
  const { dir, mask, onProblem, now = Date.now } = options;
  const file = dir === undefined ? undefined : openFile(dir, options);
  const written = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: mask.mask },
    },
    file ?? process.stderr,
  );
  const lines = createLogLines({
    mask: mask.mask,
    now,
    // Into the file only: in `lines` it would be told to the listener that throws.
    onListenerError: (err) => written.error({ err }, 'a listener of log lines failed'),
  });
  const servers = createServerOutput(lines);
  const logger = alsoKeep(written, lines, {});
  return {
    logger: onProblem === undefined ? logger : alsoTell(logger, onProblem, mask),
    lines,
    output: servers.output,
    path: dir === undefined ? undefined : join(dir, FILE_NAME),
    close: () => {
      servers.close();
      return new Promise((resolve) => {
        if (file === undefined || file.destroyed || file.writableFinished) resolve();
        else file.end(() => resolve());
      });
    },
  };
}

function openFile(dir: string, { maxBytes = MAX_BYTES, onProblem }: LogOptions) {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RouterError(
      'CONFIG_UNWRITABLE',
      `the log folder ${dir} cannot be used: ${reason} (--state-dir names another place)`,
      { cause },
    );
  }
  const file = createStream(FILE_NAME, {
    path: dir,
    size: `${maxBytes}B`,
    maxFiles: 5,
    mode: 0o600,
  });
  // A full disk must not take the router down; the terminal still shows problems.
  let told = false;
  file.on('error', () => {
    if (!told) onProblem?.('the log file cannot be written');
    told = true;
  });
  return file;
}

/** Keeps what passes the level; `bound` are the facts of child loggers. */
function alsoKeep(logger: pino.Logger, lines: LogLineStore, bound: object): Logger {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (facts: object, message: string): void => {
      logger[level](facts, message);
      if (!logger.isLevelEnabled(level)) return;
      const details = describeFacts({ ...bound, ...facts });
      lines.add({ level, source: 'router', message, details });
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (facts) => alsoKeep(logger.child(facts), lines, { ...bound, ...facts }),
  };
}

function alsoTell(logger: Logger, tell: (line: string) => void, mask: SecretMask): Logger {
  return {
    debug: (facts, message) => logger.debug(facts, message),
    info: (facts, message) => logger.info(facts, message),
    warn(facts, message) {
      logger.warn(facts, message);
      tell(mask.mask(withFacts(message, facts)));
    },
    error(facts, message) {
      logger.error(facts, message);
      tell(mask.mask(withFacts(message, facts)));
    },
    child: (facts) => alsoTell(logger.child(facts), tell, mask),
  };
}

/** `a server failed: server git, reason exited with code 3` */
function withFacts(message: string, facts: object): string {
  const details = Object.entries(facts).flatMap(([name, value]) => {
    if (value instanceof Error) return [value.message];
    if (Array.isArray(value)) return [`${name} ${value.join(' ')}`];
    const isTime = name.endsWith('At');
    return typeof value === 'string' || (typeof value === 'number' && !isTime)
      ? [`${name} ${value}`]
      : [];
  });
  return details.length === 0 ? message : `${message}: ${details.join(', ')}`;
}
