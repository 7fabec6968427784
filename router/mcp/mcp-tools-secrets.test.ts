import { afterEach, describe, expect, test } from 'vitest';

import type { ServerEntry } from '#contract/config.ts';
import { Harness, scripted } from './fixtures/harness.ts';

const CANARY = 'canary-0123456789abcdef';
let harness = new Harness();

afterEach(() => harness.tools.stop());

/** Each with the secret in its arguments. */
const KNOWERS = [
  {
    who: "the router's mask",
    mask: (text: string) => text.replaceAll(CANARY, '[secret]'),
    entry: (flags: readonly string[]): ServerEntry => scripted([...flags, `--secret=${CANARY}`]),
  },
  {
    who: 'only the flag before it',
    mask: (text: string) => text,
    entry: (flags: readonly string[]): ServerEntry => scripted([...flags, '--secret', CANARY]),
  },
];

function everythingSaid(): string {
  return JSON.stringify([harness.tools.servers(), harness.published, harness.logged]);
}

describe.each(KNOWERS)('a secret in the arguments, known to $who', ({ mask, entry }) => {
  test('is in nothing said about a server that prints it and exits', async () => {
    harness = new Harness({ mask });
    harness.apply({ a: entry(['--exit-at-once']) });
    await harness.reached('a', 'retrying');
    expect(harness.status('a').reason).toContain('no token [secret]');
    expect(harness.status('a').stderr).toEqual(['cannot start: no token [secret]']);
    expect(everythingSaid()).not.toContain('canary');
  });

  test('is in no error of a call, also not on a cut', async () => {
    harness = new Harness({ mask });
    harness.apply({ a: entry([]) });
    await harness.reached('a', 'connected');
    expect(await harness.call('a.refuse-telling')).toMatchObject({
      content: [{ text: 'The server refused the call: bad key [secret]' }],
    });
    const failed: unknown = await harness.call('a.die-telling').catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    expect(String(failed)).toContain('xx[secret]');
    expect(String(failed)).not.toContain('canary');
    await harness.reached('a', 'retrying');
    expect(everythingSaid()).not.toContain('canary');
  });

  test('is not in the log of what is no message, also not on the cut', async () => {
    harness = new Harness({ mask });
    harness.apply({ a: entry(['--noise']) });
    await harness.reached('a', 'connected');
    expect(everythingSaid()).toContain('Welcome!xxx');
    expect(everythingSaid()).not.toContain('canary');
  });
});
