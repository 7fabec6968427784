import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Notice } from '#components/notice.tsx';
import { PlainText } from '#components/plain-text.tsx';
import { adviseOn, type Asked } from './error-advice.ts';

interface RequestFailureProps {
  /** Of the catalogue, or what an upstream calls it. */
  readonly code: string;
  readonly asked: Asked;
  /** What was said about it; may come from strangers. */
  readonly message?: string | undefined;
}

/** Why a request failed, in a sentence, and the page where it can be put right. */
export function RequestFailure({ code, asked, message }: RequestFailureProps): ReactNode {
  const navigate = useNavigate();
  const { title, detail, retryable, next } = adviseOn(code, asked);
  const go = (): void => {
    if (next !== undefined) void navigate({ to: next.to, search: next.search });
  };
  return (
    <Notice
      tone="bad"
      title={title}
      {...(code !== '' && { code: code.toLowerCase() })}
      {...(next && {
        action: (
          <Button variant="default" onClick={go} style={{ flexShrink: 0 }}>
            {next.label}
          </Button>
        ),
      })}
    >
      {message !== undefined && <PlainText span text={message} />}
      {message === undefined && detail}
      {retryable && ' The same call may succeed later.'}
    </Notice>
  );
}
