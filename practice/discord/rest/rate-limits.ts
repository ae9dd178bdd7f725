import { createHash } from 'node:crypto';
import type { Reply } from './reply.ts';

/** What Discord grants a channel's messages. */
const BUCKET_REQUESTS_MAX = 5;
const BUCKET_WINDOW_MS = 5_000;
/** What a bot may send in all, interactions aside. */
const GLOBAL_REQUESTS_MAX = 50;
const GLOBAL_WINDOW_MS = 1_000;

type Window = { count: number; endsAtMs: number };

export type Admission =
  | { readonly kind: 'admitted'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** Counts requests as Discord does: a bucket for each route and channel, and one for the whole bot. */
export type RateLimits = {
  /** `bucket` is null for routes without one of their own. */
  admit(bucket: string | null, countsGlobally: boolean): Admission;
};

/** Full buckets. Windows are real time, because clients wait them out in real time. */
export function createRateLimits(): RateLimits {
  const windows = new Map<string, Window>();
  const current = (key: string, windowMs: number) => {
    const nowMs = performance.now();
    const known = windows.get(key);
    if (known !== undefined && known.endsAtMs > nowMs) return known;
    const fresh = { count: 0, endsAtMs: nowMs + windowMs };
    windows.set(key, fresh);
    return fresh;
  };
  return {
    admit(bucket, countsGlobally) {
      if (countsGlobally) {
        const all = current('global', GLOBAL_WINDOW_MS);
        if (all.count >= GLOBAL_REQUESTS_MAX) {
          return { kind: 'refused', reply: tooMany(all.endsAtMs - performance.now(), 'global') };
        }
        all.count += 1;
      }
      if (bucket === null) return { kind: 'admitted', headers: {} };
      const window = current(bucket, BUCKET_WINDOW_MS);
      const isOver = window.count >= BUCKET_REQUESTS_MAX;
      if (!isOver) window.count += 1;
      const headers = bucketHeaders(bucket, window);
      if (!isOver) return { kind: 'admitted', headers };
      const reply = tooMany(window.endsAtMs - performance.now(), 'user');
      return { kind: 'refused', reply: { ...reply, headers: { ...headers, ...reply.headers } } };
    },
  };
}

/** A 429 in Discord's shape. */
export function tooMany(retryAfterMs: number, scope: 'user' | 'global' | 'shared'): Reply {
  const retryAfter = Math.max(0.001, retryAfterMs / 1_000);
  const isGlobal = scope === 'global';
  return {
    status: 429,
    body: {
      code: 0,
      message: 'You are being rate limited.',
      retry_after: retryAfter,
      global: isGlobal,
    },
    headers: {
      'retry-after': String(Math.ceil(retryAfter)),
      'x-ratelimit-scope': scope,
      ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
    },
  };
}

function bucketHeaders(bucket: string, window: Window): Record<string, string> {
  const resetAfterMs = Math.max(0, window.endsAtMs - performance.now());
  const route = bucket.split(' ')[0] ?? '';
  return {
    'x-ratelimit-limit': String(BUCKET_REQUESTS_MAX),
    'x-ratelimit-remaining': String(BUCKET_REQUESTS_MAX - window.count),
    'x-ratelimit-reset': ((Date.now() + resetAfterMs) / 1_000).toFixed(3),
    'x-ratelimit-reset-after': (resetAfterMs / 1_000).toFixed(3),
    'x-ratelimit-bucket': createHash('sha256').update(route).digest('hex').slice(0, 32),
  };
}
