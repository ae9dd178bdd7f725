import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import {
  EdgeRefusal,
  outcomeOfAnswer,
  outcomeOfError,
  outcomeOfRefusal,
} from '../../src/discord/outcome.ts';

const CHANNEL_URL = 'https://discord.test/api/v10/channels/1/messages';

function refusal(status: number, code = 0) {
  return outcomeOfRefusal({ status, code, retryAfterMs: null, isGlobal: false });
}

function apiError(status: number, code: number, extra: object = {}) {
  const body = { code, message: 'said Discord', ...extra };
  return new DiscordAPIError(body, code, status, 'POST', CHANNEL_URL, { files: [], body: {} });
}

describe('the meaning of an answer', () => {
  it('is decided for every status, and only 400s can end a message', () => {
    const kinds = new Map<string, number[]>();
    for (let status = 100; status <= 599; status += 1) {
      const { kind } = refusal(status);
      kinds.set(kind, [...(kinds.get(kind) ?? []), status]);
    }
    const final = [...(kinds.get('invalid') ?? []), ...(kinds.get('gone') ?? [])];
    expect(final.every((status) => status >= 400 && status < 500)).toBe(true);
    expect(kinds.get('unauthorized')).toEqual([401]);
    expect(kinds.get('forbidden')).toEqual([403]);
    expect(kinds.get('rate-limited')).toEqual([429]);
    expect(kinds.has('accepted')).toBe(false);
    for (let status = 500; status <= 599; status += 1)
      expect(kinds.get('ambiguous')).toContain(status);
  });

  it.each([
    [403, 50_001, 'forbidden'],
    [403, 50_013, 'forbidden'],
    [403, 50_007, 'forbidden'],
    [400, 50_083, 'forbidden'],
    [404, 10_003, 'gone'],
    [404, 10_004, 'gone'],
    [404, 10_008, 'gone'],
    [404, 0, 'ambiguous'],
    [400, 50_035, 'invalid'],
    [401, 0, 'unauthorized'],
    [429, 0, 'rate-limited'],
    [429, 20_028, 'rate-limited'],
    [403, 20_028, 'rate-limited'],
    [400, 40_062, 'rate-limited'],
    [400, 30_046, 'rate-limited'],
    [500, 130_000, 'ambiguous'],
    [400, 130_000, 'ambiguous'],
    [403, 40_333, 'blocked'],
    [502, 0, 'ambiguous'],
  ])('status %i with code %i is %s', (status, code, kind) => {
    expect(refusal(status, code).kind).toBe(kind);
    if (code !== 0) expect(outcomeOfError(apiError(status, code)).kind).toBe(kind);
  });

  it('is a message only where it carries an id', () => {
    expect(outcomeOfAnswer({ id: '42' })).toEqual({ kind: 'accepted', messageId: '42' });
    for (const answer of [null, undefined, '', [], {}, { id: 42 }, { id: '' }, new ArrayBuffer(8)])
      expect(outcomeOfAnswer(answer).kind).toBe('ambiguous');
  });

  it('keeps the wait that Discord asked for, in the header or in the body', () => {
    const limited = new RateLimitError({
      global: true,
      hash: '',
      limit: 50,
      majorParameter: '1',
      method: 'POST',
      retryAfter: 2_500,
      route: '/channels/:id/messages',
      scope: 'global',
      sublimitTimeout: 0,
      timeToReset: 900,
      url: CHANNEL_URL,
    });
    expect(outcomeOfError(limited)).toEqual({
      kind: 'rate-limited',
      retryAfterMs: 2_500,
      scope: 'all',
    });
    const sublimit = apiError(400, 20_028, { retry_after: 12.5 });
    expect(outcomeOfError(sublimit)).toMatchObject({ kind: 'rate-limited', retryAfterMs: 12_500 });
  });

  it('pauses everything on a page from the edge', () => {
    expect(outcomeOfError(new EdgeRefusal(403))).toEqual({ kind: 'blocked', pauseMs: 600_000 });
  });

  it('doubts, and never drops, what failed without an answer', () => {
    const reset = Object.assign(new Error('read'), { code: 'ECONNRESET' });
    const aborted = new DOMException('This operation was aborted', 'AbortError');
    const server = new HTTPError(503, '', 'POST', CHANNEL_URL, { files: [], body: {} });
    for (const error of [reset, aborted, server, new SyntaxError('bad JSON'), 'what', null])
      expect(outcomeOfError(error).kind).toBe('ambiguous');
  });

  it('says what was invalid without repeating the message', () => {
    const errors = {
      content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'too long' }] },
    };
    const outcome = outcomeOfError(apiError(400, 50_035, { errors }));
    expect(outcome).toMatchObject({ kind: 'invalid' });
    expect(JSON.stringify(outcome)).toContain('BASE_TYPE_MAX_LENGTH');
    expect(JSON.stringify(outcome)).not.toContain(CHANNEL_URL);
  });
});
