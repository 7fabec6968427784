import { Button, Group, Modal, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { DiffView } from '#components/code/diff-view.tsx';
import { Notice } from '#components/notice.tsx';
import { IssueList } from './issue-list.tsx';
import type { Draft } from './use-draft.ts';

interface DraftProblemsProps {
  readonly draft: Draft;
  readonly formProblems: readonly string[];
}

/** Why it cannot be saved as it is; nothing when it can. */
export function DraftProblems({ draft, formProblems }: DraftProblemsProps): ReactNode {
  if (draft.conflict) return <ConflictNotice draft={draft} />;
  if (formProblems.length > 0) {
    return (
      <Notice tone="warn" title="The form is not finished">
        {formProblems.join(' ')}
      </Notice>
    );
  }
  if (draft.refusals.length > 0) {
    return (
      <Notice tone="bad" title="This cannot be saved yet">
        <IssueList issues={draft.refusals} />
      </Notice>
    );
  }
  const error = draft.problem ?? draft.readError;
  if (error === null) return null;
  return (
    <Notice tone="bad" title={`${draft.file} could not be ${draft.readError ? 'read' : 'changed'}`}>
      {error.message}
    </Notice>
  );
}

/** Nothing is lost: what was typed stays in the form, what somebody else wrote stays in the file. */
function ConflictNotice({ draft }: { readonly draft: Draft }): ReactNode {
  const [isShown, setIsShown] = useState(false);
  return (
    <Notice tone="warn" title={`${draft.file} was changed outside while you were editing`}>
      <Text size="sm">
        {draft.clash
          ? 'Your text and the new file differ in the same lines, so one of them must go.'
          : 'Nothing was overwritten. Put your change on the new file and look at it again, or drop it.'}
      </Text>
      <Group gap="xs" mt={6}>
        {draft.clash ? (
          <Button size="compact-xs" onClick={draft.overwrite}>
            Use my text
          </Button>
        ) : (
          <Button size="compact-xs" onClick={() => void draft.rebase()}>
            Use the new file, keep my change
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={draft.discard}>
          Drop my change
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => setIsShown(true)}>
          Show what changed outside
        </Button>
      </Group>
      <OutsideChange draft={draft} opened={isShown} onClose={() => setIsShown(false)} />
    </Notice>
  );
}

interface OutsideChangeProps {
  readonly draft: Draft;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function OutsideChange({ draft, opened, onClose }: OutsideChangeProps): ReactNode {
  const { base, document, file } = draft;
  return (
    <Modal opened={opened} onClose={onClose} title={`What changed in ${file}`} size="xl">
      {base !== undefined && document !== undefined && (
        <div style={{ maxHeight: '60vh', overflow: 'auto' }}>
          <DiffView
            before={base.text}
            after={document.text}
            language={file.endsWith('.json') ? 'json' : 'toml'}
            label={`What changed in ${file}`}
          />
        </div>
      )}
    </Modal>
  );
}
