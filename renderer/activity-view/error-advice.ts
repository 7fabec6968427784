/** What an error's code means, and where it can be put right. */
import { describeError, ERROR_CODES, type ErrorCode } from '#contract/errors.ts';

export interface NextStep {
  /** The words of the button. */
  readonly label: string;
  readonly to: '/inferencers' | '/servers' | '/recipes' | '/logs' | '/settings';
  readonly search: Readonly<Record<string, string>>;
}

export interface Advice {
  readonly title: string;
  /** What the inferencer's own status means, where it says more than the title. */
  readonly detail?: string;
  /** The same call may succeed later. */
  readonly retryable: boolean;
  readonly next: NextStep | undefined;
}

/** Who was asked, as far as it is known. */
export interface Asked {
  /** `<inferencer>/<model>` of the call that failed. */
  readonly model?: string | undefined;
  readonly recipe?: string | undefined;
  /** `<server>.<tool>` */
  readonly tool?: string | undefined;
  /** Of HTTP, as the client got it. */
  readonly status?: number | undefined;
}

/** Any spelling of a code: `missing_key` comes over HTTP, `MISSING_KEY` with events. */
export function adviseOn(code: string, asked: Asked): Advice {
  const known = ERROR_CODES.find((one) => one === code.toUpperCase());
  if (known === undefined) return { title: 'It failed', retryable: false, next: undefined };
  const { title, retryable } = describeError(known);
  const next = STEPS[known]?.(asked);
  const detail = known === 'UPSTREAM_STATUS' ? explainStatus(asked.status) : undefined;
  if (detail === undefined) return { title, retryable, next };
  // What was refused for a reason is refused again; only crowds go away.
  return { title, detail, retryable: asked.status === 429, next };
}

/** Undefined for what the inferencer, or the router in its place, could not do. */
function explainStatus(status: number | undefined): string | undefined {
  if (status === undefined || status < 400 || status > 499) return undefined;
  if (status === 401 || status === 403) return `It refused the key (${status}).`;
  if (status === 404) return 'It does not know the model, or the address is another one (404).';
  if (status === 429) return 'It got too many requests, or what was paid for is used up (429).';
  return `It refused the request (${status}).`;
}

const inferencer =
  (label: string) =>
  ({ model }: Asked): NextStep => {
    const name = model?.split('/')[0];
    const isOne = name !== undefined && name !== 'auto' && name !== 'woollama';
    return { label, to: '/inferencers', search: isOne ? { edit: name } : {} };
  };

const recipe = ({ recipe: name }: Asked): NextStep => ({
  label: 'Edit the recipe',
  to: '/recipes',
  search: name === undefined ? {} : { edit: name },
});

const server = ({ tool }: Asked): NextStep => {
  const name = tool === undefined ? undefined : serverOf(tool);
  return { label: 'Look at the servers', to: '/servers', search: name ? { open: name } : {} };
};

const STEPS: Partial<Record<ErrorCode, (asked: Asked) => NextStep>> = {
  MISSING_KEY: inferencer('Set the key'),
  UNKNOWN_NAMESPACE: () => ({ label: 'See the inferencers', to: '/inferencers', search: {} }),
  UNKNOWN_MODEL: inferencer('See its models'),
  NO_INFERENCER: () => ({ label: 'Add an inferencer', to: '/inferencers', search: {} }),
  UPSTREAM_UNREACHABLE: inferencer('Look at the inferencer'),
  UPSTREAM_INVALID: inferencer('Look at the inferencer'),
  UPSTREAM_STATUS: inferencer('Look at the inferencer'),
  UPSTREAM_TIMEOUT: inferencer('Look at the inferencer'),
  LOOP_DETECTED: inferencer('Check its address'),
  UNKNOWN_RECIPE: () => ({ label: 'See the recipes', to: '/recipes', search: {} }),
  UNSUPPORTED_INFERENCER: recipe,
  MAX_TURNS: recipe,
  TOOLS_UNAVAILABLE: server,
  UNKNOWN_TOOL: server,
  UNKNOWN_SERVER: server,
  TOOL_TIMEOUT: server,
  INTERNAL: () => ({ label: 'Open the log', to: '/logs', search: {} }),
  UNAUTHORIZED: () => ({ label: 'Open the settings', to: '/settings', search: {} }),
};

/** The server of `<server>.<tool>`; undefined for a tool that has no prefix. */
export function serverOf(tool: string): string | undefined {
  const dot = tool.indexOf('.');
  return dot > 0 ? tool.slice(0, dot) : undefined;
}
