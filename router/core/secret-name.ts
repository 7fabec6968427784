const SECRET_NAME = /KEY|TOKEN|SECRET|PASS|AUTH(?!OR(?!IZ))|CREDENTIAL|COOKIE|PRIVATE/i;

/** Whether a variable, header or key with this name holds something that must never be shown. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
