import { Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import type { InferencerStatus } from '#contract/status.ts';
import { PageLink } from '#components/page-link.tsx';
import { Section } from '#components/section.tsx';
import { KeyForm } from './key-form.tsx';
import { RemoveKey } from './remove-key.tsx';
import type { TestRun } from './use-inferencer-test.ts';
import { useKeptKeys } from './use-kept-keys.ts';

interface KeySectionProps {
  readonly status: InferencerStatus;
  readonly test: TestRun;
}

/** Where the key comes from, and how it is given to the router. */
export function KeySection({ status, test }: KeySectionProps): ReactNode {
  const { name, key, keyName } = status;
  return (
    <Section title="Key">
      {keyName === undefined ? (
        <Group justify="space-between">
          <Text size="sm" style={{ flex: 1 }}>
            {key === 'file'
              ? 'It stands in inferencers.toml, where every program that reads the file sees it. Better: keep it here, and the file names it only.'
              : 'None is sent.'}
          </Text>
          <PageLink to="/inferencers" search={{ edit: name }}>
            {key === 'file' ? 'Keep it here' : 'Use a key'}
          </PageLink>
        </Group>
      ) : (
        <VariableKey name={name} variable={keyName} origin={key} test={test} />
      )}
    </Section>
  );
}

interface VariableKeyProps {
  readonly name: string;
  readonly variable: string;
  readonly origin: InferencerStatus['key'];
  readonly test: TestRun;
}

function VariableKey({ name, variable, origin, test }: VariableKeyProps): ReactNode {
  const keys = useKeptKeys();
  const [wanted, setWanted] = useState(false);
  const isTyping = wanted || origin === 'missing';
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" className="breaks">
          {describeOrigin(origin)} <span className="mono">{variable}</span>
          {origin === 'environment' && '.'}
          {origin === 'stored' &&
            (keys.hidesEnvironment(variable)
              ? '. The environment has one of that name too; the one kept here counts.'
              : '.')}
          {origin === 'missing' && ' is not set in the environment, and no key is kept here.'}
        </Text>
        {!isTyping && (
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" onClick={() => setWanted(true)}>
              {origin === 'stored' ? 'Replace' : 'Keep another one here'}
            </Button>
            {origin === 'stored' && <RemoveKey name={name} variable={variable} keys={keys} />}
          </Group>
        )}
      </Group>
      {isTyping && (
        <KeyForm
          name={name}
          variable={variable}
          keys={keys}
          isAsked={wanted}
          onKept={() => {
            setWanted(false);
            test.run();
          }}
          {...(origin !== 'missing' && { onCancel: () => setWanted(false) })}
        />
      )}
    </Stack>
  );
}

function describeOrigin(origin: InferencerStatus['key']): string {
  if (origin === 'stored') return 'Kept here as';
  return origin === 'environment' ? 'From the environment variable' : '';
}
