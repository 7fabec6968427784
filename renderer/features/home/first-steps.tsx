import { Button, Stepper } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import type { RouterStatus } from '#contract/status.ts';
import { FirstInferencer } from './first-inferencer.tsx';
import { FirstRecipe } from './first-recipe.tsx';
import { FirstServer } from './first-server.tsx';
import { Section } from '#components/section.tsx';

const STORAGE_KEY = 'woollama-first-steps';

/** What somebody new does once: see who answers, see the tools, try a recipe. */
export function FirstSteps({ status }: { readonly status: RouterStatus }): ReactNode {
  const [done, setDone] = useState(() => localStorage.getItem(STORAGE_KEY) === 'done');
  const [step, setStep] = useState(0);
  if (done) return null;
  const finish = (): void => {
    localStorage.setItem(STORAGE_KEY, 'done');
    setDone(true);
  };
  return (
    <Section
      title="First steps"
      actions={
        <Button variant="subtle" onClick={finish}>
          Hide
        </Button>
      }
    >
      <Stepper active={step} onStepClick={setStep} size="xs" iconSize={26}>
        <Stepper.Step label="Who answers">
          <FirstInferencer status={status} onNext={() => setStep(1)} />
        </Stepper.Step>
        <Stepper.Step label="Tools">
          <FirstServer status={status} onNext={() => setStep(2)} />
        </Stepper.Step>
        <Stepper.Step label="Try a recipe">
          <FirstRecipe status={status} onDone={finish} />
        </Stepper.Step>
      </Stepper>
    </Section>
  );
}
