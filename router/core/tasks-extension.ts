/** In 2026-07-28 tasks are an extension of MCP, which both sides declare among their capabilities by this name. */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';
