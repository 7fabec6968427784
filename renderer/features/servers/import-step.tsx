import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { FolderSearch } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { ImportListing } from '#contract/imports.ts';
import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { NothingHere } from '#components/nothing-here.tsx';
import { PlainText } from '#components/plain-text.tsx';
import { addWords } from './paste-step.tsx';
import { ReviewList } from './review-list.tsx';
import { acceptedOf, acceptedProblem, type Choices } from './review-model.ts';
import classes from './servers.module.css';
import { useAddServers } from './use-add-servers.ts';

interface ImportStepProps {
  readonly taken: readonly string[];
  readonly onAdded: (names: readonly string[]) => void;
}

/** What the other programs of this computer already know, file by file. */
export function ImportStep({ taken, onAdded }: ImportStepProps): ReactNode {
  const scan = useRouterQuery('imports.scan', {});
  const [choices, setChoices] = useState<Readonly<Record<string, Choices>>>({});
  const { add, isAdding, problem } = useAddServers(onAdded);
  if (scan.error) {
    return (
      <Failure
        what="The files of other programs could not be looked at"
        error={scan.error}
        onRetry={() => void scan.refetch()}
      />
    );
  }
  if (scan.data === undefined) return <Looking />;
  const listings = scan.data.listings.filter(
    ({ candidates, problem: fault }) => candidates.length > 0 || fault !== null,
  );
  if (listings.length === 0) return <NothingFound onRetry={() => void scan.refetch()} />;
  const additions = listings.flatMap(({ client, path, hash, candidates }) => {
    const accepted = acceptedOf(candidates, choices[path] ?? {});
    const source = { kind: 'file', client, path, hash } as const;
    return accepted.length === 0 ? [] : [{ source, accepted }];
  });
  const all = additions.flatMap(({ accepted }) => accepted);
  const badName = acceptedProblem(all, taken);
  return (
    <Stack gap="md">
      {listings.map((listing) => (
        <Listing
          key={listing.path}
          listing={listing}
          choices={choices[listing.path] ?? {}}
          onChoices={(next) => setChoices({ ...choices, [listing.path]: next })}
          taken={taken}
        />
      ))}
      {problem !== null && <Failure what="Not everything was added" error={problem} />}
      <div className={classes['footer']}>
        <Text size="sm" c="dimmed" role="status">
          {badName}
        </Text>
        <Button
          loading={isAdding}
          disabled={all.length === 0 || badName !== undefined}
          onClick={() => void add(additions)}
        >
          {addWords(all.length)}
        </Button>
      </div>
    </Stack>
  );
}

interface ListingProps {
  readonly listing: ImportListing;
  readonly choices: Choices;
  readonly onChoices: (choices: Choices) => void;
  readonly taken: readonly string[];
}

function Listing({ listing, choices, onChoices, taken }: ListingProps): ReactNode {
  const { title, path, candidates, problem } = listing;
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <div>
        <Title order={3}>{title}</Title>
        <PlainText text={path} c="dimmed" className="mono" />
      </div>
      {problem !== null && <PlainText text={problem} c="var(--state-bad)" />}
      <ReviewList candidates={candidates} choices={choices} onChoices={onChoices} taken={taken} />
    </Stack>
  );
}

function Looking(): ReactNode {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Looking for the files of other programs ...
      </Text>
      <Skeleton h={90} animate={false} />
    </Stack>
  );
}

function NothingFound({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  return (
    <NothingHere
      icon={FolderSearch}
      title="No other program has servers here"
      action={
        <Button variant="default" onClick={onRetry}>
          Look again
        </Button>
      }
    >
      Claude Desktop, Claude Code, Cursor, VS Code, Windsurf, Codex, Zed and Gemini CLI were looked
      for.
    </NothingHere>
  );
}
