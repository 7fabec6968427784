/** The call of a tool as something to paste into a terminal or a program. */
import { quoteShell, TOKEN, toPythonValue, type CopyForm, type SnippetHost } from './snippets.ts';

export interface ToolCall {
  /** `<server>.<tool>` */
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** `call` is undefined while the arguments are not right. */
export function toolForms(call: () => ToolCall | undefined): readonly CopyForm[] {
  const writing = (write: (call: ToolCall, host: SnippetHost) => string) => (host: SnippetHost) => {
    const asked = call();
    return asked && write(asked, host);
  };
  return [
    { name: 'curl', write: writing(toolToCurl) },
    { name: 'Python', write: writing(toolToPython) },
  ];
}

/** MCP in one request: the router answers it without a session. */
export function toolToCurl({ name, args }: ToolCall, host: SnippetHost): string {
  const params = { name, arguments: args };
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
  const lines = [
    `curl ${quoteShell(`${host.origin}/mcp`)}`,
    "-H 'content-type: application/json'",
    "-H 'accept: application/json, text/event-stream'",
    ...(host.tokenRequired ? [`-H "authorization: Bearer $${TOKEN}"`] : []),
    `-d ${quoteShell(JSON.stringify(body))}`,
  ];
  return `${lines.join(' \\\n  ')}\n`;
}

/** With the official package `mcp`. */
export function toolToPython({ name, args }: ToolCall, host: SnippetHost): string {
  const { origin, tokenRequired } = host;
  const headers = tokenRequired
    ? `, headers={"authorization": "Bearer " + os.environ["${TOKEN}"]}`
    : '';
  return `import asyncio
${tokenRequired ? 'import os\n' : ''}from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client


async def main():
    async with streamablehttp_client("${origin}/mcp"${headers}) as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            result = await session.call_tool(${toPythonValue(name)}, ${toPythonValue(args)})
            print(result)


asyncio.run(main())
`;
}
