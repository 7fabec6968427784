import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createStream } from 'rotating-file-stream';

import type { Logger } from '#core/ports/logger.ts';
import type { SecretMask } from './secret-mask.ts';

interface LoggerOptions {
  /** Folder of the log files; created 0700. */
  readonly dir: string;
  readonly level: string;
  readonly mask: SecretMask;
  /** Size at which a new file is begun; for tests. */
  readonly maxBytes?: number;
  /** Lines at `warn` and above are also told to this, for people at a terminal. */
  readonly onProblem?: (line: string) => void;
}

const MAX_BYTES = 5_000_000;

export interface LogFile {
  readonly logger: Logger;
  readonly path: string;
  /** Resolves when everything written so far is in the file; nothing can be logged afterwards. */
  close(): Promise<void>;
}

/** JSON lines into `woollama.log`, five files of 5 MB at most, secrets masked. */
export function createLogFile(options: LoggerOptions): LogFile {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const file = createStream('woollama.log', {
    path: options.dir,
    size: `${options.maxBytes ?? MAX_BYTES}B`,
    maxFiles: 5,
    mode: 0o600,
  });
  // A full disk must not take the router down; the terminal still shows problems.
  file.on('error', () => options.onProblem?.('the log file cannot be written'));
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: options.mask.mask },
    },
    file,
  );
  return {
    logger:
      options.onProblem === undefined ? logger : alsoTell(logger, options.onProblem, options.mask),
    path: join(options.dir, 'woollama.log'),
    close: () =>
      new Promise((resolve) => {
        if (file.destroyed || file.writableFinished) resolve();
        else file.end(() => resolve());
      }),
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
    return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : [];
  });
  return details.length === 0 ? message : `${message}: ${details.join(', ')}`;
}
