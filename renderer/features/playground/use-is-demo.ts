import { DEMO } from '#contract/names.ts';
import { useRequest } from '#activity-view/use-request.ts';
import { useRouterQuery } from '#client/queries.ts';
import type { Exchange } from './chat-model.ts';

/** Whether an answer came from the built-in demo, as far as it can be seen. */
export function useIsDemo({ model, answer }: Exchange): boolean {
  const request = useRequest(answer.requestId);
  const status = useRouterQuery('status.get', {});
  const isDemo = (name: string | undefined): boolean => name?.startsWith(`${DEMO}/`) === true;
  if (answer.text === '') return false;
  if (isDemo(model)) return true;
  if (model === 'auto/default') return isDemo(status.data?.auto.model);
  return request?.turns.some((turn) => isDemo(turn.model)) === true;
}
