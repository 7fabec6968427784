import { Group, Input, SegmentedControl, Textarea } from '@mantine/core';
import { useId, type ReactNode } from 'react';

import { fittingStyle, joinArguments, splitArguments, type ArgumentStyle } from './command-line.ts';
import type { EntryForm } from './entry-form-model.ts';

interface ArgumentsFieldProps {
  readonly form: EntryForm;
  readonly set: (change: Partial<EntryForm>) => void;
}

/** One argument on each line, or all in one line with quotes. */
export function ArgumentsField({ form, set }: ArgumentsFieldProps): ReactNode {
  const { args, argsStyle } = form;
  const id = useId();
  const parsed = splitArguments(args, argsStyle);
  const restyle = (next: ArgumentStyle): void => {
    // With line breaks inside an argument, lines would tear it apart.
    const style = next === 'lines' ? fittingStyle(parsed) : next;
    set({ argsStyle: style, args: joinArguments(parsed, style) });
  };
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Input.Label htmlFor={id}>Arguments</Input.Label>
        <SegmentedControl
          size="xs"
          aria-label="How arguments are written"
          value={argsStyle}
          onChange={(next) => restyle(next === 'line' ? 'line' : 'lines')}
          data={[
            { value: 'lines', label: 'One a line' },
            { value: 'line', label: 'In one line' },
          ]}
        />
      </Group>
      <Textarea
        id={id}
        value={args}
        onChange={(event) => set({ args: event.currentTarget.value })}
        placeholder={argsStyle === 'lines' ? '-y\n/home/me/my papers' : '-y "/home/me/my papers"'}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
    </div>
  );
}
