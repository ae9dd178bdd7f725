import { describe, expect, it } from 'vitest';
import { HTTP_LIMITS } from '../../../src/markets/http/limits.ts';
import { createRememberedAnswers } from '../../../src/markets/http/remembered-answers.ts';

const BODY = Buffer.from('0123456789');

describe('remembered answers', () => {
  it('are kept under the tag that the venue gave', () => {
    const answers = createRememberedAnswers(100);
    answers.keep('a', 'W/"1"', BODY);
    expect(answers.find('a')).toEqual({ etag: 'W/"1"', body: BODY });
    expect(answers.find('b')).toBeUndefined();
  });

  it.each([undefined, 7, '', '1', '"a', '"a\r\nhost: x"', `"${'x'.repeat(500)}"`])(
    'are forgotten where a tag cannot be sent back: %j',
    (etag) => {
      const answers = createRememberedAnswers(100);
      answers.keep('a', '"1"', BODY);
      answers.keep('a', etag, BODY);
      expect(answers.find('a')).toBeUndefined();
    },
  );

  it('never take more memory than they may, and forget what was unused for longest', () => {
    const answers = createRememberedAnswers(30);
    for (const key of ['a', 'b', 'c']) answers.keep(key, '"1"', BODY);
    answers.find('a');
    answers.keep('d', '"1"', BODY);
    const kept = ['a', 'b', 'c', 'd'].filter((key) => answers.find(key) !== undefined);
    expect(kept).toEqual(['a', 'c', 'd']);
    answers.keep('large', '"1"', Buffer.alloc(31));
    expect(answers.find('large')).toBeUndefined();
    expect(answers.find('d')).toBeDefined();
  });

  it('are at most some of the largest where nothing else is said', () => {
    const answers = createRememberedAnswers(HTTP_LIMITS.rememberedBytesMax);
    const largest = Buffer.alloc(HTTP_LIMITS.bytesMax);
    const keys = Array.from({ length: 20 }, (_, at) => `${at}`);
    for (const key of keys) answers.keep(key, '"1"', largest);
    const kept = keys.filter((key) => answers.find(key) !== undefined).length;
    expect(kept).toBeGreaterThanOrEqual(2);
    expect(kept).toBeLessThanOrEqual(4);
  });

  it('are few, however small', () => {
    const answers = createRememberedAnswers(1e9);
    const keys = Array.from({ length: 1_000 }, (_, at) => `${at}`);
    for (const key of keys) answers.keep(key, '"1"', BODY);
    expect(keys.filter((key) => answers.find(key) !== undefined).length).toBeLessThanOrEqual(200);
  });
});
