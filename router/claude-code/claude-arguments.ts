/** The command line of one run. It holds nothing that anybody said, and no secret. */
import type { ClaudeRun } from '#core/ports/claude-code.ts';
import { RouterError } from '#core/router-error.ts';

/** How `claude` calls our MCP endpoint. */
export const SERVER = 'woollama';

/** `--tools ""` takes them all away; this holds where a version understands that differently. */
const DENIED =
  'Bash,Read,Write,Edit,NotebookEdit,WebFetch,WebSearch,Glob,Grep,Task,LSP,PowerShell,KillShell';

/** Throws UNKNOWN_MODEL, INVALID_REQUEST. */
export function toArguments(run: ClaudeRun, mcpConfig: string | undefined): readonly string[] {
  const { model, resume, folder, tools, maxTurns } = run;
  return [
    ['-p'],
    ['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'],
    ['--include-partial-messages'],
    ['--max-turns', String(maxTurns)],
    mcpConfig === undefined ? [] : ['--mcp-config', mcpConfig],
    ['--strict-mcp-config'],
    // None: no settings, hooks, plugins or CLAUDE.md of the user or of a project.
    ['--setting-sources', ''],
    ['--permission-mode', 'dontAsk'],
    ['--disable-slash-commands'],
    ['--tools', ''],
    ['--disallowedTools', DENIED],
    tools === undefined ? [] : ['--allowedTools', tools.names.map(toToolId).join(',')],
    model === '' ? [] : ['--model', checkModel(model)],
    resume === undefined ? [] : ['--resume', checkSession(resume)],
    // Else the system prompt of the first turn would hold for all later ones.
    folder === undefined ? ['--no-session-persistence'] : ['--system-prompt-snapshot', 'off'],
  ].flat();
}

function toToolId(name: string): string {
  if (/^[\w.-]+$/.test(name)) return `mcp__${SERVER}__${name}`;
  const message = `claude-code backend: Claude Code cannot be given a tool named '${name}'`;
  throw new RouterError('INVALID_REQUEST', message, { param: 'tools' });
}

/** A name that begins with a dash would be read as another option. */
function checkModel(model: string): string {
  if (/^\w[\w.:@/[\]-]*$/.test(model)) return model;
  throw new RouterError('UNKNOWN_MODEL', `Claude Code has no model '${model}'`, { param: 'model' });
}

function checkSession(id: string): string {
  if (/^\w[\w-]*$/.test(id)) return id;
  throw new RouterError('CLAUDE_FAILED', 'claude-code backend: the session has no usable id');
}
