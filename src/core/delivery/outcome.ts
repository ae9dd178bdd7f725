/** What Discord's answer to one attempt means, whatever its shape on the wire. */
export type DeliveryOutcome =
  | { readonly kind: 'accepted'; readonly messageId: string }
  /** 429, sub-limits included. */
  | {
      readonly kind: 'rate-limited';
      readonly retryAfterMs: number;
      readonly scope: 'channel' | 'all';
    }
  /** Time-out, reset, 5xx: the message may or may not be there. */
  | { readonly kind: 'ambiguous'; readonly detail: string }
  /** 400: our bug, never worth a repeat. */
  | { readonly kind: 'invalid'; readonly detail: string }
  /** 401: the token is wrong for everybody. */
  | { readonly kind: 'unauthorized' }
  /** 403: a permission is missing; may come back. */
  | { readonly kind: 'forbidden'; readonly code: number }
  /** 404: channel or message is gone for good. */
  | { readonly kind: 'gone'; readonly code: number }
  /** Refused at the edge before Discord's API saw it: pause everything. */
  | { readonly kind: 'blocked'; readonly pauseMs: number };
