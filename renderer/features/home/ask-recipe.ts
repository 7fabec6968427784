/** One question to a recipe, answered whole. */
import { z } from 'zod';

const answer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});

const failure = z.object({ error: z.object({ message: z.string(), code: z.string().nullish() }) });

class AskError extends Error {
  override readonly name = 'AskError';
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

type Send = (path: string, init: RequestInit) => Promise<Response>;

/** Resolves with the text of the answer; rejects with an AskError. */
export async function askRecipe(send: Send, recipe: string, question: string): Promise<string> {
  const response = await send('/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: `woollama/${recipe}`,
      messages: [{ role: 'user', content: question }],
    }),
  });
  const body: unknown = await response.json().catch(() => undefined);
  const good = answer.safeParse(body);
  if (response.ok && good.success) return good.data.choices[0]?.message.content ?? '';
  const bad = failure.safeParse(body);
  if (bad.success) throw new AskError(bad.data.error.message, bad.data.error.code ?? '');
  throw new AskError(`The answer cannot be read (status ${response.status})`, '');
}
