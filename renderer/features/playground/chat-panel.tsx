import { Button, Collapse, Group } from '@mantine/core';
import { SlidersHorizontal, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useStore } from '#client/woollama.tsx';
import { ChatLog } from './chat-log.tsx';
import { toMessages } from './chat-model.ts';
import { NO_SAMPLING, toChatCall, type ChatTarget } from './chat-request.ts';
import { Composer } from './composer.tsx';
import { CopyAs } from './copy-as.tsx';
import { LoopPanel } from './loop-panel.tsx';
import { usePlaygroundSession } from './playground-session.ts';
import { SamplingFields } from './sampling-fields.tsx';
import { chatForms } from './snippets.ts';
import type { PatternVariable } from './use-targets.ts';
import { VariableFields } from './variable-fields.tsx';
import classes from './playground.module.css';

interface ChatPanelProps {
  readonly model: string;
  /** Of the recipe; empty for models and for recipes without any. */
  readonly variables: readonly PatternVariable[];
}

/** What a snippet asks while nothing is typed. */
const EXAMPLE = 'Please count to 5';

export function ChatPanel({ model, variables }: ChatPanelProps): ReactNode {
  const { chat } = usePlaygroundSession();
  const exchanges = useStore(chat.exchanges);
  const requestId = useStore(chat.requestId);
  const [text, setText] = useState('');
  const [sampling, setSampling] = useState(NO_SAMPLING);
  const [isTuning, setTuning] = useState(false);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const running = exchanges.at(-1)?.answer.state === 'running';
  const target: ChatTarget = { model, variables: valuesOf(variables, values) };

  const toCall = (prompt: string) => toChatCall(target, toMessages(exchanges, prompt), sampling);

  return (
    <div className={classes['split']}>
      <div className={classes['main']}>
        <ChatLog exchanges={exchanges} />
        {variables.length > 0 && (
          <VariableFields variables={variables} values={values} onChange={setValues} />
        )}
        <Composer
          text={text}
          onChange={setText}
          isRunning={running}
          onSend={() => {
            void chat.ask({ model, prompt: text, call: toCall(text) });
            setText('');
          }}
          onStop={() => chat.stop()}
        />
        <Collapse expanded={isTuning}>
          <SamplingFields sampling={sampling} onChange={setSampling} />
        </Collapse>
        <Group gap={4}>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<SlidersHorizontal size={14} aria-hidden />}
            aria-expanded={isTuning}
            onClick={() => setTuning(!isTuning)}
          >
            Sampling
          </Button>
          <CopyAs forms={chatForms(() => toCall(text.trim() || EXAMPLE))} />
          {exchanges.length > 0 && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<Trash2 size={14} aria-hidden />}
              onClick={() => chat.clear()}
            >
              Clear
            </Button>
          )}
        </Group>
      </div>
      <LoopPanel
        requestId={requestId}
        hint="Turns of the model and calls of tools show here while an answer is made. A model that is asked directly has none."
      />
    </div>
  );
}

/** Undefined where there are none, so that the recipe is asked like a model. */
function valuesOf(
  variables: readonly PatternVariable[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  if (variables.length === 0) return undefined;
  const given = variables.flatMap(({ name, default: preset }) => {
    const value = values[name] ?? preset;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}
