/** Handles whose file may fail at any time: errors that say what to do, and never a crash. */
import type { ConfigIssue } from '#contract/config.ts';
import type { HandleStore } from '#core/ports/handles.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import { createPlaceCheck, problemOf, type StateProblem } from './state-problem.ts';

export interface GuardedHandles extends HandleStore {
  /** What is wrong with the file now; undefined when the last change of it went well. */
  problem(): ConfigIssue | undefined;
}

interface Guarded {
  readonly path: string;
  readonly logger: Logger;
}

/** The same handles. Every method but `close` throws STATE_UNUSABLE and STATE_BUSY. */
export function guardHandles(handles: HandleStore, { path, logger }: Guarded): GuardedHandles {
  const checkPlace = createPlaceCheck(path);
  let problem: StateProblem | undefined;

  const note = (now: StateProblem | undefined): void => {
    if (now?.message === problem?.message) return;
    if (now === undefined) logger.info({ path }, 'conversations can be kept again');
    else logger.error({ path, hint: now.hint }, `conversations cannot be kept: ${now.message}`);
    problem = now;
  };
  const fail = (now: StateProblem, cause?: unknown): never => {
    note(now);
    throw new RouterError(now.code, `${path}: ${now.message}; ${now.hint}`, { cause });
  };
  /** Reading may go well where writing does not. */
  const guard =
    <A extends readonly unknown[], R>(run: (...args: A) => R, isChange: boolean) =>
    (...args: A): R => {
      const misplaced = checkPlace();
      if (misplaced !== undefined) return fail(misplaced);
      let result: R;
      try {
        result = run(...args);
      } catch (error) {
        const found = problemOf(error);
        if (found === undefined) throw error;
        return fail(found, error);
      }
      if (isChange && problem?.lasts !== true) note(undefined);
      return result;
    };
  const read = <A extends readonly unknown[], R>(run: (...args: A) => R) => guard(run, false);
  const change = <A extends readonly unknown[], R>(run: (...args: A) => R) => guard(run, true);

  return {
    create: change((row) => handles.create(row)),
    get: read((id) => handles.get(id)),
    findByKey: read((key) => handles.findByKey(key)),
    list: read((page) => handles.list(page)),
    update: change((id, changes) => handles.update(id, changes)),
    delete: change((id) => handles.delete(id)),
    addResponse: change((row, changes) => handles.addResponse(row, changes)),
    getResponse: read((id) => handles.getResponse(id)),
    lastResponse: read((conversation) => handles.lastResponse(conversation)),
    deleteResponse: change((id) => handles.deleteResponse(id)),
    settle: change((before) => handles.settle(before)),
    close: () => handles.close(),
    problem() {
      const now = checkPlace() ?? problem;
      if (now === undefined) return undefined;
      const { message, hint } = now;
      return { severity: 'error', file: path, message, hint };
    },
  };
}
