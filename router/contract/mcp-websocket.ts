/** MCP over WebSocket: one JSON-RPC message in each text frame. */
export const MCP_WEBSOCKET_PATH = '/api/v1/mcp/ws';
export const MCP_WEBSOCKET_PROTOCOL = 'mcp';
/** Also of a line on stdin and of a body over HTTP. */
export const MAX_MCP_MESSAGE_BYTES = 64 * 1024 * 1024;
