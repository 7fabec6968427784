import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { createTextopsServer } from './textops-server.ts';

serveStdio(createTextopsServer);
