import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';

import type { RouterStatus } from '#contract/status.ts';
import type { OwnerAccess } from '#core/ports/owner-access.ts';
import { createClientTokenFile } from './access/client-token-file.ts';
import { createConfigEditor } from './config/config-editor.ts';
import type { LiveConfigStore } from './config/config-store.ts';
import type { Parts } from './create-parts.ts';
import { createServerImports } from './imports/create-server-imports.ts';
import type { Views } from './inbound/mcp/own/create-views.ts';
import type { Log } from './logs/create-log.ts';
import type { SecretMask } from './logs/secret-mask.ts';
import type { Settings } from './settings.ts';
import type { StoredSecrets } from './stored-secrets.ts';

interface ControlPartsOptions {
  readonly settings: Settings;
  /** As the process got it. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the bundled configuration files. */
  readonly defaultsDir: string;
  readonly store: LiveConfigStore;
  readonly secrets: StoredSecrets;
  readonly logs: Pick<Log, 'lines'>;
  readonly mask: SecretMask;
  readonly parts: Parts;
  readonly mcp: Pick<Views, 'displaced'>;
  readonly owner: OwnerAccess;
  readonly status: () => RouterStatus;
  readonly createLink: () => string;
  readonly checkRestart: () => Promise<void>;
  readonly onRestart: () => void;
}

export type ControlParts = ReturnType<typeof createControlParts>;

/** What the owner's surface asks of: the capabilities, and files, secrets, other programs, the log. */
export function createControlParts(options: ControlPartsOptions) {
  const { parts, mcp, owner, status, createLink, mask } = options;
  const { settings, env, defaultsDir, store, secrets, logs, checkRestart, onRestart } = options;
  const { configDir } = settings;
  const { keeper } = secrets;
  const editor = createConfigEditor({
    dir: configDir,
    defaultsDir,
    env: secrets.env,
    store,
    secrets: () => new Set([...store.current().secrets, ...keeper.values().values()]),
  });
  const { platform } = process;
  const imports = createServerImports({ editor, secrets: keeper, home: homedir(), env, platform });
  return {
    ...parts,
    displaced: mcp.displaced,
    status,
    owner,
    createLink,
    mask: mask.mask,
    /** Tells this start of the router from all others. */
    run: randomBytes(6).toString('hex'),
    editor,
    keeper,
    imports,
    lines: logs.lines,
    env,
    clientToken: () => settings.token,
    createTokenFile: () => createClientTokenFile(configDir),
    checkRestart,
    onRestart,
  };
}
