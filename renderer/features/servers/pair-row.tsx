import { ActionIcon, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Pair } from './entry-form-model.ts';
import { isPlaceholder, isReference, isSecretName } from './secret-names.ts';

interface PairRowProps {
  readonly pair: Pair;
  readonly noun: 'variable' | 'header';
  readonly onName: (name: string) => void;
  readonly onValue: (value: string) => void;
  readonly onRemove: () => void;
  readonly onStore?: (name: string) => void;
}

export function PairRow(props: PairRowProps): ReactNode {
  const { pair, noun, onName, onRemove } = props;
  const shown = pair.name === '' ? `new ${noun}` : pair.name;
  return (
    <Stack gap={2}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <TextInput
          size="xs"
          style={{ flex: '0 0 40%' }}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={pair.name}
          placeholder={noun === 'variable' ? 'NAME' : 'Authorization'}
          onChange={(event) => onName(event.currentTarget.value)}
          aria-label={`Name of ${shown}`}
        />
        <Value {...props} label={`Value of ${shown}`} />
        <ActionIcon color="gray" size="sm" mt={4} onClick={onRemove} aria-label={`Remove ${shown}`}>
          <X size={14} aria-hidden />
        </ActionIcon>
      </Group>
      {pair.storeAs !== undefined && <StoreLine {...props} storeAs={pair.storeAs} />}
    </Stack>
  );
}

function Value({ pair, label, onValue }: PairRowProps & { readonly label: string }): ReactNode {
  const { name, value } = pair;
  if (isPlaceholder(value)) {
    return (
      <Group gap={6} wrap="nowrap" style={{ flex: 1 }} mih={30}>
        <Text size="xs" c="dimmed" style={{ flex: 1 }}>
          kept as it is, not shown
        </Text>
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => onValue('')}
          aria-label={`Replace the ${label.toLowerCase()}`}
        >
          Replace
        </Button>
      </Group>
    );
  }
  const field = {
    size: 'xs',
    style: { flex: 1 },
    value,
    spellCheck: false,
    'aria-label': label,
    onChange: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  } as const;
  // Another variable's name is no secret, and somebody wants to read it.
  if (isSecretName(name) && !isReference(value)) {
    // Browsers must not offer to keep it.
    return <PasswordInput {...field} autoComplete="new-password" placeholder="never shown again" />;
  }
  return <TextInput {...field} classNames={{ input: 'mono' }} />;
}

function StoreLine(props: PairRowProps & { readonly storeAs: string }): ReactNode {
  const { storeAs, onStore } = props;
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="xs" c="dimmed" className="breaks">
        {onStore === undefined ? 'Will be kept' : 'Keep it'} as the secret {storeAs}; the file says{' '}
        <span className="mono">{`\${${storeAs}}`}</span>.
      </Text>
      {onStore !== undefined && (
        <Button size="compact-xs" style={{ flexShrink: 0 }} onClick={() => onStore(storeAs)}>
          Keep secret
        </Button>
      )}
    </Group>
  );
}
