/** API keys the user typed in: written, named, removed, never read back. */
import { z } from 'zod';

export const secretsStatus = z.object({
  /**
   * Who keeps them. `app`: the desktop app, by the operating system's own means. `keychain`: the
   * operating system's keychain. `file`: an encrypted file whose key lies beside it.
   */
  keeper: z.enum(['app', 'keychain', 'file']),
  /** What people should know about it, such as that a file is no strong protection. */
  notice: z.string().nullable(),
  secrets: z
    .array(
      z.object({
        name: z.string(),
        /** A variable of the environment has the same name; the stored value counts. */
        hidesEnvironment: z.boolean(),
      }),
    )
    .readonly(),
});

export type SecretsStatus = Readonly<z.infer<typeof secretsStatus>>;
