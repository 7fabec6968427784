/** What is not simply passed through, for whom, and why; everything else of the matrix works. */
import type { Era } from './fixtures/raw-client.ts';

export const WIRES = [
  'stdio, attached',
  'stdio, alone',
  'HTTP',
  'WebSocket',
  'unix socket',
] as const;
export type WireKind = (typeof WIRES)[number];

/** By their names in mcp.json. */
export const SERVERS = ['stdio', 'http', 'modern'] as const;
export type ServerKind = (typeof SERVERS)[number];

export interface Cell {
  readonly wire: WireKind;
  readonly era: Era;
  readonly server: ServerKind;
}

interface Exception {
  readonly features: readonly string[];
  readonly when: (cell: Cell) => boolean;
  /** The outcome: what the client is told, or who answers. */
  readonly outcome: RegExp;
  readonly why: string;
}

const isModern = ({ era }: Cell) => era === '2026-07-28';

const EXCEPTIONS: readonly Exception[] = [
  {
    features: ['ping'],
    when: isModern,
    outcome: /^refused: -32601/,
    why: '2026-07-28 has no ping: there is no connection to keep alive',
  },
  {
    features: ['elicitation by form'],
    when: ({ era, wire }) => era < '2025-06-18' && wire === 'stdio, alone',
    outcome: /^refused: -32603 .*nobody can answer here/,
    why: 'the client cannot be asked, and a router of its own has no window',
  },
  {
    features: ['elicitation by URL'],
    when: ({ era, wire }) => era < '2025-11-25' && wire === 'stdio, alone',
    outcome: /^refused: -32603 .*nobody can answer here/,
    why: 'the client cannot be asked, and a router of its own has no window',
  },
  {
    features: ['elicitation by form'],
    when: ({ era }) => era < '2025-06-18',
    outcome: /^the owner answers$/,
    why: 'clients before 2025-06-18 cannot be asked, so the person at the window is',
  },
  {
    features: ['elicitation by URL'],
    when: ({ era }) => era < '2025-11-25',
    outcome: /^the owner answers$/,
    why: 'clients before 2025-11-25 cannot be sent to a page, so the person at the window is',
  },
  {
    features: ['tasks'],
    when: (cell) => isModern(cell) && cell.server !== 'modern',
    outcome: /^at once, without a task$/,
    why: 'clients of 2026-07-28 cannot wish for a task, and older servers make none without that',
  },
];

/** `works` unless an exception says otherwise. */
export function expectedOutcome(cell: Cell, feature: string): RegExp {
  const found = EXCEPTIONS.find(({ features, when }) => features.includes(feature) && when(cell));
  return found?.outcome ?? /^works$/;
}
