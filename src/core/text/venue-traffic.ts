/** How talking to a venue went: the shape of `VenueMetrics` in `markets/`, which core may not import. */
export type VenueTraffic = {
  readonly requests: number;
  readonly notModified: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly latencyMs: { readonly median: number; readonly p95: number } | null;
  readonly breaker: 'closed' | 'open' | 'half-open';
  readonly tokens: { readonly available: number; readonly capacity: number };
};

const BREAKER_WORDS = {
  open: 'failed too often, waiting before the next try',
  'half-open': 'failed too often, being tried again',
};

function failureWords(failures: VenueTraffic['failures']): string {
  const kinds = Object.entries(failures).map(([kind, count]) => `${count} ${kind}`);
  return kinds.length === 0 ? 'none failed' : `failed: ${kinds.join(', ')}`;
}

/** Requests, failures, latency, breaker and tokens in a phrase, for operators. */
export function describeTraffic(traffic: VenueTraffic): string {
  const { requests, notModified, failures, latencyMs, breaker, tokens } = traffic;
  if (latencyMs === null) return 'not asked yet';
  const { median, p95 } = latencyMs;
  const leftPercent = Math.floor((100 * tokens.available) / tokens.capacity);
  return [
    `${requests} requests`,
    ...(notModified === 0 ? [] : [`${notModified} not modified`]),
    failureWords(failures),
    `${Math.round(median)} ms (95%: ${Math.round(p95)} ms)`,
    ...(breaker === 'closed' ? [] : [BREAKER_WORDS[breaker]]),
    ...(leftPercent === 100 ? [] : [`${leftPercent}% of its allowance left at this moment`]),
  ].join(' · ');
}
