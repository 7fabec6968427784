import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'questions'>;

export function questionHandlers({
  questions,
}: Parts): Handlers<'questions.list' | 'questions.answer'> {
  return {
    'questions.list': () => ({ questions: questions.list() }),
    'questions.answer'({ id, answer }) {
      questions.answer(id, answer);
      return {};
    },
  };
}
