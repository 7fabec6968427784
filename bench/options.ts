import { parseArgs } from 'node:util';

export interface Options {
  /** Rounds that count, and the length of one slot in them. */
  readonly rounds: number;
  readonly slotMs: number;
  readonly coldStarts: number;
  /** Where something else listens that poses as the router; its models have no prefix. */
  readonly oursUrl: URL | undefined;
  /** Where the inferencer listens; `0` is any. */
  readonly upstreamPort: string;
  readonly jsonFile: string | undefined;
  /** Only cases whose name contains this. */
  readonly only: string;
}

const FULL = { rounds: 5, slotMs: 800, coldStarts: 7 };
const QUICK = { rounds: 3, slotMs: 150, coldStarts: 3 };

export const HELP = `Usage: npm run bench -- [--quick] [--only TEXT] [--json FILE]
                        [--ours URL --upstream-port PORT]

Measures the built router against a bare node:http proxy and direct calls, as one MCP server against
one made with the official SDK, in turns in one run.
  --quick      about 30 seconds instead of 4 minutes; for a look, not for a verdict
  --only TEXT  only the cases whose name contains TEXT
  --json FILE  writes the rows there, too
  --ours URL   measures what listens there instead of the router (pass-through cases only);
               it must lead to the inferencer, which then listens on the given port
`;

/** Undefined when help was asked for. */
export function parseOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      json: { type: 'string' },
      ours: { type: 'string' },
      'upstream-port': { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    ...(values.quick ? QUICK : FULL),
    only: values.only,
    jsonFile: values.json,
    upstreamPort: values['upstream-port'],
    oursUrl: values.ours === undefined ? undefined : new URL(values.ours),
  };
}
