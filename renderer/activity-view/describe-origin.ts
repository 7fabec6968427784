/** In whose name a request was made, in words. */
import type { ActivityRequest } from '#contract/activity.ts';
import { directTool, subjectOf } from './describe-request.ts';
import { serverOf } from './error-advice.ts';

/** `for files in files.summarise`; the request it belongs to may be forgotten. */
export function describeOrigin(
  request: Pick<ActivityRequest, 'client'>,
  parent: ActivityRequest | undefined,
): string {
  if (parent === undefined) return request.client === '' ? '' : `for ${request.client}`;
  const tool = directTool(parent);
  const server = tool === undefined ? undefined : serverOf(tool);
  return `for ${server ?? request.client} in ${tool ?? subjectOf(parent)}`;
}
