import { createHash } from 'node:crypto';
import type { Reply } from './reply.ts';

/** What Discord grants a channel's messages. */
const BUCKET_REQUESTS_MAX = 5;
const BUCKET_WINDOW_MS = 5_000;
/** What a bot may send in all, interactions aside. */
const GLOBAL_REQUESTS_MAX = 50;
const GLOBAL_WINDOW_MS = 1_000;
/** Far more channels and routes than one practice server has. */
const WINDOWS_MAX = 1_000;

type Window = { count: number; endsAtMs: number };

export type Admission = {
  /** The 429, where the request comes too soon. */
  readonly refused: Reply | null;
  readonly headers: Readonly<Record<string, string>>;
};

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
    if (windows.size >= WINDOWS_MAX) windows.clear();
    const fresh = { count: 0, endsAtMs: nowMs + windowMs };
    windows.set(key, fresh);
    return fresh;
  };
  return {
    admit(bucket, countsGlobally) {
      const all = current('global', GLOBAL_WINDOW_MS);
      if (countsGlobally && !take(all, GLOBAL_REQUESTS_MAX)) {
        return { refused: tooMany(leftMs(all), 'global'), headers: {} };
      }
      if (bucket === null) return { refused: null, headers: {} };
      const window = current(bucket, BUCKET_WINDOW_MS);
      const isGranted = take(window, BUCKET_REQUESTS_MAX);
      return {
        refused: isGranted ? null : tooMany(leftMs(window), 'user'),
        headers: bucketHeaders(bucket, window),
      };
    },
  };
}

function take(window: Window, max: number): boolean {
  if (window.count >= max) return false;
  window.count += 1;
  return true;
}

function leftMs(window: Window): number {
  return Math.max(0, window.endsAtMs - performance.now());
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
  const resetAfterMs = leftMs(window);
  const route = bucket.split(' ')[0] ?? '';
  return {
    'x-ratelimit-limit': String(BUCKET_REQUESTS_MAX),
    'x-ratelimit-remaining': String(BUCKET_REQUESTS_MAX - window.count),
    'x-ratelimit-reset': ((Date.now() + resetAfterMs) / 1_000).toFixed(3),
    'x-ratelimit-reset-after': (resetAfterMs / 1_000).toFixed(3),
    'x-ratelimit-bucket': createHash('sha256').update(route).digest('hex').slice(0, 32),
  };
}
