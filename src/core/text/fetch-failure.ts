/** Why a venue gave no data: the shape of `FetchFailure` in `markets/`, which core may not import. */
type Failure =
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unreachable' | 'bad-payload'; readonly detail: string }
  | { readonly kind: 'timeout'; readonly deadlineMs: number }
  | { readonly kind: 'http-status'; readonly status: number; readonly detail?: string }
  | { readonly kind: 'venue-error'; readonly code: number; readonly detail: string }
  | { readonly kind: 'too-large'; readonly bytesMax: number }
  | { readonly kind: 'breaker-open'; readonly cause?: Failure }
  | { readonly kind: 'unknown-symbol' | 'blocked' | 'key-refused' | 'stopped' };

/** What happened at a venue, in a sentence without a full stop, for logs and `/status`. */
export function describeFetchFailure(venueName: string, failure: Failure): string {
  switch (failure.kind) {
    case 'rate-limited':
      return failure.retryAfterMs === null
        ? `${venueName} asked us to slow down`
        : `${venueName} asked us to wait ${Math.ceil(failure.retryAfterMs / 1000)} s`;
    case 'unreachable':
      return `${venueName} could not be reached (${failure.detail})`;
    case 'timeout':
      return `${venueName} did not answer within ${failure.deadlineMs / 1000} s`;
    case 'http-status':
      return failure.detail === undefined
        ? `${venueName} answered ${failure.status}`
        : `${venueName} answered ${failure.status} (${failure.detail})`;
    case 'venue-error':
      return `${venueName} answered with error ${failure.code} (${failure.detail})`;
    case 'bad-payload':
      return `${venueName} sent something that is not a chain (${failure.detail})`;
    case 'too-large':
      return `${venueName} sent more than ${Math.round(failure.bytesMax / 1e6)} MB`;
    case 'unknown-symbol':
      return `${venueName} lists no options under this symbol`;
    case 'blocked':
      return `${venueName} refuses this machine's address, whatever it is asked`;
    case 'key-refused':
      return `${venueName} does not take the key of this installation; set a valid one and restart`;
    case 'breaker-open':
      return failure.cause === undefined
        ? `${venueName} failed too often; waiting before the next try`
        : `${describeFetchFailure(venueName, failure.cause)}; waiting before the next try`;
    case 'stopped':
      return 'stopped before the answer came';
  }
}
