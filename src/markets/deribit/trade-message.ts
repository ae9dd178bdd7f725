import { z } from 'zod';

/** What the venue says on a stream, as far as anyone here listens. */
export type TradeMessage =
  | { readonly kind: 'trades'; readonly currency: string; readonly rows: readonly unknown[] }
  /** A heartbeat that wants an answer. */
  | { readonly kind: 'test-request' }
  | { readonly kind: 'subscribed'; readonly channels: readonly string[] }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'other' };

/** Number of the subscribe request, by which its answer is known. */
export const SUBSCRIBE_ID = 1;

const CHANNEL = /^trades\.option\.([A-Z]{2,8})\.100ms$/;

const subscription = z.object({
  method: z.literal('subscription'),
  params: z.object({ channel: z.string(), data: z.array(z.unknown()) }),
});
const testRequest = z.object({
  method: z.literal('heartbeat'),
  params: z.object({ type: z.literal('test_request') }),
});
const subscribed = z.object({ id: z.literal(SUBSCRIBE_ID), result: z.array(z.string()) });
const refused = z.object({ error: z.object({ code: z.number().int() }) });

/** The channel on which a currency's option trades come, collected for a tenth of a second. */
export function channelOf(currency: string): string {
  return `trades.option.${currency}.100ms`;
}

/** Reads one message; what is not JSON or not known is `other`. */
export function readTradeMessage(text: string): TradeMessage {
  const message = parsedOrNull(text);
  const news = subscription.safeParse(message);
  if (news.success) {
    const { channel, data } = news.data.params;
    const [, currency] = CHANNEL.exec(channel) ?? [];
    return currency === undefined ? { kind: 'other' } : { kind: 'trades', currency, rows: data };
  }
  if (testRequest.safeParse(message).success) return { kind: 'test-request' };
  const accepted = subscribed.safeParse(message);
  if (accepted.success) return { kind: 'subscribed', channels: accepted.data.result };
  const refusal = refused.safeParse(message);
  return refusal.success ? { kind: 'refused', code: refusal.data.error.code } : { kind: 'other' };
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
