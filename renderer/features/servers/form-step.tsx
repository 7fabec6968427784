import { Button, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import type { ConfigChange, ConfigEditRequest } from '#contract/config-editing.ts';
import { useRouterQuery } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { showSaved } from '#editing/undo-notice.tsx';
import { rememberApproval } from './approved-commands.ts';
import { EntryFields } from './entry-fields.tsx';
import {
  EMPTY_FORM,
  entryOf,
  formProblems,
  secretsToStore,
  type EntryForm,
} from './entry-form-model.ts';
import { SecretsNote } from './review-list.tsx';
import { ReviewOne } from './review-one.tsx';
import classes from './servers.module.css';

interface FormStepProps {
  readonly taken: readonly string[];
  readonly onAdded: (names: readonly string[]) => void;
}

/** A new entry field by field. Nothing is written or kept before the look at the whole of it. */
export function FormStep({ taken, onAdded }: FormStepProps): ReactNode {
  const { data: secrets } = useRouterQuery('secrets.list', {});
  const [form, setForm] = useState<EntryForm>(EMPTY_FORM);
  const [isTried, setIsTried] = useState(false);
  const [isReviewing, setIsReviewing] = useState(false);
  const { add, isAdding, problem } = useAddForm(onAdded);
  const problems = formProblems(form, taken);
  const review = (): void => {
    setIsTried(true);
    setIsReviewing(Object.keys(problems).length === 0);
  };
  return (
    <Stack gap="sm">
      <EntryFields
        form={form}
        onForm={setForm}
        problems={isTried ? problems : {}}
        secretNames={(secrets?.secrets ?? []).map(({ name }) => name)}
      />
      {secretsToStore(form).length > 0 && <SecretsNote />}
      <div className={classes['footer']}>
        <Button onClick={review}>Look it over</Button>
      </div>
      {isReviewing && (
        <ReviewOne
          title="Add this server?"
          confirm="Add server"
          name={form.name.trim()}
          entry={entryOf(form)}
          isBusy={isAdding}
          problem={problem}
          onConfirm={() => void add(form)}
          onClose={() => setIsReviewing(false)}
        />
      )}
    </Stack>
  );
}

/** Keeps the secrets first, because the entry needs them to start. */
function useAddForm(onAdded: (names: readonly string[]) => void) {
  const { client, queries } = useWoollama();
  const [isAdding, setIsAdding] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);

  async function write(form: EntryForm): Promise<void> {
    const file = 'mcp.json';
    const name = form.name.trim();
    const value = entryOf(form);
    for (const { storeAs, value: secret } of secretsToStore(form)) {
      if (storeAs !== undefined) await client.call('secrets.set', { name: storeAs, value: secret });
    }
    const before = await client.call('config.read', { file });
    const edit: ConfigEditRequest = { kind: 'set', path: ['mcpServers', name], value };
    const change: ConfigChange = { kind: 'edits', edits: [edit] };
    const after = await client.call('config.write', { file, expected: before.hash, change });
    rememberApproval(localStorage, value);
    queries.setQueryData(['config.read', { file }], after);
    showSaved(`Added ${revealHidden(name)}.`, { before, after }, { client, queries });
    onAdded([name]);
  }

  return {
    isAdding,
    problem,
    add: async (form: EntryForm): Promise<void> => {
      setIsAdding(true);
      setProblem(null);
      try {
        await write(form);
      } catch (error) {
        setProblem(error instanceof Error ? error : new Error(String(error)));
      } finally {
        setIsAdding(false);
      }
    },
  };
}
