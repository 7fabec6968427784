import { describeError } from '#contract/errors.ts';
import type { RouterError } from './router-error.ts';

/** OpenAI's error object, the shape every HTTP client of ours knows. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    /** Our catalogue's code in OpenAI's spelling, such as `unknown_recipe`. */
    readonly code: string;
    readonly param: string | null;
  };
}

export function toErrorBody(error: RouterError): ErrorBody {
  const { type } = describeError(error.code);
  return {
    error: { message: error.message, type, code: error.code.toLowerCase(), param: error.param },
  };
}
