/** Where API keys typed in by the user are kept. Values leave it only towards what needs them. */
import type { SecretsStatus } from '#contract/secrets.ts';

export interface SecretKeeper {
  readonly kind: SecretsStatus['keeper'];
  readonly notice: string | null;
  /** What is kept now; by variable name. */
  values(): ReadonlyMap<string, string>;
  /** `undefined` removes it. Rejects with SECRET_UNWRITABLE; then nothing changed. */
  set(name: string, value: string | undefined): Promise<void>;
}
