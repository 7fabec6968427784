import { Text } from '@mantine/core';
import { CornerDownRight } from 'lucide-react';
import { memo, type ReactNode } from 'react';

import type { ActivityRequest } from '#contract/activity.ts';
import {
  describeProgress,
  describeTokens,
  runningCall,
  stateWord,
  subjectOf,
} from '#activity-view/describe-request.ts';
import { describeOrigin } from '#activity-view/describe-origin.ts';
import { Elapsed } from '#activity-view/elapsed.tsx';
import { useRequest } from '#activity-view/use-request.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { describeAge, useNow } from '#components/time-ago.tsx';
import { clientOf } from './client-name.ts';
import classes from './activity.module.css';

interface ActivityRowProps {
  readonly request: ActivityRequest;
}

/** The cells of one request. Requests that did not change are the same objects, so they rest. */
export const ActivityRow = memo(function ActivityRow({ request }: ActivityRowProps): ReactNode {
  const { tone, word } = stateWord(request.state);
  const { usage } = request;
  return (
    <>
      <Age at={request.startedAt} />
      <Cell
        className={classes['client']}
        text={clientOf(request)}
        title={request.client === '' ? 'It did not say who it is' : request.client}
      />
      <Cell
        className={classes['surface']}
        text={request.surface}
        title={request.operation}
        dimmed
      />
      <Subject request={request} />
      <div role="gridcell">
        <StateLabel tone={tone}>{word}</StateLabel>
      </div>
      <div role="gridcell">
        <Elapsed
          state={request.state}
          startedAt={request.startedAt}
          durationMs={request.durationMs}
        />
      </div>
      <Text
        role="gridcell"
        size="sm"
        ta="right"
        className={`${classes['tokens']} numbers`}
        title={usage && describeTokens(usage)}
      >
        {usage?.totalTokens.toLocaleString('en') ?? ''}
      </Text>
    </>
  );
});

interface CellProps {
  readonly text: string;
  readonly title: string;
  readonly dimmed?: boolean;
  readonly className?: string | undefined;
}

function Cell({ text, title, dimmed = false, className = '' }: CellProps): ReactNode {
  return (
    <Text
      role="gridcell"
      size="sm"
      className={`${className} ellipsis`}
      title={revealHidden(title)}
      {...(dimmed && { c: 'dimmed' })}
    >
      {revealHidden(text)}
    </Text>
  );
}

/** What was asked for; while a tool runs also which, and how far it is. */
function Subject({ request }: ActivityRowProps): ReactNode {
  const subject = revealHidden(subjectOf(request));
  const call = request.state === 'running' ? runningCall(request) : undefined;
  const about = call && [call.tool === subject ? '' : call.tool, describeProgress(call) ?? ''];
  const error = request.state === 'error' ? request.errorCode?.toLowerCase() : undefined;
  const parent = useRequest(request.parent);
  const origin = request.parent === undefined ? undefined : describeOrigin(request, parent);
  const parts = [origin, about?.join(' ').trim() ?? error].filter(Boolean);
  const extra = revealHidden(parts.join(' · '));
  return (
    <div role="gridcell" className={classes['subject']} title={`${subject} ${extra}`.trim()}>
      {origin !== undefined && (
        <CornerDownRight size={13} aria-hidden className={classes['nested'] ?? ''} />
      )}
      <Text span size="sm" className="ellipsis">
        {subject}
      </Text>
      {extra !== '' && (
        <Text span size="xs" c="dimmed" className={`${classes['extra']} ellipsis numbers`}>
          {extra}
        </Text>
      )}
    </div>
  );
}

/** Without a floating tooltip: a hundred rows are too many for that. */
function Age({ at }: { readonly at: number }): ReactNode {
  const now = useNow();
  return (
    <Text
      role="gridcell"
      size="sm"
      c="dimmed"
      className="numbers ellipsis"
      title={new Date(at).toLocaleString()}
    >
      {describeAge(now - at)}
    </Text>
  );
}
