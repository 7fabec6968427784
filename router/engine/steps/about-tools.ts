import { toWireChoice, type Toolbox } from './mix-tools.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields about tools, in the names the model knows. Upstreams refuse them where there are no tools. */
export function aboutTools(body: Fields, toolbox: Toolbox): Fields {
  const { tool_choice: choice, parallel_tool_calls: parallel, ...rest } = body;
  if (toolbox.wire.length === 0) return rest;
  return {
    ...rest,
    tool_choice: toWireChoice(choice, toolbox),
    ...(parallel !== undefined && { parallel_tool_calls: parallel }),
  };
}
