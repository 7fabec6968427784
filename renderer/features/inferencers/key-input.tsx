import { PasswordInput } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

import { describeKeeper } from '#client/describe-keeper.ts';
import type { KeptKeys } from './use-kept-keys.ts';

interface KeyInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly keys: KeptKeys;
  /** When it appears. */
  readonly takesFocus?: boolean;
}

/** Where a key is typed in; it goes to the router and is never shown again. */
export function KeyInput(props: KeyInputProps): ReactNode {
  const { value, onChange, keys, takesFocus = false } = props;
  const { status } = keys;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  return (
    <PasswordInput
      ref={input}
      label="API key"
      description={
        status && `${status.notice ?? describeKeeper(status)} The key is never shown again.`
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder="Paste it here"
      // A drawer that opens with it is there for it.
      data-autofocus
      // Browsers must not offer to keep it.
      autoComplete="new-password"
      spellCheck={false}
    />
  );
}
