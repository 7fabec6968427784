import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { createThreadStoreServer } from './thread-store-server.ts';

serveStdio(createThreadStoreServer);
