import { Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { useWoollama } from '#client/woollama.tsx';
import { DraftPanel, type DraftView } from '#editing/draft-panel.tsx';
import { EditorLayout } from '#editing/editor-layout.tsx';
import { FormSide } from '#editing/form-side.tsx';
import { showSaved } from '#editing/undo-notice.tsx';
import { useDraft } from '#editing/use-draft.ts';
import { useFormDraft, type FormModel } from '#editing/use-form-draft.ts';
import { ExposureField } from './exposure-field.tsx';
import { McpFields } from './mcp-fields.tsx';
import { ModelRequestsFields } from './model-requests-fields.tsx';
import { ResetButton } from './reset-button.tsx';
import { RestartNotice } from './restart-notice.tsx';
import { toEdits, toForm, type SettingsForm } from './settings-form.ts';
import { SettingsFields } from './settings-fields.tsx';

/** settings.toml as a form and as a text. */
export function RouterTab(): ReactNode {
  const woollama = useWoollama();
  const [view, setView] = useState<DraftView>('changes');
  const [saved, setSaved] = useState(false);
  const draft = useDraft('settings.toml', (done) => {
    setSaved(true);
    showSaved('Settings saved.', done, woollama);
  });
  const fields = useFormDraft(draft, MODEL);
  return (
    <EditorLayout
      label="Settings of the router"
      form={
        <>
          <FormSide draft={draft} view={view} onView={setView}>
            {fields !== undefined && (
              <>
                <SettingsFields form={fields.form} onChange={fields.change} />
                <ExposureField form={fields.form} onChange={fields.change} />
                <McpFields form={fields.form} onChange={fields.change} />
                <ModelRequestsFields form={fields.form} onChange={fields.change} />
              </>
            )}
          </FormSide>
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              A flag or an environment variable wins over this file.
            </Text>
            <ResetButton document={draft.document} />
          </Group>
        </>
      }
      panel={
        <Stack gap="xs" h="100%">
          {saved && !draft.hasChange && (
            <RestartNotice port={fields?.form.port ?? ''} onDone={() => setSaved(false)} />
          )}
          <div style={{ flex: 1, minHeight: 0 }}>
            <DraftPanel draft={draft} view={view} onView={setView} />
          </div>
        </Stack>
      }
    />
  );
}

const MODEL: FormModel<SettingsForm> = {
  read: ({ value }) => toForm(value),
  edits: (_before, after, { value }) => toEdits(after, value),
};
