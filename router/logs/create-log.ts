import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createStream } from 'rotating-file-stream';

import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import type { SecretMask } from './secret-mask.ts';

interface LogOptions {
  /** Folder of the log files, created 0700; undefined means stderr. */
  readonly dir: string | undefined;
  readonly level: string;
  readonly mask: SecretMask;
  /** Size at which a new file is begun; for tests. */
  readonly maxBytes?: number;
  /** Lines at `warn` and above are also told to this, for people at a terminal. */
  readonly onProblem?: (line: string) => void;
}

const MAX_BYTES = 5_000_000;

const FILE_NAME = 'woollama.log';

export interface Log {
  readonly logger: Logger;
  readonly path: string | undefined;
  /** Resolves when everything written so far is in the file; nothing can be logged afterwards. */
  close(): Promise<void>;
}

/**
 * JSON lines into `woollama.log`, five files of 5 MB at most, or onto stderr; secrets masked.
 * Throws CONFIG_UNWRITABLE when the folder cannot be used.
 */
export function createLog(options: LogOptions): Log {
  const { dir, mask, onProblem } = options;
  const file = dir === undefined ? undefined : openFile(dir, options);
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: mask.mask },
    },
    file ?? process.stderr,
  );
  return {
    logger: onProblem === undefined ? logger : alsoTell(logger, onProblem, mask),
    path: dir === undefined ? undefined : join(dir, FILE_NAME),
    close: () =>
      new Promise((resolve) => {
        if (file === undefined || file.destroyed || file.writableFinished) resolve();
        else file.end(() => resolve());
      }),
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
