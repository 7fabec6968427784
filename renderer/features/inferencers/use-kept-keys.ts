/** Keys the router keeps for inferencers: given to it and removed, never read back. */
import { useWoollama } from '#client/woollama.tsx';
import { useRouterQuery } from '#client/queries.ts';
import type { SecretsStatus } from '#contract/secrets.ts';

export interface KeptKeys {
  readonly status: SecretsStatus | undefined;
  readonly isKept: (variable: string) => boolean;
  readonly hidesEnvironment: (variable: string) => boolean;
  /** Both reject with a ControlError. */
  readonly keep: (variable: string, value: string) => Promise<void>;
  readonly remove: (variable: string) => Promise<void>;
}

export function useKeptKeys(): KeptKeys {
  const { client, queries } = useWoollama();
  const { data: status } = useRouterQuery('secrets.list', {});
  const find = (variable: string) => status?.secrets.find(({ name }) => name === variable);
  const take = async (after: SecretsStatus): Promise<void> => {
    queries.setQueryData(['secrets.list', {}], after);
    await queries.invalidateQueries({ queryKey: ['status.get'] });
  };
  return {
    status,
    isKept: (variable) => find(variable) !== undefined,
    hidesEnvironment: (variable) => find(variable)?.hidesEnvironment ?? false,
    // No mutation of the query client: that would remember the value for minutes.
    keep: async (name, value) => take(await client.call('secrets.set', { name, value })),
    remove: async (name) => take(await client.call('secrets.remove', { name })),
  };
}
