import { RouterError } from '#core/router-error.ts';
import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'tools'>;

export function serverHandlers({
  tools,
}: Parts): Handlers<'servers.features' | 'servers.restart' | 'servers.memory'> {
  return {
    'servers.features'({ name }) {
      const features = tools.features(name);
      if (features === undefined) throw unknownServer(name);
      return features;
    },
    'servers.restart'({ name }) {
      if (tools.restart(name)) return {};
      throw unknownServer(name);
    },
    'servers.memory': async () => ({ bytes: Object.fromEntries(await tools.memory()) }),
  };
}

function unknownServer(name: string): RouterError {
  return new RouterError('UNKNOWN_SERVER', `there is no server '${name}' in mcp.json`, {
    param: 'name',
  });
}
