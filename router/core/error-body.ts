import type { ConfigIssue } from '#contract/config.ts';
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
    /** Of configuration files, when they are what the error is about. */
    readonly issues?: readonly ConfigIssue[];
  };
}

export function toErrorBody(error: RouterError): ErrorBody {
  const { type } = describeError(error.code);
  return {
    error: {
      message: error.message,
      type,
      code: error.code.toLowerCase(),
      param: error.param,
      ...(error.issues.length > 0 && { issues: error.issues }),
    },
  };
}
