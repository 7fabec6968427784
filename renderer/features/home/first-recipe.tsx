import { Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';

import type { RouterStatus } from '#contract/status.ts';
import { useWoollama } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { PageLink } from '#components/page-link.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { askRecipe } from './ask-recipe.ts';

interface FirstRecipeProps {
  readonly status: RouterStatus;
  readonly onDone: () => void;
}

export function FirstRecipe({ status, onDone }: FirstRecipeProps): ReactNode {
  const woollama = useWoollama();
  const [recipe, setRecipe] = useState(
    status.recipes.find((one) => one === 'streamer') ?? status.recipes[0],
  );
  const [question, setQuestion] = useState('Please count to 4');
  const ask = useMutation({
    mutationFn: (name: string) => askRecipe(woollama.fetch, name, question),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (recipe !== undefined) ask.mutate(recipe);
  };
  return (
    <Stack gap="xs">
      <Text size="sm">
        A recipe is a model name that is a prompt, a list of allowed tools and an inferencer. Ask
        one: the tool really runs.
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <Select
            label="Recipe"
            data={status.recipes.map((name) => ({ value: name, label: revealHidden(name) }))}
            value={recipe ?? null}
            onChange={(name) => setRecipe(name ?? undefined)}
            allowDeselect={false}
            w={200}
          />
          <TextInput
            label="Question"
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
            style={{ flex: 1 }}
          />
          <Button type="submit" size="sm" loading={ask.isPending} disabled={recipe === undefined}>
            Ask
          </Button>
        </Group>
      </form>
      {ask.error !== null && <Failure what="The recipe did not answer" error={ask.error} />}
      {ask.data !== undefined && (
        <Paper withBorder p="sm" aria-live="polite" aria-label="Answer">
          <PlainText text={ask.data} style={{ whiteSpace: 'pre-wrap' }} />
        </Paper>
      )}
      <Group justify="flex-end" gap="md">
        {ask.data !== undefined && <PageLink to="/activity">See what the router did</PageLink>}
        <Button variant={ask.data === undefined ? 'default' : 'filled'} onClick={onDone}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
