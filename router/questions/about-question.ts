import type { ServerQuestion } from '#core/ports/questions.ts';

/** What every kind of question says about where it comes from. */
export function aboutQuestion(
  { server, client, requestId }: ServerQuestion,
  show: (text: string) => string,
) {
  return {
    server,
    ...(client !== undefined && { client: show(client) }),
    ...(requestId !== undefined && { requestId }),
  };
}
