import { Box, Text, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

import type { McpClient } from '#contract/status.ts';
import { describeProtocol } from '#client/describe-protocol.ts';
import { useRouterQuery } from '#client/queries.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { TimeAgo } from '#components/time-ago.tsx';
import classes from './activity.module.css';

const TRANSPORTS: Readonly<Record<McpClient['transport'], string>> = {
  stdio: 'stdio',
  http: 'HTTP',
  websocket: 'WebSocket',
};

/** Who is connected over MCP; nothing when nobody is. */
export function ClientStrip(): ReactNode {
  const { data: status } = useRouterQuery('status.get', {});
  const [isOpen, setIsOpen] = useState(false);
  const table = useId();
  const clients = status?.clients ?? [];
  if (clients.length === 0) return null;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const count = `${clients.length} MCP client${clients.length === 1 ? '' : 's'}`;
  return (
    <section className={classes['strip']} aria-label="MCP clients">
      <UnstyledButton
        className={classes['stripHead'] ?? ''}
        aria-expanded={isOpen}
        aria-controls={table}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Chevron size={13} aria-hidden style={{ flexShrink: 0 }} />
        <Text span size="sm" fw={500} style={{ flexShrink: 0 }}>
          {count}
        </Text>
        {!isOpen && (
          <Text span size="sm" c="dimmed" className="ellipsis">
            {clients.map(nameOf).join(', ')}
          </Text>
        )}
      </UnstyledButton>
      <div id={table}>{isOpen && <ClientTable clients={clients} />}</div>
    </section>
  );
}

function nameOf({ name, version }: McpClient): string {
  return revealHidden(`${name} ${version}`.trim());
}

function ClientTable({ clients }: { readonly clients: readonly McpClient[] }): ReactNode {
  return (
    <Box role="table" aria-label="MCP clients" className={classes['clients'] ?? ''} tabIndex={0}>
      <div role="row">
        {['Program', 'Over', 'Protocol', 'Since'].map((title) => (
          <Text key={title} role="columnheader" size="xs" c="dimmed">
            {title}
          </Text>
        ))}
      </div>
      {clients.map((client) => (
        <div role="row" key={client.id}>
          <Text role="cell" size="sm" className="ellipsis" title={nameOf(client)}>
            {nameOf(client)}
          </Text>
          <Text role="cell" size="sm" className="ellipsis">
            {TRANSPORTS[client.transport]}
          </Text>
          <Text role="cell" size="sm" className="ellipsis numbers">
            {revealHidden(describeProtocol(client.protocol))}
          </Text>
          <div role="cell">
            <TimeAgo at={client.connectedAt} />
          </div>
        </div>
      ))}
    </Box>
  );
}
