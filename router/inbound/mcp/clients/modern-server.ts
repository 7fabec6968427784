/** The SDK's server for clients of 2026-07-28, which says why there is nothing of before any more. */
import {
  isJSONRPCRequest,
  ProtocolErrorCode,
  Server,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type Transport,
} from '@modelcontextprotocol/server';

const METHOD_NOT_FOUND: number = ProtocolErrorCode.MethodNotFound;

const WHY_GONE: Readonly<Record<string, string>> = {
  ping: 'there is no connection to keep alive',
  'logging/setLevel': 'each request names its level in _meta',
  'resources/subscribe': 'subscriptions/listen names the resources',
  'resources/unsubscribe': 'it is enough to end the subscriptions/listen',
  'tasks/result': 'the answer to tasks/get brings the result of a task',
  'tasks/list': 'who began a task was told its id',
};

export class ModernServer extends Server {
  /** The SDK refuses them before anybody is asked, and at once. */
  #asked: JSONRPCRequest | undefined;

  override async connect(transport: Transport): Promise<void> {
    transport.onmessage = (message) => {
      this.#asked = isJSONRPCRequest(message) ? message : undefined;
    };
    const send = transport.send.bind(transport);
    transport.send = (message, options) => send(this.#withReason(message), options);
    await super.connect(transport);
  }

  #withReason(message: JSONRPCMessage): JSONRPCMessage {
    if (!('error' in message) || message.error.code !== METHOD_NOT_FOUND) return message;
    const asked = this.#asked;
    if (asked === undefined || asked.id !== message.id) return message;
    const why = Object.hasOwn(WHY_GONE, asked.method) ? WHY_GONE[asked.method] : undefined;
    if (why === undefined) return message;
    const text = `there is no '${asked.method}' in 2026-07-28: ${why}`;
    return { ...message, error: { ...message.error, message: text } };
  }
}
