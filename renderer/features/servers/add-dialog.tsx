import { Modal, SegmentedControl, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { serverEntries } from './entry-value.ts';
import { FormStep } from './form-step.tsx';
import { ImportStep } from './import-step.tsx';
import { PasteStep } from './paste-step.tsx';

const WAYS = [
  { value: 'paste', label: 'Paste' },
  { value: 'form', label: 'Fill in a form' },
  { value: 'import', label: 'From other programs' },
] as const;
type Way = (typeof WAYS)[number]['value'];

interface AddDialogProps {
  /** From the address; undefined when the dialog is closed. */
  readonly way: string | undefined;
  /** A text that a link brought. */
  readonly review: string | undefined;
}

/** Three ways to a new server; all end in the same look at what would be run. */
export function AddDialog({ way, review }: AddDialogProps): ReactNode {
  const navigate = useNavigate();
  const { data: document } = useRouterQuery('config.read', { file: 'mcp.json' });
  const taken = [...serverEntries(document).keys()];
  const isOpen = way !== undefined || review !== undefined;
  const shown: Way = review === undefined ? toWay(way) : 'paste';
  const close = (): void => void navigate({ to: '/servers', search: {} });
  const onAdded = (names: readonly string[]): void => {
    const [open] = names;
    void navigate({ to: '/servers', search: open === undefined ? {} : { open } });
  };
  return (
    <Modal opened={isOpen} onClose={close} title="Add a server" size={720}>
      <Stack gap="md">
        <SegmentedControl
          size="xs"
          aria-label="How to add it"
          value={shown}
          onChange={(next) => void navigate({ to: '/servers', search: { add: toWay(next) } })}
          data={[...WAYS]}
        />
        {shown === 'paste' && (
          // Another link is another text.
          <PasteStep key={review ?? ''} initial={review} taken={taken} onAdded={onAdded} />
        )}
        {shown === 'form' && <FormStep taken={taken} onAdded={onAdded} />}
        {shown === 'import' && <ImportStep taken={taken} onAdded={onAdded} />}
      </Stack>
    </Modal>
  );
}

function toWay(text: string | undefined): Way {
  return WAYS.find(({ value }) => value === text)?.value ?? 'paste';
}
