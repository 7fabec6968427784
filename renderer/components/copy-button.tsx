import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';

const SHOWN_MS = 1_500;

interface CopyButtonProps {
  /** A function for what is long or changes often: it is asked when somebody copies. */
  readonly text: string | (() => string);
  /** What is copied, for screen readers and the tooltip: `Copy base_url`. */
  readonly label: string;
  /** With words beside the icon. */
  readonly wide?: boolean;
}

/** Copies and says so for a moment; says also when the browser refuses. */
export function CopyButton({ text, label, wide = false }: CopyButtonProps): ReactNode {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    const copied = typeof text === 'string' ? text : text();
    navigator.clipboard.writeText(copied).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  const words = { none: label, copied: 'Copied', refused: 'The browser refused' }[outcome];
  const icon =
    outcome === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />;
  if (wide) {
    return (
      <Button variant="default" leftSection={icon} onClick={copy} aria-live="polite">
        {words}
      </Button>
    );
  }
  return (
    <Tooltip label={words} {...(outcome !== 'none' && { opened: true })}>
      <ActionIcon onClick={copy} aria-label={words} color="gray">
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
