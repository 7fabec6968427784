import { Button, Stepper } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';

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
  const place = useRef<HTMLDivElement>(null);
  if (done) return null;
  const goTo = (next: number): void => {
    setStep(next);
    // The button that was pressed is gone then; the next step begins where this one did.
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'start' });
  };
  const finish = (): void => {
    localStorage.setItem(STORAGE_KEY, 'done');
    setDone(true);
  };
  return (
    <Section
      title="First steps"
      actions={
        <Button variant="default" onClick={finish}>
          Hide
        </Button>
      }
    >
      <Stepper
        ref={place}
        tabIndex={-1}
        aria-label="First steps"
        // The title above it is part of it.
        style={{ scrollMarginTop: 64 }}
        active={step}
        onStepClick={setStep}
        size="xs"
        iconSize={26}
      >
        <Stepper.Step label="Who answers">
          <FirstInferencer status={status} onNext={() => goTo(1)} />
        </Stepper.Step>
        <Stepper.Step label="Tools">
          <FirstServer status={status} onNext={() => goTo(2)} />
        </Stepper.Step>
        <Stepper.Step label="Try a recipe">
          <FirstRecipe status={status} onDone={finish} />
        </Stepper.Step>
      </Stepper>
    </Section>
  );
}
