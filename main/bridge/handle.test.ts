import type { WebContents, WebFrameMain } from 'electron';
import { describe, expect, test } from 'vitest';

import { createBridge, ShellError, type Sender, type ShellHandlers } from './handle.ts';
import { isOwnPage } from './is-own-page.ts';

const contents = {} as WebContents;

function sender(frame: Partial<WebFrameMain> | null, from: WebContents = contents): Sender {
  return { sender: from, senderFrame: frame as WebFrameMain | null };
}

const own = sender({ url: 'woollama-app://window/#/servers', parent: null });

function bridge(handlers: Partial<ShellHandlers>, bugs: unknown[] = []) {
  return createBridge({
    handlers: handlers as ShellHandlers,
    isTrusted: (event) => isOwnPage(event, contents),
    onBug: (name, error) => bugs.push([name, error]),
  });
}

describe('who may ask', () => {
  const frame = (url: string) => ({ url, parent: null });
  test.each([
    ['our page', own, true],
    ['a page of elsewhere', sender(frame('https://evil.example/')), false],
    ['a file', sender(frame('file:///index.html')), false],
    ['another host of our scheme', sender(frame('woollama-app://window.evil/')), false],
    ['another scheme with our host', sender(frame('https://window/')), false],
    ['a frame in our page', sender({ url: 'woollama-app://window/', parent: {} as never }), false],
    ['a frame that is gone', sender(null), false],
    ['another window', sender(frame('woollama-app://window/'), {} as WebContents), false],
  ])('%s', (_who, event, expected) => {
    expect(isOwnPage(event, contents)).toBe(expected);
  });

  test('nobody without a window', () => {
    expect(isOwnPage(own, undefined)).toBe(false);
  });

  test('a stranger gets no answer, and nothing runs', async () => {
    let ran = false;
    const call = bridge({ 'shell.quit': () => ((ran = true), {}) });
    const answer = await call(sender(frame('https://evil.example/')), 'shell.quit', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    expect(ran).toBe(false);
  });
});

describe('what may be asked', () => {
  const call = bridge({ 'shell.copy-text': ({ text }) => (text === 'x' ? {} : {}) });

  test.each(['shell.nothing', 'hasOwnProperty', '__proto__', 1, undefined, ['shell.copy-text']])(
    'not %j',
    async (name) => {
      expect(await call(own, name, {})).toMatchObject({ error: { code: 'UNKNOWN_CALL' } });
    },
  );

  test.each([undefined, null, 'text', [], { text: 1 }, {}])('not with %j', async (params) => {
    const answer = await call(own, 'shell.copy-text', params);
    expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_PARAMS' } });
  });

  test('names the field that is wrong', async () => {
    const answer = await call(own, 'shell.copy-text', { text: 1 });
    expect(answer.ok ? '' : answer.error.message).toMatch(/^text: /);
  });
});

describe('answers', () => {
  test('the result', async () => {
    const call = bridge({ 'shell.get-login-item': () => ({ on: true }) });
    expect(await call(own, 'shell.get-login-item', {})).toEqual({ ok: true, result: { on: true } });
  });

  test('a coded error as it is', async () => {
    const call = bridge({
      async 'shell.install-update'() {
        throw new ShellError('NOT_AVAILABLE', 'there is none');
      },
    });
    expect(await call(own, 'shell.install-update', {})).toEqual({
      ok: false,
      error: { code: 'NOT_AVAILABLE', message: 'there is none' },
    });
  });

  test('a mistake of ours is told us, not the page', async () => {
    const bugs: unknown[] = [];
    const bug = new TypeError('secret detail');
    const call = bridge({ 'shell.quit': () => Promise.reject(bug) }, bugs);
    const answer = await call(own, 'shell.quit', {});
    expect(answer).toMatchObject({ error: { code: 'FAILED' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(bugs).toEqual([['shell.quit', bug]]);
  });
});
