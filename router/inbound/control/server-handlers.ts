import type { ServerFeatures } from '#contract/tools.ts';
import type { DisplacedItem } from '#core/ports/aggregator.ts';
import { RouterError } from '#core/router-error.ts';
import type { ControlParts, Handlers } from './handler.ts';

type Displacement = ServerFeatures['displaced'][number];
type Parts = Pick<ControlParts, 'tools' | 'displaced'>;

export function serverHandlers({
  tools,
  displaced,
}: Parts): Handlers<'servers.features' | 'servers.restart' | 'servers.memory'> {
  return {
    'servers.features'({ name }) {
      const features = tools.features(name);
      if (features === undefined) throw unknownServer(name);
      return { ...features, displaced: displaced(name).map(toDisplacement) };
    },
    'servers.restart'({ name }) {
      if (tools.restart(name)) return {};
      throw unknownServer(name);
    },
    'servers.memory': async () => ({ bytes: Object.fromEntries(await tools.memory()) }),
  };
}

function toDisplacement({ item, keptServer, shownAs }: DisplacedItem): Displacement {
  return { item, keptBy: keptServer, ...(shownAs === undefined ? {} : { shownAs }) };
}

function unknownServer(name: string): RouterError {
  return new RouterError('UNKNOWN_SERVER', `there is no server '${name}' in mcp.json`, {
    param: 'name',
  });
}
