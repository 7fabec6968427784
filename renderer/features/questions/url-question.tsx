import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { ExternalLink } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { PendingQuestion } from '#contract/questions.ts';
import { callShell } from '#client/shell.ts';
import { useWoollama } from '#client/woollama.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { Notice } from '#components/notice.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { describeLink, type LinkParts } from './describe-link.ts';
import { Quote } from './quote.tsx';
import { RefuseButtons } from './refuse-buttons.tsx';
import type { Answering } from './use-answer.ts';
import classes from './questions.module.css';

interface UrlQuestionProps {
  readonly question: Extract<PendingQuestion, { readonly kind: 'url' }>;
  readonly answering: Answering;
}

/** A page of the server's choice: shown as a text, opened only by a click. */
export function UrlQuestion({ question, answering }: UrlQuestionProps): ReactNode {
  const { server, message, url } = question;
  const link = describeLink(url);
  const { open, outcome } = useOpening();
  const isOpened = outcome === 'opened';
  return (
    <Stack gap="sm">
      {message !== '' && <Quote label={`${revealHidden(server)} says`} text={message} />}
      {link === undefined ? <NoPage url={url} /> : <Address link={link} />}
      {outcome === 'refused' && (
        <Notice tone="warn" title="The page was not opened">
          Only pages that begin with https can be opened from here. You can copy the address.
        </Notice>
      )}
      <Text size="xs" c="dimmed">
        What you type there goes to that page, not to Woollama. Come back when you are done.
      </Text>
      <div className={classes['buttons']}>
        <RefuseButtons answering={answering} focused />
        {link !== undefined && (
          <>
            <Button
              variant={isOpened ? 'default' : 'filled'}
              leftSection={<ExternalLink size={14} aria-hidden />}
              onClick={() => void open(link.href)}
            >
              Open in browser
            </Button>
            <Button
              variant={isOpened ? 'filled' : 'default'}
              loading={answering.busy}
              onClick={() => void answering.give({ action: 'accept' })}
            >
              Done
            </Button>
          </>
        )}
      </div>
    </Stack>
  );
}

function Address({ link }: { readonly link: LinkParts }): ReactNode {
  const { href, before, host, after, warnings } = link;
  return (
    <>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Box
          className={classes['address'] ?? ''}
          tabIndex={0}
          role="group"
          aria-label="Address"
          style={{ flex: 1, minWidth: 0 }}
        >
          <Text size="sm" className="mono breaks" dir="ltr">
            <Text span inherit c="dimmed">
              {revealHidden(before)}
            </Text>
            <Text span inherit fw={700} c="var(--mantine-color-text)">
              {revealHidden(host)}
            </Text>
            <Text span inherit c="dimmed">
              {revealHidden(after)}
            </Text>
          </Text>
        </Box>
        <CopyButton text={href} label="Copy the address" />
      </Group>
      {warnings.length > 0 && (
        <Notice tone="warn" title="Look twice at this address">
          {warnings.join(' ')}
        </Notice>
      )}
    </>
  );
}

function NoPage({ url }: { readonly url: string }): ReactNode {
  return (
    <Notice tone="warn" title="This is no page of the web, so it is not opened">
      <PlainText text={url} className="mono" />
    </Notice>
  );
}

/** In the app its own way out is asked, which shows the address once more; it takes https only. */
function useOpening() {
  const { shell } = useWoollama();
  const [outcome, setOutcome] = useState<'none' | 'opened' | 'refused'>('none');
  return {
    outcome,
    open: async (url: string): Promise<void> => {
      if (shell === undefined) {
        window.open(url, '_blank', 'noopener,noreferrer');
        return setOutcome('opened');
      }
      const opening = callShell(shell, 'shell.open-external', { url });
      const { opened } = await opening.catch(() => ({ opened: false }));
      setOutcome(opened ? 'opened' : 'refused');
    },
  };
}
