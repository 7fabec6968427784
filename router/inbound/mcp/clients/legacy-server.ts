/** The SDK's server for clients of the older revisions, which have a code of their own for unknown resources. */
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type JSONRPCMessage,
  type Transport,
} from '@modelcontextprotocol/server';

const INVALID_PARAMS: number = ProtocolErrorCode.InvalidParams;
const RESOURCE_NOT_FOUND = -32_002;

export class LegacyServer extends Server {
  /** The SDK writes the newer revision's code in both eras, which can be put right only on the wire. */
  override async connect(transport: Transport): Promise<void> {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => send(withOwnCode(message), options);
    await super.connect(transport);
  }
}

function withOwnCode(message: JSONRPCMessage): JSONRPCMessage {
  if (!('error' in message) || message.error.code !== INVALID_PARAMS) return message;
  const { code, message: text, data } = message.error;
  const isMissing = ResourceNotFoundError.isInstance(ProtocolError.fromError(code, text, data));
  if (!isMissing) return message;
  return { ...message, error: { ...message.error, code: RESOURCE_NOT_FOUND } };
}
