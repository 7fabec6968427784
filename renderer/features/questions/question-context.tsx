import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { PendingQuestion } from '#contract/questions.ts';
import { subjectOf } from '#activity-view/describe-request.ts';
import { useRequest } from '#activity-view/use-request.ts';
import { PageLink } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { TimeLeft } from './time-left.tsx';

interface QuestionContextProps {
  readonly question: PendingQuestion;
  readonly onLeave: () => void;
  /** Beside the time. */
  readonly action: ReactNode;
}

/** During which call of whom it is asked, and how long it waits. */
export function QuestionContext({ question, onLeave, action }: QuestionContextProps): ReactNode {
  const { client, requestId, expiresAt } = question;
  const request = useRequest(requestId);
  const who = client ?? request?.client ?? '';
  return (
    <Group gap="md" justify="space-between" wrap="nowrap" align="baseline">
      <Text size="xs" c="dimmed" className="breaks" lineClamp={3}>
        {request === undefined ? (
          `During a call${who === '' ? '' : ` of ${revealHidden(who)}`}`
        ) : (
          <>
            During{' '}
            <PageLink
              size="xs"
              to="/activity"
              search={{ request: request.id }}
              onClick={onLeave}
              title="Show it in the activity"
            >
              {revealHidden(subjectOf(request))}
            </PageLink>
            {who !== '' && `, called by ${revealHidden(who)}`}
          </>
        )}
      </Text>
      <Group gap="xs" wrap="nowrap" align="baseline" style={{ flexShrink: 0 }}>
        {action}
        <TimeLeft at={expiresAt} />
      </Group>
    </Group>
  );
}
