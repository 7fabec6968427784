/** `managed_agents.json`: which environment and agents of ours are in the cloud. Ids only. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { z } from 'zod';

import type { Logger } from '#core/ports/logger.ts';

const keptIds = z.looseObject({
  env_id: z.string().optional(),
  /** Of the environment. A file without it is of a program that knew no limits. */
  networking: z.string().optional(),
  agents: z.record(z.string(), z.string()).default({}),
});

export type KeptIds = z.infer<typeof keptIds>;

export interface IdFile {
  /** Nothing where there is no such file, or none of use. Never rejects. */
  read(): Promise<KeptIds>;
  /** Whole or not at all. A failure costs only that new ids are made next time. */
  write(ids: KeptIds): Promise<void>;
}

export function openIdFile(path: string, logger: Logger): IdFile {
  return {
    async read() {
      try {
        return keptIds.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch (err) {
        const isAbsent = err instanceof Error && 'code' in err && err.code === 'ENOENT';
        if (!isAbsent) logger.warn({ path }, 'the ids of managed agents cannot be read; new ones');
        return { agents: {} };
      }
    },
    async write(ids) {
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFile(temporary, `${JSON.stringify(ids)}\n`, { mode: 0o600, flag: 'wx' });
        await rename(temporary, path);
      } catch (err) {
        await rm(temporary, { force: true }).catch(() => undefined);
        logger.warn({ err, path }, 'the ids of managed agents cannot be written');
      }
    },
  };
}
