import { Button, Group, Textarea } from '@mantine/core';
import { SendHorizontal, Square } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

interface ComposerProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** An answer is made: it can be stopped, and nothing else be asked. */
  readonly isRunning: boolean;
  readonly onSend: () => void;
  readonly onStop: () => void;
}

/** Where one writes what to ask next: it has the focus when it appears, and when an answer was stopped. */
export function Composer({ text, onChange, isRunning, onSend, onStop }: ComposerProps): ReactNode {
  const input = useRef<HTMLTextAreaElement>(null);
  const focus = (): void => input.current?.focus();
  useEffect(() => {
    input.current?.focus();
  }, []);
  const isEmpty = text.trim() === '';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!isRunning && !isEmpty) onSend();
  };
  return (
    <Group gap="xs" wrap="nowrap" align="flex-end">
      <Textarea
        ref={input}
        aria-label="Your message"
        placeholder="Your message. Enter sends, Shift+Enter begins a line."
        autosize
        minRows={2}
        maxRows={6}
        style={{ flex: 1 }}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {isRunning ? (
        <Button
          variant="default"
          leftSection={<Square size={14} aria-hidden />}
          onClick={() => {
            onStop();
            // The button goes away, and would take the focus with it.
            focus();
          }}
        >
          Stop
        </Button>
      ) : (
        <Button
          leftSection={<SendHorizontal size={14} aria-hidden />}
          onClick={() => {
            onSend();
            focus();
          }}
          disabled={isEmpty}
        >
          Send
        </Button>
      )}
    </Group>
  );
}
