/** The one fault that is not in the file: the variable may be set later, and the entry waits for it. */

const FAULT = /^the variable \$\{[^}]*\} is not set$/;

export function unsetVariable(name: string): string {
  return `the variable \${${name}} is not set`;
}

/** Whether a message is about an unset variable. */
export function isUnsetVariable(message: string): boolean {
  return FAULT.test(message);
}
