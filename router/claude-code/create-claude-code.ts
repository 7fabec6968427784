/** Claude Code as a part of the router: one process a run, and nothing of it outlives the run. */
import type { ClaudeCode, ClaudeEvent, ClaudeRun } from '#core/ports/claude-code.ts';
import type { Logger } from '#core/ports/logger.ts';
import { hasProgram } from '#core/has-program.ts';
import type { Environment } from '#core/processes/child-env.ts';
import { startChild, type Child } from '#core/processes/child-process.ts';
import { createGuardian } from '#core/processes/guardian.ts';
import { RouterError } from '#core/router-error.ts';
import { toArguments } from './claude-arguments.ts';
import { claudeEnvironment } from './claude-environment.ts';
import { watchClaude } from './claude-process.ts';
import { EventReader } from './event-reader.ts';
import { toInputLines } from './input-lines.ts';
import { claudeFailed, judgeEnding, type Mask } from './judge-ending.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import { createRunGate } from './run-gate.ts';

const PLACES = 6;
const IDLE_MS = { plain: 180_000, tools: 300_000 };

export interface ClaudeCodeOptions {
  /** The program: a path, or a name on PATH. */
  readonly command: string;
  /** As the router got it; only a safe part is passed on. */
  readonly env: Environment;
  /** Blanks secrets. */
  readonly mask: Mask;
  readonly logger: Logger;
  /** Milliseconds of silence after which a run is ended. */
  readonly idleMs?: typeof IDLE_MS;
}

export interface ClaudeCodeHost extends ClaudeCode {
  /** Ends all runs with SHUTTING_DOWN; resolves when their processes are gone. */
  stop(): Promise<void>;
}

export function createClaudeCode(options: ClaudeCodeOptions): ClaudeCodeHost {
  const { command, mask, idleMs = IDLE_MS } = options;
  const environment = claudeEnvironment(options.env);
  const guardian = createGuardian(options.logger);
  const gate = createRunGate(PLACES);
  const stopping = new AbortController();
  const children = new Set<Child>();

  async function start(run: ClaudeRun, { cwd, mcpConfig }: RunFolder): Promise<Child> {
    const args = toArguments(run, mcpConfig);
    const spec = { command, args, env: environment, cwd };
    const started = await startChild(spec, guardian);
    if (started.ok) return started.child;
    if (started.code === 'ENOENT') throw notFound(command);
    throw claudeFailed(`'${command}' could not be started`, started.code, mask);
  }

  async function* runOnce(run: ClaudeRun, folder: RunFolder): AsyncGenerator<ClaudeEvent> {
    const child = await start(run, folder);
    const { plain, tools } = idleMs;
    const claude = watchClaude(child, {
      idleMs: run.tools === undefined ? plain : tools,
      isBusy: () => run.tools?.busy() ?? false,
      signal: run.signal,
    });
    const reader = new EventReader(run);
    children.add(child);
    try {
      child.stdin.end(toInputLines(run));
      for await (const line of claude.lines()) yield* reader.read(line);
      const exit = await claude.exit();
      yield judgeEnding({ ...reader.ending(), exit, stderr: claude.stderr() }, run, mask);
    } finally {
      await claude.stop();
      children.delete(child);
    }
  }

  return {
    found: () => hasProgram(command, environment),
    async *run(run) {
      const signal = AbortSignal.any([run.signal, stopping.signal]);
      const leave = await gate.enter(signal);
      try {
        const folder = await openRunFolder(run);
        try {
          yield* runOnce({ ...run, signal }, folder);
        } finally {
          await folder.close();
        }
      } finally {
        leave();
      }
    },
    async stop() {
      stopping.abort(new RouterError('SHUTTING_DOWN'));
      await Promise.all([...children].map((child) => child.stop(0)));
      await guardian.stop();
    },
  };
}

function notFound(command: string): RouterError {
  const message =
    `claude-code backend: '${command}' was not found on PATH; install Claude Code, ` +
    'or name the program in claude.bin (WOOLLAMA_CLAUDE_BIN)';
  return new RouterError('CLAUDE_FAILED', message);
}
