import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { EnableDialog } from './enable-dialog.tsx';
import { serverEntries } from './entry-value.ts';
import { NameDialog } from './name-dialog.tsx';
import type { ServerRow } from './server-list-model.ts';
import type { Question, ServerActions } from './use-server-actions.tsx';

interface ServerQuestionsProps {
  readonly rows: readonly ServerRow[];
  readonly actions: ServerActions;
}

/** What the page asks before it renames, copies, removes, or starts something. */
export function ServerQuestions({ rows, actions }: ServerQuestionsProps): ReactNode {
  const { question, answer } = actions;
  if (question === undefined) return null;
  const shared = { row: question.row, rows, actions, onClose: answer };
  if (question.kind === 'enable') return <EnableDialog {...shared} />;
  if (question.kind === 'remove') return <RemoveDialog {...shared} />;
  return <AskName {...shared} kind={question.kind} />;
}

interface AskProps extends ServerQuestionsProps {
  readonly row: ServerRow;
  readonly onClose: () => void;
}

function AskName(props: AskProps & { kind: Exclude<Question['kind'], 'remove' | 'enable'> }) {
  const { kind, row, rows, actions, onClose } = props;
  const isRename = kind === 'rename';
  const confirm = async (to: string): Promise<void> => {
    const message = isRename ? `${row.name} is now ${to}.` : `Added ${to}, switched off.`;
    const done = await actions.edits.apply({
      key: row.name,
      message,
      edits: (document) => (isRename ? rename(row.name, to) : duplicate(document, row.name, to)),
    });
    if (!done) return;
    onClose();
    actions.open(to);
  };
  return (
    <NameDialog
      title={`${isRename ? 'Rename' : 'Duplicate'} ${revealHidden(row.name)}`}
      hint={
        isRename
          ? 'Its tools get the new name too. Recipes that name the old one do not follow.'
          : 'The copy is switched off until you switch it on.'
      }
      verb={isRename ? 'Rename' : 'Duplicate'}
      initial={isRename ? row.name : freeName(row.name, rows)}
      taken={rows.map(({ name }) => name)}
      isBusy={actions.edits.busy.has(row.name)}
      onConfirm={(to) => void confirm(to)}
      onClose={onClose}
    />
  );
}

function rename(name: string, to: string): readonly ConfigEditRequest[] {
  return [{ kind: 'rename', path: ['mcpServers', name], to }];
}

function duplicate(
  document: ConfigDocument,
  name: string,
  to: string,
): readonly ConfigEditRequest[] {
  const entry = serverEntries(document).get(name);
  if (entry === undefined) return [];
  return [{ kind: 'set', path: ['mcpServers', to], value: { ...entry, disabled: true } }];
}

function freeName(name: string, rows: readonly ServerRow[]): string {
  let number = 2;
  while (rows.some((row) => row.name === `${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

function RemoveDialog({ row, actions, onClose }: AskProps): ReactNode {
  const name = revealHidden(row.name);
  const confirm = async (): Promise<void> => {
    const done = await actions.edits.apply({
      key: row.name,
      message: `Removed ${row.name}.`,
      edits: () => [{ kind: 'remove', path: ['mcpServers', row.name] }],
    });
    if (done) onClose();
  };
  return (
    <ConfirmDialog
      opened
      danger
      title="Remove this server?"
      confirm="Remove server"
      busy={actions.edits.busy.has(row.name)}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Text size="sm" className="breaks">
        {name} is stopped and its entry is taken out of mcp.json. You can take that back for a
        moment afterwards.
      </Text>
    </ConfirmDialog>
  );
}
