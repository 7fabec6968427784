import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { createHelloServer } from './hello-server.ts';

serveStdio(createHelloServer);
