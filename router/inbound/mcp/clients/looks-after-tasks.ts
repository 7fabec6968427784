import { MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server';

import { fieldOf } from '#core/field-of.ts';
import { TASKS_EXTENSION } from '#core/tasks-extension.ts';

const NEEDED = { extensions: { [TASKS_EXTENSION]: {} } };

/** Whether a client of 2026-07-28 says with its request that it takes a task for an answer. */
export function looksAfterTasks(capabilities: unknown): boolean {
  return fieldOf(fieldOf(capabilities, 'extensions'), TASKS_EXTENSION) !== undefined;
}

/** What a client is told that asks for a task without having said so. */
export function tasksNotDeclared(method: string): MissingRequiredClientCapabilityError {
  return new MissingRequiredClientCapabilityError(
    { requiredCapabilities: NEEDED },
    `${method} is for clients that declare the extension ${TASKS_EXTENSION}; others get results at once`,
  );
}
