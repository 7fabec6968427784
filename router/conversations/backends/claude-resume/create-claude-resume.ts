/**
 * Conversations that Claude Code remembers itself. We keep its id of the session and a folder, empty
 * for ever, because sessions belong to folders; what was said lies in its own configuration folder.
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { CLAUDE_CODE } from '#contract/names.ts';
import { toClaudePrompt } from '#core/claude/to-claude-prompt.ts';
import { toClaudeSchema } from '#core/claude/to-claude-schema.ts';
import type { ClaudeCode, ClaudeEvent, ClaudeRun } from '#core/ports/claude-code.ts';
import type { BackendEvent, TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { TurnInput } from '#core/ports/conversations.ts';
import type { ConversationRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';

const PREFIX = `${CLAUDE_CODE}/`;

const MISSING =
  'Claude Code was not found on this machine; install it, ' +
  'or name the program in claude.bin (WOOLLAMA_CLAUDE_BIN)';

export interface ClaudeResumeOptions {
  readonly claude: ClaudeCode;
  /** Where the folders of conversations are; must outlast a restart of the machine. */
  readonly dir: string;
}

export function createClaudeResume({ claude, dir }: ClaudeResumeOptions): TranscriptOwner {
  const folderOf = (row: ConversationRow) => row.folder ?? join(dir, row.id);

  async function* runTurn(row: ConversationRow, run: ClaudeRun): AsyncGenerator<BackendEvent> {
    const folder = folderOf(row);
    let nativeId = row.nativeId;
    for await (const event of claude.run(run)) {
      const id = sessionOf(event);
      if (id !== undefined && id !== '' && id !== nativeId) {
        nativeId = id;
        yield { kind: 'native', nativeId, folder };
      }
      if (event.kind === 'text' || event.kind === 'reasoning') yield event;
      if (event.kind === 'result') yield finished(event);
    }
  }

  return {
    kind: 'claude-resume',
    holder: 'Claude Code, here',
    whyHidden:
      'Claude Code keeps its transcripts itself and does not hand them out; ' +
      'its own history on this machine shows them',
    accepts(model) {
      if (!model.startsWith(PREFIX)) return `it holds conversations of ${PREFIX}<model> only`;
      return claude.found() || MISSING;
    },
    async *run(row, input, { signal }) {
      refuseTools(input);
      const { nativeId } = row;
      const folder = folderOf(row);
      // Before anything is made for it.
      const asked = toRun(row, input);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      let isKnown = nativeId !== null;
      try {
        const resume = nativeId === null ? {} : { resume: nativeId };
        for await (const event of runTurn(row, { ...asked, ...resume, folder, signal })) {
          isKnown ||= event.kind === 'native';
          yield event;
        }
      } finally {
        // Nobody would ever come back for it.
        if (!isKnown) await rm(folder, { recursive: true, force: true });
      }
    },
    async remove(row) {
      const folder = folderOf(row);
      // One that was taken over from elsewhere is not ours to empty.
      if (dirname(folder) !== dir) return;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toRun(row: ConversationRow, { messages, params }: TurnInput) {
  const name = row.model.slice(PREFIX.length);
  const schema = toClaudeSchema(params);
  return {
    model: name === 'default' ? '' : name,
    ...toClaudePrompt(messages),
    ...(schema && { schema }),
    maxTurns: 1,
  };
}

function sessionOf(event: ClaudeEvent): string | undefined {
  return event.kind === 'session' || event.kind === 'result' ? event.sessionId : undefined;
}

function finished(result: Extract<ClaudeEvent, { kind: 'result' }>): BackendEvent {
  const { text, usage, finishReason } = result;
  const end =
    finishReason === 'length'
      ? ({ status: 'incomplete', reason: 'max_output_tokens' } as const)
      : ({ status: 'completed' } as const);
  return { kind: 'finished', result: { text, toolCalls: [], usage, ...end } };
}

function refuseTools({ tools, serverTools }: TurnInput): void {
  if (tools.length === 0 && serverTools.length === 0) return;
  const message = 'a conversation of Claude Code takes no tools; use a recipe with tools instead';
  throw new RouterError('NOT_SUPPORTED', message, { param: 'tools' });
}
