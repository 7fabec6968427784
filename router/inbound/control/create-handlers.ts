import type { ControlParts, Handlers } from './handler.ts';
import { accessHandlers } from './access-handlers.ts';
import { activityHandlers } from './activity-handlers.ts';
import { configHandlers } from './config-handlers.ts';
import { conversationHandlers } from './conversation-handlers.ts';
import { importHandlers } from './import-handlers.ts';
import { inferencerHandlers } from './inferencer-handlers.ts';
import { logHandlers } from './log-handlers.ts';
import { questionHandlers } from './question-handlers.ts';
import { secretHandlers } from './secret-handlers.ts';
import { serverHandlers } from './server-handlers.ts';
import { toolHandlers } from './tool-handlers.ts';

/** Every method of the contract; one without a handler does not compile. */
export function createHandlers(parts: ControlParts): Handlers {
  return {
    ...activityHandlers(parts),
    ...toolHandlers(parts),
    ...serverHandlers(parts),
    ...questionHandlers(parts),
    ...conversationHandlers(parts),
    ...inferencerHandlers(parts),
    ...configHandlers(parts),
    ...secretHandlers(parts),
    ...importHandlers(parts),
    ...logHandlers(parts),
    ...accessHandlers(parts),
  };
}
