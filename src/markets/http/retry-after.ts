/** Longer pauses are cut: a venue that asks for an hour is asked again in five minutes, as gently. */
const RETRY_AFTER_MS_MAX = 300_000;

/** The HTTP date of RFC 9110 §5.6.7 in its one current form. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Reads a Retry-After header, seconds or date (RFC 9110 §10.2.3); null where absent or unreadable. */
export function parseRetryAfterMs(header: unknown, nowMs: number): number | null {
  if (typeof header !== 'string') return null;
  const text = header.trim();
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : null;
  const waitMs = seconds ?? (HTTP_DATE.test(text) ? Date.parse(text) - nowMs : Number.NaN);
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(0, waitMs), RETRY_AFTER_MS_MAX);
}
