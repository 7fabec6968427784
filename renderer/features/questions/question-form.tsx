import { Button, Stack, Text } from '@mantine/core';
import { useMemo, useState, type FormEvent, type ReactNode } from 'react';

import type { PendingQuestion } from '#contract/questions.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { Fields } from '#schema-form/field-input.tsx';
import { presetValues, readArguments, type FormValues } from '#schema-form/read-arguments.ts';
import { toFields } from '#schema-form/schema-form.ts';
import { answerProblems } from './answer-problems.ts';
import { Quote } from './quote.tsx';
import { RefuseButtons } from './refuse-buttons.tsx';
import type { Answering } from './use-answer.ts';
import classes from './questions.module.css';

interface QuestionFormProps {
  readonly question: Extract<PendingQuestion, { readonly kind: 'form' }>;
  readonly answering: Answering;
  /** What was typed, so that it is there again after the dialog was closed. */
  readonly drafts: Map<string, FormValues>;
}

const NO_PROBLEMS: ReadonlyMap<string, string> = new Map();

/** The server's form. What is typed goes to the server and to nobody else. */
export function QuestionForm({ question, answering, drafts }: QuestionFormProps): ReactNode {
  const { id, server, schema, message } = question;
  const fields = useMemo(() => toFields(schema) ?? [], [schema]);
  const [values, setValues] = useState(() => drafts.get(id) ?? presetValues(fields));
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const name = revealHidden(server);

  const refuse = (form: HTMLFormElement, found: ReadonlyMap<string, string>): void => {
    setProblems(found);
    requestAnimationFrame(() => focusFirstProblem(form));
  };
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const read = readArguments(fields, values);
    if (!read.ok) return refuse(form, read.problems);
    setProblems(NO_PROBLEMS);
    const names = fields.map((field) => field.name);
    await answering.give({ action: 'accept', content: read.value }, (error) => {
      const found = answerProblems(error, names);
      if (found !== undefined) refuse(form, found);
      return found !== undefined;
    });
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!answering.busy) void submit(event.currentTarget);
  };
  const change = (path: string, text: string): void => {
    const next = new Map(values).set(path, text);
    setValues(next);
    drafts.set(id, next);
    setProblems(NO_PROBLEMS);
  };

  return (
    // The browser's own checks would say the same in other words.
    <form onSubmit={onSubmit} noValidate aria-label={`Answer to ${name}`}>
      <Stack gap="sm">
        {message !== '' && <Quote label={`${name} says`} text={message} />}
        <Fields
          fields={fields}
          parent=""
          focusFirst
          values={values}
          problems={problems}
          onChange={change}
        />
        <Text size="xs" c="dimmed" className="breaks">
          {fields.length === 0
            ? `${name} wants a yes or a no.`
            : `What you fill in goes to ${name}. Never give a password or a key this way.`}
        </Text>
        <div className={classes['buttons']}>
          <RefuseButtons answering={answering} focused={fields.length === 0} />
          <Button type="submit" loading={answering.busy}>
            Send
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function focusFirstProblem(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
